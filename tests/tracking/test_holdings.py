"""Stocks and indicators against what was promised."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from supplypact.domain.entry import IndicatorValue
from supplypact.domain.pact import Indicator
from supplypact.domain.progress import Status
from supplypact.formats.stocks_csv import STOCK_COLUMNS
from supplypact.tracking.holdings import StockTarget, indicators, stocks, without_account
from supplypact.tracking.stocks import stock_rows, with_stocks
from supplypact.units import Year
from tests.given import CLAUSE, pact
from tests.tracking.given import EVIDENCE, TODAY, account, position


def _target(tonnes: str, year: int = 2026) -> dict[tuple[str, str, str], StockTarget]:
    target = StockTarget(tonnes=Decimal(tonnes), year=year, source="test")
    return {("JPN", "testium", "refine"): target}


@pytest.mark.parametrize(
    ("targets", "status", "rule", "who"),
    [
        ({}, Status.UNKNOWN, "S1", ()),
        # 60 in Kobe and 40 in Osaka
        (_target("100"), Status.MET, "S2", ()),
        (_target("101", 2025), Status.LATE, "S3", ("JPN",)),
        (_target("101"), Status.AT_RISK, "S4", ("JPN",)),
    ],
)
def test_all_places_count_together_against_a_target(
    targets: dict[tuple[str, str, str], StockTarget],
    status: Status,
    rule: str,
    who: tuple[str, ...],
) -> None:
    held = [account("JPN", "60", place="Kobe"), account("JPN", "40", place="Osaka")]
    for found in stocks(position(stocks=held), targets):
        verdict = found.verdict
        assert (verdict.status, verdict.rule, verdict.who) == (status, rule, who)


def test_a_target_without_an_account_is_counted_and_never_told_as_nothing_held() -> None:
    assert stocks(position(), _target("5")) == ()
    assert without_account(position(), _target("5")) == 1
    held = position(stocks=[account("JPN", "5")])
    assert without_account(held, _target("5")) == 0


def _value(value: str, year: int) -> IndicatorValue:
    return IndicatorValue(
        id=f"v-{year}",
        date=TODAY,
        party="JPN",
        evidence=EVIDENCE,
        indicator="defence",
        value=Decimal(value),
        unit="% of GDP",
        year=year,
    )


@pytest.mark.parametrize(
    ("values", "as_of", "rule"),
    [
        ([], TODAY, "I1"),
        ([_value("2", 2026)], TODAY, "I2"),
        ([_value("2", 2025), _value("1.9", 2026)], TODAY, "I4"),
        ([_value("1.9", 2026)], date(2028, 1, 1), "I3"),
    ],
)
def test_each_rule_of_an_indicator(values: list[IndicatorValue], as_of: date, rule: str) -> None:
    goal = Indicator(
        id="defence",
        party="JPN",
        text="",
        value=2.0,
        unit="% of GDP",
        year=Year(2027),
        clause=CLAUSE,
    )
    promised = pact()
    object.__setattr__(promised, "indicators", (goal,))
    (found,) = indicators(promised, position(as_of=as_of, indicators=values))
    assert found.verdict.rule == rule
    assert found.verdict.who == (() if rule == "I2" else ("JPN",))


def test_accounts_become_the_stocks_that_a_response_draws_on() -> None:
    held = [account("JPN", "60", place="Kobe"), account("JPN", "40.5", place="Osaka")]
    rows = stock_rows(position(stocks=held))
    assert rows.columns == list(STOCK_COLUMNS)
    assert rows.select("holder", "material", "form", "tonnes", "as_of").row(0) == (
        "JPN",
        "testium",
        "refine",
        100.5,
        "2026-11-22",
    )


def test_of_a_material_that_the_ledger_has_nothing_else_counts() -> None:
    other = {"form": "mine", "kind": "national", "days": 30.0, "tonnes": None}
    texts = {"as_of": "2024", "source": "x", "quality": "reported"}
    bundled = pl.DataFrame(
        [
            {"holder": "JPN", "material": "testium", **other, **texts},
            {"holder": "USA", "material": "testium", **other, **texts},
        ],
        schema=stock_rows(position()).schema,
    )
    held = with_stocks(bundled, position(stocks=[account("JPN", "7")]))
    assert held.select("holder", "form", "tonnes").rows() == [
        ("USA", "mine", None),
        ("JPN", "refine", 7.0),
    ]
