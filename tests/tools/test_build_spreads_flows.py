from __future__ import annotations

import math

import numpy as np
import pytest

from tools.build_data.reference import ROW
from tools.build_data.seeds import Market, Origin
from tools.build_data.spreads_flows import _share_logs

NAN = math.nan


def place(traded: list[list[float]]) -> Market:
    """Return two named makers and the rest of the world that sell to one user."""
    return Market(
        exporters=("CHN", "AUS", ROW),
        importers=("USA",),
        supply=np.array([60.0, 20.0, 20.0]),
        need=np.array([100.0]),
        traded=np.array(traded),
        shares=np.full((3, 1), NAN),
        stretch=1.0,
        barred=np.zeros((3, 1), dtype=bool),
    )


def test_fitted_shares_of_imports_are_compared_with_published_ones() -> None:
    traded = [[60.0], [20.0], [20.0]]
    published = np.array([[0.5], [NAN], [0.4]])
    # one user takes all output: China 60 of 100 t, published 50; the rest 20 of 100, published 40
    assert _share_logs(place(traded), published, Origin.TRADE) == [pytest.approx(math.log(1.2))]
    both = _share_logs(place(traded), published, Origin.TRADE, rest=True)
    assert both == pytest.approx([math.log(1.2), math.log(0.5)])


def test_flows_of_another_seed_are_not_counted() -> None:
    published = np.array([[0.5], [NAN], [NAN]])
    assert _share_logs(place([[60.0], [20.0], [20.0]]), published, Origin.SURPLUS) == []


def test_a_stage_without_published_shares_makes_no_pair() -> None:
    assert _share_logs(place([[60.0], [20.0], [20.0]]), np.full((3, 1), NAN), Origin.TRADE) == []
