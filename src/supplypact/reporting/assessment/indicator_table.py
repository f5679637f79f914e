"""Every indicator of a material, of each party: value, threshold, verdict, and what moves it."""

from __future__ import annotations

from collections.abc import Iterator

from supplypact.domain.assessment import INDICATORS, WHOLE_CHAIN, WORLD
from supplypact.reporting.assessment.numbers import (
    banded,
    threshold,
    unit_of,
    valued,
    verdict_of,
)
from supplypact.reporting.assessment.sentences import driver_words
from supplypact.reporting.assessment.view import EU_STUDY, AssessmentView, Figure
from supplypact.reporting.numbers import AT_MOST, percent
from supplypact.reporting.table import Cell, Kind, Table, table

OF_THE_EU = ("eu_economic_importance",)
"""Indicators that the EU study gives for the EU as a whole."""


def indicators(view: AssessmentView, material: str) -> Table:
    """Return every indicator with its band, its verdict, and the figure that moves it most.

    What differs by party stands in a column for each, of which the page shows one.
    """
    values = {f"value_{party}": party for party in view.buyers}
    verdicts = {f"verdict_{party}": party for party in view.buyers}
    why = {f"why_{party}": party for party in view.buyers}
    columns = {
        "indicator": Kind.TEXT,
        "stage": Kind.TEXT,
        **dict.fromkeys(values, Kind.BAND),
        "value_world": Kind.BAND,
        "indicator_unit": Kind.TEXT,
        "threshold": Kind.BAND,
        **dict.fromkeys(verdicts, Kind.BAND),
        **dict.fromkeys(why, Kind.PROSE),
    }
    labels = {key: view.who(party) for key, party in values.items()}
    labels["value_world"] = view.who(WORLD)
    for name, of in (("verdict", verdicts), ("why", why)):
        for key, party in of.items():
            labels[key] = view.say[f"column.{name}_of"].format(party=view.who(party))
    made = table("profile_indicators", columns, _rows(view, material), view.say, labels=labels)
    groups = {party: f"of-{number}" for number, party in enumerate(view.buyers, 1)}
    shown = {**values, **verdicts, **why}
    return made.with_groups({key: groups[party] for key, party in shown.items()})


def told(indicator: str, figure: Figure) -> str | None:
    """Return value and band below each other, None without a value."""
    if figure.value is None:
        return None
    sign = AT_MOST if figure.is_bound else ""
    lines = (sign + valued(indicator, figure.value), banded(indicator, figure))
    return "\n".join(line for line in lines if line)


def verdict_word(view: AssessmentView, indicator: str, figure: Figure | None) -> str | None:
    """Return the verdict of a threshold in words, None without one."""
    verdict = None if figure is None else verdict_of(indicator, figure)
    return None if verdict is None else view.say[f"assess_verdict.{verdict}"]


def _rows(view: AssessmentView, material: str) -> Iterator[tuple[Cell, ...]]:
    for indicator in (each.id for each in INDICATORS):
        for stage in (*(stage.id for stage in view.stages(material)), WHOLE_CHAIN):
            world = view.own_figure(indicator, material, stage, WORLD)
            figures = [view.own_figure(indicator, material, stage, each) for each in view.buyers]
            if world or any(figures):
                yield (
                    view.say[f"indicator.{indicator}"],
                    view.step(stage),
                    *(None if each is None else told(indicator, each) for each in figures),
                    _of_world(view, indicator, world),
                    unit_of(view, indicator, raw=False),
                    threshold(indicator),
                    *(verdict_word(view, indicator, each or world) for each in figures),
                    *(_why(view, each or world) for each in figures),
                )


def _of_world(view: AssessmentView, indicator: str, figure: Figure | None) -> str | None:
    value = None if figure is None else told(indicator, figure)
    if value is None or indicator not in OF_THE_EU:
        return value
    return f"{value}\n{view.who(EU_STUDY)}"


def _why(view: AssessmentView, figure: Figure | None) -> str | None:
    """Return why there is no value, else what moves the band, and that it is a bound."""
    if figure is None:
        return None
    if figure.value is None:
        return figure.reason
    words = driver_words(view, figure.driver)
    if words and figure.driver_share is not None:
        words = view.say["assess.explains"].format(driver=words, part=percent(figure.driver_share))
    told_of = (words, figure.note if figure.is_bound else None)
    return "; ".join(part for part in told_of if part) or None
