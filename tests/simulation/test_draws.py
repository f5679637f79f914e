"""When hazards strike and for how long."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplypact.domain.hazard import LATE
from supplypact.simulation.draws import BLOCK, Draws, draw, durations
from tests.simulation.given import picture, survival


def strikes(*rows: tuple[int, int, int, int], late: bool = False) -> Draws:
    history, hazard, onset, months = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return Draws(
        histories=int(history.max(initial=0)) + 1,
        history=history,
        hazard=hazard,
        onset=onset,
        months=months,
        late=np.full(len(history), late),
    )


def test_hazards_strike_as_often_as_their_rates_say() -> None:
    drawn = draw(picture(rate=0.5), seed=3, block=0)
    for hazard in (0, 1):
        count = np.sum(drawn.hazard == hazard)
        expected = BLOCK * 3 * 0.5
        assert abs(count - expected) < 4 * np.sqrt(expected)
    within = np.bincount(drawn.onset % 12, minlength=12)
    assert np.all(np.abs(within - len(drawn.onset) / 12) < 4 * np.sqrt(len(drawn.onset) / 12))


def test_a_rate_that_changes_with_the_years_is_followed_year_by_year() -> None:
    given_ = replace(picture(), rate=np.array([[0.4, 0.0, 0.1], [0.0, 0.0, 0.0]]))
    drawn = draw(given_, seed=1, block=0)
    count = np.bincount(drawn.onset // 12, minlength=3)
    assert count[1] == 0
    assert abs(count[0] - 4_000) < 4 * np.sqrt(4_000)
    assert abs(count[2] - 1_000) < 4 * np.sqrt(1_000)
    assert set(drawn.hazard) == {0}


def test_durations_follow_the_law_and_go_on_as_in_its_last_year() -> None:
    # 0.9 a month: still on after 24 months with chance 0.08, after 36 with 0.0225.
    chance = (np.arange(200_000) + 0.5) / 200_000
    months = durations(survival(0.9), chance, 1_000)
    for later in (0, 1, 12, 23, 24, 25, 36, 60):
        assert np.mean(months > later) == pytest.approx(0.9**later, abs=2e-5)


def test_the_last_year_of_a_law_is_what_goes_on() -> None:
    # Of those still on after a year, 0.9 a month for half a year and then 0.5: on average the
    # square root of 0.45.
    alive = np.concatenate([np.ones(12), 0.9 ** np.arange(7), 0.9**6 * 0.5 ** np.arange(1, 7)])
    months = durations(alive, (np.arange(400_000) + 0.5) / 400_000, 1_000)
    for later in (1, 2, 4):
        assert np.mean(months > 24 + later) == pytest.approx(
            alive[24] * 0.45 ** (later / 2), abs=1e-5
        )


def test_durations_end_where_the_law_ends_or_never_falls() -> None:
    ends = durations(np.array([1.0, 0.5, 0.0]), np.array([0.1, 0.7]), 99)
    assert ends.tolist() == [2, 1]
    stays = durations(np.ones(25), np.array([0.3]), 99)
    assert stays.tolist() == [99]


def test_a_hazard_that_never_strikes_changes_no_other() -> None:
    both = picture()
    never = replace(both, rate=both.rate * np.array([[1.0], [0.0]]))
    first = draw(both, seed=5, block=0)
    assert_same(first.select(first.hazard == 0), draw(never, seed=5, block=0))


def test_the_first_histories_of_a_longer_run_are_those_of_a_shorter_one() -> None:
    long, short = (draw(picture(), seed=5, block=1, histories=count) for count in (900, 40))
    assert_same(long.select(long.history < 40), short)


def test_seeds_and_blocks_draw_other_histories() -> None:
    ways = [(1, 0), (1, 1), (2, 0)]
    sums = {draw(picture(), seed=s, block=b, histories=500).onset.sum() for s, b in ways}
    assert len(sums) == 3


def test_a_step_of_a_project_is_late_once_from_the_first_of_its_year() -> None:
    given_ = picture(rate=0.5, kinds=(LATE, "embargo"))
    drawn = draw(given_, seed=1, block=0)
    late = drawn.select(drawn.late)
    assert set(late.onset) == {0, 12, 24}
    assert abs(len(late.onset) - 15_000) < 4 * np.sqrt(30_000 * 0.25)
    assert len(np.unique(late.history * 100 + late.onset)) == len(late.onset)
    assert not late.again().any()


def test_a_hazard_that_is_on_does_not_strike_again() -> None:
    # The second comes within the first; the third after the first, though within the second.
    drawn = strikes((0, 0, 0, 5), (0, 0, 3, 9), (0, 0, 6, 2), (0, 1, 4, 2), (1, 0, 1, 9))
    assert drawn.again().tolist() == [False, True, False, False, False]


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 35), st.integers(1, 20)),
        max_size=30,
    )
)
@settings(max_examples=60)
def test_what_remains_of_a_hazard_never_overlaps(rows: list[tuple[int, int, int, int]]) -> None:
    drawn = strikes(*sorted(rows))
    kept = drawn.select(~drawn.again())
    seen: dict[tuple[int, int], int] = {}
    for history, hazard, onset, end in zip(
        kept.history, kept.hazard, kept.onset, kept.end, strict=True
    ):
        assert onset >= seen.get((history, hazard), 0)
        seen[history, hazard] = end


def assert_same(one: Draws, other: Draws) -> None:
    for name in ("history", "hazard", "onset", "months"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
