"""The replay of an incident: what holds for any orders, possible or not."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplypact.domain.incident import MaterialIncident, Orders
from supplypact.simulation.possible import ramped
from supplypact.simulation.replay import Replayed, replay
from tests.responding.by_hand import (
    JPN,
    USA,
    ordered,
    plant,
    substitutes,
    swaps,
    unlike_uses,
    weeks_then_months,
)


def rich() -> MaterialIncident:
    """Return an incident in which everything can be done."""
    grid = weeks_then_months()
    stores = (("JPN", "refine", "national"), ("USA", "refine", "given"), ("USA", "mine", "given"))
    return replace(
        substitutes(),
        grid=grid,
        weight=np.linspace(1.0, 0.3, 6),
        loss=np.array([[6.0], [3.0]]) * grid.months,
        makers=(("AUS", "refine"), ("CAN", "refine")),
        barred=np.array([False, True]),
        lag=np.array([[10.0, 20.0], [0.0, 90.0]]),
        idle=np.array([3.0, 1.0]),
        others=np.array([2.0, 0.0]),
        reroute_lag=np.array([[15.0, 3.0], [8.0, np.inf]]),
        stores=stores,
        stock=np.array([8.0, 10.0, 4.0]),
        mutual=np.full(3, 0.3),
        lendable=np.full(3, 0.8),
        takes=np.array([[3.0, 4.0], [3.0, 4.0], [1.0, 0.0]]),
        release_lag=np.array([[0.0, 40.0], [25.0, 0.0], [30.0, np.nan]]),
        swap_lag=swaps().swap_lag,
        projects=plant().projects,
        project_rate=np.array([2.0]),
        project_first=np.array([10.0]),
        project_last=np.array([60.0]),
        project_lag=np.array([[5.0, 15.0]]),
        shortage_cost=unlike_uses().shortage_cost,
    )


def drawn(of: MaterialIncident, seed: int, size: float) -> Orders:
    """Return random orders, many of them impossible."""
    rng, none = np.random.default_rng(seed), ordered(of)
    fields = {name: getattr(none, name).shape for name in none.__dataclass_fields__}
    return Orders(**{name: size * rng.exponential(size=shape) for name, shape in fields.items()})


ANY = given(
    seed=st.integers(0, 2**32 - 1), size=st.sampled_from([0.01, 0.1, 0.3, 1.0, 10.0, 1000.0])
)


@settings(deadline=None, max_examples=60)
@ANY
def test_the_balance_of_every_period_is_kept(seed: int, size: float) -> None:
    of = rich()
    result = replay(of, drawn(of, seed, size))
    assert (result.residual < 1e-9).all()
    came = sum(result.arrived.values()) - result.wasted
    saved = result.done.substitute.sum(axis=1) + result.restrained.sum(axis=1)
    assert came + saved + result.short == pytest.approx(result.need, abs=1e-9)
    assert result.short_by_use.sum(axis=1) == pytest.approx(result.short, abs=1e-9)
    handed = result.done.release.sum(axis=(1, 2))
    assert of.stock - handed == pytest.approx(result.level[:, -1], abs=1e-9)


@settings(deadline=None, max_examples=60)
@ANY
def test_nobody_sends_saves_or_gives_more_than_it_has(seed: int, size: float) -> None:
    of = rich()
    result = replay(of, drawn(of, seed, size))
    done, months_ = result.done, of.grid.months
    spare = of.use[:, None] * months_ - of.loss
    running = ramped(of.grid, of.ramp_months) * months_
    assert _within(done.surge.sum(axis=1), of.idle[:, None] * running)
    assert _within(done.reroute.sum(axis=1), of.others[:, None] * months_)
    assert _within(done.release.sum(axis=1), of.handling * of.stock[:, None] * months_)
    assert _within(done.release[:2].sum(axis=0), of.takes[0][:, None] * months_)
    assert _within(done.release[2], of.takes[2][:, None] * months_)
    assert _within(done.swap.sum(axis=1), spare)
    assert _within(done.expedite.sum(axis=1), of.project_rate)
    given_up = result.restrained + result.short_by_use
    assert _within(given_up, of.end_use_share[..., None] * of.use[:, None, None] * months_)
    assert done.release[2, USA].sum() == done.swap[JPN, JPN].sum() == 0
    assert _none_below_zero(result)
    assert (np.diff(result.level, axis=1) <= 0).all()


@settings(deadline=None, max_examples=40)
@ANY
def test_carrying_out_what_was_possible_changes_nothing(seed: int, size: float) -> None:
    of = rich()
    first = replay(of, drawn(of, seed, size))
    again = replay(of, first.done)
    assert sum(again.refused.values()) == pytest.approx(0, abs=1e-9)
    assert again.unneeded.sum() == pytest.approx(0, abs=1e-9)
    assert again.total == pytest.approx(first.total)


@settings(deadline=None, max_examples=40)
@ANY
def test_what_is_sent_arrives_or_is_too_late(seed: int, size: float) -> None:
    of = rich()
    result = replay(of, drawn(of, seed, size))
    done = result.done
    early = done.expedite.sum(axis=1) @ of.grid.overlap(of.project_first, of.project_last)
    sent = {"surge": done.surge, "re-route": done.reroute, "release": done.release}
    for kind, tonnes in {**sent, "swap": done.swap, "expedite": early}.items():
        there = result.arrived[kind].sum() + result.late[kind]
        assert tonnes.sum() == pytest.approx(there)


def _within(amount: np.ndarray, most: np.ndarray) -> bool:
    return bool((amount <= most + 1e-9).all())


def _none_below_zero(result: Replayed) -> bool:
    arrays = [
        result.level,
        result.short,
        result.short_by_use,
        result.wasted,
        *vars(result.done).values(),
    ]
    return all((each >= 0).all() for each in arrays)
