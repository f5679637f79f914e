"""What the model and the naive forecasts say, by hand."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from supplypact.backtesting.forecast import forecast, naive
from supplypact.domain.backtest import CUT_ONLY, NO_CHANGE, PROPORTIONAL
from supplypact.domain.incident import MONTH
from tests.backtesting.given import assumed, cut, event, trade


def test_surge_and_cargo_of_others_come_on_top_of_the_year_before() -> None:
    # Australia: idle 1 t a month, 0.5 t a month of cargo of others.  An order takes 14 days, so
    # the orders of all periods but the last, which begins on day 364.75, arrive within the year.
    known = trade([[120.0, 60.0, 0.0]], [120.0, 120.0, 0.0])
    found = forecast(event(), known, assumed())
    months = 364.75 / MONTH
    assert found.imports[0] == pytest.approx([0.0, 60.0 + 1.5 * months, 0.0])
    assert (found.surge, found.reroute) == pytest.approx((months, 0.5 * months))
    assert found.missing == pytest.approx(120.0 - 1.5 * months)


def test_what_is_ordered_comes_from_all_that_can_send_in_proportion() -> None:
    # A hundredth of 120 t is lost, Australia can send twice as much as South Africa.
    known = trade([[120.0, 30.0, 30.0]], [120.0, 60.0, 30.0])
    found = forecast(event(cut(0.01)), known, assumed(reroute_share=0.0))
    more = found.imports[0] - known.before[0]
    assert more[1] == pytest.approx(2.0 * more[2])
    assert 0.5 < more[1] + more[2] <= 1.2


def test_buyers_share_what_others_can_send_by_their_use() -> None:
    known = trade(
        [[90.0, 0.0, 30.0], [30.0, 0.0, 10.0]],
        [120.0, 120.0, 40.0],
        importers=("USA", "JPN"),
    )
    found = forecast(event(), known, assumed())
    more = (found.imports - known.before)[:, 1]
    assert more[0] == pytest.approx(3.0 * more[1])


def test_only_arrivals_within_the_scored_year_count() -> None:
    # From 1 December of the year before, 31 days earlier: 10 t a month are lost all the while,
    # 120 t of them within the year.
    known = trade([[120.0, 60.0, 0.0]], [120.0, 120.0, 0.0])
    found = forecast(event(cut(start=date(2018, 12, 1))), known, assumed())
    assert found.lost == pytest.approx(120.0)


def test_the_naive_forecasts_as_worked_by_hand() -> None:
    # Half of 120 t is lost; Australia had 60 and South Africa 20 of the rest.
    known = trade([[120.0, 60.0, 20.0]], [120.0, 60.0, 20.0])
    found = naive(event(cut(0.5)), known, assumed())
    assert found[NO_CHANGE][0].tolist() == [120.0, 60.0, 20.0]
    assert found[PROPORTIONAL][0] == pytest.approx([60.0, 105.0, 35.0])
    assert found[CUT_ONLY][0] == pytest.approx([60.0, 60.0, 20.0])


def test_an_importer_without_another_origin_goes_without() -> None:
    known = trade([[120.0, 0.0, 0.0]], [120.0, 60.0, 0.0])
    found = naive(event(cut(0.5)), known, assumed())
    assert found[PROPORTIONAL][0] == pytest.approx([60.0, 0.0, 0.0])


@settings(max_examples=20, deadline=None)
@drawn(
    st.lists(st.floats(0.0, 1000.0), min_size=4, max_size=4),
    st.floats(0.0, 1.0),
    st.floats(0.0, 2.0),
)
def test_what_is_lost_arrives_from_elsewhere_or_is_missing(
    amounts: list[float], share: float, more: float
) -> None:
    china, australia, africa, other = amounts
    known = trade(
        [[china + 1.0, australia, africa], [other + 1.0, africa, australia]],
        [china + other + 2.0, (australia + africa) * (1.0 + more), australia + africa],
        importers=("USA", "JPN"),
    )
    found = forecast(event(cut(share)), known, assumed())
    total = known.before.sum()
    assert found.imports.sum() == pytest.approx(total - found.missing)
    assert found.lost == pytest.approx(found.surge + found.reroute + found.missing)
    assert found.missing >= -1e-6 * total
    assert (found.imports >= -1e-6 * total).all()
    assert found.imports[:, 0] == pytest.approx(known.before[:, 0] * (1.0 - share))
    assert np.isfinite(found.imports).all()
