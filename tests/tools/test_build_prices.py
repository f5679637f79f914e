"""Conversion of prices to US dollars per tonne of contained element."""

import polars as pl
import pytest

from tools.build_data.check import faults
from tools.build_data.materials import other_feed_share
from tools.build_data.prices import TABLES, per_tonne


@pytest.mark.parametrize(
    ("price", "unit", "content", "usd_per_tonne"),
    [
        (439.0, "USD/kg", 1.0, 439_000),  # gallium
        (10.24, "USD/lb", 1.0, 22_575.3),  # antimony: 10.24 x 2204.62
        (414.7, "US cent/lb", 1.0, 9_142.56),  # copper: 4.147 x 2204.62
        (960.7, "USD/troy oz", 1.0, 30_887_177),  # platinum: 960.7 x 32150.7
        (252.0, "USD/mtu", 0.793, 31_778.1),  # tungsten: 25 200 a tonne of WO3, 79.3 % W
        (11_800.0, "USD/t", 0.1879, 62_799.4),  # lithium carbonate, 18.79 % Li
    ],
)
def test_a_price_is_per_tonne_of_the_basis(
    price: float, unit: str, content: float, usd_per_tonne: float
) -> None:
    assert per_tonne(price, unit, content) == pytest.approx(usd_per_tonne, rel=1e-5)


def test_other_feed_is_what_the_mines_cannot_have_given() -> None:
    # 80 mined at 90 % recovery give 72 of 90 refined: 18 / 90 = 20 % from elsewhere
    assert other_feed_share(80.0, 0.9, 90.0) == pytest.approx(0.2)


def test_mines_that_give_more_than_is_refined_leave_no_other_feed() -> None:
    assert other_feed_share(100.0, 1.0, 90.0) == 0.0


def test_a_price_in_a_unit_that_cannot_be_converted_is_refused() -> None:
    row = {"material": "gallium", "market": "spot", "price": 1.0, "price_usd_per_tonne": 1.0}
    row |= {"source": "s", "year": 2024, "quality": "reported", "method": None}
    built = {
        "prices": pl.DataFrame(
            [row | {"unit": unit, "market": unit} for unit in ("USD/t", "EUR/t")]
        ),
        "materials": pl.DataFrame({"material": ["gallium"]}),
        "sources": pl.DataFrame({"source": ["s"]}),
    }
    (fault,) = faults(TABLES[0], built)
    assert fault.startswith("prices: unit 'EUR/t' is not one of USD/t, USD/kg, USD/lb")
