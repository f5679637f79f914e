"""The bundled record: its entries can be read, its sums are those that its reasons tell."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from supplypact.data import catalogue
from supplypact.domain.entry import (
    Bound,
    Commitment,
    Cost,
    Disbursement,
    Entry,
    MilestoneMoved,
    MilestonePlanned,
    Pledge,
    Project,
    Step,
)
from supplypact.domain.position import Measure
from supplypact.domain.record import Record
from supplypact.formats.entry_csv import read_rows_csv
from supplypact.ledger.body import read_entry
from supplypact.ledger.book.book import Book
from supplypact.ledger.book.terms import Terms, rates_of
from tests.data.test_bundled_pacts import bundled, table
from tools.build_record import translated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from supplypact.errors import Fault

BILLION = Decimal(10**9)
RECORDED = datetime(2026, 11, 22, tzinfo=UTC)
REPORTED, OFFICIAL = "us-japan-2025", "us-japan-2025-official"


@cache
def record(name: str) -> tuple[Entry, ...]:
    rows, faults = read_rows_csv(catalogue.record_bytes(name), where=name, recorded=True)
    assert [str(fault) for fault in faults] == []
    entries = []
    for place, row in rows:
        assert row.pop("recorded_on") == "2026-11-22"
        entry, faults = read_entry(row, where=place)
        assert [str(fault) for fault in faults] == []
        assert entry is not None
        entries.append(entry)
    return tuple(entries)


def pledges(start: str, name: str = REPORTED) -> list[Pledge]:
    found = [each for each in record(name) if isinstance(each, Pledge)]
    return [each for each in found if each.id == start or each.id.startswith(f"{start}-")]


def billions(entries: list[Pledge]) -> Decimal:
    return sum((each.amount or Decimal() for each in entries), Decimal()) / BILLION


def terms(name: str) -> Terms:
    """Return what a ledger of a bundled pact takes as given from the bundled tables."""
    stages: dict[str, list[str]] = {}
    for row in table("stages"):
        stages.setdefault(row["material"], []).append(row["stage"])
    return Terms(
        pact=bundled(name),
        projects={row["project"]: row["name"] for row in table("projects")},
        materials=stages,
        countries={row["country"]: row["country"] for row in table("countries")},
        rates=rates_of(
            (row["currency"], date.fromisoformat(row["date"]), row["usd_per_unit"])
            for row in table("exchange_rates")
        ),
    )


def take(book: Book, entries: Iterable[Entry]) -> list[str]:
    """Record entries one by one on 22 November 2026; return what the rules say against them."""
    faults: list[Fault] = []
    for seq, entry in enumerate(entries):
        faults += book.faults(entry, RECORDED.date())
        at = RECORDED + timedelta(microseconds=seq)
        book.take(Record(seq=seq, recorded_at=at, actor="test", entry=entry))
    return [str(fault) for fault in faults]


def test_a_record_is_bundled_of_both_readings_of_the_agreement() -> None:
    assert catalogue.record_ids() == [REPORTED, OFFICIAL]
    assert {*catalogue.record_ids()} <= {*catalogue.pact_ids()}
    assert len(record(REPORTED)) == 86


def test_twenty_items_of_the_fact_sheet_add_up_to_456_45_billion() -> None:
    items = pledges("fs")
    assert len(items) == 20
    assert billions(items) == Decimal("456.45")
    energy = pledges("fs-energy")
    # 100 + 100 + 4 x 25, and two without an amount
    assert (billions(energy), len(energy)) == (Decimal(300), 8)
    # 20 + 25 + 30 + 25 + 20 + 15 + 15
    assert billions(pledges("fs-electronics")) == 150
    # 2 + 0.35 + 0.5, and 3 + 0.6
    assert billions(pledges("fs-minerals")) == Decimal("2.85")
    assert billions(pledges("fs-other")) == Decimal("3.6")
    without = [each for each in items if "without 'up to'" in each.note]
    assert (len(without), billions(without)) == (5, Decimal("6.45"))
    assert {each.id for each in items if each.amount is None} == {
        "fs-energy-smr-nuscale",
        "fs-energy-kinder-morgan",
    }
    terms = {(each.step, each.bound, each.binding, each.funding_lines) for each in items}
    assert terms == {(Step.INTEREST, Bound.UP_TO, False, ("japan-commitments",))}


def test_the_first_tranche_is_the_sum_of_its_parts_and_the_second_only_of_some() -> None:
    (whole, *parts) = pledges("t1")
    assert whole.amount == 36 * BILLION
    assert billions(parts) == 36  # 33.3 + 2.1 + 0.6
    assert {each.parent for each in parts} == {"t1"}
    assert {(each.step, each.bound) for each in (whole, *parts)} == {(Step.SELECTED, Bound.FIRM)}
    (second, *parts) = pledges("t2")
    assert (second.amount, second.bound) == (73 * BILLION, Bound.UP_TO)
    assert billions(parts) == 40
    assert [each.amount is None for each in parts] == [False, True, True]


def test_links_that_nobody_stated_are_marked_as_ours() -> None:
    linked = [each for each in record(REPORTED) if isinstance(each, Pledge) and each.repeats]
    assert {each.id: each.repeats for each in linked} == {
        "t1-georgia": "fs-minerals-diamond-grit",
        "t2-smr": "fs-energy-smr-ge-vernova-hitachi",
    }
    assert all("our link" in each.note for each in linked)


def test_nothing_is_recorded_as_committed_or_paid_and_no_pledge_binds() -> None:
    entries = record(REPORTED)
    assert not [each for each in entries if isinstance(each, Commitment | Disbursement)]
    assert not any(each.binding for each in entries if isinstance(each, Pledge))
    outside = [each for each in entries if isinstance(each, Pledge) and not each.funding_lines]
    assert {each.id for each in outside} == {
        "toyota-us-pledge",
        "haynesville-gas-pledge",
        "alaska-lng-interest",
    }
    assert all("counts against no funding line" in each.note for each in outside)


def test_projects_are_those_of_the_tables_or_declared_once_before_they_are_named() -> None:
    known = {row["project"] for row in table("projects")}
    for entry in record(REPORTED):
        if isinstance(entry, Project):
            assert entry.project not in known, entry.id
            known.add(entry.project)
        elif project := getattr(entry, "project", ""):
            assert project in known, entry.id


@pytest.mark.parametrize("name", [REPORTED, OFFICIAL])
def test_parties_sectors_and_funding_lines_are_those_of_the_pact(name: str) -> None:
    pact = bundled(name)
    sectors = {each.id for each in pact.sectors} | {""}
    lines = {each.id: each for each in pact.envelope}
    for entry in record(name):
        assert entry.party in pact.party_codes
        assert getattr(entry, "sector", "") in sectors
        for line in getattr(entry, "funding_lines", ()):
            assert lines[line].party == entry.party
            assert getattr(entry, "sector", "") in {"", *lines[line].sectors}
        assert getattr(entry, "milestone", "") not in {each.id for each in pact.milestones}


@pytest.mark.parametrize(
    ("name", "line"), [(REPORTED, "japan-commitments"), (OFFICIAL, "japan-investment")]
)
def test_a_ledger_takes_the_record_and_counts_no_announcement_twice(name: str, line: str) -> None:
    book = Book(terms(name))
    assert take(book, record(name)) == []
    position = book.position(RECORDED.date())
    # fact sheet 456.45, second tranche 73 less the reactors that were announced before, 40
    assert position.total(Measure.CEILING, funding_line=line) == Decimal("489.45") * BILLION
    # first tranche 36 less the diamond grit that was announced before, 0.6
    assert position.total(Measure.FIRM, funding_line=line) == Decimal("35.4") * BILLION
    # and outside the envelope Toyota 10 and JERA 1.5
    assert position.total(Measure.FIRM) == Decimal("46.9") * BILLION
    assert position.total(Measure.COMMITTED) == 0
    # AUD 294 million at the rate of 30 June 2026, the last before 22 July
    (lynas,) = [each for each in position.costs if each.project == "lynas-malaysia-hre"]
    (rate,) = [
        Decimal(row["usd_per_unit"])
        for row in table("exchange_rates")
        if (row["currency"], row["date"]) == ("AUD", "2026-06-30")
    ]
    assert lynas.latest == 294 * 10**6 * rate


def test_ids_are_unique_and_days_are_in_order_none_after_it_was_recorded() -> None:
    entries = record(REPORTED)
    assert max(Counter(each.id for each in entries).values()) == 1
    days = [each.date for each in entries]
    assert days == sorted(days)
    assert days[-1] <= date(2026, 11, 22)


def test_every_entry_has_a_dated_source_in_words_and_no_path_of_a_machine() -> None:
    for entry in record(REPORTED):
        assert re.search(r"\b20[0-9]{2}\b", entry.evidence.source), entry.id
        assert not entry.evidence.source.startswith("/")
        assert not entry.evidence.url or entry.evidence.url.startswith("https://")


def test_first_outputs_are_of_plants_that_the_tables_count_and_moved_ones_were_planned() -> None:
    tables = {row["project"]: row for row in table("projects")}
    due = {}
    for entry in record(REPORTED):
        if isinstance(entry, MilestonePlanned | MilestoneMoved):
            if entry.milestone != "first-output":
                continue
            assert isinstance(entry, MilestonePlanned) == (entry.project not in due)
            due[entry.project] = entry.due
    # the last word of the record is the year that the tables have
    assert {name: str(day.year) for name, day in due.items()} == {
        name: tables[name]["first_output"] for name in due
    }
    assert {tables[name]["in_base"] for name in due} == {"true"}
    assert sorted(due) == [
        "caremag",
        "lynas-malaysia-hre",
        "mountain-pass-hre",
        "thacker-pass",
        "ucore",
    ]


def test_costs_are_the_figures_behind_the_overruns_of_the_tables() -> None:
    costs: dict[str, list[Decimal]] = {}
    for entry in record(REPORTED):
        if isinstance(entry, Cost):
            costs.setdefault(entry.project, []).append(entry.amount)
    overruns = {
        row["project"]: float(row["value"])
        for row in table("costs")
        if row["measure"] == "capex growth factor"
    }
    # 2930 / 2270 = 1.29 and 294 / 180 = 1.63
    for project, label in (
        ("thacker-pass", "Thacker Pass"),
        ("lynas-malaysia-hre", "Lynas Malaysia HRE"),
    ):
        first, last = costs[project]
        assert float(last / first) == pytest.approx(overruns[label], abs=0.005)


def test_every_amount_in_another_currency_has_a_rate_of_the_year_before() -> None:
    days: dict[str, list[date]] = {}
    for row in table("exchange_rates"):
        days.setdefault(row["currency"], []).append(date.fromisoformat(row["date"]))
    for entry in record(REPORTED):
        currency = getattr(entry, "currency", "")
        if currency not in {"", "USD"}:
            ages = [(entry.date - day).days for day in days[currency]]
            assert any(0 <= age <= 31 for age in ages), entry.id


def test_the_record_of_the_official_pact_is_made_from_the_other() -> None:
    made = translated(catalogue.record_bytes(REPORTED).decode())
    assert catalogue.record_bytes(OFFICIAL).decode() == made
    assert billions(pledges("fs", OFFICIAL)) == Decimal("456.45")


def test_reasons_beside_reported_totals_are_worked_out_from_the_record() -> None:
    totals = {row["id"]: row for row in table("reported_totals") if row["pact"] == REPORTED}
    published = {name: Decimal(row["published_usd"]) / BILLION for name, row in totals.items()}
    assert published == {
        "fact-sheet-meti": 400,
        "fact-sheet-lutnick": 490,
        "fact-sheet-energy": 332,
        "tranche-1": 36,
        "tranche-2": 73,
    }
    unseen = published["fact-sheet-energy"] - billions(pledges("fs-energy"))
    assert unseen == 32
    assert billions(pledges("fs")) + unseen == Decimal("488.45")
    for name, figures in {
        "fact-sheet-meti": ("456.45", "450", "6.45"),
        "fact-sheet-lutnick": ("456.45", "32", "488.45"),
        "fact-sheet-energy": ("300", "32"),
        "tranche-1": ("33.3 + 2.1 + 0.6",),
        "tranche-2": ("40", "33"),
    }.items():
        assert all(figure in totals[name]["reason_en"] for figure in figures)
        assert all(totals[name][column] for column in ("text_ja", "reason_ja"))


def test_reported_totals_name_entries_of_the_record_and_its_pacts() -> None:
    for row in table("reported_totals"):
        ids = [each.id for each in record(row["pact"])]
        for part in row["entries"].split("; "):
            start = part.removesuffix("*")
            assert [
                each for each in ids if each == part or (start != part and each.startswith(start))
            ]


def test_a_rate_is_that_of_the_dollar_over_that_of_the_currency() -> None:
    rates = {
        (row["currency"], row["date"]): float(row["usd_per_unit"])
        for row in table("exchange_rates")
    }
    # 31 December 2025: 1.175 USD and 184.09 JPY for a euro, 1.175 / 184.09 = 0.00638275
    assert rates["EUR", "2025-12-31"] == 1.175
    assert rates["JPY", "2025-12-31"] == 0.00638275
    assert rates["AUD", "2025-12-31"] == pytest.approx(1.175 / 1.7581, rel=1e-5)
    months = {day[:7] for _, day in rates}
    assert (min(months), max(months), len(months)) == ("2021-01", "2026-10", 70)


def test_the_bundled_files_end_their_lines_alike_and_hold_only_columns_in_use() -> None:
    for name in catalogue.record_ids():
        raw = (files("supplypact") / "data" / "records" / f"{name}.csv").read_bytes()
        assert b"\r" not in raw
        rows = list(csv.DictReader(raw.decode().splitlines()))
        assert all(any(row[column] for row in rows) for column in rows[0])
