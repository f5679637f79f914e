"""A plan may not know when a disruption comes."""

from dataclasses import replace

import pytest

from supplypact.decomposition.worth import worth
from supplypact.domain.risk import RiskOptions
from tests.given import pact, target
from tests.planning.risk.given import hazard, small


@pytest.mark.parametrize("multiple", [5.0, 50.0, 500.0])
def test_knowing_the_year_of_the_shock_never_costs_more(multiple: float) -> None:
    # One ban in three years, each year as likely: the weights of the three add up to 1.
    ban = hazard("ban", "CHN", "refine", rate=1 / 3)
    terms = pact(target("testium"), shortage_price_multiple=multiple)
    model = small(ban, options=RiskOptions(weight=0.0), terms=terms)
    known = worth(replace(model.problem, tails=()))
    assert known.of_information >= -1e-9 * known.optimum


def test_who_knows_the_year_holds_its_stock_for_that_year_only() -> None:
    ban = hazard("ban", "CHN", "refine", rate=1 / 3)
    terms = pact(target("testium"), shortage_price_multiple=500.0)
    model = small(ban, options=RiskOptions(weight=0.0), terms=terms)
    known = worth(replace(model.problem, tails=()))
    assert known.wait_and_see < known.optimum * (1 - 1e-4)
