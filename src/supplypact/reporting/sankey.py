"""Flows from mine to use as a Sankey diagram.

A column for each stage and one for the users.  Small countries are drawn together by origin
class, the same ones in base and plan, so that the two pictures compare.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from supplypact.domain.network import REST_OF_WORLD
from supplypact.domain.pact import Origin
from supplypact.domain.plan import TargetResult
from supplypact.reporting.chart import CONCERN_MARK, ORIGINS, Option, origin_style, text
from supplypact.reporting.view import View

NAMED = 3
"""Countries beside parties and concern that are named in a column."""


def sankey(view: View, target: TargetResult, case: str) -> Option:
    """Return the flows of a target's material in its year, mine to use, in tonnes."""
    links = _links(view, target)
    here = links.filter((pl.col("case") == case) & (pl.col("tonnes") > 0))
    sizes = _sizes(here)
    nodes = sorted(sizes, key=lambda node: _place(view, node, sizes))
    columns = len(view.stages(target.material)) + 1
    return {
        "tooltip": {"trigger": "item"},
        "series": [
            {
                "type": "sankey",
                "left": 6,
                "right": 128,
                "top": 8,
                "bottom": 8,
                "nodeGap": 13,
                "nodeWidth": 16,
                "layoutIterations": 0,
                "draggable": False,
                "emphasis": {"focus": "adjacency"},
                "lineStyle": {"color": "source", "opacity": 0.38, "curveness": 0.5},
                "label": {
                    **text(),
                    "width": 118,
                    "overflow": "truncate",
                    "textBorderColor": "--card",
                    "textBorderWidth": 2,
                },
                "data": [_node(view, target, node, columns) for node in nodes],
                "links": [
                    {
                        "source": _name(view, target, (column, start)),
                        "target": _name(view, target, (column + 1, end)),
                        "value": round(tonnes, 2),
                    }
                    for column, start, end, tonnes in here.select(
                        "column", "from", "to", "tonnes"
                    ).iter_rows()
                ],
            }
        ],
    }


Node = tuple[int, str]
"""Column and group: a country code, or an origin class in capitals for the small ones."""


def _links(view: View, target: TargetResult) -> pl.DataFrame:
    """Return case, column, from, to, tonnes between groups of countries."""
    flows = view.plan.flows.filter(
        (pl.col("material") == target.material) & (pl.col("year") == target.year)
    )
    parts = []
    stages = [stage.id for stage in view.stages(target.material)]
    for column, stage in enumerate(stages):
        part = flows.filter(pl.col("stage") == stage).with_columns(column=pl.lit(column))
        parts.append(part)
    frame = pl.concat(parts)
    groups = {column: _groups(view, frame, column) for column in range(len(stages) + 1)}
    rows = [
        (case, column, groups[column][start], groups[column + 1][end], tonnes)
        for case, column, start, end, tonnes in frame.select(
            "case", "column", "exporter", "importer", "tonnes"
        ).iter_rows()
    ]
    return (
        pl.DataFrame(rows, schema=["case", "column", "from", "to", "tonnes"], orient="row")
        .group_by("case", "column", "from", "to", maintain_order=True)
        .agg(pl.col("tonnes").sum())
    )


def _groups(view: View, frame: pl.DataFrame, column: int) -> dict[str, str]:
    """Return the group of each country in a column: itself if it is large, else its class."""
    sent = frame.filter(pl.col("column") == column).select("case", "tonnes", code="exporter")
    got = frame.filter(pl.col("column") == column - 1).select("case", "tonnes", code="importer")
    size = (
        pl.concat([sent, got])
        .group_by("code")
        .agg(pl.col("tonnes").sum())
        .sort("tonnes", "code", descending=[True, False])
    )
    always = {*view.pact.party_codes, *view.pact.concern}
    large = [code for code in size["code"] if code not in always | {REST_OF_WORLD}][:NAMED]
    return {
        code: code if code in always or code in large else view.pact.origin(code).name
        for code in size["code"]
    }


def _sizes(links: pl.DataFrame) -> dict[Node, float]:
    sizes: dict[Node, float] = {}
    for column, start, end, tonnes in links.select("column", "from", "to", "tonnes").iter_rows():
        for node in ((column, start), (column + 1, end)):
            sizes[node] = sizes.get(node, 0.0) + tonnes
    return sizes


def _origin(view: View, group: str) -> Origin:
    return Origin[group] if group in Origin.__members__ else view.pact.origin(group)


def _place(view: View, node: Node, sizes: dict[Node, float]) -> tuple[int, int, bool, float]:
    """Return what nodes are sorted by: column, class, named ones first, larger first."""
    column, group = node
    is_class = group in Origin.__members__
    return column, ORIGINS.index(_origin(view, group)), is_class, -sizes[node]


def _label(view: View, group: str) -> str:
    if group in Origin.__members__:
        return view.say[f"others.{Origin[group].value}"]
    mark = f"{CONCERN_MARK} " if view.pact.origin(group) is Origin.CONCERN else ""
    return mark + view.country(group)


def _name(view: View, target: TargetResult, node: Node) -> str:
    """Return the name of a node: where, and what it does there."""
    column, group = node
    return f"{_label(view, group)}, {column_names(view, target)[column]}"


def _node(view: View, target: TargetResult, node: Node, columns: int) -> Option:
    return {
        "name": _name(view, target, node),
        "depth": min(node[0], columns - 1),
        "itemStyle": origin_style(_origin(view, node[1]).value),
        "label": {"formatter": _label(view, node[1])},
    }


def column_names(view: View, target: TargetResult) -> Sequence[str]:
    """Return the headings of the columns: the stages, then the use."""
    return [*(view.stage(s.id) for s in view.stages(target.material)), view.say["stage.use"]]
