"""A chart of the report: an option for ECharts as plain data, and the words around it.

Colours are names of CSS variables (``--concern``); the page fills them in for light and dark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from supplypact.domain.pact import Origin
from supplypact.reporting.table import Table

Option = dict[str, Any]
"""What ECharts draws; JSON-ready."""

ORIGINS = (Origin.PARTY, Origin.PARTNER, Origin.OTHER, Origin.CONCERN)
"""The order in which origin classes stand: the parties' own first, the concern last."""
CONCERN_MARK = "▲"
"""Stands before names of countries of concern, so that colour never tells alone."""
NARROW = {"maxWidth": 520}
"""Below this width in pixels labels shrink."""


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One drawing."""

    id: str
    option: Option
    title: str = ""
    finding: str = ""
    ends: tuple[str, ...] = ()
    """Headings of the columns of a flow diagram, from left to right."""
    party: str = ""
    """Whom it is about where the reader chooses a party; empty where not."""


@dataclass(frozen=True, kw_only=True)
class Chart:
    """One or more drawings side by side, with heading, finding, data and source."""

    id: str
    title: str
    title_ja: str = ""
    subtitle: str
    finding: str
    panels: tuple[Panel, ...]
    height: int
    """Of each drawing, in pixels."""
    unit: str
    """Unit of the values, for tooltips."""
    table: Table
    source: str
    estimate: str = ""
    """What of it is an estimate; empty if nothing is."""
    unfolded: bool = False
    """Whether the table stands open."""


def chart_data(charts: Sequence[Chart]) -> dict[str, Option]:
    """Return what the page draws, by the id of each drawing."""
    return {
        panel.id: {"option": panel.option, "unit": chart.unit}
        for chart in charts
        for panel in chart.panels
    }


def text(size: int = 12) -> Option:
    """Return the style of labels."""
    return {"color": "--fg", "fontSize": size}


def origin_style(origin: str) -> Option:
    """Return the look of an origin class: a colour, and for the concern a hatch."""
    style: Option = {"color": f"--{origin}"}
    if origin == Origin.CONCERN:
        style["decal"] = {
            "symbol": "rect",
            "rotation": 0.785,
            "color": "--hatch",
            "dashArrayX": [1, 0],
            "dashArrayY": [2, 5],
        }
    return style


def category_axis(names: Sequence[str | int]) -> Option:
    """Return an axis of names or years."""
    return {
        "type": "category",
        "data": [str(name) for name in names],
        "axisLabel": text(),
        "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": "--line"}},
    }


def value_axis(unit: str, *, most: float | None = None) -> Option:
    """Return an axis of values; ``unit`` stands behind each label."""
    axis: Option = {
        "type": "value",
        "min": 0,
        "axisLabel": {**text(), "formatter": "{value}" + unit},
        "splitLine": {"lineStyle": {"color": "--line"}},
    }
    return axis if most is None else {**axis, "max": most}


def legend(show: Sequence[Mapping[str, Any]]) -> Option:
    """Return a legend over the chart for these series."""
    return {
        "top": 0,
        "left": 0,
        "itemGap": 14,
        "itemWidth": 18,
        "textStyle": text(),
        "data": [series["name"] for series in show],
    }


def rounded(values: Sequence[float | None], digits: int = 2) -> list[float | None]:
    """Return the values short enough to print."""
    return [None if value is None else round(value, digits) for value in values]
