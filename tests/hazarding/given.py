"""A world of two materials and three suppliers, and events in it."""

from __future__ import annotations

import polars as pl

SUPPLIERS = {"CHN": -0.3, "COD": -1.6, "AUS": 1.5}
"""Governance by supplier."""

EVENT: dict[str, object] = {
    "event": "a",
    "title": "A ban",
    "kind": "export_control",
    "country": "CHN",
    "materials": "gallium",
    "stages": "refine",
    "start": "2020-01",
    "end": "2020-07",
    "state": "ended",
    "cut": None,
    "cut_low": None,
    "cut_high": None,
    "left_out": None,
}


def event(name: str, **changes: object) -> dict[str, object]:
    return EVENT | {"event": name} | changes


def made(country: str, material: str, tonnes: float, stage: str = "refine") -> dict[str, object]:
    return {
        "material": material,
        "stage": stage,
        "country": country,
        "measure": "production",
        "tonnes": tonnes,
        "year": 2024,
    }


def tables(*events: dict[str, object]) -> dict[str, pl.DataFrame]:
    """Return China with gallium and germanium, DR Congo with germanium, Australia with cobalt."""
    stages = [("gallium", "refine", 1), ("germanium", "refine", 1)]
    stages += [("cobalt", "mine", 1), ("cobalt", "refine", 2)]
    return {
        "production": pl.DataFrame(
            [
                made("CHN", "gallium", 95.0),
                made("AUS", "gallium", 5.0),
                made("CHN", "germanium", 60.0),
                made("COD", "germanium", 30.0),
                made("ROW", "germanium", 10.0),
                made("AUS", "cobalt", 100.0, "mine"),
            ]
        ),
        "stages": pl.DataFrame(stages, schema=["material", "stage", "position"], orient="row"),
        "countries": pl.DataFrame(
            {"country": [*SUPPLIERS, "ROW"], "governance": [*SUPPLIERS.values(), None]}
        ),
        "hazard_events": pl.DataFrame(
            list(events) or [EVENT], schema_overrides={"left_out": pl.String, "cut": pl.Float64}
        ),
    }
