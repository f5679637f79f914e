"""The plan as a picture, and that it tells the simulation what the planner knows."""

from functools import cache

import numpy as np
import pytest

from supplypact.algebra.model import Values
from supplypact.decomposition.options import Options
from supplypact.decomposition.solve import solve
from supplypact.domain.hazard import LATE
from supplypact.domain.picture import Picture
from supplypact.planning.risk.answer import cases
from supplypact.planning.risk.evaluate import Strike, strikes
from supplypact.planning.risk.model import RiskModel
from supplypact.planning.risk.picture import pictures
from supplypact.simulation.draws import Draws
from supplypact.simulation.month import Month
from supplypact.simulation.run import Lives, run
from supplypact.simulation.simulate import simulate
from supplypact.simulation.tables import tables_of
from tests.given import pact, target
from tests.planning.risk.given import BAN, STRIKE, data, hazard, small

EMBARGO = hazard("embargo", "CHN", "mine", kind="embargo", severity=1.0, rate=0.05)
HAZARDS = (BAN, STRIKE, EMBARGO)


@cache
def planned() -> tuple[RiskModel, Values, dict[str, Picture]]:
    terms = pact(target("testium", goal=0.3), project_late_chance=0.5, discount_rate=0.05)
    model = small(*HAZARDS, terms=terms)
    column = model.columns(solve(model.problem, Options(gap=1e-6)).x)
    return model, column, pictures(model, column, data(*HAZARDS).laws)


@cache
def struck(case: str) -> list[Strike]:
    model, column, _ = planned()
    (each,) = model.materials
    return list(strikes(each, cases(model, column)[case], range(3)))


def alone(picture: Picture, name: str) -> list[Month]:
    """Return the months of one disruption that lasts as long as the course."""
    tables = tables_of(picture.materials[0], len(picture.hazards))
    draws = Draws(
        histories=1,
        history=np.array([0]),
        hazard=np.array([picture.hazards.index(name)]),
        onset=np.array([0]),
        months=np.array([tables.months]),
        late=np.array([False]),
    )
    months: list[Month] = []
    run(tables, Lives.of(draws, beyond=False), months.append)
    return months


@pytest.mark.parametrize("case", ["nothing", "both"])
def test_a_lone_disruption_costs_what_the_planner_says(case: str) -> None:
    picture = planned()[2][case]
    users = picture.materials[0]
    for strike in struck(case):
        row = picture.hazards.index(strike.hazard.id)
        months = alone(picture.frozen(strike.year), strike.hazard.id)
        weight = picture.alive[row] * picture.monthly_discount ** np.arange(25)
        cost, missing = np.zeros((2, 2))
        for chance, month in zip(weight, months, strict=False):
            cost += chance * month.cost[:, 0]
            missing += chance * month.short[:, 0] * users.tonnes
        assert cost.sum() == pytest.approx(strike.cost.sum(), rel=1e-6, abs=1e-6)
        np.testing.assert_allclose(cost, strike.cost, rtol=1e-6, atol=1e-6 * cost.sum() + 1e-6)
        np.testing.assert_allclose(missing, strike.tonnes.sum(axis=1), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("case", ["nothing", "both"])
def test_the_claim_is_what_the_planner_expects(case: str) -> None:
    found = simulate({case: planned()[2][case]}, histories=2)
    expected = np.zeros(3)
    for strike in struck(case):
        expected[strike.year] += strike.hazard.rate * strike.cost.sum()
    claimed = found.claim.sort("year")["claimed_usd"].to_numpy()
    np.testing.assert_allclose(claimed, expected, rtol=1e-9)


def test_who_helps_when_is_carried_over() -> None:
    # Australia and China can mine more; Australia does not help where it is struck.
    model, column, made = planned()
    material = made["both"].materials[0]
    (each,) = model.materials
    for law, events in enumerate(each.events):
        for rhs, (event, year) in enumerate(events):
            family = each.families[law]
            mine = family.own.rhs == rhs
            phi = family.base[rhs].copy()
            links = family.own.column[mine]
            np.add.at(phi, family.own.row[mine], family.own.value[mine] * column[links])
            lags = each.given[law].lag
            start = len(each.users) * len(each.given[law].first_months)
            spare = dict(zip(map(tuple, lags.tolist()), phi[start:], strict=False))
            row = list(material.hazard).index(made["both"].hazards.index(event.id))
            able = np.zeros(len(material.lag))
            np.add.at(able, material.maker_pool, material.helps[row] * material.spare[year])
            found = dict.fromkeys(spare, 0.0)
            for pool in np.flatnonzero(material.reaches[row]):
                found[tuple(material.lag[pool].tolist())] += able[pool]
            assert found == pytest.approx({key: max(each, 0.0) for key, each in spare.items()})


def test_stocks_uses_and_names_are_those_of_the_plan() -> None:
    model, column, made = planned()
    nothing, both = made["nothing"].materials[0], made["both"].materials[0]
    assert nothing.stock.sum() == 0.0
    assert both.stock.sum() > 0.0
    (each,) = model.materials
    stock = {
        (holder, form): column[model.stock.stock[item, place]]
        for item, form in enumerate(model.stocks.forms)
        for place, holder in enumerate(model.stocks.holders)
    }
    scale = dict(zip([stage.id for stage in each.base.chain.stages], each.scale, strict=True))
    for number, (holder, form) in enumerate(both.stores):
        expected = np.maximum(stock[holder, form], 0.0) * scale[form]
        np.testing.assert_allclose(both.stock[:, number], expected)
    # Japan and the US use 30 t each a year.
    unit = each.base.chain.unit
    np.testing.assert_allclose(both.use * unit, 30 / 12)
    assert both.users == each.users
    assert made["both"].years == (2029, 2030, 2031)


def test_a_project_that_is_not_built_is_never_late() -> None:
    nothing, both = (planned()[2][case] for case in ("nothing", "both"))
    late = [kind == LATE for kind in nothing.kinds]
    assert sum(late) == 1
    assert nothing.rate[late].sum() == 0.0
    assert set(both.rate[late].ravel()) <= {0.0, 0.5}
    expected = {each.id: each.rate for each in HAZARDS}
    for name, rates in zip(both.hazards, both.rate, strict=True):
        if name in expected:
            assert set(rates) == {expected[name]}


def test_workers_find_the_same_course() -> None:
    model, column, made = planned()
    again = pictures(model, column, data(*HAZARDS).laws, workers=2)
    for case, picture in made.items():
        one, other = picture.materials[0].course, again[case].materials[0].course
        for name in ("surge", "release", "response", "short"):
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_progress_of_the_course_ends_at_one() -> None:
    model, column, _ = planned()
    parts: list[float] = []
    pictures(model, column, data(*HAZARDS).laws, progress=parts.append)
    assert parts == sorted(parts)
    assert parts[-1] == pytest.approx(1.0)
