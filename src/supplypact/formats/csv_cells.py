"""Text to the columns of a CSV file.

A text in which every line is a row is split at once; any other goes line by line through
``csv_rows``, which knows what is wrong with it.  Both give the same cells.
"""

from __future__ import annotations

import polars as pl

from supplypact.errors import Fault
from supplypact.formats.csv_rows import split_rows

_CELL = '(?:[^",]*|"(?:[^"]|"")*")'


def split_cells(text: str, *, where: str) -> tuple[list[str], list[pl.Series], list[Fault]]:
    """Return header and the text of each column, or a fault for each line that is not a row."""
    head, _, body = text.partition("\n")
    header, _, faults = split_rows(head, where=where)
    sound = len(header) > 1 and not faults and "\r" not in text
    if sound and (frame := _frame(body.removesuffix("\n"), len(header))) is not None:
        return header, frame.get_columns(), []
    header, rows, faults = split_rows(text, where=where)
    columns = zip(*rows, strict=True) if rows and not faults else [()] * len(header)
    return header, [pl.Series(cells, dtype=pl.String) for cells in columns], faults


def _frame(lines: str, width: int) -> pl.DataFrame | None:
    """Return the lines split into ``width`` cells each, or None if one is no row."""
    if not lines or not _are_rows(lines, width):
        return None
    frame = pl.read_csv(lines.encode(), has_header=False, infer_schema=False)
    return frame if frame.shape == (lines.count("\n") + 1, width) else None


def _are_rows(lines: str, width: int) -> bool:
    """Return whether each line is a row of ``width`` cells, quotes standing around whole cells.

    ``read_csv`` alone would fill short rows and cut some long ones.
    """
    each = pl.Series([lines]).str.split("\n").explode()
    quoted = each.str.contains('"', literal=True)
    commas = each.filter(~quoted).str.count_matches(",", literal=True)
    row = f"^{_CELL}(?:,{_CELL}){{{width - 1}}}$"
    return bool((commas == width - 1).all() and each.filter(quoted).str.contains(row).all())
