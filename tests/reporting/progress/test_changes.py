from dataclasses import replace

from supplypact.reporting.progress import changes, more_tables, words
from tests.reporting.progress import given


def test_what_a_record_began_with_is_one_line_and_news_stand_behind_it() -> None:
    assert changes.changes(given.view()) == [
        "10 entries of the record were taken over on 2 November 2026.",
        "17 Feb 2026, new: Texas GulfLink (recorded on 20 Nov 2026)",
        "17 Feb 2026, new: Diamond grit plant (recorded on 20 Nov 2026)",
        "19 Mar 2026, new: Second tranche (recorded on 20 Nov 2026)",
    ]
    assert changes.changes(given.view("ja"))[0] == "記録の10件は2026年11月2日に引き継いだ。"


def test_changes_of_what_was_known_come_before_what_is_new() -> None:
    base = given.progress()
    moved = replace(base.changes[-1], what="moved", before="2028-06-30", after="2029-03-31")
    view = replace(given.view(), progress=replace(base, changes=(*base.changes, moved)))
    told = changes.changes(view)
    assert told[1] == (
        "19 Mar 2026, moved: Second tranche (2028-06-30 → 2029-03-31; recorded on 20 Nov 2026)"
    )
    screen = [each.strip() for each in words.progress_lines(view)]
    assert screen[screen.index(told[0]) :][: len(told)] == told


def test_the_sheet_has_the_first_day_in_one_row() -> None:
    table = more_tables.change_table(given.view())
    assert len(table.rows) == 4
    assert table.rows[0][0] == "2026-11-02"
    assert table.rows[1][:2] == ("2026-11-20", "2026-02-17")
