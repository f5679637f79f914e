from datetime import timedelta

import pytest

from supplypact.domain.response import RespondOptions
from supplypact.reporting.response import facts
from tests.reporting.response.given import AS_OF, action, nothing_struck, response


def test_shortfalls_come_by_their_loss_with_first_day_peak_and_mean() -> None:
    """The first week is free of loss; the year shown ends on day 361: 354 / 361 of 60 %.

    With the playbook 0.6 for 21 days and 0.3 for the 333 days after.
    """
    first, second, third = facts.shortfalls(response())
    assert (first.material, first.party) == ("gallium", "USA")
    assert (second.material, second.party) == ("gallium", "JPN")
    assert (third.material, third.party) == ("antimony", "JPN")
    assert first.first == dict.fromkeys(("nothing", "answer"), AS_OF + timedelta(days=7))
    assert first.peak["nothing"] == pytest.approx(0.6)
    assert first.mean["nothing"] == pytest.approx(0.6 * 354 / 361)
    assert first.mean["answer"] == pytest.approx((0.6 * 21 + 0.3 * 333) / 361)


def test_weeks_are_spread_over_the_months_that_they_touch() -> None:
    """Month one has 30.42 days: 7 free, 23.42 at 60 %; with the playbook 21 at 60 %, 2.42 at 30."""
    first = facts.shortfalls(response())[0]
    month = 365 / 12
    assert first.shares["nothing"][0] == pytest.approx(0.6 * (month - 7) / month)
    assert first.shares["answer"][0] == pytest.approx((0.6 * 21 + 0.3 * (month - 28)) / month)
    assert first.shares["nothing"][1:] == pytest.approx([0.6] * 11)


def test_what_is_met_has_no_first_day() -> None:
    third = facts.shortfalls(response())[2]
    assert third.shares["answer"][1:] == pytest.approx([0.0] * 11)
    assert facts.deepest(nothing_struck(), 2) == []
    assert facts.shortfalls(nothing_struck()) == ()


def test_this_week_ends_before_the_seventh_day() -> None:
    days = (0, 6, 7)
    lines = tuple(
        action(at, "release", ordered=AS_OF + timedelta(days=day)) for at, day in enumerate(days)
    )
    assert [each.number for each in facts.due_now(response(actions=lines))] == [0, 1]


def test_the_deepest_shortage_of_each_party_comes_with_the_number_of_its_others() -> None:
    """Japan loses 0.5 of 2 t a day of gallium and 1 of 10 t of antimony."""
    found = [(each.party, each.material, others) for each, others in facts.deepest(response(), 2)]
    assert found == [("USA", "gallium", 0), ("JPN", "gallium", 1)]
    assert len(facts.deepest(response(), 1)) == 1


def test_each_party_gains_what_the_mode_of_the_playbook_saves_it() -> None:
    """The United States bear 0.6 of each cost: 310, 190 and 120 million."""
    assert facts.gains(response()) == pytest.approx({"USA": 0.6 * 190e6, "JPN": 0.4 * 190e6})
    for mode, saved in (("pact", 120e6), ("alone", 190e6)):
        asked = response(options=RespondOptions(mode=mode))
        assert facts.gains(asked)["USA"] == pytest.approx(0.6 * saved)
        assert facts.saved_together(asked) == pytest.approx(saved)


def test_acting_together_saves_the_difference_of_the_modes() -> None:
    assert facts.saved_together(response()) == pytest.approx(310e6 - 120e6)
    some = response().modes.filter(response().modes["mode"] == "full")
    assert facts.saved_together(response(modes=some)) is None


def test_the_chance_that_it_lasts_is_that_of_the_period_which_holds_the_day() -> None:
    """Week 13 of the thirteen weeks begins on day 84; day 91 begins the first month."""
    assert facts.chance_left(response(), 90) == pytest.approx(1 - 0.03 * 12)
    assert facts.chance_left(response(), 91) == pytest.approx(1 - 0.03 * 13)
