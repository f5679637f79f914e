from dataclasses import replace

import polars as pl
import pytest

from supplypact.reporting.plan import supply_tables
from supplypact.reporting.plan.supply_tables import (
    estimated_share,
    flow_estimated,
    unannounced_share,
)
from supplypact.reporting.plan.view import View
from tests.reporting.given import target, view
from tests.reporting.plan.test_tables import rows


def test_shares_stand_base_beside_plan() -> None:
    found = [row for row in rows(supply_tables.shares(view())) if row["year"] == 2030]
    assert [(row["base_share"], row["planned_share"]) for row in found] == [
        (0.10, 0.18),
        (10 / 60, 0.30),
        (10 / 60, 0.30),
    ]


def test_a_flow_that_only_the_plan_has_is_unknown_in_the_base() -> None:
    found = rows(supply_tables.flows(view()))
    (row,) = [row for row in found if row["exporter"] == "AUS" and row["importer"] == "USA"]
    assert (row["base_tonnes"], row["planned_tonnes"]) == (None, 4.0)


def test_sourcing_leaves_out_the_sum_over_parties() -> None:
    found = rows(supply_tables.sourcing(view()))
    assert {row["party"] for row in found} == {"USA", "JPN"}
    # 2 stages, 2 parties, 4 origins, 4 years
    assert len(found) == 64


def test_dependence_shows_every_stage_with_what_is_used() -> None:
    found = rows(supply_tables.dependence(view()))
    assert [(row["stage"], row["used_tonnes"]) for row in found] == [
        ("Mine", 60.0),
        ("Refine", 60.0),
    ]
    assert found[1]["planned_share"] == pytest.approx(0.3)


def test_the_estimated_part_is_by_tonnes() -> None:
    frame = pl.DataFrame({"tonnes": [30.0, 10.0], "estimate": [False, True]})
    assert estimated_share(frame) == 0.25
    assert estimated_share(frame.clear()) is None


def test_only_flows_that_reach_the_parties_count_as_their_estimates() -> None:
    # of the 60 t that USA and JPN get refined, the 28 t from China to the USA are made estimates
    seen = view()
    to_usa = (pl.col("exporter") == "CHN") & (pl.col("importer") == "USA")
    flow = seen.network.flow.with_columns(estimate=to_usa)
    marked = View(seen.plan, seen.pact, replace(seen.network, flow=flow), seen.say)
    assert flow_estimated(marked, target()) == pytest.approx(28 / 60)


def test_unannounced_supply_is_a_part_of_what_the_base_case_ships() -> None:
    # 10 t of the 100 t refined in the base case
    assert unannounced_share(view(), "testium", "refine", 2030) == pytest.approx(0.10)
    assert unannounced_share(view(), "testium", "refine", 2031) is None


def test_estimates_go_stage_by_stage() -> None:
    found = rows(supply_tables.estimates(view()))
    assert [row["unannounced_share"] for row in found] == [0.0, pytest.approx(0.10)]
    assert found[0]["demand_estimated"] is None
