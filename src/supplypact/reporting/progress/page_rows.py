"""The rows of the report's tables, as words: the worst first, as many as the pages hold."""

from __future__ import annotations

from decimal import Decimal

from supplypact.domain.progress import (
    MilestoneProgress,
    ProjectProgress,
    ReportedTotal,
    Status,
    TargetProgress,
)
from supplypact.reporting.progress import asks, figures, sentences
from supplypact.reporting.progress.promises import (
    WORST_FIRST,
    milestone_name,
    stock_name,
)
from supplypact.reporting.progress.rows import Row, Rows, badge, kept, short
from supplypact.reporting.progress.view import ProgressView

REASONS = (230, 190, 150)
"""Narrow signs of why two totals differ: the page takes the longest that it has room for."""


def target_rows(view: ProgressView) -> Rows:
    """Return the targets: what is asked, now, expected, if late, needed."""
    rows = [
        Row(
            cells=(
                view.say["page.target_of"].format(
                    material=view.material(each.material), stage=view.stage(each.stage)
                ),
                _reading(each, view),
                f"{figures.share(each.now)} ({each.now_year})",
                figures.share(each.expected),
                figures.share(each.expected_low),
                f"{figures.share(each.goal, 0)} ({each.year})",
            ),
            badge=badge(each.verdict, view),
            spread=(f"{view.material(each.material)} {_reading(each, view)}",),
            drawn={
                "now": each.now,
                "expected": each.expected,
                "low": each.expected_low,
                "goal": each.goal,
            },
        )
        for each in view.progress.targets
    ]
    return kept("targets", rows)


def _reading(target: TargetProgress, view: ProgressView) -> str:
    """Return what a share is of, and by when the goal is reached."""
    told = [view.say[f"reading.{target.reading}"], *_reached(target, view)]
    return " · ".join(told)


def _reached(target: TargetProgress, view: ProgressView) -> list[str]:
    say = view.say
    if target.now is not None and target.now >= target.goal:
        return [say["page.reached_now"].format(year=target.now_year)]
    if target.reached is None:
        return []
    late = "reached_late" if target.reached_late else "reached_never"
    day, later = (figures.short_day(each, say) for each in (target.reached, target.reached_late))
    return [say[f"page.{late}"].format(day=day, late=later)]


def ask_rows(view: ProgressView) -> Rows:
    """Return who must act: the party, on what, by when; the worst first."""
    rows = [
        Row(
            cells=(
                each.who,
                short(each.name),
                short(each.stands),
                figures.short_day(each.by, view.say),
            ),
            badge=badge(each.verdict, view),
        )
        for each in asks.asks(view)
    ]
    return kept("asks", rows)


def milestone_rows(view: ProgressView) -> Rows:
    """Return the milestones: late ones first, then those ahead by day, then what was met."""
    say = view.say
    rows = [
        Row(
            cells=(
                short(milestone_name(each.state, view)),
                figures.short_day(each.state.due, say),
                _stands(each, view),
            ),
            badge=badge(each.verdict, view),
        )
        for each in sorted(view.progress.milestones, key=_urgency)
    ]
    return kept("milestones", rows)


def project_rows(view: ProgressView) -> Rows:
    """Return the projects against their first announcement: the worst, then the largest first."""
    ordered = sorted(view.progress.projects, key=_size)
    rows = [
        Row(
            cells=(
                short(view.project(each.project)),
                view.country(each.host),
                _first_output(each, view),
                _cost(each, view),
                " / ".join((_pledged(each, view), *_sums(each, view))),
            ),
            badge=badge(each.verdict, view),
        )
        for each in ordered
    ]
    return kept("projects", rows)


def stock_rows(view: ProgressView) -> Rows:
    """Return the stock accounts against their targets."""
    rows = [
        Row(
            cells=(
                short(stock_name(each, view)),
                figures.tonnes(each.account.closing, view.say),
                figures.tonnes(each.target, view.say),
            ),
            badge=badge(each.verdict, view),
        )
        for each in view.progress.stocks
    ]
    return kept("stocks", rows)


def reported_rows(view: ProgressView, most: int) -> Rows:
    """Return totals that others published: beside them ours, what counts of it, and the reason.

    The reason is cut to ``most`` signs; the last cell has it in full, for the screen.
    """
    rows = []
    for each in view.progress.reported:
        reason = sentences.reason(each, view)
        told = _total(each, view), short(reason, most)
        rows.append(Row(cells=(*told[0], told[1], reason), spread=(*told[0], told[1])))
    return kept("reported", rows)


def _total(each: ReportedTotal, view: ProgressView) -> tuple[str, ...]:
    say = view.say
    published = figures.money(each.published, say)
    return (
        short(sentences.total(each, view)),
        say["page.about" if each.about else "page.exact"].format(amount=published),
        figures.money(each.ours, say),
        figures.money(each.counted, say),
    )


def _urgency(each: MilestoneProgress) -> tuple[int, int]:
    late, met = each.verdict.status is Status.LATE, each.state.met is not None
    return (0 if late else 2 if met else 1, each.days)


def _size(each: ProjectProgress) -> tuple[int, Decimal]:
    return (WORST_FIRST.index(each.verdict.status), -max(each.ceiling, each.firm))


def _pledged(each: ProjectProgress, view: ProgressView) -> str:
    """Return what is pledged to a project: a ceiling and a firm sum stand apart."""
    sums = {"ceiling": each.ceiling, "firm": each.firm}
    told = [
        view.say[f"stands.{name}"].format(amount=figures.money(usd, view.say))
        for name, usd in sums.items()
        if usd
    ]
    return "; ".join(told) or "0"


def _sums(each: ProjectProgress, view: ProgressView) -> list[str]:
    paid = (each.committed, each.disbursed)
    return [figures.money(usd, view.say) if usd else "0" for usd in paid]


def _stands(each: MilestoneProgress, view: ProgressView) -> str:
    say, state = view.say, each.state
    if state.met is not None:
        return say["stands.met"].format(day=figures.short_day(state.met, say))
    if state.missed is not None:
        return say["stands.missed"].format(day=figures.short_day(state.missed, say))
    left = figures.left(each.days, say)
    if state.due == state.first_due:
        return left
    first = figures.short_day(state.first_due, say)
    return say["stands.moved"].format(left=left, first=first)


def _first_output(each: ProjectProgress, view: ProgressView) -> str:
    first, say = each.first_output, view.say
    if first is None:
        return "–"
    day = figures.short_day(first.met or first.due, say)
    if not each.slip_months:
        return day
    return say["stands.slipped"].format(day=day, slip=figures.months(each.slip_months, say))


def _cost(each: ProjectProgress, view: ProgressView) -> str:
    if each.cost is None:
        return "–"
    cost = figures.money(each.cost.latest, view.say)
    if not each.overrun:
        return cost
    return view.say["stands.cost"].format(cost=cost, overrun=figures.signed(each.overrun))
