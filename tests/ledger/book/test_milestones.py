from datetime import date

import pytest

from supplypact.domain.position import MilestoneState
from tests.ledger.given import Keeper


def planned() -> Keeper:
    """First output of the mine, planned on 1 February 2026 for 30 June 2027."""
    kept = Keeper()
    kept.add("milestone_planned", "plan", text="First concentrate")
    return kept


def test_a_milestone_met_before_it_was_planned_is_refused() -> None:
    assert Keeper().refused("milestone_met") == [
        (
            "milestone first-output of mine cannot be met on 2026-02-01 before it was planned "
            "(L15); "
            "record milestone_planned first"
        )
    ]
    assert planned().refused("milestone_met", date="2026-01-31") == [
        (
            "milestone first-output of mine cannot be met on 2026-01-31 before it was planned, "
            "which "
            "is on 2026-02-01 (plan) (L15); give it the day 2026-02-01 or a later one"
        )
    ]


def test_a_milestone_is_planned_once() -> None:
    assert planned().refused("milestone_planned", date="2026-03-01") == [
        (
            "milestone first-output of mine is planned already, by plan for 2027-06-30 (L15); "
            "record milestone_moved, or choose another id"
        )
    ]


@pytest.mark.parametrize("ended", ["met", "missed"])
def test_nothing_happens_to_a_milestone_after_it_was_met_or_missed(ended: str) -> None:
    kept = planned()
    kept.add(f"milestone_{ended}", "end", date="2026-05-01")

    for kind in ("moved", "met", "missed"):
        told = kept.refused(f"milestone_{kind}", date="2026-06-01")
        assert told == [
            (
                f"milestone first-output of mine cannot be {kind} on 2026-06-01 after it was "
                f"{ended} on 2026-05-01 (end) (L15); correct end first if it was wrong"
            )
        ]


def test_a_move_before_the_end_may_come_to_light_after_it() -> None:
    kept = planned()
    kept.add("milestone_met", "end", date="2026-05-01")

    assert kept.refused("milestone_moved", date="2026-04-01") == []


def test_a_milestone_moves_to_another_day_than_it_has() -> None:
    kept = planned()
    kept.add("milestone_moved", "moved", date="2026-03-01", due="2028-06-30")

    assert kept.refused("milestone_moved", date="2026-04-01", due="2027-06-30") == []
    assert kept.refused("milestone_moved", date="2026-04-01", due="2028-06-30") == [
        (
            "milestone first-output of mine is due on 2028-06-30 already (L15); "
            "leave the entry out, or give another day as due"
        )
    ]


def test_a_milestone_of_the_pact_is_planned_since_it_was_signed() -> None:
    kept = Keeper()
    cells = {"milestone": "teams", "project": ""}

    assert kept.refused("milestone_planned", **cells) == [
        (
            "milestone teams is planned already, by the pact for 2026-01-26 (L15); "
            "record milestone_moved, or choose another id"
        )
    ]
    assert kept.refused("milestone_met", date="2025-10-27", **cells) == [
        (
            "milestone teams cannot be met on 2025-10-27 before it was planned, which is on "
            "2025-10-28 (the pact) (L15); give it the day 2025-10-28 or a later one"
        )
    ]
    assert kept.refused("milestone_met", date="2026-01-20", **cells) == []


def test_a_mistyped_milestone_of_the_pact_is_offered() -> None:
    assert Keeper().refused("milestone_met", milestone="team", project="") == [
        (
            "milestone team cannot be met on 2026-02-01 before it was planned (L15); "
            "did you mean 'teams'? Or record milestone_planned first"
        )
    ]


def test_the_same_name_at_another_project_is_another_milestone() -> None:
    assert planned().refused("milestone_planned", project="mill") == []


def test_milestones_stand_as_planned_moved_and_met() -> None:
    kept = planned()
    kept.add("milestone_moved", "moved", date="2026-03-01", due="2028-06-30")
    kept.add("milestone_met", "end", date="2026-09-01")
    kept.add("milestone_missed", "gone", date="2026-02-01", milestone="teams", project="")

    teams, output = kept.position().milestones

    assert (teams.milestone, teams.party, teams.first_due) == ("teams", "", date(2026, 1, 26))
    assert (teams.missed, teams.entries) == (date(2026, 2, 1), ("gone",))
    assert output == MilestoneState(
        milestone="first-output",
        project="mine",
        text="First concentrate",
        party="JPN",
        first_due=date(2027, 6, 30),
        due=date(2028, 6, 30),
        moves=1,
        met=date(2026, 9, 1),
        missed=None,
        entries=("plan", "moved", "end"),
    )


def test_a_milestone_is_seen_as_it_stood_on_the_day() -> None:
    kept = planned()
    kept.add("milestone_moved", "moved", date="2026-03-01", due="2028-06-30")

    assert len(kept.position(date(2026, 1, 31)).milestones) == 1
    assert kept.position(date(2026, 2, 28)).milestones[1].due == date(2027, 6, 30)
    assert kept.position(date(2026, 3, 1)).milestones[1].due == date(2028, 6, 30)


def test_a_correction_that_moves_the_plan_behind_the_move_is_refused() -> None:
    kept = planned()
    kept.add("milestone_moved", "moved", date="2026-03-01", due="2028-06-30")

    told = kept.refused("correction", corrects="plan", changes="date=2026-04-01")

    assert told == [
        (
            "after it the ledger would break L15: milestone first-output of mine cannot be "
            "moved on "
            "2026-03-01 before it was planned, which is on 2026-04-01 (plan) (L20); give it "
            "the day "
            "2026-04-01 or a later one"
        )
    ]
