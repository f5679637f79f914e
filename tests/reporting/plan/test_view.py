from dataclasses import replace

import pytest

from supplypact.domain.pact import Reading
from supplypact.domain.plan import TOGETHER
from supplypact.reporting.plan import sentences
from supplypact.reporting.plan.view import View
from supplypact.units import Share, Year
from tests.reporting.given import plan, project, target, view


def test_the_share_from_outside_is_as_worked_by_hand() -> None:
    # refined: (2 + 8) of 60 without the plan, 18 of 60 with it; mined: 40 of 60, then 43.2 of 60
    seen = view()
    shares = [
        seen.outside_share("testium", stage, 2030, case)
        for stage in ("refine", "mine")
        for case in ("base", "plan")
    ]
    assert shares == pytest.approx([10 / 60, 18 / 60, 40 / 60, 43.2 / 60])


def test_a_share_of_nothing_is_unknown() -> None:
    assert view().outside_share("testium", "refine", 2040, "base") is None


def test_readings_of_a_target_are_told_apart() -> None:
    assert view().reading(target(), Reading.WORLD, "plan") == 0.18
    assert view().reading(replace(target(), stage="magnet"), Reading.WORLD, "plan") is None


def test_the_year_is_that_of_the_earliest_binding_target() -> None:
    later = replace(target(), year=Year(2032))
    indicator = target(binding=False)
    assert view(later, indicator).year == 2032
    assert view(indicator).year == 2030


def test_binding_targets_come_first_and_together_is_left_out() -> None:
    indicator = replace(target(binding=False), material="other")
    together = replace(target(), material=TOGETHER)
    found = view(indicator, target(), together).material_targets()
    assert [each.material for each in found] == ["testium", "other"]


def test_sources_are_cited_by_what_they_are() -> None:
    seen = view()
    assert seen.citation("article") == "Daily: the article"
    assert seen.citation("survey") == "Geological Survey: Yearbook"
    assert seen.citation("test") == "Company release"
    assert seen.citation("nowhere") == "nowhere"


def test_a_single_country_of_concern_goes_by_its_name() -> None:
    seen = view()
    assert seen.origin("concern") == "CHN"
    two = View(plan(), replace(seen.pact, concern=("CHN", "RUS")), seen.network, seen.say)
    assert two.origin("concern") == "country of concern"
    assert two.concern() == "CHN and RUS"


def test_a_project_of_which_next_to_nothing_is_started_is_not_told() -> None:
    speck = replace(project(), id="speck", part=Share(0.004))
    seen = view(projects=(project(), speck))
    assert seen.projects == (project(),)
    assert sentences.portfolio_finding(seen).startswith("1 project for")
