"""The ledger's stocks as the holdings that a response draws on."""

from __future__ import annotations

import polars as pl

from supplypact.domain.position import Position
from supplypact.formats.stocks_csv import GIVEN

LEDGER = "ledger"
"""Source of the rows."""
KEYS = ("holder", "material", "form")


def stock_rows(position: Position) -> pl.DataFrame:
    """Return what is there in each account: holder, material, form, kind, tonnes, days and more.

    Columns as ``formats.stocks_csv.STOCK_COLUMNS``; all places of a holder's form together.  What
    is on loan is with the borrower.
    """
    rows = [
        {
            "holder": account.holder,
            "material": account.material,
            "form": account.form,
            "kind": GIVEN,
            "tonnes": float(account.closing),
            "days": None,
            "as_of": position.as_of.isoformat(),
            "source": LEDGER,
            "quality": "reported",
        }
        for account in position.stocks
    ]
    frame = pl.DataFrame(rows, schema=SCHEMA)
    others = [name for name in SCHEMA if name not in (*KEYS, "tonnes")]
    return (
        frame.group_by(KEYS, maintain_order=True)
        .agg(pl.col("tonnes").sum(), pl.col(others).first())
        .select(list(SCHEMA))
    )


SCHEMA = {
    **dict.fromkeys((*KEYS, "kind"), pl.String),
    **dict.fromkeys(("tonnes", "days"), pl.Float64),
    **dict.fromkeys(("as_of", "source", "quality"), pl.String),
}


def with_stocks(held: pl.DataFrame, position: Position) -> pl.DataFrame:
    """Return ``held`` with the ledger's accounts in place of what it says of the same material.

    As with a user's own stocks file: of a holder's material that the ledger has, nothing else
    counts.
    """
    rows = stock_rows(position)
    kept = held.join(rows, on=["holder", "material"], how="anti")
    return pl.concat([kept, rows.select(held.columns)])
