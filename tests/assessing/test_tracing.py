"""Where the content of what a party uses was made."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given as drawn_from
from hypothesis import strategies as st

from supplypact.assessing.chain import Array, Chain, ChainStage, add_up, groups
from supplypact.assessing.checks import read_spreads
from supplypact.assessing.draws import draw_chain
from supplypact.assessing.gather import gather
from supplypact.assessing.tracing import Trace, face_value, trace
from tests.assessing.given import evidence
from tests.given import material, network, stage, two_stages


def _chain(world: Any) -> Chain:
    tables = evidence(world)
    given = gather(tables, world.materials[0])
    return draw_chain(given, read_spreads(tables), 0, np.random.default_rng(1)).chain


def _traces(chain: Chain, *parties: str) -> tuple[Trace, ...]:
    return trace(chain, groups(chain.countries, parties, together=False))


def _of(chain: Chain, values: Array) -> dict[str, Any]:
    """Return one party's figures of draw 0 by country."""
    return {c: pytest.approx(v) for c, v in zip(chain.countries, values, strict=True) if v}


def test_japan_buys_22_of_30_refined_in_china_and_its_ore_is_traced_behind_them() -> None:
    # China refines 50 Australian and 40 own tonnes of ore, Japan 10 Australian ones.
    # Japan: 22 from China, of which 22 * 5/9 mined in Australia, and 8 refined at home.
    chain = _chain(two_stages())
    mined, refined = _traces(chain, "JPN")
    assert _of(chain, refined.content[0, 0]) == {"CHN": 22.0, "JPN": 8.0}
    assert _of(chain, mined.content[0, 0]) == {"AUS": 8 + 22 * 5 / 9, "CHN": 22 * 4 / 9}


def test_face_value_of_the_mine_stage_is_what_japans_refiners_buy() -> None:
    chain = _chain(two_stages())
    bought = face_value(chain.stages[0], groups(chain.countries, ["JPN"], together=False))
    assert _of(chain, bought[0, 0]) == {"AUS": 10.0}


def test_a_chain_of_one_stage_traces_to_its_face_value() -> None:
    world = network(
        (material("testium", stage("refine")),),
        output={("testium", "refine", "CHN", 2024): 6, ("testium", "refine", "JPN", 2024): 4},
        demand={("testium", "refine", "JPN"): 10},
        flow={("testium", "refine", "CHN", "JPN"): 6, ("testium", "refine", "JPN", "JPN"): 4},
    )
    chain = _chain(world)
    parties = groups(chain.countries, ["JPN"], together=False)
    assert trace(chain, parties)[0].content == pytest.approx(face_value(chain.stages[0], parties))


def test_a_stage_that_passes_everything_on_at_home_changes_nothing() -> None:
    # After the mine stage every country "washes" its own ore and loses none.
    plain = two_stages()
    washed = network(
        (material("testium", stage("mine"), stage("wash"), stage("refine")),),
        output={
            ("testium", "mine", "AUS", 2024): 60,
            ("testium", "mine", "CHN", 2024): 40,
            ("testium", "wash", "AUS", 2024): 60,
            ("testium", "wash", "CHN", 2024): 40,
            ("testium", "refine", "CHN", 2024): 90,
            ("testium", "refine", "JPN", 2024): 10,
        },
        demand={(m, s, c): t for m, s, c, _, t in _demand(plain)},
        flow={
            ("testium", "mine", "AUS", "AUS"): 60,
            ("testium", "mine", "CHN", "CHN"): 40,
            **{
                (m, "wash" if s == "mine" else s, e, i): t
                for m, s, e, i, t in plain.flow.select(
                    "material", "stage", "exporter", "importer", "tonnes"
                ).iter_rows()
            },
        },
    )
    before, after = (_traces(_chain(world), "JPN", "USA") for world in (plain, washed))
    assert after[0].shares == pytest.approx(before[0].shares)
    assert after[1].shares == pytest.approx(before[0].shares)


def _demand(world: Any) -> Any:
    rows = world.demand.select("material", "stage", "country", "end_use", "tonnes")
    return rows.iter_rows()


def test_other_feed_passed_no_mine_and_losses_add_ore() -> None:
    # A fifth of the 100 refined tonnes is scrap; the other 80 take 80 / 0.8 = 100 of ore.
    world = network(
        (material("testium", stage("mine"), stage("refine", recovery=0.8, other=0.2)),),
        output={("testium", "mine", "AUS", 2024): 100, ("testium", "refine", "JPN", 2024): 100},
        demand={("testium", "refine", "JPN"): 100},
        flow={
            ("testium", "mine", "AUS", "JPN"): 100,
            ("testium", "refine", "JPN", "JPN"): 100,
        },
    )
    chain = _chain(world)
    mined = _traces(chain, "JPN")[0]
    assert _of(chain, mined.content[0, 0]) == {"AUS": 80.0}
    assert _of(chain, mined.other_feed[0, 0]) == {"JPN": 20.0}
    assert _of(chain, mined.tonnes[0, 0]) == {"AUS": 100.0}
    assert mined.shares[0, 0, -1] == pytest.approx(0.2)


def test_a_party_that_uses_none_has_no_shares() -> None:
    chain = _chain(two_stages())
    assert np.isnan(_traces(chain, "AUS")[0].shares).all()


@drawn_from(seed=st.integers(0, 2**32 - 1), stages=st.integers(1, 4))
def test_shares_add_up_to_one_and_all_users_together_account_for_all_output(
    seed: int, stages: int
) -> None:
    chain = _random(np.random.default_rng(seed), stages)
    everyone = np.eye(len(chain.countries))
    for step, found in zip(chain.stages, trace(chain, everyone), strict=True):
        sums = found.shares.sum(axis=-1)
        assert np.where(np.isnan(sums), 1.0, sums) == pytest.approx(1.0)
        assert found.tonnes.sum(axis=1) == pytest.approx(step.made())
        assert found.arcs.sum(axis=1) == pytest.approx(step.flow)


@drawn_from(seed=st.integers(0, 2**32 - 1))
def test_relabelling_countries_changes_nothing(seed: int) -> None:
    generator = np.random.default_rng(seed)
    chain = _random(generator, 3)
    order = generator.permutation(len(chain.countries))
    place = np.argsort(order)
    other = Chain(
        material=chain.material,
        countries=tuple(chain.countries[k] for k in order),
        stages=tuple(
            ChainStage(
                id=s.id,
                recovery=s.recovery,
                other_feed_share=s.other_feed_share,
                exporter=place[s.exporter],
                importer=place[s.importer],
                flow=s.flow,
                use=s.use[:, order],
            )
            for s in chain.stages
        ),
    )
    party = chain.countries[0]
    for before, after in zip(_traces(chain, party), _traces(other, party), strict=True):
        assert after.content == pytest.approx(before.content[..., order])


def _random(generator: np.random.Generator, count: int) -> Chain:
    """Return a balanced chain of four countries with random links, losses and scrap."""
    size = 4
    stages: list[ChainStage] = []
    links = np.argwhere(generator.random((size, size)) < 0.7)
    links = np.unique(np.concatenate([links, np.stack([np.arange(size)] * 2, axis=1)]), axis=0)
    feed = np.zeros((1, size))
    for number in reversed(range(count)):
        use = generator.random((1, size)) * (generator.random(size) < 0.8)
        pattern = generator.random((1, len(links))) + 0.01
        received = add_up(pattern, links[:, 1], size)
        here = ChainStage(
            id=f"stage-{number}",
            recovery=generator.uniform(0.3, 1.0, 1),
            other_feed_share=generator.uniform(0.0, 0.5, 1) * (number > 0),
            exporter=links[:, 0],
            importer=links[:, 1],
            flow=pattern * ((use + feed) / received)[:, links[:, 1]],
            use=use,
        )
        feed = here.feed_for(here.made())
        stages.insert(0, here)
    world = two_stages()
    return Chain(material=world.materials[0], countries=("A", "B", "C", "D"), stages=tuple(stages))
