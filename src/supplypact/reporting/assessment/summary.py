"""An assessment in a screen of plain text, and the same rows as a frame."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from supplypact.domain.assessment import EVERY_PARTY, WORLD, Assessment
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.reporting.assessment.numbers import valued
from supplypact.reporting.assessment.view import AssessmentView, Chain, Figure
from supplypact.reporting.assessment.words import verdict, worst_first
from supplypact.reporting.numbers import UNKNOWN, percent_band, whole_percent
from supplypact.reporting.phrases import load_phrases

WIDEST = 120
"""Characters of a line."""
WIDTHS = {
    "material": 18,
    "stage": 6,
    "bought": 6,
    "traced": 6,
    "band": 7,
    "largest": 18,
    "HHI": 6,
    "net": 5,
    "N-1": 5,
    "cover": 5,
    "EU SR": 5,
    "driven by": 18,
}
"""Characters of each column; one space between two."""
TO_THE_LEFT = ("material", "stage", "largest", "driven by")
WORLD_WIDTHS = {
    "material": 18,
    "stage": 6,
    "world's largest": 20,
    "three largest": 13,
    "HHI": 6,
    "imports": 20,
}
"""Columns of a year without flows."""
MEASURES = ("hhi", "net_import_reliance", "n_minus_1", "months_of_cover", "eu_supply_risk")


def assessment_lines(
    assessment: Assessment,
    pact: Pact,
    network: Network,
    *,
    materials: Sequence[str] | None = None,
    party: str = EVERY_PARTY,
    stage: str | None = None,
) -> list[str]:
    """Return the answer, then a line for each material and stage, worst first.

    Args:
        assessment: What was found.
        pact: Whose parties it is about.
        network: The materials.
        materials: Ids of those to tell of; None for all.
        party: Code of a party, or ``*`` for all together.
        stage: Id of the one to tell of; None for all.
    """
    view = AssessmentView(assessment, pact, network, load_phrases("en"))
    who = _buyer(view, party)
    chains = _chosen(view, who, materials, stage)
    if assessment.sourcing.is_empty():
        rows, notes = _world_table(view, chains, who), _more(view)
    else:
        rows = [_line(WIDTHS, cells) for cells in (WIDTHS, *_rows(view, chains, who))]
        notes = [*_notes(view, who), *_more(view)]
    return [*_wrapped([verdict(view, who)]), "", *rows, "", *_wrapped(notes)]


def _wrapped(sentences: Iterable[str]) -> list[str]:
    return [line for each in sentences for line in textwrap.wrap(each, WIDEST)]


def assessment_frame(
    assessment: Assessment,
    pact: Pact,
    network: Network,
    *,
    materials: Sequence[str] | None = None,
    party: str = EVERY_PARTY,
    stage: str | None = None,
    wide: bool = True,
) -> pl.DataFrame:
    """Return the rows of ``assessment_lines`` as ids and numbers, shares and HHI from 0 to 1.

    Not ``wide``: every indicator of these materials and stages, as the frame ``indicators`` of an
    assessment.
    """
    view = AssessmentView(assessment, pact, network, load_phrases("en"))
    who = _buyer(view, party)
    chains = _chosen(view, who, materials, stage)
    if wide:
        return pl.DataFrame([_record(view, chain, who) for chain in chains], schema=WIDE)
    named = {material for material, _ in chains}
    places = [stage] if stage else [*view.stage_ids, ""]
    return assessment.indicators.filter(
        pl.col("material").is_in(named)
        & pl.col("stage").is_in(places)
        & pl.col("party").is_in([who, WORLD])
    )


WIDE = {
    "material": pl.String,
    "stage": pl.String,
    "party": pl.String,
    "bought_share": pl.Float64,
    "traced_share": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "supplier": pl.String,
    "supplier_share": pl.Float64,
    **dict.fromkeys(MEASURES, pl.Float64),
    "driver": pl.String,
    "driver_share": pl.Float64,
    "reason": pl.String,
}


def _buyer(view: AssessmentView, party: str) -> str:
    """Return the party to tell of; a pact of one party has no other."""
    return view.together if party == EVERY_PARTY else party


def _chosen(
    view: AssessmentView, party: str, materials: Sequence[str] | None, stage: str | None
) -> list[Chain]:
    """Return the asked materials and stages, worst first, those without a share last."""
    known = worst_first(view, party)
    every = [(each.id, place.id) for each in view.network.materials for place in each.stages]
    return [
        (material, place)
        for material, place in dict.fromkeys([*known, *every])
        if (materials is None or material in materials) and (stage is None or place == stage)
    ]


def _record(view: AssessmentView, chain: Chain, party: str) -> dict[str, object]:
    traced = view.traced(*chain, party)
    largest = view.largest("traced", *chain, party)
    return {
        "material": chain[0],
        "stage": chain[1],
        "party": party,
        "bought_share": view.bought(*chain, party).value,
        "traced_share": traced.value,
        "low": traced.low,
        "high": traced.high,
        "supplier": None if largest is None else largest.country,
        "supplier_share": None if largest is None else largest.share,
        **{name: view.figure(name, *chain, party).value for name in MEASURES},
        "driver": traced.driver,
        "driver_share": traced.driver_share,
        "reason": traced.reason,
    }


def _rows(view: AssessmentView, chains: Iterable[Chain], party: str) -> Iterator[list[str]]:
    return (_cells(view, chain, party) for chain in chains)


def _cells(view: AssessmentView, chain: Chain, party: str) -> list[str]:
    traced = view.traced(*chain, party)
    largest = view.largest("traced", *chain, party)
    hhi, net, met, cover, risk = (view.figure(name, *chain, party) for name in MEASURES)
    return [
        *chain,
        whole_percent(view.bought(*chain, party).value),
        whole_percent(traced.value),
        percent_band(traced.low, traced.high).replace("%", "") or UNKNOWN,
        UNKNOWN if largest is None else _named(view, largest.country, largest.share),
        valued("hhi", hhi.value),
        whole_percent(net.value),
        whole_percent(met.value),
        valued("months_of_cover", cover.value),
        valued("eu_supply_risk", risk.value),
        _driver(traced),
    ]


def _named(view: AssessmentView, country: str, share: float) -> str:
    """Return name and share of a supplier in the room that there is."""
    part = whole_percent(share)
    return f"{_fitted(view.country(country), WIDTHS['largest'] - len(part) - 1)} {part}"


def _driver(figure: Figure) -> str:
    """Return the datum that moves a band most in the room that there is: flow CHN>JPN 62%."""
    parts = (figure.driver or "").split("/")
    if len(parts) < 3:
        return figure.driver or UNKNOWN
    share = "" if figure.driver_share is None else f" {whole_percent(figure.driver_share)}"
    return _fitted(f"{parts[0]} {parts[2]}".strip(), WIDTHS["driven by"] - len(share)) + share


def _fitted(text: str, room: int) -> str:
    """Return the text, its end cut off where there is no room for it."""
    return text if len(text) <= room else text[: room - 1] + "…"


def _line(widths: dict[str, int], cells: Iterable[str]) -> str:
    padded = (
        f"{cell:<{width}}" if name in TO_THE_LEFT else f"{cell:>{width}}"
        for (name, width), cell in zip(widths.items(), cells, strict=True)
    )
    return " ".join(padded).rstrip()


def _world_table(view: AssessmentView, chains: Sequence[Chain], party: str) -> list[str]:
    """Return world output and imports of a year that has no flows."""
    rows = []
    for chain in chains:
        first, three, hhi = (view.figure(name, *chain, WORLD) for name in ("top_1", "top_3", "hhi"))
        imports = view.figure("import_concern_share", *chain, party)
        name = "" if first.supplier is None else f"{view.country(first.supplier)} "
        cells = [
            *chain,
            name + whole_percent(first.value),
            whole_percent(three.value),
            valued("hhi", hhi.value),
            whole_percent(imports.value),
        ]
        rows.append(_line(WORLD_WIDTHS, cells))
    return [_line(WORLD_WIDTHS, [*list(WORLD_WIDTHS)[:-1], f"imports, {view.concern()}"]), *rows]


def _notes(view: AssessmentView, party: str) -> list[str]:
    return [
        view.say["summary.columns"].format(
            concern=view.concern(), party=view.subject(party), buy=view.verb_of("buy", party)
        ),
        view.say["summary.more_columns"],
    ]


def _more(view: AssessmentView) -> list[str]:
    return [view.say["summary.see"].format(pact=view.pact.id)]
