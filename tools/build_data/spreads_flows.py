"""How far estimated flows are off, by what they were seeded with."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from tools.build_data.flow_inputs import market, of_stage
from tools.build_data.flows import solve, stages
from tools.build_data.reference import ROW
from tools.build_data.seeds import Origin
from tools.build_data.spreads import SAME_GOODS, Measured

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl
    from numpy.typing import NDArray

    from tools.build_data.seeds import Market

    Array = NDArray[np.float64]
    Built = Mapping[str, pl.DataFrame]


def refits(built: Built) -> Measured:
    """Return the reported flows as they come out where no trade of their stage is known.

    Flows that then vanish have no ratio and are left out.
    """
    told = built["flows"].filter(built["flows"]["quality"] == "reported")
    logs = []
    for material, place in _markets(built):
        rows = of_stage(told, *material)
        if rows.is_empty():
            continue
        blind, _ = solve(replace(place, traded=np.zeros_like(place.traded)))
        for exporter, importer, tonnes in rows.select("exporter", "importer", "tonnes").iter_rows():
            fitted = blind[place.exporters.index(exporter), place.importers.index(importer)]
            if fitted > 0:
                logs.append(math.log(fitted / tonnes))
    return Measured(logs=tuple(logs))


def from_trade(built: Built) -> Measured:
    """Return published import shares as observed trade alone would fit them.

    The published shares are withheld from the fit. Counted are named suppliers whose flow comes
    from their trade, of materials whose codes hold what is published.
    """
    logs = []
    for (material, _), place in _markets(built):
        if material in SAME_GOODS:
            blind = replace(place, shares=np.full_like(place.shares, np.nan))
            logs += _share_logs(blind, place.shares, Origin.TRADE)
    return Measured(logs=tuple(logs))


def from_shares(built: Built) -> Measured:
    """Return published import shares as they come out of the fit that they seed."""
    logs = []
    for _, place in _markets(built):
        logs += _share_logs(place, place.shares, Origin.SHARE, rest=True)
    return Measured(logs=tuple(logs))


def _share_logs(
    place: Market, published: Array, seed: Origin, *, rest: bool = False
) -> list[float]:
    """Return the logarithms of fitted over published shares of imports, of flows of one seed.

    ``published`` has the shape (exporter, importer), NaN where there is none; with ``rest`` the
    rest of the world is a supplier too. Flows that vanish have no ratio and are left out.
    """
    if not np.any(published > 0):
        return []
    flow, origin = solve(place)
    own = np.array([[i == j != ROW for j in place.importers] for i in place.exporters])
    imports = np.where(own, 0.0, flow)
    named = np.array([rest or country != ROW for country in place.exporters])[:, np.newaxis]
    counted = (published > 0) & (imports > 0) & (origin == seed) & named
    return [
        math.log(imports[i, j] / imports[:, j].sum() / published[i, j])
        for i, j in np.argwhere(counted)
    ]


def _markets(built: Built) -> Iterator[tuple[tuple[str, str], Market]]:
    """Return material and stage with what is known of it; parts of a whole are left out."""
    for material, stage, part_of in stages(built):
        if not part_of:
            yield (material, stage), market(built, material, stage, None)
