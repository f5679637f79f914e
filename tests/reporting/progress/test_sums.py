from decimal import Decimal

from supplypact.domain.position import Measure
from supplypact.reporting.progress import sums
from tests.reporting.progress import given


def total(scope: str, measure: Measure) -> sums.Total:
    found = sums.totals(given.progress(*given.paid()))
    return next(each for each in found if (each.scope, each.measure) == (scope, measure))


def test_a_total_is_the_sum_of_the_entries_that_it_names() -> None:
    # firm: 2 + 0.35 + 33.3 + 2.1 + 0.6 = 38.35 bn; the diamond grit of the fact sheet counts 0
    firm = total("whole", Measure.FIRM)
    assert firm.usd == Decimal("38.35") * given.BN
    assert firm.entries == (
        "fs-copper",
        "fs-lfp",
        "fs-diamond",
        "t1-ohio",
        "t1-gulflink",
        "t1-diamond",
    )


def test_totals_agree_with_the_envelope_measure_by_measure() -> None:
    progress = given.progress(*given.paid())
    for each in progress.envelope:
        for measure in (Measure.CEILING, Measure.FIRM, Measure.COMMITTED, Measure.DISBURSED):
            lines = sums.lines_of(progress, each.scope, measure)
            assert sum((line.usd for line in lines), Decimal(0)) == getattr(each, measure.value)


def test_a_project_has_its_own_totals() -> None:
    assert total("project:ohio-gas", Measure.DISBURSED).usd == Decimal("1500000000.50")
    assert total("project:ohio-gas", Measure.REPAID).entries == ("ohio-back",)


def test_the_stated_whole_is_told_first() -> None:
    main = sums.main_scope(given.progress())
    assert main is not None
    assert main.scope == "whole"
