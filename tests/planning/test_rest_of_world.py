"""Parties whose use the tables count with the rest of the world."""

from dataclasses import replace

import polars as pl
import pytest

from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.planning.rest_of_world import with_shares
from supplypact.units import Share
from tests.given import material, network, pact, stage


def world() -> Network:
    """China makes 90 and the rest 30; the US uses 20, the rest 60, and China 40."""
    return network(
        (material("testium", stage("refine")),),
        output={("testium", "refine", "CHN", 2024): 90, ("testium", "refine", "ROW", 2024): 30},
        demand={
            ("testium", "refine", "USA"): 20,
            ("testium", "refine", "ROW"): 60,
            ("testium", "refine", "CHN"): 40,
        },
        flow={
            ("testium", "refine", "CHN", "USA"): 20,
            ("testium", "refine", "CHN", "ROW"): 40,
            ("testium", "refine", "ROW", "ROW"): 20,
            ("testium", "refine", "CHN", "CHN"): 30,
            ("testium", "refine", "ROW", "CHN"): 10,
        },
    )


def agreed(share: float) -> Pact:
    terms = pact()
    first, second = terms.parties
    return replace(terms, parties=(first, replace(second, share_of_rest=Share(share))))


def flows(frame: pl.DataFrame) -> dict[tuple[str, str], float]:
    return {(a, b): t for a, b, t in frame.select("exporter", "importer", "tonnes").iter_rows()}


def test_a_quarter_of_what_the_rest_uses_and_buys_becomes_the_partys() -> None:
    given = with_shares(agreed(0.25), world())
    used = dict(given.demand.select("country", "tonnes").iter_rows())
    # A quarter of 60 is 15.  Of the 60 bought, 40 come from China: 10 and 5 go to Japan.
    assert used == pytest.approx({"USA": 20, "ROW": 45, "CHN": 40, "JPN": 15})
    assert flows(given.flow) == pytest.approx(
        {
            ("CHN", "USA"): 20,
            ("CHN", "ROW"): 30,
            ("ROW", "ROW"): 15,
            ("CHN", "CHN"): 30,
            ("ROW", "CHN"): 10,
            ("CHN", "JPN"): 10,
            ("ROW", "JPN"): 5,
        }
    )


def test_a_second_call_changes_nothing() -> None:
    terms = agreed(0.25)
    once = with_shares(terms, world())
    twice = with_shares(terms, once)
    assert twice.demand.equals(once.demand)
    assert flows(twice.flow) == pytest.approx(flows(once.flow))


def test_without_a_share_the_network_stays_as_it_is() -> None:
    given = world()
    assert with_shares(pact(), given).demand.equals(given.demand)
    assert with_shares(pact(), given).flow.equals(given.flow)
