import pytest

from supplypact.reporting.assessment import page_tables as tables
from supplypact.reporting.assessment import target_tables
from supplypact.reporting.assessment.claims import claims
from supplypact.reporting.assessment.tables import every_table, whole_table
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
    assert len(names) == 12
    assert names[0] == "assess_ranking"
    assert names[-1] == "sources"


def test_bands_of_shares_are_shares_and_those_of_indicators_are_not() -> None:
    def kinds(name: str) -> dict[str, Kind]:
        return {column.id: column.kind for column in whole_table(view(), name).columns}

    assert kinds("sourcing")["low"] is Kind.SHARE
    assert kinds("indicators")["low"] is Kind.NUMBER
    assert kinds("reliance")["difference"] is Kind.POINTS


def test_choke_points_tell_who_loses_how_much() -> None:
    first, *_ = rows(tables.choke_points(view(), "country"))
    assert (first["supplier"], first["material"], first["loss_*"]) == ("CHN", "Solium", 0.98)
    assert (first["loss_JPN"], first["band"], first["value_usd"]) == (0.98, "94–100%", 58_800.0)


def test_a_party_that_is_a_supplier_is_marked() -> None:
    own = ("testium", "refine", "country", "JPN", None, "*", 0.17, 0.1, 0.2, 10.0, 1e4, 0.1)
    made = assessment(choke_points=frame("choke_points", [*choke_rows(), own]))
    names = [row["supplier"] for row in rows(tables.choke_points(view(made), "country"))]
    assert names[-1] == "JPN (party)"


def test_facilities_stand_apart() -> None:
    (row,) = rows(tables.choke_points(view(), "facility"))
    assert (row["facility"], row["supplier"], row["loss_*"]) == ("Mount Test", "AUS", 0.4)
    assert row["loss_USA"] is None


def test_a_country_is_counted_at_the_stages_where_it_holds_most() -> None:
    # shares of China: 98, 83, 33 and 25% (not above a quarter)
    (row,) = rows(tables.dependent_suppliers(view()))
    assert (row["supplier"], row["over_half"], row["over_quarter"]) == ("CHN", 2, 3)


def test_targets_tell_the_share_now_and_with_the_plan() -> None:
    first, second = rows(target_tables.targets(view()))
    assert first["now"] == pytest.approx(1 / 6)
    assert (first["now_verdict"], first["plan_share"]) == ("✗ fail", 0.3)
    assert (second["now"], second["reason"]) == (None, "the tables have no such stage")


def test_benchmarks_count_pass_fail_and_what_cannot_be_computed() -> None:
    found = {
        (row["benchmark"], row["party"]): row for row in rows(target_tables.benchmarks(view()))
    }
    processing = found["At least 40% of use processed at home", "JPN"]
    # two stages of testium and one of solium pass; Japan uses no orium
    assert (processing["passed"], processing["failed"], processing["not_computable"]) == (3, 0, 1)
    recycling = found["At least 25% of use from recycling at home", "All parties"]
    assert (recycling["passed"], recycling["not_computable"]) == (0, 3)
    assert recycling["reason"] == "not computable: recycled output is not published"


def test_the_ranking_tells_how_firm_it_is() -> None:
    first, second, *_ = rows(tables.ranking(view()))
    assert (first["material"], first["ranks"], first["stays_ahead"]) == ("Solium", "1", 0.99)
    assert (second["ranks"], second["share"]) == ("2–3", TRACED["testium", "refine"]["*"])


def test_published_and_computed_reliance_are_compared() -> None:
    # 1 point and 12 points apart
    assert "of 2 materials with both, the components agree within 5.0 points for 1" in (
        tables.reliance_finding(view())
    )


def test_a_claim_is_set_beside_the_year_of_the_assessment() -> None:
    (told,) = claims(view())
    assert (told.stated, told.found) == ("80%", "90%")
    assert told.when == "share of CHN in world output, 2024"
    assert [row["year"] for row in rows(told.table)] == [2023, 2024]


def test_a_claim_with_a_year_is_set_beside_that_year() -> None:
    row = list(assessment().claims.row(0))
    dated = [
        (*row[:5], 2022, *row[6:8], 2022, 0.75, "production", "survey", -0.05),
        (*row[:5], 2022, *row[6:8], 2024, 0.9, "production", "survey", 0.1),
        (*row[:5], 2022, *row[6:8], 2022, 0.99, "projection", "survey", 0.19),
    ]
    (told,) = claims(view(assessment(claims=frame("claims", dated))))
    assert told.found == "75%"
    assert told.sentence == "The tables are 5.0 points lower than what is reported."


def test_columns_without_a_value_are_left_out() -> None:
    reached = assessment().targets.head(1)
    made = target_tables.targets(view(assessment(targets=reached)))
    assert "reason" not in {column.id for column in made.columns}
