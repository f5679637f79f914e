"""Put the user's own stocks in the place of the bundled ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from supplypact.errors import DataError, UsageError
from supplypact.formats.stocks_csv import read_stocks
from supplypact.hazarding.links import chains

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

STOCK_TABLES = ("countries", "stages")
"""Tables that stocks refer to."""


def with_own(held: pl.DataFrame, file: Path, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return ``held`` without what the file names, and the file's rows; raises as it is wrong."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        what = f"the file cannot be read ({error.strerror or error})"
        fix = "give the path of a CSV file with holder, material, form and tonnes or days"
        raise UsageError(what, where=str(file), fix=fix) from error
    own, faults = read_stocks(
        raw,
        where=str(file),
        countries=dict(tables["countries"].select("country", "name_en").iter_rows()),
        materials=chains(tables["stages"]),
    )
    if own is None:
        raise DataError(faults, where=str(file))
    return pl.concat([held.join(own, on=["holder", "material"], how="anti"), own])
