"""Which projects a plan may decide on, and which cannot be planned at all."""

import polars as pl
import pytest

from supplypact.domain.network import Project
from supplypact.formats.projects_csv import read_projects


def given_project(**changes: object) -> dict[str, object]:
    row: dict[str, object] = {
        "project": "iluka",
        "name": "Eneabba",
        "host": "AUS",
        "status": "feasibility",
        "owners": "Iluka",
        "concern_owned": False,
        "in_base": False,
        "capex_usd": 1e9,
        "capex_quality": "estimate",
        "capex_method": "median",
        "earliest_start": 2025,
        "lead_time_years": 3.5,
        "note": None,
        "source": "s",
    }
    return row | changes


def read(
    *rows: dict[str, object], tonnes: float | None = 100.0
) -> tuple[tuple[Project, ...], list[str]]:
    outputs = pl.DataFrame(
        {
            "project": ["iluka"],
            "material": ["lithium"],
            "stage": ["refine"],
            "tonnes_per_year": pl.Series([tonnes], dtype=pl.Float64),
            "in_projection": [True],
        }
    )
    projects = pl.DataFrame(rows, infer_schema_length=None)
    found, faults = read_projects(projects, outputs)
    return found, [str(fault) for fault in faults]


def test_a_candidate_has_whole_years_of_lead_time_rounded_up() -> None:
    (project,), faults = read(given_project())
    assert faults == []
    assert project.lead_time == 4
    assert project.capex_is_estimate
    assert [(each.material, each.capacity) for each in project.outputs] == [("lithium", 100.0)]
    assert project.outputs[0].in_projection


@pytest.mark.parametrize(
    "change",
    [
        {"in_base": True},
        {"status": "cancelled"},
        {"status": "beyond_horizon"},
        {"capex_usd": None},
    ],
)
def test_what_is_built_shelved_or_without_capex_is_no_candidate(change: dict[str, object]) -> None:
    found, _ = read(given_project(**change), given_project(project="other"))
    assert found == ()


def test_a_project_without_known_output_is_no_candidate() -> None:
    found, _ = read(given_project(), tonnes=None)
    assert found == ()


def test_first_output_in_the_last_year_is_in_time_and_a_year_later_is_not() -> None:
    # the horizon ends in 2035: 2031 + 4 = 2035
    found, faults = read(given_project(earliest_start=2031, lead_time_years=4))
    assert len(found) == 1
    assert faults == []
    found, faults = read(given_project(earliest_start=2032, lead_time_years=4))
    assert found == ()
    assert "projects.csv, line 2 (iluka): it can never deliver within the horizon" in faults[0]


def test_a_negative_lead_time_is_refused() -> None:
    assert "lead_time_years is -1" in read(given_project(lead_time_years=-1))[1][0]


def test_a_blank_lead_time_is_refused() -> None:
    assert (
        "earliest_start or lead_time_years is blank"
        in read(given_project(lead_time_years=None))[1][0]
    )


@pytest.mark.parametrize("tonnes", [0.0, -5.0])
def test_a_capacity_that_is_not_above_zero_is_refused(tonnes: float) -> None:
    (fault,) = read(given_project(), tonnes=tonnes)[1]
    assert "project_outputs.csv, line 2, column tonnes_per_year" in fault


def test_no_candidate_at_all_is_refused_with_the_way_to_mend_it() -> None:
    (fault,) = read(given_project(in_base=True))[1]
    assert "there is no project that a plan could fund; add candidates" in fault
