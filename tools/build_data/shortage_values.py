"""What a missing tonne costs: value added at risk per tonne, by material and end use.

Where a study says what a full stop of a material costs a country, the value is that loss over the
country's use.  Elsewhere it is the value added of the industry in the world over the industry's
use in the world, times the part of it that is exposed.  That part is the geometric mean of what
the studies imply; they differ by two orders of magnitude, which the range of each row shows.
No value leaves the range of multiples of the price that the studies found, and uses without an
industry of their own stay below their geometric mean: the value added of all other manufacturing
over a few tonnes would be a figure of nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import geometric_mean
from typing import TYPE_CHECKING, Any

import polars as pl

from tools.build_data.materials import MATERIAL
from tools.build_data.table import PROVENANCE, Field, Source, Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

OTHER = "industry_other"
WORLD = "world (75 economies)"
ALL_MANUFACTURING = "all manufacturing"
INDUSTRIES = {
    "electronics": ("computer, electronic and optical products (includes semiconductors)",),
    "ev_battery": ("motor vehicles, trailers and semi-trailers",),
    "defence_aerospace": ("weapons and ammunition", "air and spacecraft and related machinery"),
    "energy": ("electrical equipment",),
}
"""Industries whose value added stands behind an end use; the rest is other manufacturing."""
VALUE_YEAR = 2022
BILLION = 1e9


def _value(name: str, description: str, *, required: bool = False) -> Field:
    return Field(
        name=name,
        type="number",
        description=description,
        unit="USD/t",
        minimum=0,
        required=required,
    )


TABLES = (
    Table(
        name="shortage_values",
        title="Value added at risk per tonne that is missing, by material and end use",
        description="All are estimates, see method; the range is wide. Replace them where better "
        "figures are known.",
        fields=(
            MATERIAL,
            Field(name="end_use", description="End use, as in demand", required=True),
            _value("usd_per_tonne", "Value added at risk per tonne", required=True),
            _value("low", "The same with the smallest part exposed that a study implies"),
            _value("high", "The same with the largest"),
            *PROVENANCE,
        ),
        primary_key=("material", "end_use"),
        foreign_keys=(("material", "materials.material"),),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Study:
    """A published loss from a full stop of one material."""

    material: str
    country: str
    item: str
    """Row of ``economics``."""


STUDIES = (
    Study(material="gallium", country="USA", item="China total export ban, gallium"),
    Study(material="germanium", country="USA", item="China total export ban, germanium"),
    Study(
        material="magnet_rare_earths",
        country="JPN",
        item="China rare-earth stop to Japan, 1 year",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Loss:
    """What a study says, in USD."""

    value: float
    low: float | None
    high: float | None
    source: str
    use: float
    """Tonnes that the country uses."""
    rule: float
    """USD of value added behind that use by the rule, all of it exposed."""


def build(
    raw: Path, built: Mapping[str, pl.DataFrame]
) -> tuple[dict[str, pl.DataFrame], list[Source]]:
    """Return the table; its rows cite sources of ``economics``."""
    del raw
    behind = added_value(built["economics"], built["demand"])
    losses = {
        study.material: _loss(study, built["economics"], built["demand"], behind)
        for study in STUDIES
    }
    prices = dict(built["materials"].select("material", "price_usd_per_tonne").iter_rows())
    rows = [_row(key, behind, losses, prices) for key in sorted(behind)]
    return {"shortage_values": pl.DataFrame(rows, infer_schema_length=None)}, []


def added_value(economics: pl.DataFrame, demand: pl.DataFrame) -> dict[tuple[str, str], float]:
    """Return the world's value added behind a tonne, USD, by material and end use."""
    rows = economics.filter(
        pl.col("topic") == "value added", pl.col("place") == WORLD, pl.col("year") == VALUE_YEAR
    )
    known = dict(rows.select("item", "value").iter_rows())
    added = {use: sum(known[item] for item in items) for use, items in INDUSTRIES.items()}
    added[OTHER] = known[ALL_MANUFACTURING] - sum(added.values())
    used = demand.group_by("material", "end_use").agg(pl.col("tonnes").sum()).iter_rows()
    return {(m, use): added[use] * BILLION / tonnes for m, use, tonnes in used if tonnes > 0}


def _loss(
    study: Study,
    economics: pl.DataFrame,
    demand: pl.DataFrame,
    behind: Mapping[tuple[str, str], float],
) -> Loss:
    row = economics.filter(pl.col("item") == study.item, pl.col("country") == study.country).row(
        0, named=True
    )
    scale = BILLION
    if row["unit"] == "% of annual GDP":
        scale = 0.01 * BILLION * _gdp(economics, study.country)
    used = demand.filter(pl.col("material") == study.material, pl.col("country") == study.country)
    uses = list(used.select("end_use", "tonnes").iter_rows())
    return Loss(
        value=-row["value"] * scale,
        low=None if row["high"] is None else -row["high"] * scale,
        high=None if row["low"] is None else -row["low"] * scale,
        source=row["source"],
        use=sum(tonnes for _, tonnes in uses),
        rule=sum(tonnes * behind[study.material, use] for use, tonnes in uses),
    )


def _gdp(economics: pl.DataFrame, country: str) -> float:
    """Return the value added of all industries of a country, billion USD."""
    rows = economics.filter(
        pl.col("item") == "all industries",
        pl.col("country") == country,
        pl.col("year") == VALUE_YEAR,
    )
    return float(rows["value"][0])


def _row(
    key: tuple[str, str],
    behind: Mapping[tuple[str, str], float],
    losses: Mapping[str, Loss],
    prices: Mapping[str, float],
) -> dict[str, Any]:
    material, use = key
    if material in losses:
        return _studied(material, use, losses[material])
    exposed = {name: loss.value / loss.rule for name, loss in losses.items()}
    multiples = [loss.value / loss.use / prices[name] for name, loss in losses.items()]
    price, middle = prices[material], geometric_mean(exposed.values())
    floor = min(multiples)
    cap = geometric_mean(multiples) if use == OTHER else max(multiples)
    value, low, high = (
        price * min(max(part * behind[key] / price, floor), cap)
        for part in (middle, min(exposed.values()), max(exposed.values()))
    )
    return {
        "material": material,
        "end_use": use,
        "usd_per_tonne": float(f"{value:.3g}"),
        "low": float(f"{low:.3g}"),
        "high": float(f"{high:.3g}"),
        "source": next(iter(losses.values())).source,
        "year": VALUE_YEAR,
        "quality": "estimate",
        "method": _method(middle, behind[key], (floor, cap), exposed),
    }


def _method(
    part: float, behind: float, ends: tuple[float, float], exposed: Mapping[str, float]
) -> str:
    implied = ", ".join(f"{each:.2%} ({name})" for name, each in exposed.items())
    return (
        f"{part:.2%} of the world's value added of the industry over its use ({behind:.3g} USD/t), "
        f"kept between {ends[0]:.3g} and {ends[1]:.3g} prices; the part is the geometric mean of "
        f"{implied}"
    )


def _studied(material: str, use: str, loss: Loss) -> dict[str, Any]:
    low, high = (
        None if end is None else float(f"{end / loss.use:.3g}") for end in (loss.low, loss.high)
    )
    return {
        "material": material,
        "end_use": use,
        "usd_per_tonne": float(f"{loss.value / loss.use:.3g}"),
        "low": low,
        "high": high,
        "source": loss.source,
        "year": VALUE_YEAR,
        "quality": "estimate",
        "method": f"published loss of {loss.value / BILLION:.3g} billion USD from a full stop, "
        f"over a use of {loss.use:.4g} t; the same for every end use",
    }
