"""Splitting at once gives what splitting line by line gives."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from supplypact.formats.csv_cells import split_cells
from supplypact.formats.csv_rows import split_rows

ODD = st.text(st.sampled_from(list('ab1 ",\n\r;é\u2028\t')), max_size=40)


def by_line(text: str) -> tuple[list[str], list[list[str]], list[str]]:
    """Return header, columns and faults as ``split_rows`` gives them."""
    header, rows, faults = split_rows(text, where="a.csv")
    columns = [] if faults else [[row[place] for row in rows] for place in range(len(header))]
    return header, columns, [str(fault) for fault in faults]


def at_once(text: str) -> tuple[list[str], list[list[str]], list[str]]:
    header, columns, faults = split_cells(text, where="a.csv")
    cells = [] if faults else [[cell or "" for cell in column] for column in columns]
    return header, cells, [str(fault) for fault in faults]


@given(ODD)
@example('x,y\n1,"2, ""b"""\n')
@example("x,y\n1,2,3\n4\n")
@example("x,y\n1\n2,3,4\n")
@example("x,y\n1\n,,\n")
@example("x,y\n,\n,\n")
@example("x,y\n1,2\n\n3,4\n")
@example("x\n \n\n")
@example('x,y\n"",""\n')
@example('x,y\n1,"2\n3",4\n')
@example('x,y\n1,a"b\n')
@example('"x,\ny"\n1,2\n')
@example("x,y\r\n1,2\r\n")
@example("x,y\n1,2")
def test_any_text_gives_the_same_cells_and_faults_as_line_by_line(text: str) -> None:
    assert at_once(text) == by_line(text)


@given(ODD)
def test_any_rows_of_two_cells_give_the_same_cells(text: str) -> None:
    table = "x,y\n" + "\n".join(f"{part},1" for part in text.split("\n"))
    assert at_once(table) == by_line(table)


@pytest.mark.parametrize("row", ["1,2", '"1",2', '"1,5","2 ""x"""'])
def test_regular_rows_are_not_split_line_by_line(row: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def split(text: str, *, where: str) -> object:
        asked.append(text)
        return split_rows(text, where=where)

    monkeypatch.setattr("supplypact.formats.csv_cells.split_rows", split)
    split_cells(f"x,y\n{row}\n{row}\n", where="a.csv")
    assert asked == ["x,y"]
