from dataclasses import replace

from supplypact.reporting.sections import cards, sections
from tests.reporting.given import target, view


def test_cards_show_binding_targets_or_else_the_indicators() -> None:
    assert [(card.title, card.met, card.planned) for card in cards(view())] == [
        ("Testium", True, 0.3)
    ]
    assert [card.verdict for card in cards(view(target(binding=False)))] == ["✓ reached"]


def test_indicators_are_folded_away_beside_binding_targets() -> None:
    found = sections(view(target(), replace(target(binding=False), stage="mine")))
    shares = found[0]
    assert (len(shares.charts), len(shares.more)) == (1, 1)


def test_the_reading_that_binds_is_framed() -> None:
    readings = sections(view())[1]
    assert [cell.chosen for cell in readings.readings[0].cells] == [False, False, True]
    assert [cell.met for cell in readings.readings[0].cells] == [False, True, True]


def test_a_plan_without_projects_says_so_instead_of_an_empty_chart() -> None:
    projects = sections(view(projects=()))[2]
    assert projects.charts == ()
    assert projects.finding == "No project needs to be started."
