"""Value added at risk, worked by hand, and the published figures beside it."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from supplypact.algebra.sets import Chain
from supplypact.planning.reference import build_bases
from supplypact.planning.risk.look_through import bought_from
from supplypact.responding.losses import LOSSES, PUBLISHED, published, value_at_risk
from supplypact.workspace.workspace import Workspace

PERIODS = pl.DataFrame(
    {
        "period": [0, 1, 2, 3],
        "start": [date(2025, 1, 1), date(2025, 1, 11), date(2025, 12, 22), date(2026, 1, 11)],
        "days": [10.0, 345.0, 20.0, 30.0],
    }
)
WORTH = {("gallium", "electronics"): (1e6, 2e6, 5e6), ("gallium", "energy"): (None, 3e6, None)}


def short(*rows: tuple[str, str, str, int, float]) -> pl.DataFrame:
    names = ["path", "party", "end_use", "period", "tonnes"]
    frame = pl.DataFrame(list(rows), schema=names, orient="row")
    return frame.with_columns(material=pl.lit("gallium"))


def test_what_is_short_in_the_first_year_times_its_worth() -> None:
    # 3 t in full, half of the 4 t of a period of 20 days that ends 10 after the year, no later
    frame = short(
        ("nothing", "USA", "electronics", 0, 1.0),
        ("nothing", "USA", "electronics", 1, 2.0),
        ("nothing", "USA", "electronics", 2, 4.0),
        ("nothing", "USA", "electronics", 3, 8.0),
        ("answer", "USA", "electronics", 0, 16.0),
    )
    (row,) = value_at_risk(frame, PERIODS, WORTH).rows()
    assert row == ("gallium", "USA", 5e6, 10e6, 25e6)


def test_end_uses_add_up_and_parties_do_not() -> None:
    # Without a low and a high the middle stands there: 1 t of energy is 3 million
    frame = short(
        ("nothing", "USA", "electronics", 0, 1.0),
        ("nothing", "USA", "energy", 0, 1.0),
        ("nothing", "JPN", "energy", 0, 2.0),
    )
    rows = value_at_risk(frame, PERIODS, WORTH).rows()
    assert rows == [("gallium", "USA", 4e6, 5e6, 8e6), ("gallium", "JPN", 6e6, 6e6, 6e6)]


def test_nothing_short_loses_nothing() -> None:
    frame = short(("answer", "USA", "electronics", 0, 1.0)).clear()
    assert value_at_risk(frame, PERIODS, {}).schema == LOSSES


def test_an_end_use_without_a_worth_is_an_error() -> None:
    with pytest.raises(KeyError):
        value_at_risk(short(("nothing", "USA", "energy", 0, 1.0)), PERIODS, {})


def test_the_published_losses_of_gallium_and_germanium() -> None:
    economics = Workspace().open_table("economics")
    frame = published(economics, ["gallium", "germanium"], ["USA", "JPN"])
    assert frame.schema == PUBLISHED
    assert frame.select("material", "party", "low_usd", "middle_usd", "high_usd").rows() == [
        ("gallium", "USA", 1.7e9, 3.1e9, pytest.approx(8.2e9)),
        ("germanium", "USA", pytest.approx(0.01e9), 0.4e9, pytest.approx(1.1e9)),
        ("gallium;germanium", "USA", 1.7e9, 3.4e9, 9.0e9),
    ]


def test_a_study_of_two_materials_needs_both() -> None:
    economics = Workspace().open_table("economics")
    assert published(economics, ["gallium"], ["USA"])["material"].to_list() == ["gallium"]
    assert published(economics, ["gallium"], ["JPN"]).is_empty()


def test_the_published_losses_of_japan_without_rare_earths() -> None:
    # 0.43, 1.3 and 1.8 % of 4,414.29 billion USD of value added in 2022
    frame = published(Workspace().open_table("economics"), ["magnet_rare_earths"], ["JPN"])
    by_share = {round(row["share_of_gdp"], 4): row for row in frame.iter_rows(named=True)}
    assert set(by_share) == {0.0011, 0.0043, 0.013, 0.032, 0.018}
    assert by_share[0.0043]["middle_usd"] == pytest.approx(18.98e9, rel=1e-3)
    assert by_share[0.013]["middle_usd"] == pytest.approx(57.39e9, rel=1e-3)
    assert by_share[0.018]["middle_usd"] == pytest.approx(79.46e9, rel=1e-3)
    assert by_share[0.0043]["low_usd"] is None
    assert not frame["what"].str.contains("jobs|output of").any()


def test_every_published_loss_cites_a_bundled_source() -> None:
    workspace = Workspace()
    economics = workspace.open_table("economics")
    frame = published(economics, ["magnet_rare_earths", "gallium", "germanium"], ["USA", "JPN"])
    assert set(frame["source"]) <= set(workspace.open_table("sources")["source"])
    assert (frame["middle_usd"] > 0).all()


LOST = (
    ("gallium", "USA", "refine", 18.7, 0.895, 2.8),
    ("germanium", "USA", "refine", 30.0, 0.23, 0.09),
    ("magnet_rare_earths", "JPN", "magnet", 4680.0, 0.471, 8.95),
    ("magnet_rare_earths", "USA", "magnet", 2685.0, 0.90, 9.81),
)


def passed(chain: Chain, user: int, last: int, supplier: int) -> float:
    """Return the part of a use that a stop of the supplier's exports at all stages takes."""
    holding = np.zeros(len(chain.countries))
    holding[user] = 1.0
    lost = 0.0
    for number in range(last, -1, -1):
        shipped = bought_from(chain)[number][:, :, 0] * holding
        taken = np.where(np.arange(len(holding)) == supplier, 0.0, shipped[supplier])
        shipped[supplier] -= taken
        lost += taken.sum()
        holding = shipped.sum(axis=1) * (1.0 - chain.stages[number].other_feed_share)
    return float(lost)


@pytest.mark.parametrize(("material", "party", "last", "use", "part", "billion"), LOST)
def test_the_page_tells_what_a_full_stop_takes(
    material: str, party: str, last: str, use: float, part: float, billion: float
) -> None:
    pact, whole = Workspace().open_case("us-japan-2025")
    network = replace(whole, materials=(whole.material(material),))
    (base,) = build_bases(pact, network, (), (2024,))
    chain = base.chain
    country = chain.countries.index(party)
    number = [stage.id for stage in chain.stages].index(last)
    used = chain.stages[number].demand[country, 0] * chain.unit
    taken = passed(chain, country, number, chain.countries.index("CHN"))
    worth = Workspace().open_table("shortage_values").filter(pl.col("material") == material)
    assert used == pytest.approx(use, rel=1e-3)
    assert taken == pytest.approx(part, abs=1e-3)
    assert worth["usd_per_tonne"].n_unique() == 1
    lost = used * taken * worth["usd_per_tonne"][0]
    assert lost == pytest.approx(billion * 1e9, rel=0.03)
