import json
from dataclasses import replace

from supplypact.reporting.plan import supply_tables, tables
from supplypact.reporting.table import Table
from supplypact.units import Share
from tests.reporting.given import network, pact, plan, project, target, view


def rows(table: Table) -> list[dict[str, object]]:
    found: list[dict[str, object]] = table.to_json()["rows"]
    return found


def test_targets_tell_goal_base_plan_and_verdict() -> None:
    (row,) = rows(tables.targets(view()))
    assert row["material"] == "Testium"
    assert (row["goal"], row["planned_share"], row["met"]) == (0.3, 0.3, True)


def test_each_target_is_shown_under_three_readings() -> None:
    found = rows(tables.readings(view()))
    assert [(row["planned_share"], row["met"], row["read_so"]) for row in found] == [
        (0.18, False, False),
        (0.30, True, False),
        (0.30, True, True),
    ]


def test_projects_say_who_pays_and_whether_capex_is_an_estimate() -> None:
    (row,) = rows(tables.projects(view(projects=(project(estimate=True),))))
    assert row["support_usd_USA"] == 0.25 * 2e9
    assert row["capex_is_estimate"] is True
    assert row["source"] == "Company release"
    assert row["project_id"] == "opal"


def test_support_is_split_into_share_of_capex_and_price_floor() -> None:
    # half of USD 2 bn is public; of that 0.2 bn is price floor
    for made in (tables.projects, tables.project_list):
        (row,) = rows(made(view()))
        assert (row["capex_support"], row["price_floor"]) == (0.8e9, 0.2e9)
        assert (row["support_usd_USA"], row["support_usd_JPN"]) == (0.5e9, 0.5e9)


def test_the_routes_say_that_scrap_is_not_among_them() -> None:
    note = supply_tables.routes(view()).to_json()["note"]
    assert note.startswith("Feed from scrap")


def test_a_part_of_a_project_makes_a_part_of_its_output() -> None:
    (row,) = rows(tables.outputs(view(projects=(replace(project(), part=Share(0.5)),))))
    assert row["tonnes_per_year"] == 4.0


def test_support_is_compared_with_its_limit() -> None:
    # a quarter of USD 2 bn over two years: 0.25 bn of a limit of 1 bn
    row = rows(tables.support(view()))[0]
    assert (row["party"], row["year"], row["part_of_limit"]) == ("USA", 2028, 0.25)


def test_a_party_without_a_limit_has_no_part_of_it() -> None:
    seen = view()
    seen.plan.support.replace_column(3, (seen.plan.support["limit_usd"] * 0).alias("limit_usd"))
    assert rows(tables.support(seen))[0]["part_of_limit"] is None


def test_costs_and_bindings_repeat_the_plan() -> None:
    assert [row["discounted_usd"] for row in rows(tables.costs(view()))] == [1.5e9, 0.5e9]
    assert rows(tables.bindings(view()))[0]["shadow_price"] == 5e6


def test_all_tables_are_strict_json_with_a_unit_for_every_amount() -> None:
    answer = plan_json()
    for table in answer["tables"].values():
        for column in table["columns"]:
            if column["kind"] in {"tonnes", "usd", "share", "year"}:
                assert column["unit"], column


def plan_json() -> dict[str, dict[str, dict[str, list[dict[str, str]]]]]:
    made = tables.plan_tables(plan(target()), pact(), network())
    text = json.dumps(made, allow_nan=False)
    answer: dict[str, dict[str, dict[str, list[dict[str, str]]]]] = json.loads(text)
    return answer
