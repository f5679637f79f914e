"""The years to come, and what is reported beside what the tables say."""

from dataclasses import replace

import polars as pl
import pytest

from supplypact.assessing.claims import claims
from supplypact.assessing.outlook import outlook
from supplypact.domain.pact import Claim
from supplypact.domain.plan import PlannedShares
from supplypact.units import Share
from tests.assessing.blended import capacities, tables
from tests.assessing.given import evidence
from tests.given import CLAUSE, pact, two_stages

FIELDS = ("case", "material", "stage", "party", "origin", "year", "tonnes")


def test_the_share_from_outside_is_told_for_base_and_plan() -> None:
    # Base: 80 of 100 from the country of concern; with the plan 60.
    rows = [
        (case, "testium", "refine", "*", origin, 2030, tonnes)
        for case, origin, tonnes in (
            ("base", "concern", 80.0),
            ("base", "party", 20.0),
            ("plan", "concern", 60.0),
            ("plan", "partner", 40.0),
        )
    ]
    sourcing = pl.DataFrame(rows, schema=FIELDS, orient="row")
    row = outlook(PlannedShares(pact="test", sourcing=sourcing, targets={})).row(0, named=True)
    assert (row["base_share"], row["plan_share"]) == (pytest.approx(0.2), pytest.approx(0.4))


def test_without_a_plan_there_is_no_outlook() -> None:
    assert outlook(None).is_empty()


@pytest.mark.parametrize(
    ("stated", "at_least", "consistent"),
    [(0.88, False, True), (0.8, False, False), (0.8, True, True), (0.97, True, False)],
)
def test_a_claim_is_consistent_within_five_points_or_beyond_its_bound(
    stated: float, at_least: bool, consistent: bool
) -> None:
    agreed = replace(pact(), claims=(_claim(stated, at_least=at_least),))
    row = claims(agreed, evidence(two_stages())).row(0, named=True)
    assert row["share"] == pytest.approx(0.9)
    assert row["consistent"] is consistent
    assert row["bound"] == ("at least" if at_least else None)


def _claim(share: float, *, at_least: bool = False) -> Claim:
    return Claim(
        id="refining",
        material="testium",
        stage="refine",
        share=Share(share),
        at_least=at_least,
        definition="of the world's refining",
        year=None,
        clause=CLAUSE,
    )


def test_a_claim_stands_beside_every_year_of_the_tables() -> None:
    agreed = replace(pact(), claims=(_claim(0.8),))
    row = claims(agreed, evidence(two_stages())).row(0, named=True)
    assert (row["year"], row["basis"]) == (2024, "production")
    assert row["share"] == pytest.approx(0.9)
    assert row["difference"] == pytest.approx(0.1)


def test_a_claim_is_of_output_each_year_and_capacity_is_left_out() -> None:
    agreed = replace(pact(), claims=(_claim(0.5),))
    # China refined 40 of 100 in 2023 and 50 of 100 in 2024; it could refine 900.
    rows = capacities(("CHN", 2023, 900.0), ("CHN", 2024, 900.0), ("CHN", 2025, 900.0))
    found = claims(agreed, tables(production=rows)).select("year", "basis", "share").rows()
    assert found == [
        (2023, "production", pytest.approx(0.4)),
        (2024, "production", pytest.approx(0.5)),
    ]
