"""The bundled pact on its bundled record: what track tells, and what the wire to the plan does."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest

import supplypact.tracking as package
from supplypact.domain.progress import Progress, Status, TrackOptions
from supplypact.domain.record import Record
from supplypact.planning.risk.given import RISK_TABLES, gather_risk
from supplypact.tracking.days import later
from supplypact.tracking.plants import Counted
from supplypact.tracking.schedule import start, with_dates
from supplypact.tracking.shares import target_paths
from supplypact.tracking.shortage import expected_loss
from supplypact.tracking.track import TRACK_TABLES, Kept, Tracked, read_tracked, track
from supplypact.workspace.ledger import Case, open_record
from supplypact.workspace.workspace import Workspace
from tests.tracking.given import milestone

AS_OF = date(2026, 11, 22)
DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def case() -> Case:
    return open_record(Workspace(), "us-japan-2025", None)


@pytest.fixture(scope="module")
def tracked() -> Tracked:
    workspace = Workspace()
    _, laws = workspace.open_hazards()
    return read_tracked(workspace.open_tables(TRACK_TABLES), laws)


def _track(case: Case, tracked: Tracked, **more: object) -> Progress:
    kept = Kept(origin="bundled", root=b"", records=case.records)
    options = TrackOptions(as_of=AS_OF, since=date(2026, 1, 1))
    position = case.book.position(AS_OF, None)
    return track(case.pact, case.network, position, options, tracked, kept, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def progress(case: Case, tracked: Tracked) -> Progress:
    return _track(case, tracked)


def test_japans_line_is_pledged_beyond_its_amount_and_nothing_is_committed(
    progress: Progress,
) -> None:
    line = next(each for each in progress.envelope if each.scope == "japan-commitments")
    # 456.45 of the fact sheet and 33 of tranche 2 as ceilings and firm amounts, 35.4 of tranche 1
    assert line.ceiling + line.firm == 524_850_000_000
    assert line.over == 94_850_000_000
    assert [line.committed, line.disbursed] == [0, 0]
    assert (line.verdict.status, line.verdict.rule) == (Status.AT_RISK, "E6")
    assert line.verdict.who == ("JPN",)


def test_of_the_united_states_line_nothing_is_recorded(progress: Progress) -> None:
    line = next(each for each in progress.envelope if each.scope == "us-incentives")
    assert (line.verdict.status, line.verdict.rule) == (Status.UNKNOWN, "E1")


def test_the_target_for_rare_earths_is_not_reached_by_the_recorded_projects(
    progress: Progress,
) -> None:
    found = {(each.target, each.material): each for each in progress.targets}
    rare = found["refine-2030", "magnet_rare_earths"]
    assert (rare.now_year, rare.verdict.rule) == (2024, "T8")
    assert rare.now == pytest.approx(0.0872, abs=1e-4)
    assert rare.expected == pytest.approx(0.2395, abs=1e-4)
    assert rare.expected_low is not None
    assert rare.expected is not None
    assert rare.expected_low < rare.expected < rare.goal
    lithium = found["refine-2030", "lithium"]
    assert (lithium.verdict.rule, lithium.reached) == ("T4", date(2025, 12, 31))


def test_a_new_plan_from_here_reaches_what_the_recorded_projects_do_not(
    case: Case, tracked: Tracked
) -> None:
    found = _track(case, tracked, replan=True)
    assert found.plan is not None
    assert found.plan.years[0] == AS_OF.year
    assert all(each.start_year >= AS_OF.year for each in found.plan.projects)
    for each in found.targets:
        if each.binding:
            assert each.verdict.rule in {"T4", "T6"}
            assert each.replanned is not None
            assert each.replanned >= each.goal - 1e-6


def test_milestones_that_passed_without_news_are_late(progress: Progress) -> None:
    late = {each.state.milestone for each in progress.milestones if each.verdict.rule == "M4"}
    assert "implementation-teams" in late


def test_thacker_pass_is_at_risk_and_its_class_of_late_projects_is_named(
    progress: Progress,
) -> None:
    found = next(each for each in progress.projects if each.project == "thacker-pass")
    assert (found.verdict.rule, found.reference_class) == ("P4", "late")
    assert found.slip_months == pytest.approx(12.0, abs=0.1)
    # 2.27 to 2.93 billion
    assert found.overrun == pytest.approx(0.29, abs=0.005)
    delay = next(each for each in progress.classes if each.id == "delay")
    assert "Thacker Pass" in delay.members
    assert found.late_by == (delay.half, delay.nine_of_ten)


def test_published_totals_stand_beside_ours(progress: Progress) -> None:
    found = {each.id: each for each in progress.reported}
    assert found["fact-sheet-meti"].ours == 456_450_000_000
    assert found["fact-sheet-meti"].published == 400_000_000_000
    assert [found["tranche-1"].ours, found["tranche-1"].counted] == [36_000_000_000, 35_400_000_000]


def test_every_change_since_the_last_report_is_a_record(case: Case, progress: Progress) -> None:
    assert len(progress.changes) == len([each for each in case.records if each.entry.date <= AS_OF])
    assert {each.what for each in progress.changes} <= {"new", "moved", "met", "missed"}


def test_nothing_is_drawn_and_so_no_day_is_told(progress: Progress) -> None:
    assert progress.drawn is not None
    assert progress.drawn.central is None
    assert progress.drawn.pace == 0
    # 550 billion in the 789 days to 2029-01-19
    assert float(progress.drawn.needed) == pytest.approx(550e9 / 789 * 365.25)


def test_days_equal_to_those_of_the_tables_change_no_share(case: Case, tracked: Tracked) -> None:
    dates = {
        plant.id: day
        for plant in tracked.plants
        if not plant.candidate and (day := start(plant)) is not None
    }
    assert len(dates) > 30
    same = with_dates(case.pact, case.network, dates, tracked.plants)
    for before, after in zip(
        target_paths(case.pact, case.network), target_paths(case.pact, same), strict=True
    ):
        assert np.abs(before.share - after.share).max() <= 1e-9


def test_a_slip_of_a_refinery_never_raises_the_share_of_world_refining(
    case: Case, tracked: Tracked
) -> None:
    before = {(p.target.id, p.material): p.share for p in target_paths(case.pact, case.network)}
    world = [("refine-2030", each) for each in ("magnet_rare_earths", "lithium", "together")]
    fell = 0
    for plant in tracked.plants:
        day = start(plant)
        refines = any(each.stage == "refine" for each in plant.makes)
        if plant.candidate or plant.producing or day is None or not refines:
            continue
        slipped = with_dates(case.pact, case.network, {plant.id: later(day, 24)}, tracked.plants)
        after = {(p.target.id, p.material): p.share for p in target_paths(case.pact, slipped)}
        assert all(np.all(after[key] <= before[key] + 1e-9) for key in world)
        fell += any(np.any(after[key] < before[key] - 1e-6) for key in world)
    assert fell >= 5


def test_a_first_output_in_the_record_moves_the_project_in_the_targets(
    case: Case, tracked: Tracked
) -> None:
    position = case.book.position(AS_OF, None)
    gone = milestone(date(2027, 1, 1), project="eneabba", missed=AS_OF)
    kept = Kept(origin="bundled", root=b"", records=())
    shares = []
    for given in (position, replace(position, milestones=(*position.milestones, gone))):
        found = track(case.pact, case.network, given, TrackOptions(as_of=AS_OF), tracked, kept)
        shares.append(float(found.targets[0].expected or 0))
    assert shares[1] < shares[0] - 1e-3


def test_plants_of_the_tables_say_who_counts_them(tracked: Tracked) -> None:
    plants = {plant.id: plant for plant in tracked.plants}
    eneabba = {each.material: each.counted for each in plants["eneabba"].makes}
    assert eneabba == {
        "dysprosium_terbium": Counted.ADDED,
        "magnet_rare_earths": Counted.PROJECTED,
    }
    assert plants["noveon"].makes[0].counted is Counted.KNOWN
    assert plants["kemerton"].makes[0].counted is Counted.PROJECTED
    assert (plants["nolans"].candidate, plants["balama"].producing) == (True, True)


def test_the_docs_word_every_rule_of_the_code() -> None:
    told = (DOCS / "track.md").read_text(encoding="utf-8")
    rules = set(_rules())
    assert len(rules) == 6 + 10 + 8 + 7 + 4 + 4
    assert rules == set(re.findall(r"^\| ([ETMPSI]\d+) \|", told, flags=re.MULTILINE))


def _rules() -> Iterator[str]:
    """Yield the rules in the docstrings of the modules."""
    for folder in package.__path__:
        for module in sorted(Path(folder).glob("*.py")):
            yield from re.findall(
                r"^([ETMPSI]\d+) ", module.read_text(encoding="utf-8"), flags=re.MULTILINE
            )


def test_records_known_only_later_are_left_out(case: Case, tracked: Tracked) -> None:
    early = datetime(2026, 1, 1, tzinfo=case.records[0].recorded_at.tzinfo)
    records: list[Record] = [replace(each, recorded_at=early) for each in case.records]
    kept = Kept(origin="bundled", root=b"", records=records)
    options = TrackOptions(as_of=AS_OF, since=date(2026, 6, 1))
    found = track(case.pact, case.network, case.book.position(AS_OF, None), options, tracked, kept)
    assert found.changes == ()


def test_a_stock_lowers_what_disruptions_are_expected_to_cost(case: Case) -> None:
    workspace = Workspace()
    hazards, laws = workspace.open_hazards()
    data = gather_risk(hazards, laws, workspace.open_tables(RISK_TABLES))
    held = {("JPN", "gallium", "refine"): 100.0}
    bare, stocked = (
        expected_loss(case.pact, case.network, data, each, ["gallium"], 2030)["gallium"]
        for each in ({}, held)
    )
    assert 0 < stocked < bare
