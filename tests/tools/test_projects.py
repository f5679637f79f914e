from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.build_data import definitions, project_costs, project_overlap
from tools.build_data.project_costs import Intensity, capex, intensities, product, timing
from tools.build_data.project_inputs import (
    IN_BASE,
    STATUSES,
    Judged,
    Term,
    first_output,
    read_facts,
    read_judged,
    read_terms,
)
from tools.build_data.project_outputs import Output, contents, ndpr_share, outputs
from tools.build_data.projects import frames_of

MAGNET, HEAVY = "magnet_rare_earths", "dysprosium_terbium"


def row_of_yields(material: str, start: str, end: str, value: str, kind: str) -> dict[str, str]:
    return {
        "material": material,
        "from_stage": start,
        "to_stage": end,
        "value": value,
        "kind": kind,
    }


def yields() -> list[dict[str, str]]:
    factor, content = "conversion factor", "content"
    return [
        row_of_yields("NdPr", "NdPr oxide", "NdPr metal", "0.85", factor),
        row_of_yields("dysprosium", "Dy2O3", "Dy", "0.87", factor),
        row_of_yields("terbium", "Tb4O7", "Tb", "0.85", factor),
        row_of_yields("lithium", "Li2CO3", "Li", "0.1879", factor),
        row_of_yields("lithium", "LiOH.H2O", "Li", "0.1654", factor),
        row_of_yields("lithium", "Li2O", "Li", "0.4645", factor),
        row_of_yields("tungsten", "WO3", "W", "0.793", factor),
        row_of_yields("NdFeB magnets", "magnet", "Nd (with Pr)", "30", content),
        row_of_yields("NdFeB magnets", "magnet", "Dy", "1", content),
        row_of_yields("gap", "a", "b", "", "yield"),
    ]


def term(element: str, tonnes: float, form: str, new: float = 1.0, **changes: str) -> Term:
    known = {"project": "p", "stage": "refine", "quality": "reported", "source": "s", "note": ""}
    return Term(element=element, tonnes=tonnes, form=form, new_share=new, **(known | changes))


def judged(project: str, status: str = "decision_pending", **changes: object) -> Judged:
    plain = Judged(
        project=project,
        status=status,
        name=project,
        host="AUS",
        owners="",
        concern_owned=False,
        latitude=None,
        longitude=None,
        capex="",
        capex_musd=None,
        capex_year=None,
        capex_share=1.0,
        intensity=None,
        first_year=None,
        first_note="",
        start_year=None,
        lead_months=None,
        source="s",
        source_year=None,
        capex_source="",
        note="",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def output(
    project: str, material: str, stage: str, tonnes: float, added: float | None = None
) -> Output:
    return Output(
        project=project,
        material=material,
        stage=stage,
        tonnes=tonnes,
        added=tonnes if added is None else added,
        source="s",
        quality="reported",
        method="",
        note="",
    )


def made(*terms: Term, recovery: dict[str, float] | None = None) -> dict[tuple[str, str], Output]:
    known = (
        term("REO", 10, "REO", project="other"),
        term("NdPr", 2, "NdPr oxide", project="other"),
    )
    found = outputs([*terms, *known], contents(yields()), recovery or {})
    return {(out.material, out.stage): out for out in found if out.project == "p"}


def test_oxides_become_element_and_heavies_count_in_both_materials() -> None:
    # 1000 x 0.85 + 100 x 0.87 + 20 x 0.85 = 850 + 87 + 17
    found = made(
        term("NdPr", 1000, "NdPr oxide"), term("Dy", 100, "Dy oxide"), term("Tb", 20, "Tb oxide")
    )
    assert found[MAGNET, "refine"].tonnes == pytest.approx(954)
    assert found[HEAVY, "refine"].tonnes == pytest.approx(104)
    assert found[MAGNET, "refine"].quality == "reported"


def test_dysprosium_and_terbium_given_as_one_sum_are_taken_five_to_one() -> None:
    # (5 x 0.87 + 0.85) / 6 = 5.2 / 6 = 0.866667
    assert made(term("DyTb", 60, "DyTb oxide"))[HEAVY, "refine"].tonnes == pytest.approx(52)


def test_a_magnet_plant_counts_what_its_magnets_contain() -> None:
    # 3000 t of magnets at 30 + 1 % rare earths, of which 1 % dysprosium
    found = made(term("magnet", 3000, "magnet", stage="magnet"))
    assert found[MAGNET, "magnet"].tonnes == pytest.approx(930)
    assert found[HEAVY, "magnet"].tonnes == pytest.approx(30)


def test_lithium_units_are_told_apart() -> None:
    carbonate = made(term("lithium", 40_000, "Li2CO3"))["lithium", "refine"]
    hydroxide = made(term("lithium", 40_000, "LiOH.H2O"))["lithium", "refine"]
    assert carbonate.tonnes == pytest.approx(7516)
    assert hydroxide.tonnes == pytest.approx(6616)


def test_total_rare_earth_oxide_alone_is_never_taken_as_magnet_rare_earths() -> None:
    # the only deposit with both known has 2 of 10, so 6000 t REO hold 1200 t NdPr oxide, 1020 t
    found = made(term("REO", 6000, "REO"))[MAGNET, "refine"]
    assert found.tonnes == pytest.approx(1020)
    assert found.quality == "estimate"
    assert "20.0%" in found.method


def test_the_median_share_counts_only_deposits_where_both_are_known() -> None:
    known = [term("REO", 100, "REO", project=name) for name in ("a", "b", "c", "without NdPr")] + [
        term("NdPr", tonnes, "NdPr oxide", project=name)
        for name, tonnes in (("a", 10), ("b", 20), ("c", 40), ("without REO", 90))
    ]
    assert ndpr_share(known) == pytest.approx(0.2)


def test_a_mine_and_refinery_in_one_yields_rows_at_both_stages() -> None:
    # 1000 x 0.85 = 850 refined need 850 / 0.85 = 1000 mined
    found = made(term("NdPr", 1000, "NdPr oxide", stage="mine+refine"), recovery={MAGNET: 0.85})
    assert found[MAGNET, "refine"].tonnes == pytest.approx(850)
    assert found[MAGNET, "mine"].tonnes == pytest.approx(1000)
    assert found[MAGNET, "mine"].quality == "estimate"


def test_a_plant_that_ran_in_2024_adds_only_what_is_new_of_each_product() -> None:
    # NdPr: 43% of 1000 x 0.85 = 365.5; Dy: all of 100 x 0.87 = 87; together 452.5 of 937
    found = made(term("NdPr", 1000, "NdPr oxide", new=0.43), term("Dy", 100, "Dy oxide"))
    assert found[MAGNET, "refine"].added == pytest.approx(452.5)
    assert found[MAGNET, "refine"].tonnes == pytest.approx(937)
    assert found[HEAVY, "refine"].added == pytest.approx(87)


def test_a_mine_adds_what_its_refined_addition_needs() -> None:
    # half of 1000 x 0.85 = 425 refined need 425 / 0.85 = 500 mined
    found = made(
        term("NdPr", 1000, "NdPr oxide", new=0.5, stage="mine+refine"), recovery={MAGNET: 0.85}
    )
    assert found[MAGNET, "mine"].added == pytest.approx(500)


def test_total_rare_earth_oxide_alone_adds_its_new_share() -> None:
    # 1020 t as above, 5850 of 6000 t REO of them new
    found = made(term("REO", 6000, "REO", new=0.975))[MAGNET, "refine"]
    assert found.added == pytest.approx(994.5)


@given(st.floats(1, 1e6), st.floats(1, 1e6))
def test_heavies_are_never_more_than_all_magnet_rare_earths(light: float, heavy: float) -> None:
    found = made(term("NdPr", light, "NdPr oxide"), term("DyTb", heavy, "DyTb oxide"))
    assert found[HEAVY, "refine"].tonnes <= found[MAGNET, "refine"].tonnes


def curated_row(**changes: str) -> dict[str, str]:
    names = {"project", "capacity", "capacity_unit", "capex_musd", "planned_start_year", "owners"}
    names |= {"lat", "lon", "source", "url", "project_id", "primary_row"}
    return dict.fromkeys(names, "") | {"country": "NA", "quality": "reported"} | changes


def judged_row(**changes: str) -> dict[str, str]:
    names = {"project", "status", "name", "host", "owners", "concern_owned", "capex", "capex_musd"}
    names |= {"capex_year", "capex_share", "intensity", "first_year", "first_note", "start_year"}
    return dict.fromkeys(names | {"lead_months", "source", "note"}, "") | changes


def test_a_term_without_tonnes_takes_the_curated_capacity_of_its_unit() -> None:
    curated = [
        curated_row(project_id="p", capacity="16000", capacity_unit="t REO/yr", primary_row="1"),
        curated_row(project_id="p", capacity="23000", capacity_unit="t max/yr", primary_row="0"),
    ]
    names = ("project", "stage", "element", "curated_unit", "tonnes", "form", "share", "quality")
    wanted = dict.fromkeys((*names, "new_share", "source", "note"), "") | {
        "project": "p",
        "curated_unit": "t REO/yr",
        "share": "0.25",
        "quality": "reported",
    }
    [found] = read_terms([wanted], curated, {})
    assert found.tonnes == 4000
    assert found.new_share == 1
    [ran] = read_terms([wanted | {"new_share": "0"}], curated, {})
    assert (ran.tonnes, ran.new_share) == (4000, 0)
    with pytest.raises(KeyError):
        read_terms([wanted | {"curated_unit": "t NdPr/yr"}], curated, {})


def test_namibia_is_a_host_and_not_a_blank() -> None:
    curated = [curated_row(project_id="lofdal", project="Lofdal", primary_row="1")]
    [found] = read_judged([judged_row(project="lofdal", status="feasibility")], curated, {})
    assert found.host == "NAM"


def test_a_loan_is_no_capital_cost() -> None:
    curated = [curated_row(project_id="p", project="P", primary_row="1", capex_musd="150")]
    [found] = read_judged([judged_row(project="p", status="commissioning")], curated, {})
    assert capex(found, [], {}).usd is None


def test_the_cost_of_a_gold_mine_is_shared_by_revenue() -> None:
    project = judged("p", capex="curated", capex_musd=1300.0, capex_share=0.118, note="share")
    found = capex(project, [], {})
    assert found.usd == pytest.approx(153.4e6)
    assert (found.quality, found.method) == ("estimate", "share")


def test_a_missing_cost_is_output_times_the_median_intensity() -> None:
    # 930 t of rare earths in magnets at USD 200,000 per tonne a year
    known = {(MAGNET, "magnet"): Intensity(median=2e5, low=1e5, high=3e5, projects=("a", "b"))}
    found = capex(judged("p", capex="model"), [output("p", MAGNET, "magnet", 930)], known)
    assert found.usd == pytest.approx(186e6)
    assert found.quality == "estimate"


def test_an_expansion_is_measured_by_the_tonnes_it_adds() -> None:
    # USD 300m for half of 100 t and USD 100m for 100 t: 6 and 1 million a tonne, median 3.5
    projects = [
        judged("a", capex="curated", capex_musd=300.0, intensity=0.5),
        judged("b", capex="curated", capex_musd=100.0, intensity=1.0),
        judged("loan", capex_musd=500.0),
    ]
    by_project = {name: [output(name, "gallium", "refine", 100)] for name in ("a", "b", "loan")}
    found = intensities(projects, by_project)["gallium", "refine"]
    assert found.median == pytest.approx(3.5e6)
    assert (found.low, found.high, found.projects) == (1e6, 6e6, ("a", "b"))


def test_a_heavy_deposit_is_not_compared_with_a_light_one() -> None:
    heavy = [output("p", MAGNET, "mine", 100), output("p", HEAVY, "mine", 60)]
    light = [output("p", MAGNET, "mine", 100), output("p", HEAVY, "mine", 40)]
    assert product(heavy) == ((HEAVY, "mine"), 60)
    assert product(light) == ((MAGNET, "mine"), 100)


@pytest.mark.parametrize(
    ("status", "changes", "expected"),
    [
        # 26 months are 3 whole years; first output 2030 allows a start in 2027
        ("decision_pending", {"lead_months": 26.0, "first_year": 2030}, (2027, 3)),
        # first output 2028 would need 2025, which is past
        ("decision_pending", {"lead_months": 26.0, "first_year": 2028}, (2026, 3)),
        # a study needs a year before it can be funded; the stage's own lead time is 2 years
        ("feasibility", {}, (2027, 2)),
        ("exploration", {}, (2029, 2)),
        ("idle", {"start_year": 2028}, (2028, 2)),
    ],
)
def test_the_earliest_start_follows_plan_status_and_lead_time(
    status: str, changes: dict[str, object], expected: tuple[int, int]
) -> None:
    project = judged("p", status, **changes)
    assert timing(project, [output("p", "gallium", "refine", 1)], {"refine": 2}) == expected


def test_a_stage_without_own_lead_times_takes_the_median_of_the_known_rounded_up() -> None:
    projects = [
        judged(name, lead_months=months) for name, months in (("a", 24), ("b", 26), ("c", 60))
    ]
    by_project = {name: [output(name, "lithium", "mine", 1)] for name in "abc"}
    assert project_costs.reference_years(projects, by_project) == {"mine": 3}


def production(*rows: tuple[str, str, str, int, str, float]) -> pl.DataFrame:
    names = ["material", "stage", "country", "year", "measure", "tonnes"]
    return pl.DataFrame(rows, schema=names, orient="row")


IEA = (
    ("lithium", "refine", "AUS", 2024, "production", 4.0),
    ("lithium", "refine", "AUS", 2030, "projection", 24.0),
    ("lithium", "refine", "CAN", 2030, "projection", 9.0),
    ("lithium", "refine", "ROW", 2030, "projection", 99.0),
)


def test_growth_is_known_for_named_hosts_only() -> None:
    assert project_overlap.growth(production(*IEA)) == {
        ("lithium", "refine", "AUS"): 20.0,
        ("lithium", "refine", "CAN"): 9.0,
    }


def test_projects_fill_the_growth_of_their_host_in_the_order_of_their_start() -> None:
    # growth 20: 8 in the base (half of 16 is new), then 7 of 2027 fits, 9 of 2028 does not fit
    # into the last 5, 5 of 2029 does; a study never counts, nor a host that is not named
    projects = [
        judged("base", "operating"),
        judged("first"),
        judged("second"),
        judged("third", "idle"),
        judged("study", "feasibility"),
        judged("abroad", host="USA"),
    ]
    tonnes = {"base": 16, "first": 7, "second": 9, "third": 5, "study": 1, "abroad": 1}
    rows = [
        output(name, "lithium", "refine", amount, 8 if name == "base" else None)
        for name, amount in tonnes.items()
    ]
    years = {"first": 2027, "second": 2028, "third": 2029, "study": 2026, "abroad": 2026}
    found = project_overlap.overlaps(
        projects, rows, years, project_overlap.growth(production(*IEA))
    )
    assert {name for name, _, _ in found if found[name, "lithium", "refine"]} == {
        "base",
        "first",
        "third",
    }


def test_the_tables_show_overlap_only_where_there_is_a_projection() -> None:
    projects = [
        judged("base", "construction"),
        judged("fits", capex="stated", capex_musd=2.0, capex_year=2025, lead_months=12.0),
        judged("late", first_year=2036, lead_months=24.0),
        judged("unknown", "cancelled"),
    ]
    rows = [
        output("base", "lithium", "refine", 8),
        output("fits", "lithium", "refine", 7),
        output("late", "gallium", "refine", 1),
    ]
    frames = frames_of(projects, rows, production(*IEA))
    by_project = {row["project"]: row for row in frames["projects"].iter_rows(named=True)}
    assert by_project["fits"]["in_projection"] is True
    assert by_project["fits"]["capex_usd"] == 2e6
    assert by_project["late"]["in_projection"] is None
    assert by_project["late"]["status"] == "beyond_horizon"
    assert by_project["base"]["in_base"] is True
    assert by_project["base"]["earliest_start"] is None
    assert frames["project_outputs"]["project"].to_list() == ["base", "fits", "late"]


@pytest.mark.parametrize(
    ("status", "changes", "expected"),
    [
        ("construction", {"first_year": 2027}, (2027, "")),
        ("commissioning", {"first_year": 2027, "first_note": "ran once"}, (2027, "ran once")),
        ("operating", {}, (2024, "first output not known: 2024 by its status (operating)")),
        ("commissioning", {}, (2026, "first output not known: 2026 by its status (commissioning)")),
        ("construction", {}, (2028, "first output not known: 2028 by its status (construction)")),
        ("decision_pending", {"first_year": 2027}, (None, "")),
        ("idle", {}, (None, "")),
    ],
)
def test_first_output_is_the_planned_year_else_that_of_the_status_and_only_in_the_base(
    status: str, changes: dict[str, object], expected: tuple[int | None, str]
) -> None:
    assert first_output(judged("p", status, **changes)) == expected


def test_only_the_base_outside_the_projection_adds_to_its_host() -> None:
    # lithium of Australia is projected, that of Korea is not, and gallium nowhere
    projects = [
        judged("inside", "construction"),
        judged("outside", "construction", host="KOR", first_year=2027, note="known"),
        judged("ran", "operating", note="known"),
        judged("candidate", lead_months=12.0),
    ]
    rows = [
        output("inside", "lithium", "refine", 8),
        output("outside", "lithium", "refine", 7),
        output("ran", "gallium", "refine", 6, 1.5),
        output("candidate", "gallium", "refine", 5),
    ]
    frames = frames_of(projects, rows, production(*IEA))
    added = dict(frames["project_outputs"].select("project", "added_tonnes_per_year").iter_rows())
    assert added == {"inside": None, "outside": 7, "ran": 1.5, "candidate": None}
    first = dict(frames["projects"].select("project", "first_output").iter_rows())
    assert first == {"inside": 2028, "outside": 2027, "ran": 2024, "candidate": None}
    notes = dict(frames["projects"].select("project", "note").iter_rows())
    assert notes["outside"] == "known"
    assert notes["ran"] == "known; first output not known: 2024 by its status (operating)"


def test_only_a_plant_in_the_base_can_have_made_some_of_its_output_in_2024() -> None:
    base = {
        row["project"] for row in definitions.rows("project_judged") if row["status"] in IN_BASE
    }
    ran = {row["project"] for row in definitions.rows("project_terms") if row["new_share"]}
    assert ran
    assert ran <= base


def test_every_judged_project_has_a_status_of_the_list_and_a_source_that_exists() -> None:
    facts = read_facts(definitions.rows("project_sources"))
    rows = definitions.rows("project_judged")
    assert {row["status"] for row in rows} <= set(STATUSES)
    assert {row["source"] for row in rows} - {""} <= set(facts)
    assert len({row["project"] for row in rows}) == len(rows)


def test_every_term_belongs_to_a_judged_project() -> None:
    projects = {row["project"]: row for row in definitions.rows("project_judged")}
    terms = definitions.rows("project_terms")
    assert {row["project"] for row in terms} <= set(projects)
    undecided = {
        row["project"] for row in terms if projects[row["project"]]["status"] not in IN_BASE
    }
    assert {projects[name]["capex"] for name in undecided} <= {
        "curated",
        "stated",
        "proxy",
        "model",
    }


def test_policy_targets_and_cancelled_projects_have_no_outputs() -> None:
    idle = {
        row["project"]
        for row in definitions.rows("project_judged")
        if row["status"] in ("target", "cancelled")
    }
    assert idle == {"vietnam-plan", "lynas-texas"}
    assert not idle & {row["project"] for row in definitions.rows("project_terms")}


def bundled(name: str) -> pl.DataFrame:
    tables = Path(__file__).parents[2] / "src/supplypact/data/tables"
    return pl.read_csv(tables / f"{name}.csv", infer_schema_length=None)


def test_every_bundled_candidate_has_a_cost_and_delivers_within_the_horizon() -> None:
    out = ~pl.col("status").is_in(["cancelled", "beyond_horizon"])
    candidates = (
        bundled("projects")
        .filter(~pl.col("in_base"), out)
        .join(bundled("project_outputs"), on="project", how="semi")
    )
    assert candidates.height > 30
    assert candidates["capex_usd"].is_not_null().all()
    assert (candidates["capex_usd"] > 0).all()
    assert (candidates["earliest_start"] + candidates["lead_time_years"] <= 2035).all()
    estimated = candidates.filter(pl.col("capex_quality") == "estimate")
    assert estimated["capex_method"].is_not_null().all()


def test_the_bundled_host_countries_of_the_pact_have_candidates() -> None:
    projects = bundled("projects").filter(~pl.col("in_base"))
    hosts = projects.join(bundled("project_outputs"), on="project", how="semi")["host"]
    assert {"AUS", "CAN", "VNM", "USA"} <= set(hosts)


def test_the_bundled_heavies_are_a_part_of_the_magnet_rare_earths() -> None:
    outputs_ = bundled("project_outputs")
    keys = ["project", "stage"]
    both = outputs_.filter(pl.col("material") == HEAVY).join(
        outputs_.filter(pl.col("material") == MAGNET), on=keys, how="left", suffix="_all"
    )
    assert (both["tonnes_per_year"] <= both["tonnes_per_year_all"]).all()


def test_the_bundled_base_has_a_year_and_adds_after_2024_at_most_what_it_makes() -> None:
    rows = bundled("project_outputs").join(bundled("projects"), on="project")
    base = rows.filter(pl.col("in_base"))
    added = base.filter(pl.col("added_tonnes_per_year") > 0)
    assert base["first_output"].is_not_null().all()
    assert (added["first_output"] > 2024).all()
    assert (added["added_tonnes_per_year"] <= added["tonnes_per_year"]).all()
    inside = pl.col("in_projection").fill_null(value=False)
    assert (base.select(inside != pl.col("added_tonnes_per_year").is_not_null())).to_series().all()
    candidates = rows.filter(~pl.col("in_base")).select("first_output", "added_tonnes_per_year")
    assert candidates.null_count().row(0) == (candidates.height, candidates.height)


@pytest.mark.parametrize(
    ("project", "material", "stage", "expected"),
    [
        # Vietnam made 693 t in 2024, all of it at this plant: 2200 t of magnets at 31.5%
        ("shinetsu-vn", MAGNET, "magnet", 0),
        # 500 x 0.8713 + 100 x 0.8502, a new plant
        ("caremag", HEAVY, "refine", 520.67),
        # 3000 t of magnets at 31.5%, first made in 2025
        ("independence", MAGNET, "magnet", 945),
        # first separated in 2025, though the plant ran long before
        ("lynas-malaysia", HEAVY, "refine", 53.8026),
        # 97.7% of 1813 t: 150 of 6400 t of rare-earth oxide came in 2024
        ("serra-verde", MAGNET, "mine", 1771.3),
    ],
)
def test_bundled_additions_are_what_was_not_made_in_2024(
    project: str, material: str, stage: str, expected: float
) -> None:
    key = {"project": project, "material": material, "stage": stage}
    [row] = bundled("project_outputs").filter(**key).iter_rows(named=True)
    assert row["added_tonnes_per_year"] == pytest.approx(expected, rel=1e-5)


def test_companies_of_the_country_of_concern_are_marked_in_the_bundled_table() -> None:
    projects = bundled("projects").filter(pl.col("concern_owned"))
    assert set(projects["project"]) == {"kwinana", "kwinana-2", "beaver-brook"}
