"""Published totals beside ours."""

from decimal import Decimal

import polars as pl

from supplypact.domain.entry import Bound, Pledge, Step
from supplypact.domain.position import Measure
from supplypact.tracking.reported import reported
from tests.tracking.given import EVIDENCE, TODAY, money, position, record


def _pledge(name: str, amount: str | None, *, parent: str = "", repeats: str = "") -> Pledge:
    return Pledge(
        id=name,
        date=TODAY,
        party="JPN",
        evidence=EVIDENCE,
        step=Step.INTEREST,
        bound=Bound.UP_TO,
        binding=False,
        amount=None if amount is None else Decimal(amount),
        currency="USD" if amount else "",
        parent=parent,
        repeats=repeats,
    )


def test_ours_is_what_was_stated_and_beside_it_what_counts() -> None:
    pledges = [
        _pledge("fs-grit", "5"),
        _pledge("fs-gas", None),
        _pledge("t1", "36"),
        _pledge("t1-ohio", "33", parent="t1"),
        _pledge("t1-grit", "6", parent="t1", repeats="fs-grit"),
    ]
    lines = [
        money(Measure.CEILING, "5", entry="fs-grit"),
        money(Measure.FIRM, "0", entry="t1", stated="36"),
        money(Measure.FIRM, "33", entry="t1-ohio"),
        money(Measure.FIRM, "0", entry="t1-grit", stated="6"),
        money(Measure.COMMITTED, "9", entry="t1-ohio"),
    ]
    rows = pl.DataFrame(
        [
            {"id": "all", "entries": "fs-*", "published_usd": 7.0, "about": True},
            {"id": "tranche", "entries": "t1", "published_usd": 36.0, "about": False},
        ]
    ).with_columns(
        pl.lit("here").alias("pact"),
        *(pl.lit(name).alias(name) for name in ("text_en", "text_ja", "reason_en", "reason_ja")),
        pl.lit("s").alias("source"),
    )
    given = position(records=[record(each) for each in pledges], money=lines)
    sheet, tranche = reported("here", rows, given)
    assert (sheet.entries, sheet.unknown) == (("fs-grit", "fs-gas"), 1)
    assert [sheet.published, sheet.ours, sheet.counted] == [7, 5, 5]
    assert (sheet.about, sheet.reason_ja) == (True, "reason_ja")
    # the whole states 36; of its parts 33 count, the grit plant of 6 repeats the fact sheet's 5
    assert tranche.entries == ("t1",)
    assert [tranche.ours, tranche.counted] == [36, 33]
    assert reported("elsewhere", rows, given) == ()
