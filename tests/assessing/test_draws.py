"""Draws of the figures: their spread, and the balances that every draw keeps."""

import numpy as np
import pytest
from hypothesis import given as drawn_from
from hypothesis import settings
from hypothesis import strategies as st

from supplypact.assessing.chain import Array, divided
from supplypact.assessing.checks import read_spreads
from supplypact.assessing.draws import Drawn, Spreads, draw_chain
from supplypact.assessing.gather import gather
from tests.assessing.given import evidence
from tests.given import material, network, stage, two_stages


def _drawn(draws: int, seed: int = 1, **spread: float) -> Drawn:
    world = two_stages()
    tables = evidence(world, spread=spread)
    spreads, given = read_spreads(tables), gather(tables, world.materials[0])
    return draw_chain(given, spreads, draws, np.random.default_rng(seed))


def test_draw_0_is_the_tables() -> None:
    drawn = _drawn(3, output=0.3, demand=0.3, flow=0.3)
    assert drawn.chain.stages[0].flow[0] == pytest.approx([50, 10, 40])
    assert drawn.output[1][0] == pytest.approx([0, 90, 10, 0])


def test_without_spread_every_draw_is_the_tables() -> None:
    drawn = _drawn(3)
    for step in drawn.chain.stages:
        assert step.flow == pytest.approx(np.repeat(step.flow[:1], 4, axis=0))


def test_a_figure_keeps_its_mean_and_has_the_spread_of_its_grade() -> None:
    drawn = _drawn(20_000, output=0.3)
    mined = drawn.output[0][1:, 0]
    assert mined.mean() == pytest.approx(60, rel=0.01)
    assert np.log(mined).std() == pytest.approx(0.3, rel=0.02)


@settings(max_examples=25)
@drawn_from(seed=st.integers(0, 2**32 - 1), spread=st.floats(0.0, 0.6))
def test_in_every_draw_what_arrives_is_use_and_feed(seed: int, spread: float) -> None:
    drawn = _drawn(20, seed, output=spread, demand=spread, flow=spread)
    mine, refine = drawn.chain.stages
    assert refine.received() == pytest.approx(refine.use, rel=1e-9)
    need = mine.use + refine.feed_for(refine.made())
    assert mine.received() == pytest.approx(need, rel=1e-9)
    assert (mine.flow >= 0).all()
    assert (refine.flow >= 0).all()


def test_outputs_are_met_where_the_links_allow_it() -> None:
    # Japan is fed by Australia alone, so its ore is known from its refining; all else can move.
    drawn = _drawn(200, output=0.05, demand=0.05, flow=0.3)
    assert _imbalance(drawn)[1].max() < 1e-3


def _imbalance(drawn: Drawn) -> Array:
    """Return by how much flows miss the drawn outputs, over all output.  Shape (stage, draw)."""
    off = []
    for step, output in zip(drawn.chain.stages, drawn.output, strict=True):
        made = step.made()
        whole = made.sum(axis=-1, keepdims=True)
        wanted = output * divided(whole, output.sum(axis=-1, keepdims=True))
        off.append(divided(np.abs(made - wanted).sum(axis=-1) / 2, whole[:, 0]))
    return np.array(off)


def test_the_same_seed_gives_the_same_draws() -> None:
    one, two = (_drawn(5, 7, flow=0.2).chain.stages[1].flow for _ in range(2))
    assert (one == two).all()


def test_a_datum_says_which_figure_it_is() -> None:
    names = [str(each) for each in _drawn(1, flow=0.1).noise.data]
    assert "output/mine/AUS/official" in names
    assert "flow/refine/CHN>JPN/official" in names


def test_a_rule_that_the_method_speaks_of_goes_before_the_spread_of_all_others() -> None:
    rules = (("observed trade", 0.2), ("", 1.1))
    spreads = Spreads(rules={("flow", "estimate"): rules})
    assert spreads.of("flow", "estimate", "ras; seed: observed trade") == 0.2
    assert spreads.of("flow", "estimate", "ras; seed: surplus output") == 1.1


def test_drawn_recoveries_and_scrap_stay_shares_and_the_balances_hold() -> None:
    world = network(
        (material("testium", stage("mine"), stage("refine", recovery=0.8, other=0.2)),),
        output={("testium", "mine", "AUS", 2024): 100, ("testium", "refine", "JPN", 2024): 100},
        demand={("testium", "refine", "JPN"): 100},
        flow={
            ("testium", "mine", "AUS", "JPN"): 100,
            ("testium", "refine", "JPN", "JPN"): 100,
        },
    )
    tables = evidence(world, spread={"recovery": 0.3, "other_feed": 0.5})
    given = gather(tables, world.materials[0])
    drawn = draw_chain(given, read_spreads(tables), 500, np.random.default_rng(1))
    mine, refine = drawn.chain.stages
    assert refine.recovery[0] == pytest.approx(0.8)
    assert refine.recovery.std() > 0.05
    assert ((refine.recovery > 0) & (refine.recovery < 1)).all()
    assert ((refine.other_feed_share > 0) & (refine.other_feed_share < 1)).all()
    assert mine.recovery == pytest.approx(1.0)
    assert mine.received() == pytest.approx(refine.feed_for(refine.made()), rel=1e-9)
