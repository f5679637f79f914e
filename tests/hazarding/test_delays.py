"""How late projects are."""

import polars as pl
import pytest

from supplypact.errors import DataError
from supplypact.hazarding.delays import estimate_delays, growths

ROWS = {
    "project": ["Mill", "Works", "Mill", "Cheap"],
    "measure": [
        "capex growth factor",
        "capex growth factor",
        "FID to production (plan 2025)",
        "capex growth factor",
    ],
    "value": [1.2, 1.5, 6.0, 0.9],
    "low": [None, None, 4.0, None],
}


def test_a_delay_is_the_growth_of_the_plan_times_the_usual_lead_time() -> None:
    # The mill took 6 years for 4: half as much again, as the works cost.  Half of 24 months is 12.
    assert growths(pl.DataFrame(ROWS)) == {"Mill": 1.5, "Works": 1.5}
    lead = pl.DataFrame({"lead_time_years": [1.0, 2.0, 3.0, None]})
    law = estimate_delays({"costs": pl.DataFrame(ROWS), "projects": lead})
    assert law["alive"][12] == pytest.approx(0.36788, abs=1e-5)  # exp(-12/12)
    assert (law["low"] <= law["alive"]).all()
    assert (law["alive"] <= law["high"]).all()


def test_without_a_project_that_grew_there_is_no_law() -> None:
    costs = pl.DataFrame(ROWS).filter(pl.col("project") == "Cheap")
    with pytest.raises(DataError, match="no project that is known to have grown"):
        estimate_delays({"costs": costs, "projects": pl.DataFrame({"lead_time_years": [1.0]})})
