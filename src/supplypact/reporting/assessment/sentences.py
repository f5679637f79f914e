"""Sentences of one material and party: what is bought and traced, and what drives a band."""

from __future__ import annotations

from collections.abc import Iterator

from supplypact.domain.network import REST_OF_WORLD
from supplypact.reporting.assessment.numbers import shared
from supplypact.reporting.assessment.published import clashes
from supplypact.reporting.assessment.view import AssessmentView, Figure
from supplypact.reporting.numbers import percent, percent_band, whole_percent
from supplypact.reporting.table import Kind, shown

HALF = 0.5


def with_band(view: AssessmentView, material: str, stage: str, party: str) -> str:
    """Return the traced share with its band: 98% (94–99%)."""
    figure = view.traced(material, stage, party)
    share = shared(figure)
    if figure.is_empty:
        return view.say["assess.zero"].format(share=share)
    band = percent_band(figure.low, figure.high)
    return f"{share} ({band})" if band not in {"", share} else share


def dependence(view: AssessmentView, material: str, stage: str, party: str) -> str:
    """Return a party's purchases against the content of what it uses, at one stage."""
    bought = view.bought(material, stage, party)
    key = "assess.dependence_none" if bought.value is None else "assess.dependence"
    return view.say[key].format(
        subject=view.who(party),
        stage=stage,
        party=view.subject(party),
        buy=view.verb_of("buy", party),
        they_use=view.verb_of("they_use", party),
        product=lowered(view.product(material, stage)),
        material=view.inline(material),
        direct=exactly(view, bought),
        concern=view.concern(),
        traced=exactly(view, view.traced(material, stage, party)),
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
    direct = view.bought(material, last, party)
    first, *rest = [
        (with_band(view, material, stage, party), view.done(stage)) for stage in reversed(known)
    ]
    parts = [
        view.say["assess.first_part"].format(share=first[0], done=first[1]),
        *(f"{share} {done}" for share, done in rest),
    ]
    key = "assess.key_bare" if direct.value is None else "assess.key_sentence"
    if len(stages) == 1:
        key = "assess.key_single"
    told = view.say[key].format(
        party=view.who(party),
        they_buy=view.verb_of("they_buy", party),
        they_use=view.verb_of("they_use", party),
        direct=exactly(view, direct),
        product=lowered(view.product(material, last)),
        concern=view.concern(),
        material=view.inline(material),
        traced=view.say.listed(parts),
        share=with_band(view, material, last, party),
        done=view.done(last),
    )
    return " ".join(
        [told, *_largest(view, material, known[0], party), *_clashing(view, material, party)]
    )


def _largest(view: AssessmentView, material: str, stage: str, party: str) -> Iterator[str]:
    """Yield where most of the content came from at the first stage."""
    if largest := view.largest("traced", material, stage, party):
        yield view.say["assess.most" if largest.share > HALF else "assess.largest"].format(
            done=view.done(stage),
            country=view.country(largest.country),
            share=percent(largest.share),
        )


def _clashing(view: AssessmentView, material: str, party: str) -> Iterator[str]:
    """Yield where the flows clash with what is published."""
    for each in clashes(view, material, party):
        yield view.say["assess.clash"].format(
            stage=view.stage(each.stage).lower(),
            concern=view.concern(),
            published=whole_percent(each.published),
            ours=whole_percent(each.ours),
        )


def exactly(view: AssessmentView, figure: Figure) -> str:
    """Return a share with one decimal, an upper bound with its sign."""
    return shown(figure.cell, Kind.SHARE, view.say)


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


def driver_short(view: AssessmentView, driver: str | None) -> str | None:
    """Return the same in few words, without stage and grade: exports of China to others."""
    parts = (driver or "").split("/")
    if len(parts) != 4:
        return driver
    figure, _, place, _ = parts
    names = [
        view.say["assess_name.others"] if code == REST_OF_WORLD else view.supplier(code)
        for code in place.split(">")
        if code
    ]
    at_home = figure == "flow" and len(set(names)) == 1
    words = view.say.get(f"driver_short.{'home' if at_home else figure}", figure + " {country}")
    start, end = (names[0], names[-1]) if names else ("", "")
    return words.format(country=start, end=end).strip()


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
