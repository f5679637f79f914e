"""Activities for the International Aid Transparency Initiative, version 2.03.

One activity for the framework and one for each project; docs/exports.md has what maps to what.
Transactions: a pledge is an outgoing pledge (12), firm or a ceiling as its description says, and
never a commitment; a commitment is an outgoing commitment (2), a disbursement a disbursement (3), a
repayment of principal a loan repayment (6).  What counts nothing (a re-announcement, a whole beside
all of its parts) is left out, so that sums of the file are our sums.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable

from supplypact.domain.entry import Instrument
from supplypact.domain.position import Measure, MoneyLine
from supplypact.domain.progress import ProjectProgress
from supplypact.reporting.progress import figures
from supplypact.reporting.progress.exports import Export, clean, counted, shares_of
from supplypact.reporting.progress.sums import main_scope

VERSION = "2.03"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TRANSACTION = {
    Measure.CEILING: "12",
    Measure.FIRM: "12",
    Measure.COMMITTED: "2",
    Measure.DISBURSED: "3",
    Measure.REPAID: "6",
}
"""Codelist TransactionType."""
FINANCE = {
    Instrument.EQUITY: "510",
    Instrument.LOAN: "421",
    Instrument.GUARANTEE: "1100",
    Instrument.GRANT: "110",
}
"""Codelist FinanceType; tax incentives and offtake contracts have no code."""
GOVERNMENT, PRIVATE, OTHER = "10", "70", "90"
"""Codelist OrganisationType."""
FUNDING, IMPLEMENTING = "1", "4"
"""Codelist OrganisationRole."""
PIPELINE, IMPLEMENTATION, FINALISATION = "1", "2", "3"
"""Codelist ActivityStatus."""
PLANNED_START, ACTUAL_START, PLANNED_END, ACTUAL_END = "1", "2", "3", "4"
"""Codelist ActivityDateType."""
NO_START = "Day of the first entry on it; when it starts was not stated"
PARENT, CHILD = "1", "2"
"""Codelist RelatedActivityType."""
OWN_VOCABULARY = "99"
"""Codelist SectorVocabulary: the publisher's own."""
WGS84 = "http://www.opengis.net/def/crs/EPSG/0/4326"


def iati_activities(export: Export) -> str:
    """Return the activities as XML."""
    updated = export.updated.isoformat()
    root = ET.Element("iati-activities", {"version": VERSION, "generated-datetime": updated})
    root.append(_framework(export, updated))
    for each in export.shown:
        root.append(_project(each, export, updated))
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _framework(export: Export, updated: str) -> ET.Element:
    pact = export.view.pact
    activity = _activity(export, updated, "", hierarchy="1")
    title = _said(activity, "title", pact.title_en)
    if pact.title_ja:
        _narrative(title, pact.title_ja, "ja")
    _said(activity, "description", pact.summary or pact.title_en, type="1")
    _funders(activity, export, pact.party_codes)
    _coded(activity, "activity-status", IMPLEMENTATION)
    main = main_scope(export.view.progress)
    start = pact.signed if main is None else min(main.first, pact.signed)
    _dated(activity, ACTUAL_START, start.isoformat())
    if main is not None:
        _dated(activity, PLANNED_END, main.due.isoformat())
    _transactions(activity, export, "")
    for each in export.shown:
        _add(activity, "related-activity", ref=export.identifier(each.project), type=CHILD)
    return activity


def _project(project: ProjectProgress, export: Export, updated: str) -> ET.Element:
    view = export.view
    activity = _activity(export, updated, project.project, hierarchy="2")
    _said(activity, "title", view.project(project.project))
    _said(activity, "description", _told(project, export), type="1")
    parties = dict.fromkeys(each.party for each in export.money(project.project))
    _funders(activity, export, parties or view.pact.party_codes)
    for owner in project.owners:
        _said(activity, "participating-org", owner, role=IMPLEMENTING)
    _coded(activity, "activity-status", _status(project))
    _dated(activity, PLANNED_START, export.first_stated(project.project).isoformat(), NO_START)
    if (first := project.first_output) is not None:
        _dated(activity, PLANNED_END, first.due.isoformat())
        if first.met is not None:
            _dated(activity, ACTUAL_END, first.met.isoformat())
    if project.host in view.alpha_2:
        code = view.alpha_2[project.host]
        _add(activity, "recipient-country", code=code, percentage="100")
    _located(activity, project)
    if project.sector:
        sector = _said(activity, "sector", view.sector(project.sector), code=project.sector)
        sector.set("vocabulary", OWN_VOCABULARY)
    _transactions(activity, export, project.project)
    _add(activity, "related-activity", ref=export.identifier(), type=PARENT)
    return activity


def _activity(export: Export, updated: str, project: str, *, hierarchy: str) -> ET.Element:
    """Return an activity with its identifier and its publisher."""
    activity = ET.Element(
        "iati-activity",
        {"last-updated-datetime": updated, LANG: "en", "hierarchy": hierarchy},
    )
    _add(activity, "iati-identifier").text = export.identifier(project)
    who = export.publisher
    _said(activity, "reporting-org", who.name, ref=who.ref, type=OTHER)
    return activity


def _told(project: ProjectProgress, export: Export) -> str:
    """Return where a project stands, in a sentence."""
    view = export.view
    made = view.say.listed([view.material(each) for each in project.materials])
    parts = [view.project(project.project), view.sector(project.sector), made, project.place]
    return "; ".join(part for part in parts if part)


def _status(project: ProjectProgress) -> str:
    if project.first_output is not None and project.first_output.met is not None:
        return FINALISATION
    return IMPLEMENTATION if project.committed else PIPELINE


def _located(activity: ET.Element, project: ProjectProgress) -> None:
    if project.latitude is None or project.longitude is None:
        return
    location = _add(activity, "location")
    if project.place:
        _said(location, "name", project.place)
    point = _add(location, "point", srsName=WGS84)
    latitude, longitude = (figures.plain(each) for each in (project.latitude, project.longitude))
    _add(point, "pos").text = f"{latitude} {longitude}"


def _funders(activity: ET.Element, export: Export, parties: Iterable[str]) -> None:
    for party in parties:
        name = export.view.country(party)
        _said(activity, "participating-org", name, role=FUNDING, type=GOVERNMENT)


def _transactions(activity: ET.Element, export: Export, project: str) -> None:
    lines = export.money(project)
    shared = shares_of(lines)
    for line in lines:
        name = f"{line.entry}/{line.party}" if line.entry in shared else line.entry
        activity.append(_transaction(line, name, export))


def _transaction(line: MoneyLine, name: str, export: Export) -> ET.Element:
    found = ET.Element("transaction", ref=name)
    _coded(found, "transaction-type", TRANSACTION[line.measure])
    day = line.date.isoformat()
    _add(found, "transaction-date", {"iso-date": day})
    value = _add(found, "value", {"currency": line.currency, "value-date": day})
    value.text = figures.plain(counted(line))
    _said(found, "description", _described(line, export))
    _provider(found, line, export)
    code = FINANCE.get(_instrument(line, export) or Instrument.OFFTAKE)
    if code is not None:
        _coded(found, "finance-type", code)
    return found


def _provider(found: ET.Element, line: MoneyLine, export: Export) -> None:
    """Say who gives: the party; outside the envelope, the companies that the entry names."""
    others = export.entry(line).counterparties
    if line.funding_line or not others:
        _said(found, "provider-org", export.view.country(line.party), type=GOVERNMENT)
    else:
        _said(found, "provider-org", ", ".join(others), type=PRIVATE)


def _described(line: MoneyLine, export: Export) -> str:
    """Return what a transaction is: a ceiling is told as one."""
    say, entry = export.view.say, export.entry(line)
    parts = [say[f"iati.{line.measure}"], say[f"step.{line.step}"] if line.step else "", entry.text]
    if line.why == "parts":
        parts.insert(1, say["iati.rest"])
    return "; ".join(part for part in parts if part)


def _instrument(line: MoneyLine, export: Export) -> Instrument | None:
    """Return in what form the money is given; a payment has it from its commitment."""
    entry = export.entry(line)
    known: Instrument | None = getattr(entry, "instrument", None)
    commitment = export.view.entries.get(getattr(entry, "commitment", ""))
    return known or getattr(commitment, "instrument", None)


def _add(
    parent: ET.Element, name: str, given: dict[str, str] | None = None, **other: str
) -> ET.Element:
    texts = {key: clean(text) for key, text in {**(given or {}), **other}.items()}
    return ET.SubElement(parent, name, texts)


def _said(parent: ET.Element, name: str, text: str, **given: str) -> ET.Element:
    """Add an element that says something in English."""
    element = _add(parent, name, given)
    _narrative(element, text)
    return element


def _narrative(parent: ET.Element, text: str, language: str = "") -> None:
    given = {LANG: language} if language else {}
    ET.SubElement(parent, "narrative", given).text = clean(text)


def _coded(parent: ET.Element, name: str, code: str) -> None:
    _add(parent, name, code=code)


def _dated(parent: ET.Element, kind: str, day: str, told: str = "") -> None:
    found = _add(parent, "activity-date", {"iso-date": day, "type": kind})
    if told:
        _narrative(found, told)
