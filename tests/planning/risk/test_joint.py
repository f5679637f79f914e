"""The plan under risk as a plan: its cost lines add up, and its projects are those of the risk."""

from dataclasses import replace

import pytest

from supplypact.domain.risk import RiskOptions
from supplypact.planning.risk.joint import Joint, plan_and_risk
from tests.given import pact, project, target, two_stages
from tests.planning.risk.given import PLAN, data


@pytest.fixture(scope="module", params=[0.0, 0.5, 1.0])
def joint(request: pytest.FixtureRequest) -> Joint:
    world = two_stages(project("plant", "AUS", {("testium", "refine"): 20}, start=2025, lead=2))
    terms = pact(target("testium", goal=0.1), shortage_price_multiple=100.0)
    options = RiskOptions(weight=request.param, gap=1e-6)
    return plan_and_risk(terms, world, data(), options, replace(PLAN, relaxed=True))


def test_the_cost_lines_add_up_to_the_objective(joint: Joint) -> None:
    paid = {line.id: line.discounted for line in joint.plan.costs}
    assert sum(paid.values()) == pytest.approx(joint.plan.objective, rel=1e-6)
    assert paid["stocks"] == pytest.approx(joint.result.stock_cost, rel=1e-9)
    assert paid["disruptions"] > 0


def test_plan_and_result_tell_the_same(joint: Joint) -> None:
    assert joint.plan.projects == joint.result.projects
    assert joint.plan.objective == joint.result.objective
    assert joint.plan.status == joint.result.status == "optimal"
    assert all(each.met for each in joint.plan.targets)


def test_what_the_holders_spend_on_stocks_counts_as_their_support(joint: Joint) -> None:
    spent = float(joint.result.stocks["bought_usd"].sum())
    spent += float(joint.result.stocks["holding_usd"].sum())
    capex = sum(sum(each.support_by_party.values()) for each in joint.plan.projects)
    assert float(joint.plan.support["support_usd"].sum()) == pytest.approx(spent + capex, rel=1e-6)
