"""Measure many different incidents in one go: their models kept, or each built afresh.

python -m benchmarks.respond_batch

A seed draws a material, a supplier with a twentieth or more of the exports of one of its stages,
the part of all its exports that is cut, and the days for which it is; alike for all that is said.
"""

from __future__ import annotations

import multiprocessing
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.measure import spread
from benchmarks.respond_case import Case, Clock, Runs, load, print_runs
from supplypact.algebra.response_sides import Rules
from supplypact.algebra.sets import Chain
from supplypact.domain.incident import MaterialIncident
from supplypact.responding.solve import IncidentLp

COUNT = 1_000
SEEDS = (1, 2, 3)
LARGE = 0.05
DEPTH = (0.1, 1.0)
DAYS = (30, 720)


@dataclass(frozen=True, kw_only=True, eq=False)
class Drawn:
    """One incident and who stops."""

    supplier: str
    incident: MaterialIncident

    @property
    def order(self) -> tuple[str, float]:
        """Neighbours in this order differ little."""
        return self.supplier, self.incident.nothing


@dataclass(frozen=True, kw_only=True, eq=False)
class Costs:
    """What the incidents of one material cost at best."""

    cost: list[float]
    nothing: list[float]
    cpu: float
    """Seconds that solving took."""


def main() -> None:
    """Print LPs a second."""
    batch(load())


def batch(case: Case) -> None:
    """Print LPs a second of many incidents by manner, and how far their costs are apart."""
    chains = {chain.material: chain for chain in case.chains()}
    print(f"{COUNT:,} incidents, seeds {SEEDS}, seconds and incidents a second by the clock")
    times, apart = defaultdict[str, Runs](list), list[tuple[float, float]]()
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(_start, range(2)))
        for seed in SEEDS:
            clock = Clock()
            drawn = _drawn(case, chains, seed)
            times["state of each"].append(clock.lap())
            groups = [_on_one_model(each) for each in drawn]
            kept = [_kept(each) for each in groups]
            times["models kept, one process"].append(clock.lap())
            two = list(pool.map(_kept, groups))
            wall = clock.lap()[1]
            times["models kept, two processes"].append((sum(each.cpu for each in two), wall))
            fresh = [_afresh(each) for each in drawn]
            times["each model afresh, one process"].append(clock.lap())
            apart += [_apart(kept, two), _apart(kept, fresh)]
    for name, runs in times.items():
        print_runs(name, runs)
        print(f"{'':44} {spread([COUNT / clock for _, clock in runs])} a second")
    cost, nothing = (max(each[side] for each in apart) for side in (0, 1))
    print(f"  costs apart by {cost:.1e} of the cost, {nothing:.1e} of the loss of doing nothing")


def _start(_: int) -> None:
    """Keep a process that has started busy, so that the other gets ready too."""
    time.sleep(1.0)


def _drawn(case: Case, chains: dict[str, Chain], seed: int) -> list[list[Drawn]]:
    """Draw incidents that cost the parties something, by material."""
    rng, found = np.random.default_rng(seed), defaultdict[str, list[Drawn]](list)
    names, left = list(chains), COUNT
    while left:
        chain = chains[names[rng.integers(len(names))]]
        supplier = str(rng.choice(_large(chain)))
        event = case.stop(supplier, [chain.material], float(rng.uniform(*DEPTH)))
        situation = case.setting(event.lasting(float(rng.integers(*DAYS)))).situation(chain)
        if situation is not None:
            found[chain.material].append(Drawn(supplier=supplier, incident=situation.middle))
            left -= 1
    return [sorted(each, key=lambda one: one.order) for each in found.values()]


def _large(chain: Chain) -> list[str]:
    """Return the suppliers with a large part of the exports of a stage."""
    large = np.zeros(len(chain.countries), dtype=bool)
    for stage in chain.stages:
        tonnes = stage.reference[:, :, -1].sum(axis=1) * (stage.exporter != stage.importer)
        sent = np.bincount(stage.exporter, tonnes, minlength=len(large))
        large |= (sent > 0) & (sent >= LARGE * sent.sum())
    return [chain.countries[place] for place in np.flatnonzero(large)]


def _on_one_model(drawn: Sequence[Drawn]) -> list[MaterialIncident]:
    """Return incidents of one material with the makers of all of them.

    A maker that an incident strikes stays in it with nothing to send.
    """
    ways = {
        maker: (i.barred[place], i.lag[place])
        for i in (each.incident for each in drawn)
        for place, maker in enumerate(i.makers)
    }
    makers = tuple(ways)
    barred = np.array([each for each, _ in ways.values()], dtype=bool)
    lag = np.array([each for _, each in ways.values()])
    alike = []
    for i in (each.incident for each in drawn):
        place = [makers.index(maker) for maker in i.makers]
        idle, others = np.zeros((2, len(makers)))
        idle[place], others[place] = i.idle, i.others
        alike.append(
            replace(
                i,
                makers=makers,
                barred=barred,
                lag=lag,
                reroute_lag=lag,
                idle=idle,
                others=others,
            )
        )
    return alike


def _kept(incidents: Sequence[MaterialIncident]) -> Costs:
    """Solve incidents of one material on one model."""
    started, cost = time.process_time(), list[float]()
    if incidents:
        lp = IncidentLp(incidents[0])
        cost = [lp.solve(each, Rules()).cost for each in incidents]
    return _told(cost, incidents, started)


def _afresh(drawn: Sequence[Drawn]) -> Costs:
    """Solve each incident on a model of its own."""
    started, incidents = time.process_time(), [each.incident for each in drawn]
    cost = [IncidentLp(each).solve(each, Rules()).cost for each in incidents]
    return _told(cost, incidents, started)


def _told(cost: list[float], incidents: Sequence[MaterialIncident], started: float) -> Costs:
    cpu = time.process_time() - started
    return Costs(cost=cost, nothing=[each.nothing for each in incidents], cpu=cpu)


def _apart(some: Sequence[Costs], other: Sequence[Costs]) -> tuple[float, float]:
    """Return the largest difference in parts of the cost, and of the loss of doing nothing."""
    a, b = (np.concatenate([each.cost for each in side]) for side in (some, other))
    nothing = np.concatenate([each.nothing for each in some])
    difference = np.abs(a - b)
    return float((difference / a).max()), float((difference / nothing).max())


if __name__ == "__main__":
    main()
