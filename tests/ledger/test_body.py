import string
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from supplypact.domain.entry import (
    KINDS,
    Bound,
    Correction,
    Entry,
    Evidence,
    Instrument,
    Movement,
    Pledge,
    Quality,
    Step,
    Tlp,
)
from supplypact.ledger.body import columns, entry_body, read_entry
from supplypact.ledger.cells import plain
from tests.ledger import given

ROW = {
    "kind": "pledge",
    "id": "t1",
    "date": "2026-02-17",
    "party": "JPN",
    "source": "JETRO, 2026-02-18",
    "quality": "reported",
    "step": "selected",
    "bound": "up_to",
    "binding": "no",
    "amount": "36000000000.50",
    "currency": "USD",
    "counterparties": "A Corp; B Corp",
    "shares": "USA=0.40; JPN=0.6",
    "milestone": " ",
}


def faults(**cells: object) -> list[str]:
    row = {**ROW, **cells}
    found, told = read_entry(row, where="line 4")
    assert (found is None) == bool(told)
    return [str(each) for each in told]


def test_a_row_of_a_file_is_read_and_written_in_one_form() -> None:
    found, told = read_entry(ROW, where="line 4")

    assert told == []
    assert isinstance(found, Pledge)
    assert (found.amount, found.step, found.binding) == (
        Decimal("36000000000.5"),
        "selected",
        False,
    )
    assert entry_body(found) == {
        "kind": "pledge",
        "id": "t1",
        "date": "2026-02-17",
        "party": "JPN",
        "source": "JETRO, 2026-02-18",
        "quality": "reported",
        "counterparties": ["A Corp", "B Corp"],
        "tlp": "clear",
        "step": "selected",
        "bound": "up_to",
        "binding": "no",
        "amount": "36000000000.5",
        "currency": "USD",
        "shares": {"JPN": "0.6", "USA": "0.4"},
    }


def test_all_faults_of_a_row_are_told_at_once_with_their_mends() -> None:
    assert faults(
        id="T 1",
        amount="3,300",
        milestone="first-output",
        amuont="2",
        binding="true",
        step="selectd",
        source="",
        currency="usd",
        sha256="AB",
    ) == [
        (
            "line 4: pledge has no field milestone (L1); leave it blank: it goes with "
            "milestone_planned, milestone_moved, milestone_met, milestone_missed"
        ),
        "line 4: pledge has no field amuont (L1); did you mean 'amount'?",
        "line 4: id 'T 1' is not lower-case words joined by hyphens (L1); write 't-1'",
        "line 4: source is missing (L1); every pledge needs it",
        (
            "line 4: sha256 is not 64 hexadecimal digits in lower case (L1); "
            "write the SHA-256 of the document, as sha256sum prints it"
        ),
        "line 4: step 'selectd' is unknown (L1); did you mean 'selected'?",
        "line 4: binding 'true' is neither yes nor no (L1); write yes or no",
        (
            "line 4: amount '3,300' is not a decimal number in plain digits (L1); "
            "write 33300000000 or 0.25, say: no separators, at most 18 digits before and 6 behind "
            "the point"
        ),
        "line 4: currency 'usd' is no currency code (L1); write the code of ISO 4217: USD, JPY",
    ]


@pytest.mark.parametrize(
    ("cell", "value", "told"),
    [
        ("kind", "plegde", "kind 'plegde' is unknown (L1); did you mean 'pledge'?"),
        ("kind", "", "kind is missing (L1)"),
        ("date", "2026-2-17", "date '2026-2-17' is not a day (L1); write it as 2026-02-17"),
        ("date", "2026-02-30", "date '2026-02-30' is not a day"),
        ("date", "20260217", "date '20260217' is not a day"),
        ("date", "1899-12-31", "date 1899-12-31 is not of 1900 to 2200 (L1)"),
        ("price_year", "26", "price_year '26' is not a year of 1900 to 2200"),
        ("price_year", "\u0662\u0660\u0662\u0666", "is not a year of 1900 to 2200"),
        ("amount", "1e9", "amount '1e9' is not a decimal number"),
        ("amount", "NaN", "amount 'NaN' is not a decimal number"),
        ("amount", "1.1234567", "amount '1.1234567' is not a decimal number"),
        ("amount", 5.1, "amount is float, not text (L1); write it in quotation marks"),
        ("url", "javascript:alert(1)", "url 'javascript:alert(1)' is no address on the web"),
        ("note", "a\x00b", "note holds the character U+0000"),
        ("note", "a\u202eb", "note holds the character U+202E"),
        ("party", "J\nPN", "party has a line break or a tab"),
        ("party", "J" * 501, "party has 501 characters (L1); write at most 500"),
        ("counterparties", "A; A", "counterparties names A twice"),
        ("counterparties", ["A;B"], "counterparties has an item with a semicolon in it"),
        ("counterparties", {"A": "B"}, "counterparties is dict, not a list"),
        ("shares", "USA; JPN=1", "shares 'USA' is no name with a value (L1); write a=1; b=2"),
        ("shares", "USA=0.5; USA=0.5", "shares has USA twice"),
        ("shares", ["USA"], "shares is list, not names with values"),
        ("shares", '{"USA": "1", "USA": "0"}', "shares has USA twice"),
        ("shares", "{bad", "shares is no JSON object"),
        ("funding_lines", "Japan Line", "funding_lines 'Japan Line' is not lower-case words"),
    ],
)
def test_a_cell_that_no_field_can_hold_is_told(cell: str, value: object, told: str) -> None:
    found = faults(**{cell: value})

    assert len(found) == 1
    assert told in found[0]


def test_changes_of_a_correction_may_hold_semicolons_as_a_json_object() -> None:
    row = {"kind": "correction", "id": "x", "corrects": "t1", "changes": '{"note": "a; b = c"}'}
    rest = {name: ROW[name] for name in ("date", "party", "source", "quality")}

    found, told = read_entry({**row, **rest}, where="line 4")

    assert told == []
    assert isinstance(found, Correction)
    assert found.changes == {"note": "a; b = c"}


def test_a_correction_may_make_a_field_blank_and_its_body_keeps_that() -> None:
    found = given.entry("correction", "x", corrects="t1", changes="note=; amount=5")

    assert entry_body(found)["changes"] == {"amount": "5", "note": ""}


def test_columns_name_every_field_and_those_of_the_evidence() -> None:
    assert columns("withdrawal") == (
        *("kind", "id", "date", "party", "source", "quality", "url", "sha256"),
        *("counterparties", "text", "note", "tlp", "withdraws"),
    )


@pytest.mark.parametrize(
    ("number", "text"),
    [("3.330E10", "33300000000"), ("0.50", "0.5"), ("-0.0", "0"), ("1E-6", "0.000001"), ("7", "7")],
)
def test_a_number_is_written_in_plain_digits(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


def test_numbers_of_any_length_are_never_rounded() -> None:
    digits = "9" * 40

    assert plain(Decimal(digits)) == digits


IDS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)
WORDS = st.text(string.ascii_letters + "äé日本 -.,&()=", min_size=1, max_size=30).map(
    lambda text: text.strip() or "x"
)
TEXTS = st.text(string.printable.replace("\r", "").replace("\x0b", "").replace("\x0c", "")).map(
    str.strip
)
NUMBERS = st.decimals(min_value=-(10**17), max_value=10**17, places=6)
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31))
SHARES = st.dictionaries(st.sampled_from(["USA", "JPN", "AUS"]), NUMBERS)
LISTS = st.lists(WORDS, unique=True, max_size=3).map(tuple)
OPTIONAL: Callable[[Any], Any] = lambda each: st.one_of(st.none(), each)  # noqa: E731
CELLS: dict[str, st.SearchStrategy[Any]] = {
    "str": WORDS,
    "date": DAYS,
    "date | None": OPTIONAL(DAYS),
    "Decimal": NUMBERS,
    "Decimal | None": OPTIONAL(NUMBERS),
    "int": st.integers(1900, 2200),
    "int | None": OPTIONAL(st.integers(1900, 2200)),
    "bool": st.booleans(),
    "Tlp": st.sampled_from(Tlp),
    "Step": st.sampled_from(Step),
    "Bound": st.sampled_from(Bound),
    "Movement": st.sampled_from(Movement),
    "Instrument | None": OPTIONAL(st.sampled_from(Instrument)),
    "tuple[str, ...]": LISTS,
    "Mapping[str, Decimal]": SHARES,
    "Mapping[str, str]": st.dictionaries(WORDS, TEXTS),
    "Evidence": st.builds(
        Evidence,
        source=WORDS,
        quality=st.sampled_from(Quality),
        url=st.sampled_from(["", "https://example.org/a?b=c"]),
        sha256=st.sampled_from(["", "ab" * 32]),
    ),
}
NAMED = {
    **dict.fromkeys(("id", "project", "milestone", "commitment", "withdraws", "corrects"), IDS),
    **dict.fromkeys(("parent", "repeats", "pledge", "loan"), st.one_of(st.just(""), IDS)),
    "funding_lines": st.lists(IDS, unique=True, max_size=2).map(tuple),
    "currency": st.from_regex("[A-Z]{3}", fullmatch=True),
    **dict.fromkeys(("text", "note"), TEXTS),
}


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    kind = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    values = {each.name: draw(NAMED.get(each.name, CELLS[str(each.type)])) for each in fields(kind)}
    return kind(**values)


@drawn(entries())
def test_every_entry_is_read_back_from_its_body_as_it_was(entry: Entry) -> None:
    assert read_entry(entry_body(entry), where="") == (entry, [])


@drawn(entries())
def test_a_body_says_nothing_of_blank_fields(entry: Entry) -> None:
    assert all(cell not in ("", [], {}) for cell in entry_body(entry).values())


JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=4,
)


@drawn(
    st.sampled_from(sorted(KINDS)).flatmap(
        lambda kind: st.dictionaries(st.sampled_from(columns(kind)), JUNK).map(
            lambda row: {**row, "kind": kind}
        )
    )
)
def test_no_row_crashes_the_reader_and_what_is_read_has_a_body(row: dict[str, object]) -> None:
    found, told = read_entry(row, where="line 1")

    assert (found is None) == bool(told)
    if found is not None:
        assert read_entry(entry_body(found), where="") == (found, [])


def test_the_same_money_in_other_digits_is_the_same_entry() -> None:
    first = given.entry("pledge", "a", amount="100")
    assert isinstance(first, Pledge)

    assert replace(first, amount=Decimal("1.00E2")) == first
    assert entry_body(replace(first, amount=Decimal("1.00E2"))) == entry_body(first)
