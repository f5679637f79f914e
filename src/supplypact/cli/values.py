"""Values of options of the form NAME=VALUE."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from supplypact.errors import UsageError


def pairs(
    kind: Callable[[str], Any], what: str, example: str
) -> Callable[..., tuple[tuple[str, Any], ...]]:
    """Return a Click callback that reads options of the form NAME=VALUE, each name once.

    Args:
        kind: Reads a value; raises ValueError where it is none.
        what: What a value must be, for messages.
        example: An option as it should be written, for messages.
    """

    def read(
        _ctx: click.Context, option: click.Parameter, values: Sequence[str]
    ) -> tuple[tuple[str, Any], ...]:
        found: dict[str, Any] = {}
        for value in values:
            name, _, text = value.partition("=")
            if name in found:
                told = f"'{name}' is given twice"
                raise UsageError(told, where=option.opts[0], fix="give it once")
            try:
                found[name] = kind(text)
            except ValueError:
                told = f"cannot read '{value}': {what}"
                fix = f"write it as {example}"
                raise UsageError(told, where=option.opts[0], fix=fix) from None
        return tuple(found.items())

    return read


def share(text: str) -> float:
    """Read a share; 40% and 0.4 are the same."""
    number = float(text.removesuffix("%")) / (100.0 if text.endswith("%") else 1.0)
    if not 0.0 <= number <= 1.0:
        raise ValueError(text)
    return number


def amount(text: str) -> float:
    """Read an amount of money, 0 or more."""
    number = float(text)
    if not 0.0 <= number < float("inf"):
        raise ValueError(text)
    return number


def years(text: str) -> int:
    """Read a number of years, 0 or more."""
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number
