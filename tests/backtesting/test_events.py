"""Past events from their table."""

from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest

from supplypact.backtesting.events import chosen_events, past_events
from supplypact.errors import DataError, UsageError
from supplypact.workspace.workspace import Workspace

TABLES = Workspace(None).open_tables(("backtest_events", "hazard_events"))


def given(**changed: Any) -> dict[str, pl.DataFrame]:
    """Return the tables with the first row of Indonesia's ban of 2014 alone, changed so."""
    row: Mapping[str, Any] = (
        TABLES["backtest_events"].filter(pl.col("event") == "ni2014").row(0, named=True)
    )
    schema = TABLES["backtest_events"].schema
    return {**TABLES, "backtest_events": pl.DataFrame([{**row, **changed}], schema=schema)}


def test_rare_earths_of_2010_have_a_quota_for_all_and_a_stop_for_japan() -> None:
    (found,) = chosen_events(past_events(TABLES), "ree2010c")
    assert [(each.part, each.buyers) for each in found.cuts] == [
        ("japan", ("JPN",)),
        ("quota", ()),
    ]
    assert found.cuts[1].share == pytest.approx(1 - 30258 / 50145, abs=5e-4)


def test_a_cut_whose_depth_stands_in_the_hazards_is_in_sample() -> None:
    tuned = {event.id: [cut.tuned for cut in event.cuts] for event in past_events(TABLES)}
    assert tuned["ni2014"] == [True]
    assert tuned["ree2010c"] == [False, True]  # the stop for Japan has no depth there
    assert tuned["gr2024"] == [False]
    assert tuned["al2014"] == [False]


def test_an_unknown_event_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'ni2014'"):
        chosen_events(past_events(TABLES), "ni2013x")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"start": "soon"}, "start 'soon' is no day"),
        ({"end": "2014-01-12"}, "the event ends before it begins"),
        ({"start": "2012-05-01"}, "is not in the scored year or the year before"),
        ({"cut": 0.2, "cut_low": 0.5}, "the cut does not lie between cut_low and cut_high"),
    ],
)
def test_a_row_that_cannot_be_is_told_with_its_line(changed: dict[str, Any], told: str) -> None:
    with pytest.raises(DataError, match=told) as error:
        past_events(given(**changed))
    assert "backtest_events.csv, line 2" in str(error.value)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(DataError, match="2 faults"):
        past_events(given(start="soon", cut=0.2, cut_low=0.5))


def test_rows_of_an_event_that_differ_in_their_code_are_told() -> None:
    one = given()["backtest_events"]
    two = one.with_columns(part=pl.lit("other"), hs=pl.lit("260600"))
    with pytest.raises(DataError, match="the rows of event 'ni2014' differ"):
        past_events({**TABLES, "backtest_events": pl.concat([one, two])})
