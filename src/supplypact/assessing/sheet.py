"""Figures beside the tonnes, in every draw: governance scores, price, stock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from supplypact.assessing.chain import Array
from supplypact.assessing.draws import Datum, Noise, Spreads, joined
from supplypact.domain.evidence import Evidence
from supplypact.domain.network import BASE_YEAR, Material
from supplypact.units import Year

SCORES = ("governance", "political_stability", "voice")
"""Columns of the table ``governance``, each with ``_error``, its standard error."""
HELD = ("actual", "inventory", "t")
"""Kind, measure and unit of a stock that is known in tonnes."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Score:
    """A governance score of countries, about -2.5 (weak) to 2.5; NaN where there is none."""

    countries: tuple[str, ...]
    values: Array
    """Shape (draw, country)."""
    noise: Noise

    def of(self, countries: Sequence[str]) -> Score:
        """Return the score of these countries."""
        place = {code: number for number, code in enumerate(self.countries)}
        at = [place[code] for code in countries if code in place]
        values = np.full((len(self.values), len(countries)), np.nan)
        values[:, [code in place for code in countries]] = self.values[:, at]
        data = tuple(self.noise.data[number] for number in at)
        return Score(
            countries=tuple(countries),
            values=values,
            noise=Noise(data=data, deviation=self.noise.deviation[:, at]),
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet:
    """Price and stocks of one material."""

    price: Array
    """USD a tonne of the basis, NaN where unknown.  Shape (draw)."""
    stock: Array
    """Tonnes that each party's stockpile holds, NaN where not published.  Shape (draw, party)."""
    noise: Noise


def draw_score(
    evidence: Evidence, name: str, year: Year, draws: int, generator: np.random.Generator
) -> Score:
    """Return a score of every country, drawn from a normal law with its published error.

    Scores of the last year up to ``year`` that the table has; the World Bank's come a year late.
    """
    known = evidence.governance.filter(pl.col("year") <= year).drop_nulls(name)
    latest = known.sort("year").unique("country", keep="last").sort("country")
    centre = latest[name].to_numpy()
    error = latest[f"{name}_error"].fill_null(0.0).to_numpy()
    deviation = generator.standard_normal((draws, len(centre)))
    values = centre + error * np.concatenate([np.zeros((1, len(centre))), deviation])
    countries = tuple(latest["country"])
    return Score(countries=countries, values=values, noise=_noise(name, countries, deviation))


def draw_sheet(
    evidence: Evidence,
    material: Material,
    parties: Sequence[str],
    spreads: Spreads,
    draws: int,
    generator: np.random.Generator,
) -> Sheet:
    """Return price and stocks; ``parties`` are codes, a stock of several is their sum."""
    price_grade = _grade(evidence.prices.filter(pl.col("material") == material.id))
    price, price_noise = _vary(
        "price", [material.price or np.nan], [price_grade], [""], spreads, draws, generator
    )
    held = [_held(evidence.stockpiles, material.id, party) for party in parties]
    grades = [grade for _, grade in held]
    stock, stock_noise = _vary(
        "stock", [tonnes for tonnes, _ in held], grades, parties, spreads, draws, generator
    )
    together = stock.sum(axis=1, keepdims=True)
    return Sheet(
        price=price[:, 0],
        stock=np.concatenate([stock, together], axis=1) if len(parties) > 1 else stock,
        noise=joined([price_noise, stock_noise]),
    )


def _held(stockpiles: pl.DataFrame, material: str, party: str) -> tuple[float, str]:
    """Return the tonnes that a party's stockpile was last known to hold, NaN if unknown."""
    kind, measure, unit = HELD
    rows = stockpiles.filter(
        pl.col("materials") == material,
        pl.col("country") == party,
        pl.col("kind") == kind,
        pl.col("measure") == measure,
        pl.col("unit") == unit,
        pl.col("value").is_not_null(),
    ).sort("as_of")
    if rows.is_empty():
        return np.nan, "reported"
    last = rows.row(-1, named=True)
    return float(last["value"]), str(last["quality"])


def _grade(prices: pl.DataFrame) -> str:
    """Return the quality of the base year's price; a price from elsewhere is an estimate."""
    rows = prices.filter(pl.col("year") == BASE_YEAR)
    return str(rows["quality"][0]) if rows.height else "estimate"


def _vary(
    figure: str,
    values: Sequence[float],
    grades: Sequence[str],
    countries: Sequence[str],
    spreads: Spreads,
    draws: int,
    generator: np.random.Generator,
) -> tuple[Array, Noise]:
    spread = np.array([spreads.of(figure, grade) for grade in grades])
    deviation = generator.standard_normal((draws, len(spread)))
    factors = np.concatenate(
        [np.ones((1, len(spread))), np.exp(spread * deviation - spread**2 / 2)]
    )
    data = tuple(
        Datum(figure=figure, stage="", country=country, end="", quality=grade)
        for country, grade in zip(countries, grades, strict=True)
    )
    return np.array(values) * factors, Noise(data=data, deviation=deviation)


def _noise(figure: str, countries: Sequence[str], deviation: Array) -> Noise:
    data = tuple(
        Datum(figure=figure, stage="", country=code, end="", quality="official")
        for code in countries
    )
    return Noise(data=data, deviation=deviation)
