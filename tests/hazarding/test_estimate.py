"""From events to hazards on a small world, worked by hand."""

import polars as pl
import pytest

from supplypact.hazarding.estimate import estimate_hazards, estimate_laws, records
from supplypact.hazarding.events import months
from supplypact.hazarding.links import Link, links_at_risk
from supplypact.hazarding.record import Record
from tests.hazarding.given import event, tables

YEARS = 17.25
"""January 2009 to April 2026."""


def record(kind: str, *events: dict[str, object], since: str = "") -> Record:
    (found,) = (each for each in records(tables(*events), since) if each.kind.id == kind)
    return found


def rates(*events: dict[str, object]) -> dict[str, float]:
    return dict(estimate_hazards(tables(*events)).select("hazard", "rate").iter_rows())


def test_suppliers_below_a_tenth_and_the_rest_of_the_world_are_not_at_risk() -> None:
    assert links_at_risk(tables()["production"]) == (
        Link(supplier="AUS", stage="mine", material="cobalt"),
        Link(supplier="CHN", stage="refine", material="gallium"),
        Link(supplier="CHN", stage="refine", material="germanium"),
        Link(supplier="COD", stage="refine", material="germanium"),
    )


def test_months_run_over_the_end_of_the_year() -> None:
    assert months("1997-12", "1998-04") == 4


def test_links_hit_by_one_event_are_one_observation() -> None:
    """Two links at once: 2 hits in 4 links times 17.25 years, and an interval of one event."""
    both = record("export_control", event("a", materials="gallium;germanium"))
    assert (both.total_hits, both.cluster, both.together) == (2, 2.0, 1.0)
    assert both.counts["CHN"].exposure == pytest.approx(2 * YEARS / 2)
    assert both.counts["CHN"].events == 1


def test_a_year_of_strong_governance_counts_for_as_much_as_its_rate_is_lower() -> None:
    """One act by the others, none by Australia with 1 of 4 links: (0.5/0.25) / (1.5/0.75) = 1."""
    one = record("export_control", event("a"))
    assert one.band is not None
    assert one.band.factor == pytest.approx(1.0)
    three = record("export_control", event("a"), event("b"), event("c"))
    assert three.counts["AUS"].exposure == pytest.approx(YEARS * (0.5 / 0.25) / (3.5 / 0.75))


@pytest.mark.parametrize(
    "change",
    [
        {"left_out": "a plan"},
        {"start": "2008-12"},
        {"country": "AUS"},
        {"materials": "cobalt"},
    ],
)
def test_an_event_outside_window_or_risk_does_not_count(change: dict[str, object]) -> None:
    assert record("export_control", event("a", **change)).struck == {}


def test_a_later_window_leaves_earlier_events_out() -> None:
    since = record("export_control", event("a"), event("b", start="2022-05"), since="2021-01")
    assert list(since.struck) == ["b"]
    assert since.years == pytest.approx(5.25)


def test_an_event_at_a_stage_that_the_tables_lack_hits_the_last_one() -> None:
    magnet = record("export_control", event("a", stages="magnet"))
    assert [link.material for link in magnet.struck["a"]] == ["gallium"]


def test_a_conflict_hits_all_of_a_supplier() -> None:
    found = rates(event("a"), event("b", kind="conflict", materials="germanium"))
    assert {name for name in found if name.startswith("conflict")} == {
        "conflict-AUS-mine-all",
        "conflict-CHN-refine-all",
        "conflict-COD-refine-all",
    }


def test_hits_on_one_material_and_on_its_group_add_up_to_the_rate() -> None:
    """Three hits, two of them together: a third of gallium's rate is alone."""
    events = event("a", materials="gallium;germanium"), event("b")
    found = rates(*events)
    group = found["export_control-CHN-refine-dual_use_metals"]
    alone = found["export_control-CHN-refine-gallium"]
    assert group == pytest.approx(2 * alone)
    assert "export_control-COD-refine-dual_use_metals" not in found


def test_an_estimate_says_what_it_rests_on() -> None:
    told = estimate_hazards(tables(event("a")))
    mine = told.filter(pl.col("hazard") == "export_control-CHN-refine-gallium")
    assert mine["events"].item() == "a"
    assert "1 events, 1 hits in 69 years of a supplier's material" in mine["method"].item()
    other = told.filter(pl.col("hazard") == "export_control-COD-refine-germanium")
    assert other["note"].item() == "no event of its own in the records; drawn from its kind"


def test_severity_is_the_mean_of_the_records_with_their_extremes() -> None:
    cut = {"cut": 0.4, "cut_low": 0.3, "cut_high": 0.5}
    one = record("export_control", event("a", **cut))
    assert one.severity() == (0.4, 0.15, 1.0)
    full = {"cut": 1.0, "cut_low": 1.0, "cut_high": 1.0}
    two = record("export_control", event("a", **cut), event("b", **full))
    assert list(two.severity()) == pytest.approx([0.7, 0.3, 1.0])


def test_a_duration_law_takes_events_on_and_over_and_none_that_the_records_leave_open() -> None:
    """Long: 6 months over, 27 months still on in April 2026, one unknown: mean 33 months."""
    given = [
        event("a"),
        event("b", start="2024-01", end=None, state="ongoing"),
        event("c", end=None, state="unknown"),
        event("d", kind="embargo"),
        event("e", kind="outage"),
    ]
    costs = pl.DataFrame(
        {"project": ["Works"], "measure": ["capex growth factor"], "value": [1.5], "low": [None]}
    )
    projects = pl.DataFrame({"lead_time_years": [2.0, None]})
    laws = estimate_laws(tables(*given) | {"costs": costs, "projects": projects})
    long = laws.filter(pl.col("law") == "long")
    assert long["method"][0].endswith("1 ends in 33 months of 2 events, 1 of them still on")
    assert long["alive"][1] == pytest.approx(0.9701, abs=1e-4)  # exp(-1/33)
    assert (long["low"] <= long["alive"]).all()
    assert (long["alive"] <= long["high"]).all()
