"""Projects of the tables as rows would give them, and who counts what they make."""

from datetime import date

import polars as pl
import pytest

from supplypact.domain.pact import Indicator
from supplypact.tracking.holdings import indicators
from supplypact.tracking.plants import Counted, Plant, read_plants
from supplypact.units import Year
from tests.given import CLAUSE, pact
from tests.tracking.given import position

PROJECT: dict[str, object] = {
    "project": "mill",
    "name": "Mill",
    "host": "AUS",
    "in_base": False,
    "first_output": 2031,
    "earliest_start": 2027,
    "lead_time_years": 2.5,
    "status": "feasibility",
    "owners": "Arafura; ; Iluka Resources ",
    "latitude": -22.5,
    "longitude": None,
}
OUTPUT: dict[str, object] = {
    "project": "mill",
    "material": "ndpr",
    "stage": "refine",
    "tonnes_per_year": 100.0,
    "added_tonnes_per_year": None,
    "in_projection": False,
}
KINDS = {
    "latitude": pl.Float64,
    "longitude": pl.Float64,
    "earliest_start": pl.Int64,
    "lead_time_years": pl.Float64,
    "first_output": pl.Int64,
    "owners": pl.String,
}
TONNES = {"tonnes_per_year": pl.Float64, "added_tonnes_per_year": pl.Float64}


def _read(*outputs: dict[str, object], **cells: object) -> Plant:
    """Return the project of one row, changed so, with these outputs."""
    rows = [OUTPUT | each for each in outputs or ({},)]
    (found,) = read_plants(
        pl.DataFrame([PROJECT | cells], schema_overrides=KINDS),
        pl.DataFrame(rows, schema_overrides=TONNES),
    )
    return found


def test_a_candidate_comes_no_sooner_than_its_start_and_its_lead_time_in_whole_years() -> None:
    # 2027 and two and a half years: 2030
    assert _read().first == 2030
    assert _read(lead_time_years=2.0).first == 2029
    assert _read(earliest_start=None).first is None
    assert _read(lead_time_years=None).first is None


def test_a_plant_under_way_comes_when_the_table_says() -> None:
    found = _read(in_base=True)
    assert (found.first, found.candidate) == (2031, False)
    assert _read().candidate


def test_owners_and_place_are_as_written() -> None:
    found = _read()
    assert found.owners == ("Arafura", "Iluka Resources")
    assert (str(found.latitude), found.longitude) == ("-22.5", None)
    assert _read(owners=None).owners == ()


def test_only_what_operates_makes_what_it_is_to_make() -> None:
    assert _read(status="operating").producing
    assert not _read(status="construction").producing


@pytest.mark.parametrize(
    ("in_base", "added", "in_projection", "counted"),
    [
        (True, 40.0, False, Counted.ADDED),
        # what the table says is added comes before the projection
        (True, 40.0, True, Counted.ADDED),
        (True, 0.0, True, Counted.KNOWN),
        (True, None, True, Counted.PROJECTED),
        (True, None, False, Counted.KNOWN),
        (False, None, True, Counted.PROJECTED),
        (False, None, False, Counted.ADDED),
        # a candidate adds nothing to the base
        (False, 40.0, True, Counted.PROJECTED),
    ],
)
def test_who_counts_what_a_project_makes(
    *, in_base: bool, added: float | None, in_projection: bool, counted: Counted
) -> None:
    output: dict[str, object] = {
        "added_tonnes_per_year": added,
        "in_projection": in_projection,
    }
    (made,) = _read(output, in_base=in_base).makes
    assert (made.material, made.stage, made.tonnes) == ("ndpr", "refine", 100.0)
    assert made.counted is counted


def test_an_output_of_unknown_size_is_left_out_and_materials_are_named_once() -> None:
    found = _read({}, {"stage": "metal"}, {"material": "dy", "tonnes_per_year": None})
    assert [each.stage for each in found.makes] == ["refine", "metal"]
    assert found.materials == ("ndpr",)
    assert _read({"project": "other"}).makes == ()


def test_nobody_is_named_for_an_indicator_of_no_party() -> None:
    goal = Indicator(
        id="joint", party="", text="", value=2.0, unit="%", year=Year(2027), clause=CLAUSE
    )
    promised = pact()
    object.__setattr__(promised, "indicators", (goal,))
    (found,) = indicators(promised, position(as_of=date(2026, 1, 1)))
    assert (found.verdict.rule, found.verdict.who) == ("I1", ())
