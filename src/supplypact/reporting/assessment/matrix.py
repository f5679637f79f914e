"""The dependency matrix: a row a material, a column a stage, one matrix a party."""

from __future__ import annotations

from dataclasses import dataclass

from supplypact.reporting import numbers
from supplypact.reporting.assessment.numbers import banded, level, valued
from supplypact.reporting.assessment.view import AssessmentView, Figure

BESIDE = ("net_import_reliance", "n_minus_1", "hhi", "months_of_cover", "eu_supply_risk")
"""Indicators that stand beside the stages, each at the material's worst stage."""
SYMBOLS = {
    "very_high": "●●●●",
    "high": "●●●○",
    "medium": "●●○○",
    "low": "●○○○",
    "none": "",
}
"""What tells the class of a dependence beside its colour."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One share with its class, or the reason why there is none."""

    text: str
    level: str
    word: str
    symbol: str
    band: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Small:
    """One number beside the stages."""

    text: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """One material."""

    id: str
    name: str
    name_ja: str
    cells: tuple[Cell | None, ...]
    """One a stage; None where the material has no such stage."""
    small: tuple[Small, ...]


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """All materials for one party."""

    party: str
    name: str
    stages: tuple[str, ...]
    beside: tuple[tuple[str, str], ...]
    """Heading of each number beside the stages, and what it means."""
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class Card:
    """One of the worst materials at a glance."""

    id: str
    title: str
    title_ja: str
    where: str
    cell: Cell
    parties: str


def matrices(view: AssessmentView) -> list[Matrix]:
    """Return the matrix of all parties together and of each one."""
    return [matrix(view, party) for party in view.buyers]


def matrix(view: AssessmentView, party: str) -> Matrix:
    """Return every material of one party, worst first."""
    return Matrix(
        party=party,
        name=view.who(party),
        stages=tuple(view.stage(stage) for stage in view.stage_ids),
        beside=tuple(
            (view.say[f"indicator_short.{name}"], view.say[f"indicator_meaning.{name}"])
            for name in BESIDE
        ),
        rows=tuple(_row(view, material, party) for material in view.order),
    )


def cards(view: AssessmentView, most: int = 6) -> list[Card]:
    """Return the worst materials, each at its worst stage."""
    worst = dict(reversed(view.ranked))
    chosen = [material for material in view.order if material in worst][:most]
    return [
        Card(
            id=material,
            title=view.material(material),
            title_ja=view.material_ja(material),
            where=view.stage(worst[material]),
            cell=_cell(view, material, worst[material], view.buyers[0]),
            parties=" · ".join(
                f"{view.who(party)} "
                + numbers.whole_percent(view.traced(material, worst[material], party).value)
                for party in view.parties
                if party != view.together
            ),
        )
        for material in chosen
    ]


def levels(view: AssessmentView) -> list[tuple[str, str, str]]:
    """Return each class of a dependence: CSS class, word, rule."""
    return [
        (name.replace("_", "-"), view.say[f"level.{name}"], view.say[f"level_rule.{name}"])
        for name in ("very_high", "high", "medium", "low")
    ]


def _row(view: AssessmentView, material: str, party: str) -> Row:
    own = {stage.id for stage in view.stages(material)}
    return Row(
        id=material,
        name=view.material(material),
        name_ja=view.material_ja(material),
        cells=tuple(
            _cell(view, material, stage, party) if stage in own else None
            for stage in view.stage_ids
        ),
        small=tuple(_small(view, name, material, party) for name in BESIDE),
    )


def _cell(view: AssessmentView, material: str, stage: str, party: str) -> Cell:
    figure = view.traced(material, stage, party)
    kind = level(figure.value)
    return Cell(
        text=numbers.whole_percent(figure.value),
        level=kind.replace("_", "-"),
        word=view.say[f"level.{kind}"],
        symbol=SYMBOLS[kind],
        band=numbers.percent_band(figure.low, figure.high),
        title=_title(view, figure, view.stage(stage)),
    )


def _small(view: AssessmentView, name: str, material: str, party: str) -> Small:
    stage = view.worst_stage(material)
    figure = view.figure(name, material, stage, party)
    band = banded(name, figure)
    where = view.stage(stage)
    told = f"{where}: {valued(name, figure.value)}" + (f" ({band})" if band else "")
    return Small(
        text=_short(name, figure.value),
        title=told if figure.value is not None else _title(view, figure, where),
    )


def _short(name: str, value: float | None) -> str:
    if value is not None and name in {"net_import_reliance", "n_minus_1"}:
        return numbers.whole_percent(value)
    return valued(name, value)


def _title(view: AssessmentView, figure: Figure, stage: str) -> str:
    """Return why a cell has no value, or what moves its band."""
    if figure.value is None:
        return f"{stage}: {figure.reason or view.say['assess.no_reason']}"
    return f"{stage}: {numbers.percent(figure.value)}"
