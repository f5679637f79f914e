"""A plan in a screen of plain text."""

from __future__ import annotations

from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import TOGETHER, FrontierPoint, Plan, PlannedProject, TargetResult
from supplypact.reporting.numbers import percent
from supplypact.reporting.phrases import load_phrases
from supplypact.reporting.plan.view import View
from supplypact.reporting.plan.what_if import marks

UNBOUND = (
    "This pact binds no target, so nothing has to be built; bind one with --target MATERIAL=GOAL, "
    "or see the indicators in the report."
)
MOST = 4
"""Constraints that are told."""


def plan_lines(plan: Plan, pact: Pact, network: Network) -> list[str]:
    """Return the answer in words: targets, projects, money, what holds the plan back."""
    view = View(plan, pact, network, load_phrases("en"))
    prices = [each.sentence for each in plan.bindings[:MOST]]
    return [
        pact.title_en,
        *marks(view),
        "",
        *([_target_line(view, each) for each in view.binding] or [UNBOUND]),
        *_titled("Why it cannot be met:", plan.obstacles),
        "",
        *_project_lines(view),
        "",
        *_cost_lines(plan),
        *_support_lines(view),
        *_titled("What holds the plan back:", prices),
    ]


def _titled(title: str, sentences: list[str] | tuple[str, ...]) -> list[str]:
    """Return the sentences under their title, nothing if there are none."""
    return ["", title, *(f"  {each}" for each in sentences)] if sentences else []


def _target_line(view: View, target: TargetResult) -> str:
    what = "together" if target.material == TOGETHER else view.material(target.material)
    verdict = "met" if target.met else "NOT MET"
    line = (
        f"{verdict:8}{what}: {percent(target.planned_share)} "
        f"{view.say[f'reading_short.{target.reading.value}']} at '{target.stage}' in {target.year} "
        f"from outside the countries of concern (goal {percent(target.goal)}, without the plan "
        f"{percent(target.base_share)})"
    )
    if target.nearest_goal is not None:
        line += (
            f"; the nearest goal that can be held from then on is {percent(target.nearest_goal)}"
        )
    return line


def _project_lines(view: View) -> list[str]:
    projects = view.projects
    if not projects:
        return ["No project needs to be started."]
    count = view.say.counted("count.projects", len(projects))
    return [f"{count} to start:", *(_project_line(view, each) for each in projects)]


def _project_line(view: View, project: PlannedProject) -> str:
    part = "" if project.part > 1 - 1e-6 else f" ({project.part:.0%} of it)"
    estimate = " (estimate)" if project.capex_is_estimate else ""
    return (
        f"  {project.start_year}  {project.name} [{project.id}]{part}, "
        f"{view.network.country_name(project.host)}: USD {project.capex / 1e6:,.0f} million"
        f"{estimate}, first output {project.first_output_year}"
    )


def _cost_lines(plan: Plan) -> list[str]:
    parts = [
        f"  {line.label}: {line.discounted / 1e6:,.0f}"
        for line in plan.costs
        if line.discounted >= SMALLEST
    ]
    end = ", of which" if parts else ""
    return [f"Cost USD {plan.objective / 1e6:,.0f} million (discounted){end}", *parts]


SMALLEST = 0.5e6
"""USD; smaller amounts round to none."""


def _support_lines(view: View) -> list[str]:
    lines = []
    for party, paid, limit in view.support_totals():
        part = f", {paid / limit:.1%} of its funding lines" if limit else ""
        if paid >= SMALLEST:
            lines.append(f"  {party}: USD {paid / 1e6:,.0f} million{part}")
    stocks = ", stocks" if any(line.id == "stocks" for line in view.plan.costs) else ""
    title = f"Public support (not discounted, capex share and price floor{stocks})"
    return [title, *lines] if lines else ["No public support is paid."]


def frontier_lines(points: tuple[FrontierPoint, ...]) -> list[str]:
    """Return the frontier as a table, levels in order, those that cannot be met last."""
    head = f"{'goal':>6} {'reached':>8} {'cost':>12} {'support':>12} {'projects':>9}"
    rows = [
        f"{point.goal:>6.1%} {point.reached:>8.1%} {point.objective / 1e6:>12,.0f} "
        f"{point.support / 1e6:>12,.0f} {point.projects:>9}"
        + ("" if point.met else "  cannot be met: the nearest plan")
        for point in sorted(points, key=lambda each: (not each.met, each.goal))
    ]
    return [
        "One goal for all binding targets, which move together:",
        "from the base case to the highest that can be met, and the pact's own goals.",
        head + "   (USD million; cost discounted, support not)",
        *rows,
    ]
