"""The rows of an assessment as lines of plain text, no wider than a screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from supplypact.domain.assessment import WORLD
from supplypact.reporting.assessment.numbers import shared, valued
from supplypact.reporting.assessment.sentences import driver_short
from supplypact.reporting.assessment.view import AssessmentView, Chain, Figure
from supplypact.reporting.numbers import UNKNOWN, percent_band, whole_percent

WIDEST = 120
"""Characters of a line."""
WIDTHS = {
    "material": 18,
    "stage": 6,
    "bought": 6,
    "traced": 6,
    "band": 6,
    "largest": 17,
    "HHI": 6,
    "net": 6,
    "N-1": 4,
    "cover": 5,
    "EU SR": 5,
    "driven by": 0,
}
"""Characters of each column; one space between two.  The last has the room that is left."""
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


def measure(view: AssessmentView, name: str, chain: Chain, party: str) -> Figure:
    """Return a measure of the stage; of the whole chain only cover."""
    find = view.figure if name == "months_of_cover" else view.own_figure
    return find(name, *chain, party) or Figure()


def traced_table(view: AssessmentView, chains: Sequence[Chain], party: str) -> list[str]:
    """Return the lines of the table, without the columns that hold nothing."""
    rows = [_cells(view, chain, party) for chain in chains]
    kept = [name for name in WIDTHS if name != "cover" or any(row[name] != UNKNOWN for row in rows)]
    widths = {name: WIDTHS[name] for name in kept}
    room = widths["driven by"] = WIDEST - sum(widths.values()) - len(kept) + 1
    drivers = [_driver(view, view.traced(*chain, party), room) for chain in chains]
    lines = ({**row, "driven by": driver} for row, driver in zip(rows, drivers, strict=True))
    heads = dict(zip(WIDTHS, WIDTHS, strict=True))
    return [_line(widths, [cells[name] for name in kept]) for cells in (heads, *lines)]


def _cells(view: AssessmentView, chain: Chain, party: str) -> dict[str, str]:
    traced = view.traced(*chain, party)
    largest = view.largest("traced", *chain, party)
    hhi, net, met, cover, risk = (measure(view, name, chain, party) for name in MEASURES)
    return {
        "material": chain[0],
        "stage": chain[1],
        "bought": _share(view, view.bought(*chain, party)),
        "traced": _share(view, traced),
        "band": percent_band(traced.low, traced.high).replace("%", "") or UNKNOWN,
        "largest": UNKNOWN if largest is None else _named(view, largest.country, largest.share),
        "HHI": valued("hhi", hhi.value),
        "net": whole_percent(net.value),
        "N-1": whole_percent(met.value),
        "cover": valued("months_of_cover", cover.value),
        "EU SR": valued("eu_supply_risk", risk.value),
    }


def _share(view: AssessmentView, figure: Figure) -> str:
    """Return a share in six characters: none without a flow, with its sign if it is a bound."""
    return view.say["summary.none"] if figure.is_empty else shared(figure).replace(" ", "")


def _named(view: AssessmentView, country: str, share: float) -> str:
    """Return name and share of a supplier in the room that there is."""
    part = whole_percent(share)
    return f"{_fitted(view.country(country), WIDTHS['largest'] - len(part) - 1)} {part}"


def _driver(view: AssessmentView, figure: Figure, room: int) -> str:
    """Return the datum that moves a band most in the room that there is: demand of Japan 62%."""
    words = driver_short(view, figure.driver)
    if words is None:
        return UNKNOWN
    share = "" if figure.driver_share is None else f" {whole_percent(figure.driver_share)}"
    return _fitted(words, room - len(share)) + share


def _fitted(text: str, room: int) -> str:
    """Return the text, its end cut off where there is no room for it."""
    return text if len(text) <= room else text[: room - 1] + "…"


def _line(widths: dict[str, int], cells: Iterable[str]) -> str:
    padded = (
        f"{cell:<{width}}" if name in TO_THE_LEFT else f"{cell:>{width}}"
        for (name, width), cell in zip(widths.items(), cells, strict=True)
    )
    return " ".join(padded).rstrip()


def world_table(view: AssessmentView, chains: Sequence[Chain], party: str) -> list[str]:
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
