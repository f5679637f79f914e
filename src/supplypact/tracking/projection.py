"""What a projection of output counts, when a project that it counts comes later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
import polars as pl

from supplypact.algebra.sets import Array
from supplypact.domain.network import BASE_YEAR, LAST_KNOWN_YEAR, REST_OF_WORLD
from supplypact.domain.pact import Pact
from supplypact.domain.plan import LAST_YEAR
from supplypact.tracking.days import split_years
from supplypact.tracking.plants import Counted, Plant

Dates = Mapping[str, date | None]
"""Project to the day of its first output; None: it will not come."""
Key = tuple[str, str, str]
"""Material, stage, country."""
NAMES = ("material", "stage", "country")
NOTHING = 1e-9
"""Tonnes a year below which nothing changes."""


class Projection:
    """Output by material, stage, country and year, from which late tonnes are taken out."""

    def __init__(self, pact: Pact, output: pl.DataFrame) -> None:
        self._given = output
        self._ramp = (pact.assume("ramp_first"), pact.assume("ramp_second"))
        self._years = np.arange(BASE_YEAR, max([LAST_YEAR, *output["year"].to_list()]) + 1)
        late = output.filter((pl.col("year") > LAST_KNOWN_YEAR) & (pl.col("tonnes") > 0))
        self._named: set[Key] = set(late.select(NAMES).unique().iter_rows())
        self._more: dict[Key, Array] = {}

    def slip(self, plants: Iterable[Plant], dates: Dates) -> None:
        """Move what the hosts' projections count of ``plants`` from the tables' year to a day."""
        for plant in plants:
            if plant.first is None:
                continue
            day = dates[plant.id]
            for made in plant.makes:
                if made.counted is Counted.PROJECTED:
                    key = made.material, made.stage, plant.host
                    self._add(key, [(plant.first, -made.tonnes)])
                    self._add(
                        key, [(y, w * made.tonnes) for y, w in split_years(day)] if day else []
                    )

    def hold_in_rest(self, before: pl.DataFrame, after: pl.DataFrame) -> None:
        """Keep the rest of the world as it is where plants outside the projection change.

        The base case takes plants of hosts that a projection does not name out of its rest of the
        world.  So what such a plant loses is lost there too, and what a new one makes comes on top.
        """
        for frame, sign in ((before, -1.0), (after, 1.0)):
            for material, stage, country, year, tonnes in frame.select(
                *NAMES, "year", "tonnes"
            ).iter_rows():
                rest = (material, stage, REST_OF_WORLD)
                if rest in self._named and (material, stage, country) not in self._named:
                    self._add(rest, [(year, sign * tonnes)])

    def output(self) -> pl.DataFrame:
        """Return the output; nothing falls below that of the base year."""
        output = self._given
        for key, more in self._more.items():
            if np.abs(more).max() > NOTHING:
                output = self._with(output, key, more)
        return output

    def _add(self, key: Key, plants: Iterable[tuple[int, float]]) -> None:
        """Add plants by the year of their first output and tonnes a year at full output."""
        more = self._more.setdefault(key, np.zeros(len(self._years)))
        for first, tonnes in plants:
            age = self._years - first
            more += tonnes * np.select([age < 0, age == 0, age == 1], [0.0, *self._ramp], 1.0)

    def _with(self, output: pl.DataFrame, key: Key, more: Array) -> pl.DataFrame:
        """Return ``output`` with more, or less of its growth, of one country."""
        own = [pl.col(name) == value for name, value in zip(NAMES, key, strict=True)]
        mine = pl.all_horizontal(own) & (pl.col("year") >= BASE_YEAR)
        known = output.filter(mine).sort("year")
        if known.is_empty():
            return output
        path = np.interp(self._years, known["year"].to_numpy(), known["tonnes"].to_numpy())
        least = np.minimum(path, path[0])
        rows = pl.DataFrame(
            {"year": self._years, "tonnes": np.maximum(path + more, np.where(more < 0, least, 0.0))}
        ).with_columns(
            *(pl.lit(value).alias(name) for name, value in zip(NAMES, key, strict=True)),
            pl.lit(value=True).alias("estimate"),
        )
        return pl.concat([output.filter(~mine), rows.select(output.columns).cast(output.schema)])
