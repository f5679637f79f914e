from decimal import Decimal

from supplypact.reporting.progress import tables, words
from supplypact.reporting.progress.promises import SYMBOLS
from tests.reporting.progress import given


def test_the_screen_answers_before_it_lists() -> None:
    lines = words.progress_lines(given.view())
    assert lines[0] == "US-Japan Strategic Investments Framework  [TLP:AMBER]"
    assert lines[3].startswith("14 promises: 1 late")
    for heading in ("Money", "Targets", "Milestones", "Who must act"):
        assert heading in lines
    assert "What changed since 1 November 2026" in lines


def test_without_an_earlier_report_no_change_is_told() -> None:
    lines = words.progress_lines(given.view(since=None))
    assert not any("What changed" in each for each in lines)


def test_every_status_stands_in_words_with_a_symbol_and_its_rule() -> None:
    frame = words.promise_frame(given.view())
    assert len(frame) == 13  # 12 promises, and two projects of which nothing is known
    assert "2 projects" in frame["Promise"][-1]
    for status in frame["Status"]:
        assert status[0] in SYMBOLS.values()
        assert len(status) > 3
    assert "E6: what is committed is below the even path" in " ".join(frame["Rule"])


def test_the_csv_table_is_data_with_blanks_for_what_is_unknown() -> None:
    frame = words.data_frame(tables.promise_table(given.view()))
    assert frame.columns[:3] == ["group", "id", "promise"]
    assert frame["by"].null_count() == 4


def test_amounts_on_the_screen_have_their_unit() -> None:
    shown = words.shown_frame(tables.envelope_table(given.view()), ("scope", "firm"), given.view())
    assert shown["Pledged, firm"].to_list() == ["USD 0", "USD 38.4 bn", "USD 38.4 bn"]
    assert Decimal("38.35") * given.BN == given.progress().envelope[1].firm
