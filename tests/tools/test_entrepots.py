from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.build_data.entrepots import see_through

PLACES = ["CHN", "NLD", "BEL", "USA", "JPN"]


def test_what_a_maker_sells_to_a_user_stays_as_it_is() -> None:
    assert see_through({("CHN", "USA"): 10.0}, {"CHN"}, {}) == {("CHN", "USA"): 10.0}


def test_a_country_that_makes_nothing_sells_on_in_the_mix_it_bought() -> None:
    # the Netherlands buys 6 + 2, sells 4 to the US: three quarters of it is Chinese
    arcs = {("CHN", "NLD"): 6.0, ("JPN", "NLD"): 2.0, ("NLD", "USA"): 4.0}
    seen = see_through(arcs, {"CHN", "JPN"}, {})
    assert seen == {
        ("CHN", "NLD"): pytest.approx(3.0),
        ("JPN", "NLD"): pytest.approx(1.0),
        ("CHN", "USA"): pytest.approx(3.0),
        ("JPN", "USA"): pytest.approx(1.0),
    }


def test_its_own_need_comes_first() -> None:
    # of the 6 bought 5 are needed at home: only 1 of the 4 sold can be Chinese
    arcs = {("CHN", "NLD"): 6.0, ("NLD", "USA"): 4.0}
    seen = see_through(arcs, {"CHN"}, {"NLD": 5.0})
    assert seen == {("CHN", "NLD"): pytest.approx(5.0), ("CHN", "USA"): pytest.approx(1.0)}


def test_sales_beyond_purchases_come_from_the_rest_of_the_world_if_it_makes_any() -> None:
    arcs = {("CHN", "NLD"): 1.0, ("NLD", "USA"): 4.0}
    assert see_through(arcs, {"CHN", "ROW"}, {}) == {
        ("CHN", "USA"): pytest.approx(1.0),
        ("ROW", "USA"): pytest.approx(3.0),
    }
    assert see_through(arcs, {"CHN"}, {}) == {("CHN", "USA"): pytest.approx(1.0)}


def test_two_legs_are_seen_through() -> None:
    arcs = {("CHN", "NLD"): 4.0, ("NLD", "BEL"): 4.0, ("BEL", "USA"): 4.0}
    assert see_through(arcs, {"CHN"}, {}) == {("CHN", "USA"): pytest.approx(4.0)}


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(PLACES), st.sampled_from(PLACES)).filter(
            lambda arc: arc[0] != arc[1]
        ),
        st.floats(0.1, 100),
        min_size=1,
    )
)
def test_only_makers_export_and_no_more_than_they_sold(arcs: dict[tuple[str, str], float]) -> None:
    seen = see_through(arcs, {"CHN", "JPN"}, {})
    assert {exporter for exporter, _ in seen} <= {"CHN", "JPN"}
    for maker in ("CHN", "JPN"):
        sold = sum(tonnes for (exporter, _), tonnes in arcs.items() if exporter == maker)
        kept = sum(tonnes for (exporter, _), tonnes in seen.items() if exporter == maker)
        assert kept <= sold * (1 + 1e-9)
