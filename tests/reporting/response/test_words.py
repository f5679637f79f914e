from dataclasses import replace

from supplypact.reporting.response.words import playbook_table, response_lines
from tests.reporting.response.given import event, nothing_struck, response, view


def test_the_screen_says_first_what_happened_and_what_it_comes_to() -> None:
    lines = response_lines(response(), view())
    assert lines[0] == "China bans gallium and antimony for the United States and Japan"
    assert lines[2] == "As of 3 December 2024, mode 'all together'. Pact: Test pact."
    assert lines[3] == "Amounts and money: to 28 November 2025 (12 months)."
    assert lines[5].startswith("United States: up to 60% of its gallium missing")
    assert "cut the same shipments of gallium and antimony" in lines[6]


def test_a_drill_is_marked_on_top_and_the_note_of_the_event_is_shown_short() -> None:
    long = "The share is a mean of five events. " + "It is far from sure. " * 20
    lines = response_lines(response(events=(replace(event(), note=long),)), view(exercise=True))
    assert lines[0] == "EXERCISE"
    assert lines[3].startswith("  The event file says: The share is a mean of five events. It is")
    assert lines[3].endswith("sure.")
    assert len(lines[3]) < 280


def test_the_screen_tells_delays_modes_and_prices() -> None:
    told = "\n".join(response_lines(response(), view()))
    assert "weeks  1:  USD 132 mn in all,   USD 12 mn more, USD 1.7 mn a day" in told
    assert "each party alone                 USD 310 mn" in told
    assert "Acting together saves USD 190 mn against each party alone." in told
    assert "Prices, order of magnitude only:" in told
    assert "These 8 lines leave USD 120 mn; the exact plan (41 lines) USD 118 mn" in told


def test_where_one_material_is_struck_the_modes_tell_what_is_missing() -> None:
    frame = response().modes.with_columns(short_tonnes=12.0)
    assert "; 12 t missing" in "\n".join(response_lines(response(modes=frame), view()))


def test_the_table_has_a_row_a_line_with_units() -> None:
    table = playbook_table(response(), view())
    assert table.columns == [
        "No.",
        "By",
        "Who",
        "Does what",
        "Avoids",
        "Costs",
    ]
    assert table.row(2)[:2] == (3, "2024-12-09")
    assert table.row(2)[3].splitlines()[1] == (
        "First effect 2025-01-03; limit: how fast plants of Germany start up"
    )
    assert table.row(2)[4:] == ("USD 34 mn", "USD 1.2 mn")


def test_nothing_to_do_is_a_short_screen_and_an_empty_table() -> None:
    lines = response_lines(nothing_struck(), view())
    assert lines[-2:] == [
        "No party loses any of what is cut: nothing is missing, and there is nothing to do.",
        "No party loses any of: gallium and antimony.",
    ]
    assert playbook_table(nothing_struck(), view()).is_empty()


def test_the_screen_speaks_japanese_as_well() -> None:
    told = "\n".join(response_lines(response(), view("ja")))
    assert "遅れによる損失:" in told.replace("：", ":")
    assert "各国単独" in told
