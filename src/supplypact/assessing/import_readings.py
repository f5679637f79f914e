"""The figures of one material and stage for every importer and year, as arrays.

Arrays have the axes importer, year, supplier, in this order.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from supplypact.assessing import geopolrisk
from supplypact.assessing.shares import Values, hhi, ratio, share
from supplypact.assessing.years import missing_year
from supplypact.domain.network import REST_OF_WORLD
from supplypact.units import KILOGRAMMES


@dataclass(frozen=True, kw_only=True, eq=False)
class Axes:
    """What the arrays of one call have in common: shape (importer, year, supplier)."""

    importers: tuple[str, ...]
    years: tuple[int, ...]
    suppliers: tuple[str, ...]
    """Every country, and the rest of the world last."""
    stability: Values
    """Political stability, NaN where unknown.  Shape (year, supplier)."""

    @property
    def shape(self) -> tuple[int, int, int]:
        """Numbers of importers, years and suppliers."""
        return len(self.importers), len(self.years), len(self.suppliers)

    def frame(self) -> pl.DataFrame:
        """Return importer and year of each row of an answer."""
        importers = pl.DataFrame({"importer": self.importers})
        return importers.join(pl.DataFrame({"year": self.years}), how="cross")

    def spread(self, rows: pl.DataFrame, column: str) -> Values:
        """Return a column of imports as an array; what has no row is 0."""
        values: Values = np.zeros(self.shape)
        at = tuple(
            rows[name].replace_strict(list(of), range(len(of)), return_dtype=pl.Int64).to_numpy()
            for name, of in (
                ("party", self.importers),
                ("year", self.years),
                ("supplier", self.suppliers),
            )
        )
        values[at] = rows[column].to_numpy()
        return values


@dataclass(frozen=True, kw_only=True)
class Output:
    """World output of a material at one stage; a country without a row makes none."""

    tonnes: dict[tuple[str, int], float]
    """By country and year, NaN where withheld."""
    years: frozenset[int]
    """Years with any known output."""

    @classmethod
    def of(cls, made: pl.DataFrame) -> Output:
        """Return the output that rows of the table ``production`` tell."""
        rows = made.select("country", "year", pl.col("tonnes").fill_null(float("nan")))
        known = made.drop_nulls("tonnes")["year"]
        return cls(
            tonnes={(country, year): tonnes for country, year, tonnes in rows.iter_rows()},
            years=frozenset(known),
        )

    def by(self, countries: Sequence[str], years: Sequence[int]) -> Values:
        """Return tonnes by country and year, NaN in years without any.  Shape (country, year)."""
        return np.array(
            [
                [self.tonnes.get((c, y), 0.0) if y in self.years else np.nan for y in years]
                for c in countries
            ]
        ).reshape(len(countries), len(years))

    def unlisted(self, countries: Sequence[str], years: Sequence[int]) -> Values:
        """Return the rest of the world's tonnes where a country has no row, else 0.

        Its own output may be among them.  Shape (country, year).
        """
        rest = np.nan_to_num([self.tonnes.get((REST_OF_WORLD, year), 0.0) for year in years])
        listed = [[(country, year) in self.tonnes for year in years] for country in countries]
        return np.where(np.array(listed).reshape(len(countries), len(years)), 0.0, rest)


def readings(
    axes: Axes, bought: pl.DataFrame, output: Output, prices: Mapping[int, float], weight: str
) -> pl.DataFrame:
    """Return the columns of the answer but material and stage, for one of these.

    Args:
        axes: Importers, years and suppliers.
        bought: Rows of ``history.imports``.
        output: World output.
        prices: US dollars a tonne by year.
        weight: What the tonnes of the imports count, ``contained`` or ``gross``.
    """
    tonnes = axes.spread(bought, "tonnes")
    value = axes.spread(bought, "value_usd").sum(axis=-1)
    unweighed = axes.spread(bought, "unweighed_usd").sum(axis=-1)
    tonnes[(unweighed > 0) & (unweighed >= value)] = np.nan
    domestic = output.by(axes.importers, axes.years)
    world = np.nan_to_num(output.by(axes.suppliers, axes.years).T)
    concentration = hhi(_named(share(world)))
    weighted = geopolrisk.weighted_trade(tonnes, geopolrisk.instability(axes.stability), domestic)
    score = geopolrisk.score(concentration, weighted)
    usd_per_kg = np.array([prices.get(year, np.nan) for year in axes.years]) / KILOGRAMMES
    midpoint = geopolrisk.midpoint(score, usd_per_kg)
    bought_shares = _named(share(tonnes))
    largest = bought_shares.argmax(axis=-1)
    top = bought_shares.max(axis=-1)
    figures = {
        "imports": tonnes.sum(axis=-1),
        "unweighed_share": ratio(unweighed, value),
        "domestic": domestic,
        "supplier_share": top,
        "hhi": concentration,
        "weighted_trade": weighted,
        "assumed_share": geopolrisk.assumed_share(tonnes, axes.stability),
        "score": score,
        "usd_per_kg": usd_per_kg,
        "midpoint": midpoint,
        "factor": geopolrisk.factor(midpoint),
    }
    columns = {
        name: np.broadcast_to(values, axes.shape[:2]).ravel() for name, values in figures.items()
    }
    names = [axes.suppliers[number] for number in largest.ravel()]
    return (
        axes.frame()
        .with_columns(**{name: pl.Series(each) for name, each in columns.items()})
        .with_columns(pl.col(pl.Float64).fill_nan(None), supplier=pl.Series(names))
        .with_columns(supplier=pl.when(pl.col("supplier_share") > 0).then("supplier"))
        .with_columns(
            weight=pl.lit(weight),
            reason=_reason(axes.years, output.years, set(prices)),
            note=_note(weight, pl.Series(output.unlisted(axes.importers, axes.years).ravel())),
        )
    )


def _named(shares: Values) -> Values:
    """Return the shares with the rest of the world (the last) at 0: it is no single supplier."""
    named = shares.copy()
    named[..., -1] *= 0.0
    return named


def _reason(
    years: Sequence[int], with_output: Collection[int], with_price: Collection[int]
) -> pl.Expr:
    """Return why a row has no score, or no price to weigh it with, null where it has both."""
    output = {year: missing_year("world output", year, with_output) for year in years}
    price = {year: missing_year("price", year, with_price) for year in years}
    year = pl.col("year")
    return (
        pl.when(~year.is_in(list(with_output)))
        .then(year.replace_strict(output, return_dtype=pl.String))
        .when(pl.col("domestic").is_null())
        .then(pl.lit("own output is withheld"))
        .when(pl.col("imports").is_null())
        .then(pl.lit("its imports have no weight"))
        .when(pl.col("score").is_null())
        .then(pl.lit("it makes none, and imports are none or too small to be kept"))
        .when(pl.col("usd_per_kg").is_null())
        .then(year.replace_strict(price, return_dtype=pl.String))
    )


def _note(weight: str, unlisted: pl.Series) -> pl.Expr:
    """Return what to know of a row with a score, null where there is nothing."""
    rest = pl.format(
        "own output is taken for none; the rest of the world's {} t may hold some",
        unlisted.round_sig_figs(3).cast(pl.Int64),
    )
    mixed = pl.lit("imports are by gross weight, own output by content")
    notes = pl.concat_str(
        pl.when(unlisted >= 1).then(rest),
        pl.when((pl.col("domestic") > 0) & pl.lit(weight == "gross")).then(mixed),
        separator="; ",
        ignore_nulls=True,
    )
    return pl.when(pl.col("score").is_not_null() & (notes != "")).then(notes)
