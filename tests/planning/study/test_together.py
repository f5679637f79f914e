"""What acting together is worth in the small world."""

from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from supplypact.domain.hazard import PARTIES
from supplypact.domain.network import Network
from supplypact.domain.pact import Origin, Pact, Reading
from supplypact.domain.plan import PlanOptions
from supplypact.domain.risk import Cover, RiskOptions
from supplypact.domain.risk_study import Together
from supplypact.errors import UsageError
from supplypact.planning.risk.given import RISK_TABLES, gather_risk
from supplypact.planning.risk.stockpile import stockpile
from supplypact.planning.study.members import access, coalition, data_of
from supplypact.planning.study.ranking import dearest
from supplypact.planning.study.shared_cost import Cost, share
from supplypact.planning.study.stock_game import StockGame, costs
from supplypact.planning.study.together import (
    EXAMPLE,
    EXAMPLE_YEARS,
    _earliest,
    together,
    together_on_stocks,
)
from supplypact.planning.study.variants import Figures, Question, allowed, make
from supplypact.sharing.game import coalitions
from supplypact.units import Usd
from supplypact.workspace.workspace import Workspace
from tests.given import material, network, pact, project, stage, target, two_stages
from tests.planning.risk.given import BAN, PLAN, STRIKE, data

TIGHT = RiskOptions(gap=1e-8)
AIMED = replace(BAN, id="aimed", target=PARTIES, kind="embargo", rate=0.2)


def world() -> Network:
    return two_stages(project("plant", "AUS", {("testium", "refine"): 20}, start=2025, lead=2))


def dear(**changes: Any) -> Pact:
    """A tenth of the world's refining is outside China; the plant could bring it to a fourth."""
    world_share = target("testium", goal=0.2, reading=Reading.WORLD, year=2031)
    return pact(world_share, shortage_price_multiple=500.0, trade_growth=1.0, **changes)


def question(terms: Pact, options: RiskOptions = TIGHT) -> Question:
    return Question(
        pact=terms,
        network=world(),
        data=data(BAN, STRIKE, AIMED),
        options=options,
        plan_options=PLAN,
    )


def both(terms: Pact, **changes: Any) -> Together:
    return together(terms, world(), data(BAN, STRIKE, AIMED), TIGHT, PLAN, **changes)


def cost_of(found: Together) -> dict[str, float]:
    return dict(found.costs.select("coalition", "cost_usd").iter_rows())


def level_of(found: Together) -> dict[str, float]:
    return dict(found.levels.select("level", "cost_usd").iter_rows())


def test_a_coalition_has_its_own_parties_and_money_and_the_world_stays_the_same() -> None:
    alone = coalition(pact(), ("JPN",))
    assert alone.party_codes == ("JPN",)
    assert [line.party for line in alone.envelope] == ["JPN"]
    assert alone.origin("USA") is Origin.PARTY


def test_an_unknown_member_is_told_with_the_nearest_party() -> None:
    with pytest.raises(UsageError, match=r"'USB' is not a party.*\n.*--members\n.*'USA'"):
        both(dear(), members=("JPN", "USB"))
    with pytest.raises(UsageError, match="1 members cannot be compared"):
        both(dear(), members=("JPN",))
    with pytest.raises(UsageError, match="1 members cannot share a cost"):
        together_on_stocks(dear(), world(), data(), TIGHT, PLAN, members=("JPN",))


def test_parts_of_the_idle_output_follow_use_and_add_up_to_one() -> None:
    # Both use 30 t.
    parties = ("USA", "JPN")
    parts = [access(world(), parties, (party,))["testium"] for party in parties]
    assert parts == pytest.approx([0.5, 0.5])
    assert access(world(), parties, parties)["testium"] == 1.0
    half = data_of(data(), world(), parties, ("JPN",))
    assert data_of(half, world(), parties, ("JPN",)).access["testium"] == pytest.approx(0.25)


def test_one_model_with_bounds_and_the_pact_of_some_parties_tell_the_same_cost() -> None:
    whole = question(dear())
    game = StockGame.of(whole)
    for members in coalitions(game.parties):
        own = game.solve(members).figures()
        codes = tuple(members)
        bare = replace(
            whole,
            pact=replace(coalition(whole.pact, codes), targets=()),
            data=data_of(whole.data, whole.network, whole.pact.party_codes, codes),
            plan_options=replace(PLAN, without=("plant",)),
        )
        other = make(bare.model(np.zeros(0)), TIGHT).figures()
        assert own.cost == pytest.approx(other.cost, rel=1e-7)
        assert own.worth == pytest.approx(other.worth, rel=1e-5, abs=1.0)
        assert own.tail == pytest.approx(other.tail, rel=1e-5)


def test_what_is_lost_in_all_is_what_each_loses_alone_where_nothing_is_shared() -> None:
    # No stock, no idle output, and a single hazard: costs are those of the losses, which add up.
    terms = dear(stock_limit_months=0.0, surge_access=0.0)
    given = replace(question(terms, replace(TIGHT, weight=0.0)), data=data(AIMED))
    game = StockGame.of(given)
    cost = {members: game.solve(members).figures().cost for members in coalitions(game.parties)}
    one, two, whole = cost.values()
    assert one > 0
    assert two > 0
    assert one + two == pytest.approx(whole, rel=1e-8)


@settings(max_examples=8, deadline=None)
@drawn(
    mutual=st.floats(0.0, 1.0),
    weight=st.floats(0.0, 1.0),
    surge=st.floats(0.0, 1.0),
    months=st.floats(0.0, 12.0),
)
def test_acting_together_never_costs_more(
    mutual: float, weight: float, surge: float, months: float
) -> None:
    terms = dear(mutual_share=mutual, surge_access=surge, stock_limit_months=months)
    found = together_on_stocks(
        terms, world(), data(BAN, STRIKE, AIMED), replace(TIGHT, weight=weight), PLAN
    )
    cost = cost_of(found)
    assert cost["USA+JPN"] <= (cost["USA"] + cost["JPN"]) * (1 + 1e-7)
    assert found.in_core
    level = level_of(found)
    assert list(level) == ["alone", "shared risk", "mutual stock"]
    assert level["mutual stock"] <= level["shared risk"] * (1 + 1e-7)
    assert level["shared risk"] <= level["alone"] * (1 + 1e-7)


def test_levels_fall_and_two_parties_share_what_they_save_equally() -> None:
    found = both(dear())
    cost, level = cost_of(found), level_of(found)
    assert level["alone"] == pytest.approx(cost["USA"] + cost["JPN"])
    assert list(level) == ["alone", "shared risk", "mutual stock", "full pact"]
    falling = list(level.values())
    assert all(after <= before * (1 + 1e-7) for before, after in pairwise(falling))
    assert level["full pact"] == cost["USA+JPN"]
    saved = level["alone"] - level["full pact"]
    for party, alone, pays, gains, core in found.split.iter_rows():
        assert alone == cost[party]
        assert pays == pytest.approx(alone - saved / 2)
        assert gains == pytest.approx(saved / 2)
        assert core == pytest.approx(pays)
    assert found.excess == pytest.approx(-saved / 2)
    assert found.in_core
    assert not found.missed
    assert found.costs["targets_met"].all()


def test_all_parties_together_are_the_plan_of_the_pact() -> None:
    found = both(dear())
    plan = stockpile(dear(), world(), data(BAN, STRIKE, AIMED), TIGHT, PLAN)
    whole = found.costs.filter(pl.col("coalition") == "USA+JPN").row(0, named=True)
    assert whole["cost_usd"] == pytest.approx(plan.objective, rel=1e-6)
    losses = plan.losses.filter(
        pl.col("case") == "both",
        pl.col("year") == 2030,
        pl.col("party") == "*",
        pl.col("material") == "*",
    ).row(0, named=True)
    assert whole["expected_usd"] == pytest.approx(losses["expected_usd"], rel=1e-6)
    assert whole["tail_usd"] == pytest.approx(losses["tail_usd"], rel=1e-6)
    stocks = plan.stocks.filter(pl.col("year") == 2030)
    assert whole["stock_usd"] == pytest.approx(stocks["value_usd"].sum(), rel=1e-6)


def test_all_may_miss_a_target_as_far_as_the_party_that_can_do_least() -> None:
    terms = dear()
    poor = tuple(
        replace(line, amount=Usd(0.0)) if line.party == "USA" else line for line in terms.envelope
    )
    found = both(replace(terms, envelope=poor))
    met = dict(found.costs.select("coalition", "targets_met").iter_rows())
    assert met == {"USA": False, "JPN": True, "USA+JPN": True}
    assert found.missed > 0
    # Without money the US starts nothing and holds nothing.
    poorest = found.costs.filter(pl.col("coalition") == "USA").row(0, named=True)
    assert poorest["stock_usd"] == pytest.approx(0.0, abs=1e-6)


def test_a_cover_is_asked_of_its_holder_only() -> None:
    cover = Cover(material="testium", holder="JPN", days=60.0, first_year=2030)
    options = replace(TIGHT, covers=(cover,))
    found = together(dear(), world(), data(STRIKE), options, PLAN)
    free = together(dear(), world(), data(STRIKE), TIGHT, PLAN)
    assert cost_of(found)["USA"] == pytest.approx(cost_of(free)["USA"])
    assert cost_of(found)["JPN"] >= cost_of(free)["JPN"]


def test_the_union_of_the_bundled_example_is_a_member_like_the_others() -> None:
    workspace = Workspace()
    network = workspace.open_network()
    terms = workspace.open_pact(EXAMPLE, network)
    hazards, laws = workspace.open_hazards()
    given = gather_risk(hazards, laws, workspace.open_tables(RISK_TABLES))
    options = RiskOptions(materials=("gallium",))
    years = PlanOptions(first_year=EXAMPLE_YEARS[0], last_year=EXAMPLE_YEARS[1], relaxed=True)
    found = together_on_stocks(terms, network, given, options, years, members=("DEU", "IND"))
    assert found.members == ("DEU", "IND")
    assert found.materials == ("gallium",)
    assert not found.projects
    cost = cost_of(found)
    assert cost["DEU"] > cost["IND"] > 0
    assert cost["DEU+IND"] <= cost["DEU"] + cost["IND"] + 2 * found.gap


def test_costs_are_the_same_for_any_number_of_processes() -> None:
    game = StockGame.of(question(dear()))

    def told(found: dict[frozenset[str], Figures]) -> list[float]:
        return [float(figures.cost) for figures in found.values()]

    heard: list[tuple[int, int]] = []
    one = costs(game, workers=1, progress=lambda done, of: heard.append((done, of)))
    two = costs(game, workers=2, progress=lambda _done, _of: None)
    assert list(one) == list(two)
    assert told(one) == told(two)
    assert heard[-1] == (3, 3)


def test_figures_add_up_to_what_was_minimised() -> None:
    given = question(dear())
    solved = given.calm()
    made = make(given.model(allowed(solved)), TIGHT)
    figures = made.figures()
    assert figures.cost == pytest.approx(made.found.objective * made.model.units.money, rel=1e-9)
    assert figures.plan >= solved.solution.objective * (1 - 1e-9)


def test_the_dearest_material_is_the_only_one() -> None:
    assert dearest(question(dear()), 3) == ("testium",)


def test_the_dearest_material_stands_first() -> None:
    small_ = two_stages(project("plant", "AUS", {("dear", "refine"): 20}))
    names = {"cheap": 1_000.0, "dear": 5_000.0, "fair": 2_000.0}

    def of_each(frame: pl.DataFrame, *keys: str) -> dict[Any, float]:
        return {
            (name, *row[:-1]): row[-1]
            for name in names
            for row in frame.select(*keys, "tonnes").iter_rows()
        }

    three = network(
        tuple(material(n, stage("mine"), stage("refine"), price=p) for n, p in names.items()),
        output=of_each(small_.output, "stage", "country", "year"),
        demand=of_each(small_.demand, "stage", "country"),
        flow=of_each(small_.flow, "stage", "exporter", "importer"),
        projects=small_.projects,
    )
    ban = replace(BAN, materials=tuple(names))
    given = replace(question(dear()), network=three, data=data(ban))
    assert dearest(given, 2) == ("dear", "fair")


def test_whoever_shares_risk_only_pays_for_its_projects_as_if_alone() -> None:
    # Nothing ever strikes and no trade costs more, so each would build the plant for a million.
    # Only the whole pact builds it once.
    never = replace(BAN, rate=1e-12)
    found = together(dear(switching_cost=0.0), world(), data(never), TIGHT, PLAN)
    assert level_of(found) == pytest.approx(
        {"alone": 2e6, "shared risk": 2e6, "mutual stock": 2e6, "full pact": 1e6}, abs=1.0
    )


def test_of_a_project_of_several_the_earliest_start_counts() -> None:
    # Columns 0 to 2 start the plant in a year, 3 to 5 run it.
    starts = SimpleNamespace(
        start=np.array([0, 1, 2]), running=np.array([[3, 4, 5]]), start_project=np.array([0, 0, 0])
    )
    model = SimpleNamespace(built=SimpleNamespace(starts=starts))
    first, last = np.array([1.0, 0, 0, 1, 1, 1]), np.array([0.0, 0, 1, 0, 0, 1])
    for order in ((first, last), (last, first)):
        alone = [SimpleNamespace(model=model, column=column) for column in order]
        assert _earliest(alone).tolist() == [1.0, 0.0, 0.0]  # type: ignore[arg-type]


def test_the_gap_of_a_split_is_that_of_the_loosest_coalition() -> None:
    def pays(cost: float, slack: float) -> Cost:
        figures = Figures(
            plan=Usd(cost),
            stock=Usd(0.0),
            risk=Usd(0.0),
            worth=Usd(0.0),
            expected=Usd(0.0),
            tail=Usd(0.0),
            slack=Usd(slack),
        )
        return Cost(figures=figures, met=True)

    found = {
        frozenset({"JPN"}): pays(10.0, 1.0),
        frozenset({"USA"}): pays(12.0, 5.0),
        frozenset({"JPN", "USA"}): pays(20.0, 2.0),
    }
    told = share(("JPN", "USA"), ("testium",), found, between={}, projects=True, miss=0.0)
    assert told.gap == 5.0
    # Two are saved, one for each.
    assert dict(told.split.select("party", "shapley_usd").iter_rows()) == {"JPN": 9.0, "USA": 11.0}
