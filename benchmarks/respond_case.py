"""The pact, its tables and events for measuring responses, and a clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from benchmarks.measure import spread
from supplypact.algebra.sets import Chain
from supplypact.domain.event import Cut, Event
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.planning.reference import build_bases
from supplypact.responding.clock import grid_of
from supplypact.responding.given import RESPONSE_TABLES, ResponseData, gather_response
from supplypact.responding.incident import Setting
from supplypact.units import Share, Year
from supplypact.workspace.workspace import Workspace

PACT = "us-japan-2025"
NOW = date(2026, 11, 22)

Time = tuple[float, float]
"""CPU and clock seconds."""
Runs = list[Time]


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """The pact and its tables."""

    pact: Pact
    network: Network
    data: ResponseData

    def chains(self, *materials: str) -> list[Chain]:
        """Return the base case of some materials, of all if none is named."""
        part = [each for each in self.network.materials if not materials or each.id in materials]
        network = replace(self.network, materials=tuple(part))
        return [base.chain for base in build_bases(self.pact, network, (), (Year(NOW.year),))]

    def setting(self, event: Event) -> Setting:
        """Return what the materials of a response to one event share."""
        return Setting(self.pact, self.network, self.data, (event,), NOW, NOW, grid_of())

    def stop(self, supplier: str, materials: Sequence[str], share: float = 1.0) -> Event:
        """Return a ban on exports of all stages of the materials, of unknown duration."""
        stages = {s.id: None for each in materials for s in self.network.material(each).stages}
        part = Share(share)
        cut = Cut(
            supplier=supplier,
            materials=tuple(materials),
            stages=tuple(stages),
            buyers=(),
            share=part,
            low=part,
            high=part,
        )
        return Event(
            id="stop",
            title_en="Stop of exports",
            title_ja="輸出停止",
            kind="ban",
            cuts=(cut,),
            start=NOW,
            end=None,
            delay_days=0.0,
            law="long",
            note="",
            sources=(),
            text="",
        )

    def chinese_stop(self) -> Event:
        """Return a stop of all that China exports."""
        return self.stop("CHN", [each.id for each in self.network.materials])


def load() -> Case:
    """Read the tables."""
    workspace = Workspace()
    pact, network = workspace.open_case(PACT)
    _, laws = workspace.open_hazards()
    tables = workspace.open_tables(RESPONSE_TABLES)
    data = gather_response(workspace.open_stocks(), laws, tables)
    return Case(pact=pact, network=network, data=data)


class Clock:
    """CPU and clock seconds since the last lap."""

    def __init__(self) -> None:
        self._cpu, self._wall = time.process_time(), time.perf_counter()

    def lap(self) -> Time:
        """Return both, and begin anew."""
        cpu, wall = self._cpu, self._wall
        self._cpu, self._wall = time.process_time(), time.perf_counter()
        return self._cpu - cpu, self._wall - wall


def timed(work: Callable[[], object]) -> Time:
    """Return the time of one call."""
    clock = Clock()
    work()
    return clock.lap()


def sum_of(one: Time, other: Time) -> Time:
    """Return the time of both."""
    return one[0] + other[0], one[1] + other[1]


def print_runs(name: str, runs: Sequence[Time], unit: float = 1.0) -> None:
    """Print median, least and most of CPU and clock in parts of ``unit`` seconds."""
    cpu, wall = (spread([each[side] / unit for each in runs]) for side in (0, 1))
    print(f"  {name:42} CPU {cpu:24} clock {wall}")
