"""What a marking hides from the exports, with all that would let it be guessed."""

from dataclasses import replace
from decimal import Decimal

from supplypact.domain.entry import Entry, Tlp
from supplypact.domain.position import Measure
from supplypact.domain.progress import Progress
from supplypact.domain.record import Record
from supplypact.reporting.progress import marks
from tests.reporting.progress import given


def marked(name: str, mark: Tlp) -> Progress:
    progress = given.progress(*given.paid())

    def own(record: Record) -> Record:
        entry: Entry = record.entry
        return replace(record, entry=replace(entry, tlp=mark)) if entry.id == name else record

    records = tuple(own(each) for each in progress.position.records)
    return replace(progress, position=replace(progress.position, records=records))


def test_the_mark_of_the_whole_is_that_of_its_strictest_entry() -> None:
    assert marks.strictest(given.progress().position.records) is Tlp.AMBER
    assert marks.strictest(()) is Tlp.CLEAR
    assert marks.label(Tlp.AMBER_STRICT) == "TLP:AMBER+STRICT"


def test_a_stock_that_rests_on_a_hidden_entry_goes() -> None:
    assert marks.left_out(given.progress(), Tlp.GREEN) == ("stock-opening",)
    assert marks.within(given.progress(), Tlp.GREEN).position.stocks == ()
    assert marks.within(given.progress(), Tlp.AMBER) == given.progress()


def test_a_whole_counts_in_full_where_its_part_is_hidden() -> None:
    # 73 bn of which 40 bn are told apart: without the part nobody may see that 33 bn are the rest
    shown = marks.within(marked("t2-smr", Tlp.RED), Tlp.CLEAR)
    line = next(each for each in shown.position.money if each.entry == "t2-all")
    assert line.usd == 73 * given.BN
    assert line.why == ""


def test_a_re_announcement_counts_where_the_first_announcement_is_hidden() -> None:
    shown = marks.within(marked("t1-diamond", Tlp.RED), Tlp.CLEAR)
    line = next(each for each in shown.position.money if each.entry == "fs-diamond")
    assert line.usd == Decimal("0.5") * given.BN
    assert line.why == ""


def test_a_project_loses_hidden_money_and_the_verdict_that_rests_on_hidden_entries() -> None:
    shown = marks.within(marked("ohio-plan", Tlp.AMBER), Tlp.CLEAR)
    ohio = next(each for each in shown.projects if each.project == "ohio-gas")
    assert (ohio.first_output, ohio.slip_months) == (None, None)
    assert ohio.verdict.rule == marks.UNPUBLISHED
    assert all(each.state.project != "ohio-gas" for each in shown.milestones)
    paid = marks.within(marked("ohio-paid", Tlp.AMBER), Tlp.CLEAR)
    assert next(each for each in paid.projects if each.project == "ohio-gas").disbursed == 0
    assert paid.position.total(Measure.DISBURSED) == 0


def test_a_project_that_a_hidden_entry_declares_goes() -> None:
    shown = marks.within(marked("declare-ohio-gas", Tlp.AMBER), Tlp.CLEAR)
    assert "ohio-gas" not in {each.project for each in shown.projects}
