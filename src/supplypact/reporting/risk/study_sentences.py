"""What each picture of a plan under risk shows, in a sentence or two."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from supplypact.domain.hazard import MONTHS
from supplypact.domain.risk_study import Simulated, Together, Tornado
from supplypact.reporting.numbers import percent, usd
from supplypact.reporting.risk.view import RiskView

MANY = 8
"""More materials than these are counted, not named."""
BEFORE, AFTER = "nothing", "both"
BEYOND = "disruptions beyond the planner's months"
"""The reason that the simulation names so."""
MATTERS = 0.05
"""Part of the claim from which on a difference is told."""


def study_lines(view: RiskView) -> list[str]:
    """Return all of it for a screen of plain text."""
    study, lines = view.study, []
    if study.simulated is not None:
        lines += [claim_finding(view, study.simulated), curve_finding(view)]
    if study.frontier:
        lines.append(frontier_finding(view))
    for each in study.together:
        members = view.coalition("+".join(each.members))
        told = [f(view, each) for f in (level_finding, split_finding, core_finding)]
        lines.append(f"{members}: {' '.join(told)}")
    if study.tornado is not None:
        lines.append(rates_finding(view, study.tornado))
    return [each for each in lines if each]


def of(view: RiskView, each: Together) -> str:
    """Return whose disruptions count, in words."""
    if len(each.materials) > MANY:
        return view.say.counted("risk.materials", len(each.materials))
    return view.say.listed([view.inline(material) for material in each.materials])


def level_finding(view: RiskView, each: Together) -> str:
    """Return what each way of acting together saves against acting alone."""
    cost = dict(each.levels.select("level", "cost_usd").iter_rows())
    saved = dict(each.levels.select("level", "saved_usd").iter_rows())
    told = [
        view.say[f"risk_finding.level_{key}"].format(
            saved=usd(saved[name]), part=percent(saved[name] / cost["alone"])
        )
        for key, name in (
            ("risk", "shared risk"),
            ("stock", "mutual stock"),
            ("pact", "full pact"),
        )
        if name in saved and cost.get("alone")
    ]
    return " ".join(told)


def split_finding(view: RiskView, each: Together) -> str:
    """Return what each party pays under the Shapley split, and what it saves by that."""
    parts = [
        view.say["risk_finding.pays"].format(
            party=view.member(row["party"]),
            pays=usd(row["shapley_usd"]),
            saved=usd(row["saved_usd"]),
        )
        for row in each.split.iter_rows(named=True)
    ]
    return view.say["risk_finding.split"].format(parts=view.say.listed(parts))


def core_finding(view: RiskView, each: Together) -> str:
    """Return whether some of the parties would do better on their own, who and by how much."""
    if each.in_core:
        nearest = "core_two" if len(each.members) == 2 else "core"
        key = nearest if each.excess < 0 else "core_close"
    elif each.least_excess <= each.gap:
        key = "core_other"
    else:
        key = "core_empty"
    return view.say[f"risk_finding.{key}"].format(
        worst=view.coalition(each.worst),
        leave=_leave(view, each),
        excess=usd(abs(each.excess)),
        least=usd(each.least_excess),
        gap=usd(each.gap),
    )


def _leave(view: RiskView, each: Together) -> str:
    """Return who would gain by leaving, named by the fewer: those that leave, or are left."""
    leave = each.worst.split("+")
    rest = [code for code in each.members if code not in leave]
    return view.say[
        f"risk_finding.leave_{'without' if len(rest) < len(leave) else 'alone'}"
    ].format(
        worst=view.coalition(each.worst),
        rest=view.coalition("+".join(rest)),
        excess=usd(abs(each.excess)),
    )


def frontier_finding(view: RiskView) -> str:
    """Return what the least and the most that is spent against the tail buys."""
    points = sorted(view.study.frontier, key=lambda each: each.cost)
    first, last = points[0], points[-1]
    told = view.say["risk_finding.frontier"].format(
        cost=usd(first.cost), tail=usd(first.tail), more=usd(last.cost), less=usd(last.tail)
    )
    plan = [each for each in points if each.times == 1.0]
    own = [
        view.say["risk_finding.frontier_plan"].format(cost=usd(each.cost), tail=usd(each.tail))
        for each in plan
    ]
    return " ".join([told, *own])


def curve_finding(view: RiskView) -> str:
    """Return the loss of one year in twenty without and with the plan."""
    drawn = view.study.simulated
    if drawn is None:
        return view.say["risk_finding.curve_planned"]
    once = [
        drawn.curve.filter(pl.col("case") == case, pl.col("chance") <= 0.05)
        .sort("chance", descending=True)["loss_usd"]
        .head(1)
        .to_list()
        for case in (BEFORE, AFTER)
    ]
    if not all(once):
        return ""
    (before,), (after,) = once
    return view.say["risk_finding.curve"].format(before=usd(before), after=usd(after))


def claim_finding(view: RiskView, drawn: Simulated) -> str:
    """Return the mean of the histories beside the planner's count, over all years."""
    before, after = view.drawn(BEFORE), view.drawn(AFTER)
    if before is None or after is None:
        return ""
    claimed = _claimed(drawn, AFTER)
    told = view.say["risk_finding.claim"].format(
        histories=f"{drawn.histories:,}",
        before=usd(before["mean_usd"]),
        mean=usd(after["mean_usd"]),
        claimed_before=usd(_claimed(drawn, BEFORE)),
        claimed=usd(claimed),
        first=min(drawn.years),
        last=max(drawn.years),
    )
    ends = view.say["risk_finding.claim_range"].format(
        low=usd(after["low_usd"]), high=usd(after["high_usd"])
    )
    return " ".join([told, *_why(view, drawn, claimed), ends])


def _claimed(drawn: Simulated, case: str) -> float:
    """Return the planner's count in the mean of all years."""
    rows = drawn.claim.filter(pl.col("case") == case)
    return float(rows["claimed_usd"].mean() or 0.0)  # type: ignore[arg-type]


def _why(view: RiskView, drawn: Simulated, claimed: float) -> Iterator[str]:
    """Tell the largest reason why the histories cost more or less than claimed, if it matters."""
    rows = drawn.reasons.filter(pl.col("case") == AFTER).sort(pl.col("usd").abs(), descending=True)
    if rows.height and abs(rows["usd"][0]) > MATTERS * claimed:
        yield view.say["risk_finding.claim_why"].format(
            reason=reason(view, rows["reason"][0]), usd=usd(float(rows["usd"][0]))
        )


def reason(view: RiskView, told: str) -> str:
    """Return a reason for the difference in words, the planner's months as a number."""
    return view.say["risk.beyond"].format(months=MONTHS) if told == BEYOND else told


def rates_finding(view: RiskView, tornado: Tornado) -> str:
    """Return how far the loss moves with all rates, and how many conclusions change."""
    whole = tornado.bars.filter(pl.col("what") == "all hazards")
    if whole.is_empty():
        return ""
    row = whole.row(0, named=True)
    changed = tornado.conclusions.height
    told = view.say["risk_finding.rates"].format(
        low_factor=f"{tornado.low:g}",
        high_factor=f"{tornado.high:g}",
        low=usd(row["low_usd"]),
        high=usd(row["high_usd"]),
    )
    key = "rates_unsure" if tornado.unsure else "rates_kept"
    kept = view.say[f"risk_finding.{key}"].format(
        all=changed + tornado.kept + tornado.unsure,
        kept=tornado.kept,
        changed=changed,
        unsure=tornado.unsure,
    )
    return f"{told} {kept}"
