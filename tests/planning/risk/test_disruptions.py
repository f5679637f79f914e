"""Who is struck, who helps and what a month counts, by hand in the small world."""

from dataclasses import replace

import numpy as np
import pytest

from supplypact.algebra.recourse import Factors
from supplypact.domain.hazard import EVERYONE, LATE, PARTIES, Hazard
from supplypact.domain.risk import RiskOptions
from supplypact.planning.risk.evaluate import strikes
from supplypact.planning.risk.model import RiskModel
from tests.given import pact, target
from tests.planning.risk.given import BAN, STRIKE, hazard, small

MINES = hazard("mines", "CHN", "mine", kind="outage")
ORE = hazard("ore", "AUS", "mine")


def bounds(model: RiskModel) -> tuple[dict[str, float], float]:
    """Return what each user loses in 2030, and what others may send, in tonnes a month."""
    (each,) = model.materials
    (family,), (given,), (events,) = each.families, each.given, each.events
    rhs = [year for _, year in events].index(1)
    mine, factors = family.own.rhs == rhs, Factors.of(given)
    value = family.base[rhs].copy()
    moved = family.own.value[mine] * model.base[family.own.column[mine]]
    np.add.at(value, family.own.row[mine], moved)
    value *= each.base.chain.unit
    lost = value[factors.loss].sum(axis=1)
    users = [user for user, _ in each.users]
    return dict(zip(users, lost.tolist(), strict=True)), float(value[factors.spare].sum())


@pytest.mark.parametrize(
    ("event", "concern", "tonnes"),
    [
        (MINES, ("CHN",), 60 / 0.9 - 60),
        (MINES, ("CHN", "AUS"), 0.0),  # none of concern helps where one is the cause
        (STRIKE, ("CHN",), 40 / 0.9 - 40),
        (STRIKE, ("CHN", "AUS"), 0.0),
    ],
)
def test_no_country_of_concern_helps_where_one_is_the_cause(
    event: Hazard, concern: tuple[str, ...], tonnes: float
) -> None:
    # Plants run at 0.9 of their capacity, and 0.3 of what is idle may be won.
    terms = replace(pact(), hosts=(), concern=concern)
    _, spare = bounds(small(event, terms=terms))
    assert spare == pytest.approx(0.3 * tonnes / 12)


def test_an_embargo_of_the_parties_spares_what_others_work_on() -> None:
    # 5/9 of China's ore is Australian.  Japan: 8 direct and 22 by China, the US: 2 by Japan and 28
    # by China.  Half is cut.
    terms = pact(target("testium"))
    everyone, _ = bounds(small(replace(ORE, target=EVERYONE), terms=terms))
    parties, _ = bounds(small(replace(ORE, target=PARTIES), terms=terms))
    assert everyone == pytest.approx(
        {"JPN": 0.5 * (8 + 22 * 5 / 9) / 12, "USA": 0.5 * (2 + 28 * 5 / 9) / 12}
    )
    assert parties == pytest.approx({"JPN": 0.5 * 8 / 12, "USA": 0.5 * 2 / 12})


def test_a_later_month_counts_by_its_chance_and_its_discount() -> None:
    # 21 % a year: the second year counts 1/1.21.  0.8 of the disruptions last a month longer.
    terms = pact(discount_rate=0.21, surge_access=0.0, response_share=0.0)
    model = small(BAN, terms=terms)
    (given,) = model.materials[0].given
    assert given.weight[[0, 12]] == pytest.approx([1.0, 0.8**12 / 1.21])
    # 11/12 and 14/12 t a month at 10,000 USD, after the month that ships take.
    months = np.arange(1, 24)
    worth = 10_000 * 25 / 12 * np.sum(0.8**months * 1.21 ** (-months / 12))
    (strike,) = strikes(model.materials[0], model.base, [1])
    assert strike.cost.sum() == pytest.approx(worth)


def test_rates_times_two_leave_late_projects_as_they_are() -> None:
    terms = pact(target("testium", goal=0.3), project_late_chance=0.4)
    model = small(BAN, options=RiskOptions(rates=2.0), terms=terms)
    rates = {
        event.kind: event.rate
        for each in model.materials
        for events in each.events
        for event, _ in events
    }
    assert rates == pytest.approx({"export_control": 0.2, LATE: 0.4})


def test_goods_at_sea_still_arrive_but_a_late_plant_has_sent_none() -> None:
    # Australia is a month away; its plant is late from the first month on.
    terms = pact(target("testium", goal=0.3), project_late_chance=0.4)
    model = small(ORE, terms=terms)
    (each,) = model.materials
    first = {
        events[0][0].kind: given.first_months
        for given, events in zip(each.given, each.events, strict=True)
    }
    assert first == {"export_control": (1,), LATE: (0,)}
