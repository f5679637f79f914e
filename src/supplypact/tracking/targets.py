"""Targets: the share now, the share that the recorded projects lead to, and what is missing.

T1 unknown   no share can be read from the tables
T2 met       the target's year is in the data, and the share holds the goal
T3 late      the target's year has ended, and the share is below the goal: that of the data, or the
             expected one while the year is not in the data
T4 on track  even with every project late the goal is held from its year to the horizon
T5 at risk   held if projects come as recorded, not if all are late
T10 at risk  the recorded projects do not reach it, and no plan is bound to: it is an indicator
T6 at risk   the recorded projects do not reach it; a new plan does
T7 late      even a new plan does not reach it
T8 at risk   the recorded projects do not reach it, and no new plan was asked for
T9 at risk   reached in its year, not held to the horizon
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import Plan
from supplypact.domain.progress import Status, TargetProgress, Verdict
from supplypact.planning.plan import MET
from supplypact.tracking.envelope import GOOD
from supplypact.tracking.shares import TargetPath, known_year
from supplypact.units import Share


def targets(
    pact: Pact,
    network: Network,
    expected: Sequence[TargetPath],
    late: Sequence[TargetPath] | None,
    plan: Plan | None,
    *,
    as_of: date,
) -> tuple[TargetProgress, ...]:
    """Return every target for each of its materials, and for them together where it says so.

    Args:
        pact: Who acts.
        network: Which years are known.
        expected: Shares if each project comes when the record says.
        late: The same with every project late; None where no delay is known.
        plan: The new plan, where one was asked for.
        as_of: Day of the report.

    """
    worst = late if late is not None else [None] * len(expected)
    return tuple(
        _progress(pact, network, path, low, plan, as_of)
        for path, low in zip(expected, worst, strict=True)
    )


def _progress(
    pact: Pact,
    network: Network,
    path: TargetPath,
    low: TargetPath | None,
    plan: Plan | None,
    as_of: date,
) -> TargetProgress:
    target, now_year = path.target, known_year(network, path.target, path.materials)
    replanned = _planned(plan, path)
    ended = as_of.year > target.year
    status, rule = _rule(path, low, now_year, replanned, ended=ended)
    return TargetProgress(
        target=target.id,
        material=path.material,
        stage=target.stage,
        year=target.year,
        reading=target.reading,
        goal=target.goal,
        binding=target.binding,
        now=path.at(now_year),
        now_year=now_year,
        expected=path.at(target.year),
        expected_low=None if low is None else low.at(target.year),
        replanned=None if replanned is None else replanned[0],
        short=path.missing(target.year),
        reached=path.reached,
        reached_late=None if low is None else low.reached,
        verdict=Verdict(status=status, rule=rule, who=() if status in GOOD else pact.party_codes),
        held=path.held,
        held_low=None if low is None else low.held,
    )


def _planned(plan: Plan | None, path: TargetPath) -> tuple[Share, bool] | None:
    """Return the share that a new plan leads to, and whether the goal is held from then on."""
    for each in plan.targets if plan else ():
        if (each.target, each.material) == (path.target.id, path.material):
            return each.planned_share, each.met
    return None


def _rule(
    path: TargetPath,
    low: TargetPath | None,
    now_year: int,
    replanned: tuple[Share, bool] | None,
    *,
    ended: bool,
) -> tuple[Status, str]:
    goal, year = path.goal - MET, path.target.year
    now, expected = path.at(now_year), path.at(year)
    if now is None or expected is None or path.held is None:
        return Status.UNKNOWN, "T1"
    if now_year >= year:
        return (Status.MET, "T2") if now >= goal else (Status.LATE, "T3")
    if path.held >= goal:
        sure = low is not None and low.held is not None and low.held >= goal
        return (Status.ON_TRACK, "T4") if sure else (Status.AT_RISK, "T5")
    if expected >= goal:
        return Status.AT_RISK, "T9"
    return (Status.LATE, "T3") if ended else _short(replanned, binding=path.target.binding)


def _short(replanned: tuple[Share, bool] | None, *, binding: bool) -> tuple[Status, str]:
    """Return the rule for a target that the recorded projects do not reach."""
    if not binding:
        return Status.AT_RISK, "T10"
    if replanned is None:
        return Status.AT_RISK, "T8"
    return (Status.AT_RISK, "T6") if replanned[1] else (Status.LATE, "T7")
