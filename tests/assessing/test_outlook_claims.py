"""The years to come, and what is reported beside what the tables say."""

from dataclasses import replace

import polars as pl
import pytest

from supplypact.assessing.claims import claims
from supplypact.assessing.outlook import outlook
from supplypact.domain.pact import Claim
from supplypact.domain.plan import PlannedShares
from supplypact.units import Share
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
    row = outlook(PlannedShares(sourcing=sourcing, targets={})).row(0, named=True)
    assert (row["base_share"], row["plan_share"]) == (pytest.approx(0.2), pytest.approx(0.4))


def test_without_a_plan_there_is_no_outlook() -> None:
    assert outlook(None).is_empty()


def test_a_claim_stands_beside_every_year_of_the_tables() -> None:
    said = Claim(
        id="refining",
        material="testium",
        stage="refine",
        share=Share(0.8),
        definition="of the world's refining",
        year=None,
        clause=CLAUSE,
    )
    agreed = replace(pact(), claims=(said,))
    row = claims(agreed, evidence(two_stages())).row(0, named=True)
    assert (row["year"], row["basis"]) == (2024, "production")
    assert row["share"] == pytest.approx(0.9)
    assert row["difference"] == pytest.approx(0.1)
