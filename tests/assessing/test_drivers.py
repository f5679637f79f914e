"""Which figure drives a band."""

import numpy as np
import pytest

from supplypact.assessing.draws import Datum, Noise
from supplypact.assessing.drivers import drivers, standard_ranks


def _noise(draws: int, figures: int) -> Noise:
    data = tuple(
        Datum(figure="output", stage="mine", country=f"C{n}", end="", quality="official")
        for n in range(figures)
    )
    return Noise(data=data, deviation=np.random.default_rng(3).standard_normal((draws, figures)))


def test_the_figure_that_moves_a_value_most_is_its_driver() -> None:
    noise = _noise(2_000, 3)
    # Variances 9 to 1: the second figure explains about nine tenths.
    value = 3 * noise.deviation[:, 1] + noise.deviation[:, 2]
    ((name, part),) = [each for each in drivers(value[None, :], noise) if each]
    assert name == "output/mine/C1/official"
    assert part == pytest.approx(0.9, abs=0.03)


def test_a_monotone_but_bent_effect_counts_in_full() -> None:
    noise = _noise(500, 2)
    (found,) = drivers(np.exp(3 * noise.deviation[:, :1]).T, noise)
    assert found is not None
    assert found[0] == "output/mine/C0/official"
    assert found[1] == pytest.approx(1.0)


def test_a_value_that_never_moves_or_is_unknown_has_no_driver() -> None:
    noise = _noise(100, 2)
    values = np.array([[0.5] * 100, [np.nan] * 100, noise.deviation[:, 0]])
    assert [each is None for each in drivers(values, noise)] == [True, True, False]


def test_without_draws_there_are_no_drivers() -> None:
    assert drivers(np.zeros((2, 0)), _noise(0, 2)) == [None, None]


def test_chance_is_not_a_driver() -> None:
    noise = _noise(1_000, 3)
    other = np.random.default_rng(9).standard_normal((1, 1_000))
    assert drivers(other, noise) == [None]


def test_ranks_are_centred_and_of_length_one() -> None:
    ranks = standard_ranks(np.array([[10.0, 5.0, 1000.0]]))
    assert ranks[0] == pytest.approx([0.0, -(0.5**0.5), 0.5**0.5])


FIGURES = 300


@pytest.mark.parametrize("draws", [20, 100, 1_000])
def test_chance_among_300_figures_is_told_in_no_more_than_one_row_of_a_hundred(
    draws: int,
) -> None:
    noise = _noise(draws, FIGURES)
    others = np.random.default_rng(11).standard_normal((400, draws))
    assert sum(each is not None for each in drivers(others, noise)) <= 4


@pytest.mark.parametrize(("draws", "part"), [(100, 0.5), (1_000, 0.05)])
def test_a_figure_that_explains_more_than_chance_is_told_among_300(draws: int, part: float) -> None:
    # Chance explains up to 2 ln(300 / 0.01) / draws: 0.21 with 100 draws, 0.021 with 1,000.
    noise = _noise(draws, FIGURES)
    rest = np.random.default_rng(12).standard_normal((50, draws))
    values = part**0.5 * noise.deviation[:, 7] + (1 - part) ** 0.5 * rest
    named = [each[0] for each in drivers(values, noise) if each]
    assert len(named) >= 45
    assert {*named} == {"output/mine/C7/official"}


def test_the_least_part_that_counts_is_two_hundredths_with_300_figures_and_1_000_draws() -> None:
    noise = _noise(1_000, FIGURES)
    rest = np.random.default_rng(13).standard_normal((600, 1_000))
    values = 0.14 * noise.deviation[:, 7] + rest
    parts = ((standard_ranks(values) @ standard_ranks(noise.deviation.T).T) ** 2).max(axis=1)
    told = np.array([each is not None for each in drivers(values, noise)])
    # 2 ln(30,000) / 1,000 = 0.02062
    assert parts[told].min() == pytest.approx(0.0206, abs=2e-4)
    assert parts[~told].max() == pytest.approx(0.0206, abs=2e-4)
