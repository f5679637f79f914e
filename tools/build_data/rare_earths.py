"""Estimates of what no table gives by country: magnets, and dysprosium with terbium.

Everything is worked out from single published figures for 2024, so that the three stages of the
chain balance: what magnet makers take in is the world demand that the IEA counts (refined plus
secondary), and what they put out is that times the yields of metal making and machining.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING

from tools.build_data import iea
from tools.build_data.reference import ROW, read_rows
from tools.build_data.sources import curated_source

if TYPE_CHECKING:
    from pathlib import Path

    from tools.build_data.table import Source

Row = dict[str, str]
IEA_FILE = "raw/iea/iea_critical_minerals_2025-05_converted.json"


class MissingFigureError(LookupError):
    """A curated file does not hold exactly one row where a single figure is needed."""


@dataclass(frozen=True)
class RareEarths:
    """The figures behind the estimates, read from one raw folder."""

    raw: Path

    @cached_property
    def supply(self) -> dict[tuple[str, str], float]:
        """Magnet rare earths in 2024 by stage and country, tonnes of element (IEA)."""
        return {
            (line.stage, line.country): line.tonnes
            for line in iea.read_2025(self.raw / IEA_FILE)
            if line.material == "magnet_rare_earths" and line.year == 2024
        }

    @cached_property
    def demand(self) -> float:
        """World demand for magnet rare earths in 2024, tonnes of element (IEA)."""
        return iea.read_demand_2024(self.raw / IEA_FILE, "Rare Earth Elements")

    @cached_property
    def metal_yield(self) -> Row:
        """Loss of mass from oxide to metal, per cent; most of it is the oxygen."""
        return self._one("yields", kind="loss", to_stage="NdPr metal")

    @cached_property
    def machining_yield(self) -> Row:
        """Finished magnets from blanks, per cent."""
        return self._one("yields", kind="yield", to_stage="finished magnets (JL Mag 2024)")

    @cached_property
    def recovery(self) -> float:
        """Contained rare earths in finished magnets per tonne contained in oxide."""
        metal_per_oxide = float(
            self._one(
                "yields", to_stage="NdPr metal", from_stage="NdPr oxide", kind="conversion factor"
            )["value"]
        )
        metal = (1 - float(self.metal_yield["value"]) / 100) / metal_per_oxide
        return metal * float(self.machining_yield["value"]) / 100

    @property
    def secondary_share(self) -> float:
        """Share of magnet makers' feed that is not newly refined: swarf and old magnets."""
        return 1 - self.supply["refine", iea.WORLD] / self.demand

    @property
    def magnets(self) -> float:
        """World output of finished magnets in 2024, tonnes of contained magnet rare earths."""
        return self.demand * self.recovery

    @cached_property
    def content(self) -> float:
        """Share of Nd, Pr and Dy in the weight of a magnet."""
        elements = ("Nd (with Pr)", "Dy")
        rows = [self._one("yields", from_stage="magnet", to_stage=name) for name in elements]
        return sum(float(row["value"]) for row in rows) / 100

    def magnet_shares(self) -> dict[str, tuple[float, str, Source]]:
        """Return each country's share of finished magnets in 2024, how, and the main source."""
        china = self._shares("China", {"2023", "2024", "2025"})
        japan = self._shares("Japan", {"2025"})
        vietnam = self._one("magnets", country="Vietnam", stage="magnet", year="2022")
        vietnam_share = float(vietnam["value"]) * self.content / self.magnets
        found = {
            "CHN": (*_middle(china), curated_source(china[-1])),
            "JPN": (*_middle(japan), curated_source(japan[-1])),
            "VNM": (
                vietnam_share,
                f"capacity of {vietnam['value']} t of magnets at {self.content:.1%} rare earths",
                curated_source(vietnam),
            ),
        }
        rest = 1 - sum(share for share, _, _ in found.values())
        found[ROW] = (rest, "what the shares of the named countries leave", found["CHN"][2])
        return found

    @cached_property
    def dysprosium(self) -> Row:
        """World mine production of dysprosium, tonnes; the latest year known."""
        return self._one("heavy_rare_earths", element="Dy", country="WORLD", year="2021")

    @cached_property
    def terbium_per_dysprosium(self) -> float:
        """Tonnes of terbium that come with a tonne of dysprosium, as in ion clay."""
        clay = {"deposit": "ion clay, Longnan (Jiangxi), high yttrium", "stage": "composition"}
        terbium, dysprosium = (
            float(self._one("heavy_rare_earths", element=name, **clay)["value"])
            for name in ("Tb", "Dy")
        )
        return terbium / dysprosium

    @property
    def heavy(self) -> float:
        """World mine production of dysprosium and terbium in 2024, tonnes of element."""
        return float(self.dysprosium["value"]) * (1 + self.terbium_per_dysprosium)

    @property
    def heavy_share(self) -> float:
        """Share of dysprosium and terbium in refined magnet rare earths."""
        return self.heavy / self.supply["refine", iea.WORLD]

    def heavy_shares(self, stage: str) -> dict[str, tuple[float, str, Source]]:
        """Return each country's share of dysprosium and terbium at mine or refine in 2024."""
        if stage == "refine":
            china = self._one(
                "heavy_rare_earths",
                stage="separation",
                year="2025",
                measure="share of world refined supply",
            )
            share, source = float(china["value"]) / 100, curated_source(china)
            how = f"China's share of refined supply in 2025 ({share:.1%})"
            return {"CHN": (share, how, source), ROW: (1 - share, how, source)}
        both = self._one(
            "heavy_rare_earths", country="China and Myanmar", measure="share of world supply"
        )
        feed = self._one("heavy_rare_earths", country="Myanmar", year="2020", unit="%")
        total, myanmar = float(both["value"]) / 100, float(feed["value"]) / 100
        how = (
            f"China and Myanmar together {total:.0%} of supply (2025), of which Myanmar "
            f"{myanmar:.0%}, its share of China's ion-adsorption feed in 2020; a survey of 2021 "
            "has China 40 %, Myanmar 31 %, Australia 20 %"
        )
        source = curated_source(both)
        return {
            "MMR": (total * myanmar, how, source),
            "CHN": (total * (1 - myanmar), how, source),
            ROW: (1 - total, how, source),
        }

    def _shares(self, country: str, years: set[str]) -> list[Row]:
        """Return the rows with a country's share of the magnet world, lowest first."""
        rows = [
            row
            for row in read_rows(self.raw / "curated/magnets.csv")
            if row["country"] == country
            and row["year"] in years
            and row["stage"] == "magnet"
            and row["measure"].startswith(("share of world production", "share of world market"))
        ]
        return sorted(rows, key=lambda row: float(row["value"]))

    def _one(self, file: str, **where: str) -> Row:
        """Return the only row of a curated file with these values."""
        rows = [
            row
            for row in read_rows(self.raw / f"curated/{file}.csv")
            if all(row[name] == value for name, value in where.items())
        ]
        if len(rows) != 1:
            raise MissingFigureError(f"{file}.csv: {len(rows)} rows where {where}, one is needed")
        return rows[0]


def _middle(rows: list[Row]) -> tuple[float, str]:
    """Return the median share of the rows, and a text with their range."""
    values = [float(row["value"]) for row in rows]
    text = ", ".join(f"{value:g}" for value in values)
    return median(values) / 100, f"median of the published shares of 2023 to 2025 ({text} %)"
