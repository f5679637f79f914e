from dataclasses import replace

from supplypact.reporting.plan.sections import cards, sections
from supplypact.reporting.plan.view import View
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


def test_nothing_is_framed_and_no_frame_is_spoken_of_if_nothing_binds() -> None:
    readings = sections(view(target(binding=False)))[1]
    assert not any(cell.chosen for row in readings.readings for cell in row.cells)
    assert "framed" not in readings.note
    assert "framed" in sections(view())[1].note


def test_a_pact_without_targets_has_no_headings_over_nothing() -> None:
    seen = view(projects=())
    bare = View(replace(seen.plan, targets=(), bindings=()), seen.pact, seen.network, seen.say)
    found = {each.id: each for each in sections(bare)}
    assert not found.keys() & {"targets", "readings", "sourcing", "estimates", "money", "break"}
    assert found["all"].tables
    for each in found.values():
        assert each.finding or each.charts or each.tables or each.folded, each.id


def test_a_plan_without_projects_says_so_instead_of_an_empty_chart() -> None:
    projects = sections(view(projects=()))[2]
    assert projects.charts == ()
    assert projects.finding == "No project needs to be started."
