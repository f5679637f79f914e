import polars as pl

from supplypact.reporting.ledger.frames import entries_frame, entry_frame, grouped, view_frame
from tests.reporting.progress import given


def row(frame: pl.DataFrame, column: str, name: str) -> dict[str, str]:
    return frame.row(by_predicate=pl.col(column) == name, named=True)


def test_entries_say_how_an_amount_is_bound_and_what_they_repeat() -> None:
    frame = entries_frame(given.progress().position)
    assert row(frame, "id", "fs-diamond")["repeats"] == "t1-diamond"
    assert row(frame, "id", "fs-murata")["bound"] == "up_to"
    assert row(frame, "id", "t1-ohio")["bound"] == "firm"
    assert row(frame, "id", "ohio-plan")["bound"] == ""


def test_a_whole_names_all_of_its_parts() -> None:
    more = given.pledge("t2-gas", "1", given.AS_OF, "Gas power", parent="t2-all")
    listed = (*given.entries(), more)
    frame = view_frame("money", given.position(listed))
    assert row(frame, "entry", "t2-all")["other"] == "t2-smr; t2-gas"
    assert row(frame, "entry", "fs-diamond")["other"] == "t1-diamond"


def test_digits_of_amounts_stand_in_groups_for_people_and_nothing_else_changes() -> None:
    frame = entries_frame(given.progress(*given.paid()).position)
    shown = grouped(frame)
    assert row(shown, "id", "fs-ap1000")["amount"] == "100,000,000,000"
    assert row(shown, "id", "ohio-paid")["amount"] == "1,500,000,000.5"
    assert row(frame, "id", "fs-ap1000")["amount"] == "100000000000"
    assert shown.drop("amount").equals(frame.drop("amount"))


def test_an_entry_by_its_fields_has_its_amounts_in_groups() -> None:
    found = given.progress().position
    frame = entry_frame("t1-ohio", found, found.records, [bytes(32)] * len(found.records))
    assert row(grouped(frame), "field", "amount")["as recorded"] == "33,300,000,000"
    assert row(grouped(frame), "field", "date")["as recorded"] == "2026-02-17"


def test_an_empty_table_stays_empty() -> None:
    assert grouped(view_frame("loans", given.progress().position)).height == 0
