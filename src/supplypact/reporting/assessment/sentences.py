"""Sentences of one material and party: what is bought and traced, and what drives a band."""

from __future__ import annotations

from supplypact.reporting.assessment.view import AssessmentView
from supplypact.reporting.numbers import percent, percent_band, whole_percent

HALF = 0.5


def with_band(view: AssessmentView, material: str, stage: str, party: str) -> str:
    """Return the traced share with its band: 98% (94–99%)."""
    figure = view.traced(material, stage, party)
    band = percent_band(figure.low, figure.high)
    share = whole_percent(figure.value)
    return f"{share} ({band})" if band not in {"", share} else share


def dependence(view: AssessmentView, material: str, stage: str, party: str) -> str:
    """Return a party's purchases against the content of what it uses, at one stage."""
    return view.say["assess.dependence"].format(
        party=view.subject(party),
        buy=view.verb_of("buy", party),
        they_use=view.verb_of("they_use", party),
        product=lowered(view.product(material, stage)),
        material=view.inline(material),
        direct=percent(view.bought(material, stage, party).value),
        concern=view.concern(),
        traced=percent(view.traced(material, stage, party).value),
        done=view.done(stage),
    )


def key_sentence(view: AssessmentView, material: str, party: str) -> str:
    """Return what a party buys against where the content of what it uses was made."""
    stages = [stage.id for stage in view.stages(material)]
    known = [stage for stage in stages if view.traced(material, stage, party).value is not None]
    if not known:
        return view.say["assess.uses_none"].format(
            party=view.who(party), material=view.inline(material)
        )
    last = stages[-1]
    direct = view.bought(material, last, party).value
    first, *rest = [
        (with_band(view, material, stage, party), view.done(stage)) for stage in reversed(known)
    ]
    parts = [
        view.say["assess.first_part"].format(share=first[0], done=first[1]),
        *(f"{share} {done}" for share, done in rest),
    ]
    key = "assess.key_bare" if direct is None else "assess.key_sentence"
    if len(stages) == 1:
        key = "assess.key_single"
    return view.say[key].format(
        party=view.who(party),
        they_buy=view.verb_of("they_buy", party),
        they_use=view.verb_of("they_use", party),
        direct=percent(direct),
        product=lowered(view.product(material, last)),
        concern=view.concern(),
        material=view.inline(material),
        traced=view.say.listed(parts),
        share=with_band(view, material, last, party),
        done=view.done(last),
    ) + _largest(view, material, known[0], party)


def _largest(view: AssessmentView, material: str, stage: str, party: str) -> str:
    """Return where most of the content came from at the first stage."""
    largest = view.largest("traced", material, stage, party)
    if largest is None:
        return ""
    key = "assess.most" if largest.share > HALF else "assess.largest"
    return " " + view.say[key].format(
        done=view.done(stage), country=view.country(largest.country), share=percent(largest.share)
    )


def driver_words(view: AssessmentView, driver: str | None) -> str | None:
    """Return the figure that moves a band most, in words; as it is if it has another form."""
    parts = (driver or "").split("/")
    if len(parts) != 4:
        return driver
    figure, stage, place, quality = parts
    start, _, end = place.partition(">")
    return view.say[f"driver.{_form(stage, start, end)}"].format(
        figure=view.say.get(f"driver_figure.{figure}", figure),
        stage=view.step(stage).lower(),
        country=view.supplier(start) if start else "",
        end=view.supplier(end) if end else "",
        quality=view.say.get(f"quality.{quality}", quality),
    )


def _form(stage: str, start: str, end: str) -> str:
    """Return how a figure is named: by stage and country, by one of them, or alone."""
    if end:
        return "within" if start == end else "between"
    if start:
        return "at" if stage else "of"
    return "bare" if stage else "alone"


def lowered(text: str) -> str:
    """Return the text with its first letter small, unless it begins with an abbreviation."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
