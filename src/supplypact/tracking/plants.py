"""The projects of the tables: what each makes, from when, and who counts it already."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

import polars as pl

PRODUCING = ("operating",)
"""Statuses of plants that make what they are to make."""


class Counted(StrEnum):
    """Where the base case has the output of a project."""

    ADDED = "added"
    """Nowhere but in the project itself: it comes on top."""
    PROJECTED = "projected"
    """In the projection of the host's output."""
    KNOWN = "known"
    """In the host's output of the base year."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """What a project makes at one stage at full output."""

    material: str
    stage: str
    tonnes: float
    counted: Counted


@dataclass(frozen=True, kw_only=True)
class Plant:
    """A project of the tables."""

    id: str
    name: str
    host: str
    first: int | None
    """Year of first output; of a candidate the earliest one."""
    candidate: bool
    """Whether it is still to be decided; otherwise the base case has it."""
    producing: bool
    makes: tuple[Made, ...]
    owners: tuple[str, ...] = ()
    latitude: Decimal | None = None
    longitude: Decimal | None = None

    @property
    def materials(self) -> tuple[str, ...]:
        """Return the materials that it makes, in the order of its outputs."""
        return tuple(dict.fromkeys(each.material for each in self.makes))


def read_plants(projects: pl.DataFrame, outputs: pl.DataFrame) -> tuple[Plant, ...]:
    """Return every project of the tables ``projects`` and ``project_outputs``."""
    made: dict[str, list[Mapping[str, Any]]] = {}
    for row in outputs.drop_nulls("tonnes_per_year").iter_rows(named=True):
        made.setdefault(row["project"], []).append(row)
    return tuple(
        _plant(row, made.get(row["project"], ())) for row in projects.iter_rows(named=True)
    )


def _plant(row: Mapping[str, Any], outputs: Iterable[Mapping[str, Any]]) -> Plant:
    in_base = bool(row["in_base"])
    return Plant(
        id=row["project"],
        name=row["name"],
        host=row["host"],
        first=row["first_output"] if in_base else _earliest(row),
        candidate=not in_base,
        producing=row["status"] in PRODUCING,
        makes=tuple(
            _made(
                each["material"],
                each["stage"],
                each["tonnes_per_year"],
                _counted(each, in_base=in_base),
            )
            for each in outputs
        ),
        owners=_names(row["owners"] or ""),
        latitude=_place(row["latitude"]),
        longitude=_place(row["longitude"]),
    )


def _earliest(row: Mapping[str, Any]) -> int | None:
    start, lead = row["earliest_start"], row["lead_time_years"]
    return None if start is None or lead is None else int(start) + math.ceil(lead)


def _counted(output: Mapping[str, Any], *, in_base: bool) -> Counted:
    added = output["added_tonnes_per_year"]
    if in_base and added is not None:
        return Counted.ADDED if added > 0 else Counted.KNOWN
    if output["in_projection"]:
        return Counted.PROJECTED
    return Counted.KNOWN if in_base else Counted.ADDED


def _made(material: str, stage: str, tonnes: float, counted: Counted) -> Made:
    return Made(material=material, stage=stage, tonnes=tonnes, counted=counted)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(";") if name.strip())


def _place(degrees: float | None) -> Decimal | None:
    return None if degrees is None else Decimal(str(degrees))
