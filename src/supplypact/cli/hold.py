"""The option ``--hold``: stocks that are held in any case."""

from __future__ import annotations

from collections.abc import Sequence

import click

from supplypact.domain.risk import SHOWN_YEARS, Cover
from supplypact.errors import UsageError

FIX = "write it as JPN:gallium=180 (holder, material, days of its use)"


def _read(
    _ctx: click.Context, _option: click.Parameter, values: Sequence[str]
) -> tuple[Cover, ...]:
    found: dict[tuple[str, str], Cover] = {}
    for value in values:
        named, _, days = value.partition("=")
        holder, _, material = named.partition(":")
        if not (holder and material):
            raise UsageError(f"cannot read '{value}'", where="--hold", fix=FIX)
        if (holder, material) in found:
            raise UsageError(f"'{named}' is given twice", where="--hold", fix="give it once")
        try:
            number = float(days)
        except ValueError:
            raise UsageError(f"cannot read '{value}'", where="--hold", fix=FIX) from None
        found[holder, material] = Cover(
            material=material, holder=holder, days=number, first_year=SHOWN_YEARS[0]
        )
    return tuple(found.values())


HOLD = click.option(
    "--hold",
    "covers",
    multiple=True,
    metavar="HOLDER:MATERIAL=DAYS",
    callback=_read,
    help=f"Hold so many days of use from {SHOWN_YEARS[0]} on, in any form.",
)
"""Decorates a command that plans under risk."""
