import polars as pl

from supplypact.reporting.assessment.summary import assessment_frame, assessment_lines
from tests.reporting.assessment.given import assessment, network, pact
from tests.reporting.assessment.test_words import without_flows


def lines(**asked: object) -> list[str]:
    return assessment_lines(assessment(), pact(), network(), **asked)  # type: ignore[arg-type]


def test_the_verdict_stands_before_the_table_worst_first() -> None:
    told = lines()
    assert told[0].startswith("In 2024 the parties together depend on CHN")
    head = told.index(next(line for line in told if line.startswith("material")))
    assert [line.split()[:2] for line in told[head + 1 : head + 5]] == [
        ["solium", "refine"],
        ["testium", "refine"],
        ["testium", "mine"],
        ["orium", "mine"],
    ]


def test_a_line_has_purchase_content_band_and_what_drives_it() -> None:
    (line,) = (line for line in lines(stage="refine") if line.startswith("testium"))
    assert line.split() == [
        "testium", "refine", "83%", "83%", "79–87", "CHN", "83%", "4,200", "50%", "50%",
        "0.50", "output", "of", "CHN", "70%",
    ]  # fmt: skip


def test_no_line_is_wider_than_120_characters() -> None:
    assert max(map(len, lines())) <= 120


def test_materials_party_and_stage_are_chosen() -> None:
    told = lines(materials=["testium"], party="JPN", stage="mine")
    rows = [line for line in told if line.startswith(("testium", "solium", "orium"))]
    assert len(rows) == 1
    assert " 29% " in rows[0]
    assert "at 0 of 1 material stages" in told[0]
    assert told[0].startswith("In 2024 JPN depends on CHN")


def test_a_stage_without_a_figure_stands_last() -> None:
    rows = [line for line in lines(party="JPN") if line.startswith(("testium", "solium", "orium"))]
    assert rows[-1].split() == ["orium", "mine", *["–"] * 9]


def test_the_frame_has_the_same_rows_as_ids_and_numbers() -> None:
    made = assessment_frame(assessment(), pact(), network(), materials=["testium"])
    assert made.select("stage", "supplier").rows() == [("refine", "CHN"), ("mine", "AUS")]
    assert made["traced_share"].to_list() == [50 / 60, 20 / 60]
    assert made["hhi"].to_list() == [0.42, 0.42]


def test_the_long_frame_has_every_indicator_of_the_party_and_the_world() -> None:
    made = assessment_frame(assessment(), pact(), network(), materials=["solium"], wide=False)
    assert set(made["party"]) == {"*", "world"}
    assert set(made["material"]) == {"solium"}
    assert {"hhi", "months_of_cover"} <= set(made["indicator"])


def test_without_flows_world_output_and_imports_are_told() -> None:
    seen = without_flows()
    told = assessment_lines(seen.assessment, seen.pact, seen.network)
    (line,) = (line for line in told if line.startswith("solium"))
    assert line.split() == ["solium", "refine", "CHN", "60%", "90%", "4,200", "–"]
    (row,) = assessment_frame(
        seen.assessment, seen.pact, seen.network, materials=["solium"]
    ).to_dicts()
    assert (row["world_supplier"], row["world_top_1"], row["world_hhi"]) == ("CHN", 0.6, 0.42)
    assert told[0].startswith("In 2024 CHN made the largest part of world output")


def test_an_upper_bound_has_its_sign_in_the_line() -> None:
    (line,) = (line for line in lines(party="USA") if line.startswith("solium  "))
    assert line.split()[2:4] == ["≤98%", "≤98%"]


def test_cover_has_a_column_only_where_it_is_known() -> None:
    (head,) = (line for line in lines() if line.startswith("material"))
    assert "cover" not in head
    known = pl.when(pl.col("indicator") == "months_of_cover").then(3.0).otherwise("value")
    made = assessment(indicators=assessment().indicators.with_columns(value=known))
    (head,) = (
        line for line in assessment_lines(made, pact(), network()) if line.startswith("material")
    )
    assert "cover" in head


def test_the_supply_risk_of_the_chain_is_not_told_of_a_stage_that_has_none() -> None:
    risk = pl.col("indicator") == "eu_supply_risk"
    whole = pl.when(risk).then(pl.lit("")).otherwise("stage").alias("stage")
    made = assessment(indicators=assessment().indicators.with_columns(whole))
    assert assessment_frame(made, pact(), network())["eu_supply_risk"].null_count() == 4
