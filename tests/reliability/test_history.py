"""The judge of histories: what it accepts and what it must find."""

from tools.reliability.history import Operation, anomalies

ROOTS = ["r0", "r1", "r2", "r3"]


def told(appends: list[Operation], reads: list[Operation]) -> list[str]:
    return list(anomalies(appends, reads, ROOTS))


def test_appends_in_turn_and_reads_between_them_are_in_order() -> None:
    appends = [Operation(0, 10, 0), Operation(20, 30, 1), Operation(40, 50, 2)]
    reads = [Operation(11, 12, 1, "r1"), Operation(31, 60, 2, "r2"), Operation(51, 55, 3, "r3")]
    assert told(appends, reads) == []


def test_calls_that_overlap_may_stand_in_any_order() -> None:
    assert told([Operation(0, 30, 1), Operation(0, 30, 0)], [Operation(5, 25, 0, "r0")]) == []
    assert told([], [Operation(0, 10, 2, "r2"), Operation(20, 30, 2, "r2")]) == []


def test_an_append_that_began_after_another_ended_and_stands_before_it_is_found() -> None:
    assert len(told([Operation(0, 10, 1), Operation(20, 30, 0)], [])) == 1


def test_a_read_that_misses_what_was_acknowledged_is_found() -> None:
    assert len(told([Operation(0, 10, 0)], [Operation(20, 30, 0, "r0")])) == 1


def test_a_read_of_what_was_not_yet_begun_is_found() -> None:
    assert len(told([Operation(20, 30, 0)], [Operation(0, 10, 1, "r1")])) == 1


def test_reads_that_go_back_are_found() -> None:
    reads = [Operation(0, 10, 2, "r2"), Operation(20, 30, 1, "r1")]
    assert len(told([], reads)) == 1


def test_a_read_of_other_records_is_found() -> None:
    assert "not the first" in told([], [Operation(0, 10, 1, "other")])[0]
    assert "not the first" in told([], [Operation(0, 10, 9, "r9")])[0]
