"""What less tail loss costs: plans that weigh disruptions less and more than the plan itself.

Every point minimises the cost of projects, trade and stocks plus ``times`` the cost of
disruptions, which is (1 - w) of the expected loss and w of the worst twentieth, as in the plan.  At
0 disruptions do not count, at 1 stands the plan, and from point to point a dollar of loss counts
more.  The weight w alone spreads the points little: it parts expected loss and tail, which move
together, while ``times`` says how much a dollar spent now may save later.
"""

from __future__ import annotations

from collections.abc import Sequence

from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import PlanOptions
from supplypact.domain.risk import RiskOptions
from supplypact.domain.risk_study import RiskPoint
from supplypact.planning.risk.given import RiskData
from supplypact.planning.study.variants import (
    Progress,
    Question,
    Variant,
    allowed,
    make,
    saying,
    weighed,
)
from supplypact.units import Usd

TIMES = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)
"""How much a dollar of disruptions counts at each point."""


def frontier(
    pact: Pact,
    network: Network,
    data: RiskData,
    options: RiskOptions,
    plan_options: PlanOptions,
    *,
    times: Sequence[float] = TIMES,
    progress: Progress | None = None,
) -> tuple[RiskPoint, ...]:
    """Return the points of the frontier of cost against loss, the cheapest first.

    Args:
        pact: Targets, money and assumptions.
        network: The tables.
        data: Hazards and what a disruption needs.
        options: What this run asks of the risk; ``resume`` starts the point at 1.
        plan_options: What it asks of the plan.
        times: How much a dollar of disruptions counts at each point.
        progress: Told what is being done.

    Raises:
        InfeasibleError: no plan exists.

    """
    tell = progress or (lambda _what, _part: None)
    question = Question(
        pact=pact, network=network, data=data, options=options, plan_options=plan_options
    )
    tell("planning without regard to risk", 0.0)
    solved = question.calm()
    calm = float(solved.solution.objective)
    model = question.model(allowed(solved))
    points: dict[float, RiskPoint] = {}
    pools = options.resume
    for each in sorted(times, key=lambda factor: (factor != 1.0, factor)):
        part = 0.1 + 0.9 * len(points) / len(times)
        made = make(
            model,
            options,
            problem=weighed(model.problem, each),
            pools=pools,
            tell=saying(tell, f"losses times {each:g}", part),
        )
        pools = made.pools
        points[each] = _point(made, options, each, calm)
    return tuple(points[each] for each in sorted(points))


def _point(made: Variant, options: RiskOptions, times: float, calm: float) -> RiskPoint:
    figures = made.figures()
    return RiskPoint(
        weight=options.weight,
        times=times,
        cost=Usd(figures.plan + figures.stock - calm),
        stock=figures.worth,
        expected=figures.expected,
        tail=figures.tail,
        risk=figures.risk,
        slack=figures.slack,
        projects=made.started,
    )
