"""The way of what the parties use, from mine to use, as a Sankey diagram.

A column for each stage and one for the users.  Small countries are drawn together by origin
class, the same ones in every case, so that pictures side by side compare.

Routes are frames with the columns case, stage, exporter, importer, tonnes, used.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from supplypact.domain.network import REST_OF_WORLD
from supplypact.domain.pact import Origin
from supplypact.reporting.chart import CONCERN_MARK, ORIGINS, Option, origin_style, text
from supplypact.reporting.names import Names

Node = tuple[int, str]
"""Column and group: a country code, or an origin class in capitals for the small ones."""

NAMED = 4
"""Countries beside parties and concern that are named in a column."""
SMALLEST = 1e-6
"""Tonnes; less is rounding."""


def sankey(view: Names, material: str, routes: pl.DataFrame, case: str) -> Option:
    """Return the way of one case from the first stage to the users, in tonnes."""
    links = _links(view, material, routes)
    here = links.filter(pl.col("case") == case)
    sizes = _sizes(here)
    nodes = sorted(sizes, key=lambda node: _place(view, node, sizes))
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
                "data": [_node(view, material, node) for node in nodes],
                "links": [
                    {
                        "source": _name(view, material, (column, start)),
                        "target": _name(view, material, (after, end)),
                        "value": round(tonnes, 2),
                    }
                    for column, after, start, end, tonnes in here.select(
                        "column", "next", "from", "to", "tonnes"
                    ).iter_rows()
                ],
            }
        ],
    }


def _links(view: Names, material: str, routes: pl.DataFrame) -> pl.DataFrame:
    """Return case, column, next, from, to, tonnes between groups of countries.

    What is used at a stage goes to the last column, the rest to the next one.
    """
    stages = [stage.id for stage in view.stages(material)]
    here = routes.with_columns(
        column=pl.col("stage").replace_strict(stages, range(len(stages)), return_dtype=pl.Int64)
    )
    on = here.with_columns(next=pl.col("column") + 1, tonnes=pl.col("tonnes") - pl.col("used"))
    used = here.with_columns(next=pl.lit(len(stages), pl.Int64), tonnes=pl.col("used"))
    both = pl.concat([on, used]).filter(pl.col("tonnes") > SMALLEST)
    groups = _groups(view, both)
    rows = [
        (case, column, after, groups[column, start], groups[after, end], tonnes)
        for case, column, after, start, end, tonnes in both.select(
            "case", "column", "next", "exporter", "importer", "tonnes"
        ).iter_rows()
    ]
    keys = ["case", "column", "next", "from", "to"]
    schema = dict(zip(keys, [pl.String, pl.Int64, pl.Int64, pl.String, pl.String], strict=True))
    frame = pl.DataFrame(rows, schema={**schema, "tonnes": pl.Float64}, orient="row")
    return frame.group_by(keys, maintain_order=True).agg(pl.col("tonnes").sum())


def _groups(view: Names, links: pl.DataFrame) -> dict[Node, str]:
    """Return the group of each country in a column: itself if it is large, else its class."""
    size = (
        pl.concat(
            [
                links.select("column", "tonnes", code="exporter"),
                links.select("tonnes", column="next", code="importer").select(
                    "column", "tonnes", "code"
                ),
            ]
        )
        .group_by("column", "code")
        .agg(pl.col("tonnes").sum())
        .sort("column", "tonnes", "code", descending=[False, True, False])
    )
    always = {*view.pact.party_codes, *view.pact.concern}
    named: dict[int, int] = {}
    groups = {}
    for column, code in size.select("column", "code").iter_rows():
        large = code != REST_OF_WORLD and named.get(column, 0) < NAMED
        if code in always:
            groups[column, code] = code
        elif large:
            named[column] = named.get(column, 0) + 1
            groups[column, code] = code
        else:
            groups[column, code] = view.pact.origin(code).name
    return groups


def _sizes(links: pl.DataFrame) -> dict[Node, float]:
    sizes: dict[Node, float] = {}
    for column, after, start, end, tonnes in links.select(
        "column", "next", "from", "to", "tonnes"
    ).iter_rows():
        for node in ((column, start), (after, end)):
            sizes[node] = sizes.get(node, 0.0) + tonnes
    return sizes


def _origin(view: Names, group: str) -> Origin:
    return Origin[group] if group in Origin.__members__ else view.pact.origin(group)


def _place(view: Names, node: Node, sizes: dict[Node, float]) -> tuple[int, int, bool, float]:
    """Return what nodes are sorted by: column, class, named ones first, larger first."""
    column, group = node
    is_class = group in Origin.__members__
    return column, ORIGINS.index(_origin(view, group)), is_class, -sizes[node]


def _label(view: Names, group: str) -> str:
    if group in Origin.__members__:
        return view.say[f"others.{Origin[group].value}"]
    mark = f"{CONCERN_MARK} " if view.pact.origin(group) is Origin.CONCERN else ""
    return mark + view.country(group)


def _name(view: Names, material: str, node: Node) -> str:
    """Return the name of a node: where, and what it does there."""
    column, group = node
    return f"{_label(view, group)}, {column_names(view, material)[column]}"


def _node(view: Names, material: str, node: Node) -> Option:
    return {
        "name": _name(view, material, node),
        "depth": node[0],
        "itemStyle": origin_style(_origin(view, node[1]).value),
        "label": {"formatter": _label(view, node[1])},
    }


def column_names(view: Names, material: str) -> Sequence[str]:
    """Return the headings of the columns: the stages, then the use."""
    return [*(view.stage(s.id) for s in view.stages(material)), view.say["stage.use"]]
