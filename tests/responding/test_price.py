"""Price bands: the market that clears, what goes missing from it, and the case of 2010."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplypact.domain.event import Cut, Event
from supplypact.errors import UsageError
from supplypact.responding.price import (
    CAP,
    DEMAND,
    DYSPROSIUM_2010,
    SUPPLY,
    implied_response,
    missing_share,
    price_band,
    prices,
)
from supplypact.units import Share
from supplypact.workspace.workspace import Workspace

PAST = Path(__file__).parents[3] / "shared" / "validation" / "rare_earth_2010_price.csv"

# 150 in all: A makes 90 and uses 40 of it; B makes 60.
FLOWS = (
    ("A", "A", 40.0),
    ("A", "X", 30.0),
    ("A", "Y", 20.0),
    ("B", "B", 20.0),
    ("B", "X", 10.0),
    ("B", "Y", 30.0),
)


def event(
    supplier: str = "A",
    *buyers: str,
    kind: str = "ban",
    share: float = 1.0,
    materials: tuple[str, ...] = ("gallium",),
    stages: tuple[str, ...] = ("refine",),
) -> Event:
    cut = Cut(
        supplier=supplier,
        materials=materials,
        stages=stages,
        buyers=buyers,
        share=Share(share),
        low=Share(share),
        high=Share(share),
    )
    return Event(
        id="case",
        title_en="",
        title_ja="",
        kind=kind,
        cuts=(cut,),
        start=date(2025, 1, 1),
        end=None,
        delay_days=0.0,
        law="long",
        note="",
        sources=(),
        text="",
    )


def test_nothing_missing_leaves_the_price() -> None:
    assert price_band(0.0) == (1.0, 1.0, 1.0)


def test_a_band_by_hand() -> None:
    # Half is missing, responses 1, 2 and 4: 2, the root of 2, and the fourth root of 2
    band = price_band(0.5, supply=(0.5, 1.0, 1.0), demand=(-0.5, -1.0, -3.0))
    assert band == pytest.approx((2**0.25, 2**0.5, 2.0))


@given(st.floats(0.0, 0.99))
def test_the_market_clears_at_each_price_of_the_band(missing: float) -> None:
    for price, supply, demand in zip(reversed(price_band(missing)), SUPPLY, DEMAND, strict=True):
        if price < CAP:
            assert (1 - missing) * price**supply == pytest.approx(price**demand)


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_more_missing_never_lowers_a_price(one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert all(a <= b for a, b in zip(price_band(less), price_band(more), strict=True))


def test_a_band_ends_where_what_has_been_seen_ends() -> None:
    assert price_band(1.0) == (CAP, CAP, CAP)
    assert price_band(0.4)[2] < CAP
    assert price_band(0.9)[2] == CAP


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_share_beyond_0_to_1_is_refused(share: float) -> None:
    with pytest.raises(UsageError, match="cannot be"):
        price_band(share)


@pytest.mark.parametrize(
    ("supply", "demand"),
    [((-0.1, 0.3, 0.6), DEMAND), (SUPPLY, (0.1, -0.3, -0.6)), ((0.0, 0.3, 0.6), (0.0, -1, -2))],
)
def test_elasticities_of_the_wrong_sign_are_refused(
    supply: tuple[float, float, float], demand: tuple[float, float, float]
) -> None:
    with pytest.raises(UsageError, match="elasticities"):
        price_band(0.4, supply, demand)


def test_dysprosium_in_2010_rose_beyond_the_band() -> None:
    # ln(1 / 0.6) / ln(26.1) = 0.511 / 3.263
    assert implied_response(DYSPROSIUM_2010.cut, DYSPROSIUM_2010.ratio) == pytest.approx(
        0.157, abs=5e-4
    )
    assert price_band(DYSPROSIUM_2010.cut)[2] < DYSPROSIUM_2010.ratio / 1.5


def test_the_sources_of_the_case_of_2010_are_bundled() -> None:
    assert set(DYSPROSIUM_2010.sources) <= set(Workspace().open_table("sources")["source"])


@pytest.mark.skipif(not PAST.exists(), reason="the prices of 2010 are not beside the project")
def test_the_case_of_2010_is_as_recorded() -> None:
    with PAST.open() as file:
        rows = {row["item"]: row for row in csv.DictReader(file)}
    oxide = rows["Dy oxide China FOB Jan 2009 - Aug 2011"]
    assert (float(oxide["start"]), float(oxide["peak"])) == (91.0, 2377.0)
    assert float(rows["export quota cut 2010"]["ratio"]) == 100 * DYSPROSIUM_2010.cut


def test_a_stop_for_everyone_abroad_is_missing_from_the_world_without_its_maker() -> None:
    # 50 of the 150 less the 40 that A uses itself
    assert missing_share(FLOWS, [event()], exchange=0.5) == pytest.approx(50 / 110)
    assert missing_share(FLOWS, [event(share=0.5)], exchange=0.5) == pytest.approx(25 / 110)


def test_a_strike_is_missing_from_the_whole_world() -> None:
    strike = event(kind="strike", share=0.5)
    assert missing_share(FLOWS, [strike], exchange=0.5) == pytest.approx(45 / 150)


def test_a_stop_for_one_buyer_is_softened_by_exchange() -> None:
    # X loses 30; A's 40 and 20 at home and to Y are outside: 90 is left, of which Y's 30 from B
    # can be exchanged for A's
    one = event("A", "X")
    assert missing_share(FLOWS, [one], exchange=0.0) == pytest.approx(30 / 90)
    assert missing_share(FLOWS, [one], exchange=0.5) == pytest.approx(15 / 90)
    assert missing_share(FLOWS, [one], exchange=1.0) == 0.0


def test_of_two_cuts_of_the_same_shipments_the_deeper_counts() -> None:
    both = [event("A", "X", share=0.5), event(share=0.2)]
    # 30 x 0.5 + 20 x 0.2
    assert missing_share(FLOWS, both, exchange=0.5) == pytest.approx(19 / 110)


def test_cuts_of_two_suppliers_add_up() -> None:
    # A's 50 and B's 40 of the 150 less the 60 that they use themselves
    both = [event(), event("B")]
    assert missing_share(FLOWS, both, exchange=0.5) == pytest.approx(1.0)


def test_a_supplier_that_ships_nothing_takes_nothing() -> None:
    assert missing_share(FLOWS, [event("X")], exchange=0.5) == 0.0


def test_the_frame_takes_the_stage_where_most_is_missing() -> None:
    network = Workspace().open_network()
    ban = event("CHN", materials=("graphite",), stages=("mine", "refine"))
    frame = prices(network, [ban], ["graphite", "gallium"], exchange=0.5)
    one_stage = [
        prices(
            network,
            [replace(ban, cuts=(replace(ban.cuts[0], stages=(stage,)),))],
            ["graphite"],
            exchange=0.5,
        )["missing_share"][0]
        for stage in ("mine", "refine")
    ]
    assert frame.columns == ["material", "missing_share", "low", "middle", "high"]
    assert frame["missing_share"].to_list() == [max(one_stage), 0.0]
    assert frame.row(1)[2:] == (1.0, 1.0, 1.0)


METAL = "Price, annual average, dollars per kilogram: Germanium metal"
IMPORTS = "Price, average unit value of imports, dollars per kilogram"
LME = "Price, average, dollars per pound: London Metal Exchange (LME), cash"
POUND = "Price, metal, average, dollars per pound"
CASES = (
    (event("CHN", "USA"), IMPORTS, 2024, "below"),
    (event("CHN", materials=("germanium",)), METAL, 2023, "inside"),
    (event("CHN", materials=("antimony",), stages=("mine",)), POUND, 2023, "above"),
    (event("COD", materials=("cobalt",), stages=("mine",)), LME, 2024, "below"),
)


@pytest.mark.parametrize(("case", "market", "before", "where"), CASES)
def test_the_band_misses_most_prices_of_2025_as_the_page_says(
    case: Event, market: str, before: int, where: str
) -> None:
    workspace = Workspace()
    (material,) = case.cuts[0].materials
    known = workspace.open_table("prices").filter(
        pl.col("material") == material, pl.col("market") == market
    )
    seen = dict(known.select("year", "price").iter_rows())
    ratio = seen[2025] / seen[before]
    frame = prices(workspace.open_network(), [case], [material], exchange=0.5)
    _, _, low, _, high = frame.row(0)
    assert where == ("below" if ratio < low else "above" if ratio > high else "inside")
