import polars as pl
import pytest

from supplypact.reporting.assessment import choke_tables as chokes
from supplypact.reporting.assessment import page_tables as tables
from supplypact.reporting.assessment import target_tables
from supplypact.reporting.assessment.claims import claims
from supplypact.reporting.assessment.tables import every_table, inputs, whole_table
from supplypact.reporting.table import Kind
from tests.reporting.assessment.given import TRACED, assessment, choke_rows, frame, view
from tests.reporting.plan.test_tables import rows


def test_ids_are_told_in_words() -> None:
    (first, *_) = rows(whole_table(view(), "indicators"))
    assert (first["indicator"], first["material"], first["party"]) == (
        "Largest supplier",
        "Testium",
        "All parties",
    )
    assert first["driver"] == "output of CHN, mine (estimate)"


def test_every_frame_is_a_table_and_the_sources_stand_last() -> None:
    names = [each.id for each in every_table(view())]
    assert len(names) == 14
    assert names[0] == "assess_ranking"
    assert names[-1] == "sources"


def test_bands_of_shares_are_shares_and_those_of_indicators_are_not() -> None:
    def kinds(name: str) -> dict[str, Kind]:
        return {column.id: column.kind for column in whole_table(view(), name).columns}

    assert kinds("sourcing")["low"] is Kind.SHARE
    assert kinds("indicators")["low"] is Kind.NUMBER
    assert kinds("reliance")["difference"] is Kind.POINTS


def test_choke_points_tell_who_loses_how_much() -> None:
    first, *_ = rows(chokes.choke_points(view(), "country", "*", own=False))
    assert (first["supplier"], first["material"], first["loss_*"]) == ("CHN", "Solium", 0.98)
    assert (first["loss_JPN"], first["band"], first["value_usd"]) == (0.98, "94–100%", 58_800.0)


def test_choke_points_follow_the_party() -> None:
    made = chokes.choke_points(view(), "country", "JPN", own=False)
    assert "loss_USA" not in {column.id for column in made.columns}
    assert [row["loss_JPN"] for row in rows(made)] == pytest.approx([0.98, 22 / 30, 8.8 / 30])


def test_a_party_that_is_a_supplier_stands_apart() -> None:
    own = ("testium", "refine", "country", "JPN", None, "*", 0.17, 0.1, 0.2, 10.0, 1e4, 0.1)
    made = assessment(choke_points=frame("choke_points", [*choke_rows(), own]))
    outside = rows(chokes.choke_points(view(made), "country", "*", own=False))
    assert {row["supplier"] for row in outside} == {"CHN"}
    (within,) = rows(chokes.choke_points(view(made), "country", "*", own=True))
    assert within["supplier"] == "JPN"


def test_facilities_stand_apart() -> None:
    (row,) = rows(chokes.choke_points(view(), "facility", "*", own=False))
    assert (row["facility"], row["supplier"], row["loss_*"]) == ("Mount Test", "AUS", 0.4)
    assert row["band"] == "30–50%"
    assert chokes.known_facilities(view()).startswith(
        "Known with a capacity: 1 plant, of 1 of the 3 materials. A plant that is not listed"
    )
    assert row["loss_USA"] is None


def test_a_country_is_counted_at_the_stages_where_it_holds_most() -> None:
    # shares of China: 98, 83, 33 and 25% (not above a quarter)
    (row,) = rows(chokes.dependent_suppliers(view(), "*"))
    assert (row["supplier"], row["over_half"], row["over_quarter"]) == ("CHN", 2, 3)


def test_targets_tell_the_share_now_and_with_the_plan() -> None:
    first, second = rows(target_tables.targets(view()))
    assert first["now"] == pytest.approx(1 / 6)
    assert (first["now_verdict"], first["plan_share"]) == ("✗ fail", 0.3)
    assert (second["now"], second["reason"]) == (None, "the tables have no such stage")


def test_benchmarks_count_pass_fail_and_what_cannot_be_computed() -> None:
    found = {
        (row["benchmark"], of.party): row
        for of in target_tables.benchmarks(view())
        for row in rows(of.counts)
    }
    processing = found["At least 40% of use processed at home", "JPN"]
    # two stages of testium and one of solium pass; Japan uses no orium
    assert (processing["passed"], processing["failed"], processing["not_computable"]) == (3, 0, 1)
    assert (processing["threshold"], processing["open"]) == ("≥ 40%", 0)
    recycling = found["At least 25% of use from recycling at home", "*"]
    assert (recycling["passed"], recycling["not_computable"]) == (0, 3)
    assert recycling["reason"] == "not computable: recycled output is not published"


def test_the_ranking_tells_how_firm_it_is() -> None:
    first, second, *_ = rows(tables.ranking(view()))
    assert (first["material"], first["ranks"], first["stays_ahead"]) == ("Solium", "1", 0.99)
    assert (second["ranks"], second["share"]) == ("2–3", TRACED["testium", "refine"]["*"])


def test_published_and_computed_reliance_are_compared() -> None:
    # components 1 point and 12 points apart; the network 7 points, and within the bound
    assert tables.reliance_finding(view()).endswith(
        "the components are within 5.0 points for 1 of 2 materials, "
        "our network is within 5.0 points for 1 of 2."
    )


def test_a_claim_is_set_beside_the_year_of_the_assessment() -> None:
    (told,) = claims(view())
    assert (told.stated, told.found) == ("at least 80%", "90%")
    assert (told.verdict, told.link) == ("✓ consistent", "")
    assert told.when == "share of CHN in world output, 2024"
    assert [row["year"] for row in rows(told.table)] == [2023, 2024]


def test_a_claim_with_a_year_is_set_beside_that_year() -> None:
    row = list(assessment().claims.row(0))
    dated = [
        (*row[:5], 2022, *row[6:8], 2022, 0.7, "production", "survey", -0.1, None, False),
        (*row[:5], 2022, *row[6:8], 2024, 0.9, "production", "survey", 0.1, None, False),
        (*row[:5], 2022, *row[6:8], 2022, 0.99, "projection", "survey", 0.19, None, False),
    ]
    (told,) = claims(view(assessment(claims=frame("claims", dated))))
    assert (told.stated, told.found, told.verdict) == ("80%", "70%", "✗ not consistent")
    assert told.sentence == "The tables are 10.0 points lower than what is reported."


def test_the_sheet_of_indicators_has_units_thresholds_and_open_verdicts() -> None:
    made = assessment()
    wide = (pl.col("indicator") == "eu_processing") & (pl.col("party") == "USA")
    lower = pl.when(wide).then(0.3).otherwise("low").alias("low")
    seen = view(assessment(indicators=made.indicators.with_columns(lower)))
    found = {
        (row["indicator"], row["material"], row["party"]): row
        for row in rows(whole_table(seen, "indicators"))
    }
    hhi = found["HHI", "Solium", "World"]
    assert (hhi["value"], hhi["indicator_unit"], hhi["threshold"]) == (0.42, "index", None)
    processing = found["EU benchmark: processing at home", "Solium", "USA"]
    assert (processing["threshold"], processing["verdict"]) == (0.4, "◇ open")
    assert processing["indicator_unit"] == "share, 0 to 1"
    assert ("EU economic importance", "Solium", "EU study") in found


def test_a_target_whose_band_holds_its_goal_is_open() -> None:
    high = assessment().targets.with_columns(high=pl.lit(0.35))
    first, _ = rows(whole_table(view(assessment(targets=high)), "targets"))
    assert first["verdict"] == "◇ open"


def test_inputs_name_the_tables_and_which_are_the_users_own() -> None:
    found = rows(inputs(view()))
    assert [(row["table"], row["own"], row["sha256"]) for row in found] == [
        ("flows", True, "bb"),
        ("production", False, "cc"),
    ]


def test_columns_without_a_value_are_left_out() -> None:
    reached = assessment().targets.head(1)
    made = target_tables.targets(view(assessment(targets=reached)))
    assert "reason" not in {column.id for column in made.columns}
