"""An alert in the Common Alerting Protocol 1.2 (OASIS), in English and Japanese.

CAP's codes are made for storms; here they are read so:

- ``urgency``: Past if every event is over on the day of decision; else Immediate if the first
  order falls due within 7 days, Expected within 30 days, Future later; Unknown if nothing can
  be ordered.
- ``severity``: largest part of the use of one product that a party lacks in any period if nothing
  is done: Extreme from 50 %, Severe from 25 %, Moderate from 7 % (the trigger of the IEA's
  emergency sharing), Minor below, Unknown if nothing is known of any use.
- ``certainty``: Likely, since the share is what the event file assumes; Possible if it may be less
  than half of that.
- ``status``: Exercise for a drill; else Draft unless a sender is named; else Actual.
- ``scope``: Public for TLP:CLEAR, else Restricted.
- ``category``: Transport for a closed sea route, Infra for what strikes plants (strike, accident),
  Other for measures on exports.
- ``responseType``: Execute if an order falls due within 7 days, Prepare if one does later, else
  Monitor.
- ``expires`` a week after the decision: the picture is renewed weekly.  Times are UTC, written
  -00:00 as the standard asks.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from datetime import date, timedelta

from supplypact.domain.response import NOTHING, Response
from supplypact.reporting.response import event_words, facts, sentences
from supplypact.reporting.response.playbook_json import inputs_hash
from supplypact.reporting.response.view import CLEAR, ResponseView

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
LANGUAGES = {"en": "en-US", "ja": "ja-JP"}
SEVERITIES = ((0.5, "Extreme"), (0.25, "Severe"), (0.07, "Moderate"))
"""Part of the use from which on a shortage is so severe."""
HALF = 0.5
"""Part of the share that a cut may be less than if it is no more than possible."""
NO_SENDER = "supplypact.invalid"
"""Sender of an alert that nobody has taken on yet."""
SOON = 30
"""Days within which an order is due soon."""
CATEGORIES = {"closure": "Transport", "strike": "Infra", "accident": "Infra"}
FORBIDDEN = str.maketrans(" ,<&", "____")
"""Signs that identifier and sender must not hold."""


def cap_alert(
    response: Response, view: ResponseView, *, sender: str, exercise: bool = False
) -> str:
    """Return the alert as XML.

    Args:
        response: The answer to the event.
        view: Its names; the marking goes into the restriction.
        sender: Who sends it: an address or a domain name, as the standard asks.
        exercise: Whether the event is a drill or a replay; the alert then says so.

    """
    drill = exercise or view.exercise
    alert = ET.Element("alert", xmlns=NAMESPACE)
    head: dict[str, str] = {
        "identifier": _identifier(response, view),
        "sender": sender.translate(FORBIDDEN),
        "sent": _at(response.as_of),
        "status": "Exercise" if drill else "Draft" if sender == NO_SENDER else "Actual",
        "msgType": "Alert",
        "scope": "Public" if view.marking == CLEAR else "Restricted",
    }
    if view.marking != CLEAR:
        head["restriction"] = _both(view, "cap.restriction").format(marking=view.marking)
    if drill:
        head["note"] = _both(view, "cap.exercise")
    _add(alert, head)
    for language, code in LANGUAGES.items():
        alert.append(_info(response, view.spoken(language), code, drill=drill))
    ET.indent(alert, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(alert, encoding="unicode")}\n'


def urgency(response: Response) -> str:
    """Return CAP's urgency of a response."""
    if response.events and all(each.end and each.end <= response.as_of for each in response.events):
        return "Past"
    if not response.actions:
        return "Unknown"
    days = (min(each.ordered for each in response.actions) - response.as_of).days
    return "Immediate" if days < facts.WEEK else "Expected" if days < SOON else "Future"


def severity(response: Response) -> str:
    """Return CAP's severity of a response."""
    peaks = [each.peak[NOTHING] for each in facts.shortfalls(response)]
    if not peaks:
        return "Unknown"
    return next((name for least, name in SEVERITIES if max(peaks) >= least), "Minor")


def certainty(response: Response) -> str:
    """Return CAP's certainty of a response."""
    cuts = [cut for each in response.events for cut in each.cuts]
    return "Possible" if any(cut.low < HALF * cut.share for cut in cuts) else "Likely"


def response_type(response: Response) -> str:
    """Return what CAP asks the receiver to do."""
    if facts.due_now(response):
        return "Execute"
    return "Prepare" if response.actions else "Monitor"


def _info(response: Response, view: ResponseView, code: str, *, drill: bool) -> ET.Element:
    info, say = ET.Element("info"), view.say
    _add(info, {"language": code})
    kinds = (CATEGORIES.get(each.kind, "Other") for each in response.events)
    for category in dict.fromkeys(kinds):
        _add(info, {"category": category})
    told = [sentences.headline(response, view), *event_words.happened(response, view)]
    does = [
        say["cap.step"].format(number=each.number, action=view.does(each))
        for each in facts.due_now(response)
    ]
    title = event_words.event_titles(response, view)
    _add(
        info,
        {
            "event": say["cap.event"],
            "responseType": response_type(response),
            "urgency": urgency(response),
            "severity": severity(response),
            "certainty": certainty(response),
            "effective": _at(response.as_of),
            "onset": _at(min(each.start for each in response.events)),
            "expires": _at(response.as_of + timedelta(days=facts.WEEK)),
            "senderName": say["cap.sender"].format(pact=view.pact_title()),
            "headline": say["cap.drill"].format(title=title) if drill else title,
            "description": "\n".join(told),
            "instruction": "\n".join(does) or say["brief.nothing_now"],
        },
    )
    _named(info, "parameter", "TLP", view.marking)
    _named(info, "parameter", "inputs_sha256", inputs_hash(response, view))
    area = ET.SubElement(info, "area")
    parties = say.listed([view.country(each) for each in response.parties])
    _add(area, {"areaDesc": say["cap.area"].format(parties=parties)})
    for party in response.parties:
        _named(area, "geocode", "ISO3166-1", party)
    return info


def _both(view: ResponseView, key: str) -> str:
    """Return a text in every language of the alert."""
    return " / ".join(view.spoken(language).say[key] for language in LANGUAGES)


def _identifier(response: Response, view: ResponseView) -> str:
    events = "+".join(each.id for each in response.events)
    digest = inputs_hash(response, view)[:8]
    return f"{response.pact}.{events}.{response.as_of}.{digest}".translate(FORBIDDEN)


def _at(day: date) -> str:
    """Return the beginning of a day in UTC, as CAP writes it."""
    return f"{day.isoformat()}T00:00:00-00:00"


def _add(parent: ET.Element, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        ET.SubElement(parent, name).text = text


def _named(parent: ET.Element, name: str, key: str, value: str) -> None:
    _add(ET.SubElement(parent, name), {"valueName": key, "value": value})
