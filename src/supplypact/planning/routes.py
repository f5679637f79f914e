"""The way of what the parties use: the part of each flow that ends with them.

Tags make this exact by origin class; between countries of one class the parts are in proportion.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from supplypact.algebra.columns import OperationColumns, StageColumns
from supplypact.algebra.model import Values
from supplypact.algebra.sets import CLASSES, Array, Chain, StageSet, own_tag
from supplypact.domain.pact import Pact
from supplypact.planning.balance import ratio
from supplypact.planning.model import PlanModel
from supplypact.planning.readout import NEGLIGIBLE, frame


def routes(built: PlanModel, pact: Pact, column: Values, case: str) -> pl.DataFrame:
    """Return case, material, stage, exporter, importer, year, tonnes, used.

    ``tonnes`` is the part of the flow that ends with the parties, ``used`` the part of it that
    they use at this stage; the rest goes on to the next stage.  Materials with a target only.
    """
    wanted = {material for target in pact.targets for material in target.materials}
    parts = [
        _frame(case, base.chain, number, tonnes, used)
        for base, operation in zip(built.bases, built.operation, strict=True)
        if base.chain.material in wanted
        for number, (tonnes, used) in enumerate(_parts(base.chain, operation, column))
    ]
    names = ["case", "material", "stage", "exporter", "importer"]
    schema = dict.fromkeys(names, pl.String) | {"year": pl.Int64}
    empty = pl.DataFrame(schema=schema | dict.fromkeys(["tonnes", "used"], pl.Float64))
    return pl.concat([empty, *parts])


def _parts(chain: Chain, operation: OperationColumns, column: Values) -> list[tuple[Array, Array]]:
    """Return, by stage, the parties' part of each arc and what of it they use there.

    Shapes (arc, year).
    """
    found: list[tuple[Array, Array]] = []
    feed: Array = np.zeros(1)
    for number in reversed(range(len(chain.stages))):
        stage, own = chain.stages[number], operation.stages[number]
        arrived = _arrived(chain, stage, own, column)
        used = np.zeros_like(arrived)
        np.add.at(used, (own.use_country, own.use_tag), column[own.use])
        used *= chain.party[:, None, None]
        complete = own.ship_tag * CLASSES + chain.origin[stage.exporter[own.ship_arc]]
        at = (stage.importer[own.ship_arc], complete)
        tonnes = column[own.ship] * ratio(used + feed, arrived)[at]
        direct = column[own.ship] * ratio(used, arrived)[at]
        found.append((_by_arc(stage, own, tonnes), _by_arc(stage, own, direct)))
        feed = _feed_behind(chain, number, own, tonnes, column)
    return found[::-1]


def _arrived(chain: Chain, stage: StageSet, own: StageColumns, column: Values) -> Array:
    """Return what arrives, shape (country, tag with the exporter's class, year)."""
    arrived = np.zeros((len(chain.countries), stage.tags * CLASSES, len(chain.years)))
    complete = own.ship_tag * CLASSES + chain.origin[stage.exporter[own.ship_arc]]
    np.add.at(arrived, (stage.importer[own.ship_arc], complete), column[own.ship])
    return arrived


def _feed_behind(
    chain: Chain, number: int, own: StageColumns, shipped: Array, column: Values
) -> Array:
    """Return the arrivals of the stage before that are behind ``shipped`` of this stage."""
    stage = chain.stages[number]
    shape = (len(chain.countries), stage.tags, len(chain.years))
    made, wanted = np.zeros(shape), np.zeros(shape)
    np.add.at(made, (own.make_country, own.make_tag), column[own.make])
    np.add.at(wanted, (stage.exporter[own.ship_arc], own.ship_tag), shipped)
    fed = made.copy()
    if own.other is not None:
        home = np.array([own_tag(int(c), number) for c in chain.origin[own.other_country]])
        fed[own.other_country, home] -= column[own.other]
    behind: Array = np.maximum(fed, 0.0) / stage.recovery * ratio(wanted, made)
    return behind


def _by_arc(stage: StageSet, own: StageColumns, tonnes: Array) -> Array:
    total = np.zeros((len(stage.exporter), tonnes.shape[1]))
    np.add.at(total, own.ship_arc, tonnes)
    return total


def _frame(case: str, chain: Chain, number: int, tonnes: Array, used: Array) -> pl.DataFrame:
    stage, code = chain.stages[number], np.array(chain.countries)
    arc, year = np.nonzero(tonnes > NEGLIGIBLE)
    return frame(
        case,
        chain.material,
        stage.id,
        exporter=code[stage.exporter[arc]],
        importer=code[stage.importer[arc]],
        year=np.array(chain.years)[year],
        tonnes=tonnes[arc, year] * chain.unit,
        used=used[arc, year] * chain.unit,
    )
