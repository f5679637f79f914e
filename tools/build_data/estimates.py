"""Production that no table gives by country, estimated from single published figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.build_data import definitions
from tools.build_data.rare_earths import RareEarths
from tools.build_data.reference import ROW, country_code, read_rows
from tools.build_data.sources import curated_source

if TYPE_CHECKING:
    from pathlib import Path

    from tools.build_data.table import Source

    Record = dict[str, object]
    Estimate = tuple[list[Record], list[Source]]

STAGES = ("mine", "refine")

MAGNET_NOTE = (
    "sources put China at 80 to 94 %; published outputs differ more: 300000 t of blanks in China "
    "by one, 122900 t of world demand by another"
)


def production(raw: Path, chain: list[Record]) -> Estimate:
    """Return the estimated rows, given the IEA's rows of the magnet rare-earth chain."""
    rows: list[Record] = []
    sources: list[Source] = []
    for part in (_magnets(raw), _heavy(raw, chain), _germanium(raw), _cobalt_capacity(raw)):
        rows += part[0]
        sources += part[1]
    return rows, sources


def world_totals(raw: Path) -> list[Record]:
    """Return the published world total of germanium, the only estimated one that has any."""
    figure = _germanium_world(raw)
    row = _row(("germanium", "refine", ""), float(figure["value"]), curated_source(figure), "")
    kept = {name: value for name, value in row.items() if name not in ("country", "measure")}
    return [kept | {"quality": "official", "note": "year of the figure not stated"}]


def _magnets(raw: Path) -> Estimate:
    """Return finished magnets by country, as magnet rare earths and as their Dy+Tb."""
    figures = RareEarths(raw)
    heavy = figures.heavy / (1 - figures.secondary_share) * figures.recovery
    how = (
        f"world: IEA demand of 2024 ({figures.demand:.0f} t) times recovery "
        f"{figures.recovery:.3f}, about {figures.magnets / figures.content:.0f} t of magnets"
    )
    totals = {
        "magnet_rare_earths": (figures.magnets, how),
        "dysprosium_terbium": (
            heavy,
            (
                f"world: refined Dy+Tb with the secondary share ({figures.secondary_share:.3f}) "
                f"and recovery ({figures.recovery:.3f}) of all magnet rare earths"
            ),
        ),
    }
    rows = [
        _row((material, "magnet", country), total * share, source, f"{text}; share: {reason}")
        | {"note": MAGNET_NOTE if country == "CHN" else ""}
        for material, (total, text) in totals.items()
        for country, (share, reason, source) in figures.magnet_shares().items()
    ]
    return rows, [source for _, _, source in figures.magnet_shares().values()]


def _heavy(raw: Path, chain: list[Record]) -> Estimate:
    """Return Dy+Tb by country: 2024 from shares, other years as all magnet rare earths move."""
    figures = RareEarths(raw)
    moves = {
        (row["stage"], row["country"], row["year"], row["measure"]): float(str(row["tonnes"]))
        for row in chain
        if row["material"] == "magnet_rare_earths"
    }
    world = (
        f"world: Dy of {figures.dysprosium['year']} ({figures.dysprosium['value']} t) with "
        f"{figures.terbium_per_dysprosium:.3f} t Tb per t Dy as in ion clay"
    )
    rows = []
    sources = []
    for stage in STAGES:
        for country, (share, reason, source) in figures.heavy_shares(stage).items():
            sources.append(source)
            base = moves[stage, country, definitions.BASE_YEAR, "production"]
            for (of_stage, of_country, year, measure), tonnes in moves.items():
                if (of_stage, of_country) != (stage, country):
                    continue
                key = ("dysprosium_terbium", stage, country)
                move = (
                    "" if year == definitions.BASE_YEAR else "; moves with its magnet rare earths"
                )
                row = _row(
                    key,
                    figures.heavy * share * tonnes / base,
                    source,
                    f"{world}; share: {reason}{move}",
                )
                rows.append(row | {"year": year, "measure": measure})
    return rows, sources


def _germanium(raw: Path) -> Estimate:
    """Return refined germanium: China's share of a world figure, Canada's plant, the rest."""
    figure = _germanium_world(raw)
    world = float(figure["value"])
    china = _one(raw, "refining_shares", material="germanium", year="2023", country="China")
    trail = _one(raw, "facilities", facility="Trail", material="germanium")
    how = f"world of {world:g} t; "
    named: dict[str, tuple[float, str, Source]] = {
        "CHN": (
            world * float(china["value"]) / 100,
            f"{how}China's share of {china['value']} % in 2023",
            curated_source(china),
        ),
        "CAN": (
            float(trail["capacity"]),
            f"{how}upper end of the 8 to 15 t a year that its refinery at Trail made historically",
            curated_source(trail),
        ),
    }
    rest = world - sum(tonnes for tonnes, _, _ in named.values())
    named[ROW] = (
        rest,
        f"{how}less China and Canada; Belgium, Germany, Russia, United States",
        curated_source(figure),
    )
    rows = [
        _row(("germanium", "refine", country), tonnes, source, text)
        for country, (tonnes, text, source) in named.items()
    ]
    return rows, [source for _, _, source in named.values()]


def _germanium_world(raw: Path) -> dict[str, str]:
    """Return the curated row of the world's germanium."""
    return _one(raw, "supply", material="germanium", country="WORLD")


def _cobalt_capacity(raw: Path) -> Estimate:
    """Return the refined-cobalt capacities of countries, which are of 2015."""
    rows = []
    sources = []
    for row in read_rows(raw / "curated/facilities.csv"):
        if row["facility"] == "Country total, refined cobalt capacity":
            source = curated_source(row)
            sources.append(source)
            key = ("cobalt", "refine", country_code(row["country"]))
            rows.append(
                _row(key, float(row["capacity"]), source, "")
                | {"measure": "capacity", "year": int(row["year"]), "quality": row["quality"]}
            )
    return rows, sources


def _one(raw: Path, file: str, **where: str) -> dict[str, str]:
    """Return the first row of a curated file with these values."""
    return next(
        row
        for row in read_rows(raw / f"curated/{file}.csv")
        if all(row[name] == value for name, value in where.items())
    )


def _row(key: tuple[str, str, str], tonnes: float, source: Source, method: str) -> Record:
    """Return a row of production of the base year; with a method it is an estimate."""
    material, stage, country = key
    return {
        "material": material,
        "stage": stage,
        "country": country,
        "measure": "production",
        "tonnes": tonnes,
        "note": "",
        "source": source.source,
        "year": definitions.BASE_YEAR,
        "quality": "estimate",
        "method": method,
    }
