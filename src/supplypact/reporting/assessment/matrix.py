"""The dependency matrix: a row a material, a column a stage, one matrix a party."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from supplypact.reporting import numbers
from supplypact.reporting.assessment.numbers import banded, could_be, level, shared, valued
from supplypact.reporting.assessment.view import AssessmentView, Figure
from supplypact.reporting.assessment.words import worst_first

BESIDE = ("net_import_reliance", "n_minus_1", "hhi", "months_of_cover", "eu_supply_risk")
"""Indicators that stand beside the stages, each at the worst stage that has it."""
OF_A_STAGE = "eu_supply_risk"
"""Not told of a stage that has none, though the whole chain has one."""
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
    """Its class, or the classes that its band covers."""
    symbol: str
    band: str
    title: str
    firm: bool
    """Whether its whole band lies in one class."""


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
    """Return every material of one party, worst first; numbers that nobody has are left out."""
    beside = [name for name in BESIDE if _any(view, name, party)]
    return Matrix(
        party=party,
        name=view.who(party),
        stages=tuple(view.stage(stage) for stage in view.stage_ids),
        beside=tuple(
            (view.say[f"indicator_short.{name}"], view.say[f"indicator_meaning.{name}"])
            for name in beside
        ),
        rows=tuple(_row(view, material, party, beside) for material in view.order),
    )


def _any(view: AssessmentView, name: str, party: str) -> bool:
    figures = (_beside(view, name, material, party)[1] for material in view.order)
    return any(each.value is not None for each in figures)


def cards(view: AssessmentView, party: str, most: int = 6) -> list[Card]:
    """Return the worst materials of a party, each at its worst stage."""
    worst = dict(reversed(worst_first(view, party)))
    chosen = list(dict.fromkeys(material for material, _ in worst_first(view, party)))[:most]
    return [
        Card(
            id=material,
            title=view.material(material),
            title_ja=view.material_ja(material),
            where=view.stage(worst[material]),
            cell=_cell(view, material, worst[material], party),
            parties=" · ".join(
                f"{view.who(each)} {shared(view.traced(material, worst[material], each))}"
                for each in view.buyers
                if each != party
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


def _row(view: AssessmentView, material: str, party: str, beside: Sequence[str]) -> Row:
    own = {stage.id for stage in view.stages(material)}
    return Row(
        id=material,
        name=view.material(material),
        name_ja=view.material_ja(material),
        cells=tuple(
            _cell(view, material, stage, party) if stage in own else None
            for stage in view.stage_ids
        ),
        small=tuple(_small(view, name, material, party) for name in beside),
    )


def _cell(view: AssessmentView, material: str, stage: str, party: str) -> Cell:
    figure = view.traced(material, stage, party)
    kind = level(figure.value)
    ends = could_be(figure)
    return Cell(
        text=view.say["level.no_flow"] if figure.is_empty else shared(figure),
        level="none" if figure.is_empty else kind.replace("_", "-"),
        word=_word(view, figure),
        symbol="" if figure.is_empty else SYMBOLS[kind],
        band="" if figure.is_empty else numbers.percent_band(figure.low, figure.high),
        title=_title(view, figure, view.stage(stage)),
        firm=ends is None,
    )


def _word(view: AssessmentView, figure: Figure) -> str:
    if figure.is_empty:
        return view.say["level.empty"]
    if ends := could_be(figure):
        low, high = (view.say[f"level.{each}"] for each in ends)
        return view.say["level.could_be"].format(low=low, high=high)
    return view.say[f"level.{level(figure.value)}"]


def _small(view: AssessmentView, name: str, material: str, party: str) -> Small:
    stage, figure = _beside(view, name, material, party)
    band = banded(name, figure)
    where = view.stage(stage)
    told = f"{where}: {valued(name, figure.value)}" + (f" ({band})" if band else "")
    return Small(
        text=_short(name, figure.value),
        title=told if figure.value is not None else _title(view, figure, where),
    )


def _beside(view: AssessmentView, name: str, material: str, party: str) -> tuple[str, Figure]:
    """Return the worst stage that has the indicator and its figure, else those of the worst."""
    find = view.own_figure if name == OF_A_STAGE else view.figure
    stages = view.worst_stages(material, party)
    figures = [(stage, find(name, material, stage, party) or Figure()) for stage in stages]
    return next((each for each in figures if each[1].value is not None), figures[0])


def _short(name: str, value: float | None) -> str:
    if value is not None and name in {"net_import_reliance", "n_minus_1"}:
        return numbers.whole_percent(value)
    return valued(name, value)


def _title(view: AssessmentView, figure: Figure, stage: str) -> str:
    """Return why a cell has no value, or its value and what to know of it."""
    if figure.value is None:
        return f"{stage}: {figure.reason or view.say['assess.no_reason']}"
    told = [numbers.percent(figure.value)]
    if could_be(figure):
        told.append(view.say["assess.could_be"].format(classes=_word(view, figure)))
    if figure.is_bound and figure.note:
        told.append(figure.note)
    return f"{stage}: {'; '.join(told)}"
