"""A plan in a screen of plain text."""

from __future__ import annotations

from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import TOGETHER, FrontierPoint, Plan, TargetResult


def plan_lines(plan: Plan, pact: Pact, network: Network) -> list[str]:
    """Return the answer in words: targets, projects, money, what holds the plan back."""
    binding = plan.binding_targets()
    return [
        pact.title_en,
        "",
        *(_target_line(each, network) for each in binding),
        *([] if binding else ["This pact binds no target; see the indicators in the report."]),
        "",
        *_project_lines(plan, network),
        "",
        *_money_lines(plan),
        *(["", "What holds the plan back:"] if plan.bindings else []),
        *(f"  {each.sentence}" for each in plan.bindings[:4]),
    ]


def _target_line(target: TargetResult, network: Network) -> str:
    what = "together" if target.material == TOGETHER else network.material(target.material).name_en
    verdict = "met" if target.met else "NOT MET"
    line = (
        f"{verdict:8}{what}: {target.planned_share:.1%} from outside the countries of concern at "
        f"'{target.stage}' in {target.year} (goal {target.goal:.0%}, without the plan "
        f"{target.base_share:.1%})"
    )
    if target.nearest_goal is not None:
        line += f"; the nearest goal that can be met is {target.nearest_goal:.1%}"
    return line


def _project_lines(plan: Plan, network: Network) -> list[str]:
    if not plan.projects:
        return ["No project needs to be started."]
    lines = [f"{len(plan.projects)} projects to start:"]
    for each in plan.projects:
        part = "" if each.part > 1 - 1e-6 else f" ({each.part:.0%} of it)"
        lines.append(
            f"  {each.start_year}  {each.name}{part}, {network.country_name(each.host)}: "
            f"USD {each.capex / 1e6:,.0f} million{' (estimate)' if each.capex_is_estimate else ''},"
            f" first output {each.first_output_year}"
        )
    return lines


def _money_lines(plan: Plan) -> list[str]:
    lines = [f"Cost USD {plan.objective / 1e6:,.0f} million (discounted), of which"]
    lines += [
        f"  {line.label}: {line.discounted / 1e6:,.0f}"
        for line in plan.costs
        if line.discounted > 0
    ]
    totals = plan.support.group_by("party", maintain_order=True).sum()
    for row in totals.iter_rows(named=True):
        part = row["support_usd"] / row["limit_usd"] if row["limit_usd"] else 0.0
        lines.append(
            f"Public support by {row['party']}: USD {row['support_usd'] / 1e6:,.0f} million, "
            f"{part:.1%} of its funding lines"
        )
    return lines


def frontier_lines(points: tuple[FrontierPoint, ...]) -> list[str]:
    """Return the frontier as a table."""
    head = f"{'goal':>6} {'reached':>8} {'cost':>12} {'support':>12} {'projects':>9}"
    rows = [
        f"{point.goal:>6.1%} {point.reached:>8.1%} {point.objective / 1e6:>12,.0f} "
        f"{point.support / 1e6:>12,.0f} {point.projects:>9}"
        + ("" if point.met else "  not met: this is as near as it gets")
        for point in points
    ]
    return [head + "   (USD million; cost discounted, support not)", *rows]
