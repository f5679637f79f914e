from dataclasses import replace

import polars as pl
import pytest

from supplypact.reporting.chart import Option
from supplypact.reporting.plan.view import View
from supplypact.reporting.sankey import column_names, sankey
from tests.reporting.given import target, view


def drawn(seen: View, case: str) -> list[Option]:
    series: list[Option] = sankey(seen, "testium", seen.routes(target()), case)["series"]
    return series


def links(seen: View, case: str) -> dict[tuple[str, str], float]:
    (series,) = drawn(seen, case)
    return {(each["source"], each["target"]): each["value"] for each in series["links"]}


def test_flows_are_drawn_from_mine_to_use_as_given() -> None:
    found = links(view(), "plan")
    assert found["AUS, Mine", "▲ CHN, Refine"] == pytest.approx(25.2)
    assert found["AUS, Refine", "USA, Use"] == 4.0
    assert ("AUS, Refine", "USA, Use") not in links(view(), "base")


def test_nothing_is_lost_when_small_countries_are_drawn_together() -> None:
    seen = view()
    small = pl.DataFrame(
        [
            (case, "testium", "mine", code, "CHN", 2030, 0.5, 0.0)
            for case in ("base", "plan")
            for code in ("BRA", "CHL", "KAZ", "PER", "ZAF", "ROW")
        ],
        schema=seen.plan.routes.schema,
        orient="row",
    )
    routes = pl.concat([seen.plan.routes, small])
    more = View(replace(seen.plan, routes=routes), seen.pact, seen.network, seen.say)
    found = links(more, "base")
    whole = routes.filter(pl.col("case") == "base")["tonnes"].sum()
    assert sum(found.values()) == pytest.approx(whole)
    # AUS, BRA, CHL and KAZ are named; PER, ZAF and the rest of the world are not
    assert found["Other countries, Mine", "▲ CHN, Refine"] == pytest.approx(1.5)


def test_what_is_used_at_an_early_stage_goes_straight_to_its_user() -> None:
    seen = view()
    ore = pl.DataFrame(
        [("base", "testium", "mine", "AUS", "USA", 2030, 3.0, 3.0)],
        schema=seen.plan.routes.schema,
        orient="row",
    )
    more = replace(seen.plan, routes=pl.concat([seen.plan.routes, ore]))
    found = links(View(more, seen.pact, seen.network, seen.say), "base")
    assert found["AUS, Mine", "USA, Use"] == 3.0


def test_base_and_plan_name_the_same_countries_in_a_column() -> None:
    names = [{node["name"] for node in drawn(view(), case)[0]["data"]} for case in ("base", "plan")]
    assert names[0] <= names[1]


def test_the_parties_stand_on_top_and_the_concern_below_marked() -> None:
    (series,) = drawn(view(), "plan")
    refine = [node for node in series["data"] if node["name"].endswith(", Refine")]
    assert [node["label"]["formatter"] for node in refine] == ["JPN", "AUS", "▲ CHN"]
    assert "decal" in refine[-1]["itemStyle"]


def test_columns_are_the_stages_and_the_use() -> None:
    assert column_names(view(), "testium") == ["Mine", "Refine", "Use"]
