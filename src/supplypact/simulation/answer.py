"""Means, bounds and curves of what many histories lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from supplypact.domain.risk import LEVEL
from supplypact.domain.risk_study import Simulated
from supplypact.simulation.block import CAUSES, LATE, Case, Told
from supplypact.simulation.claim import Claim, claim_of
from supplypact.simulation.kinds import Array

ALL = "*"
SURE = 1.959964
"""Standard errors either side of a mean that hold its true value with 95 % confidence."""
CHANCES = tuple(
    float(chance)
    for chance in np.concatenate([np.arange(0.95, 0.05, -0.05), np.geomspace(0.05, 0.001, 18)])
)
DISCOUNTED = "later months of a disruption count less for the planner"
AFTERWARDS = "disruptions that last past the last year"
LEFT = "other"


def told(
    cases: Mapping[str, Case], blocks: Sequence[Mapping[str, Told]], *, seed: int, seconds: float
) -> Simulated:
    """Put the blocks of histories together."""
    losses, curves, totals, claims, reasons = [], [], [], [], []
    first = next(iter(cases.values())).picture
    for name, case in cases.items():
        usd = np.concatenate([block[name].usd for block in blocks], axis=2).transpose(2, 0, 1)
        tonnes = np.concatenate([block[name].tonnes for block in blocks], axis=2).transpose(2, 0, 1)
        without = np.concatenate([block[name].without for block in blocks], axis=1)
        years: Array = usd.sum(axis=2)
        whole: Array = years.sum(axis=1)
        losses += _losses(name, case, usd, tonnes)
        curves += _curve(name, years.ravel(), CHANCES)
        totals += _curve(name, whole, [chance for chance in CHANCES if chance * len(whole) >= 1])
        claim = claim_of(case.picture, case.materials)
        claims += _claims(name, case, claim, years)
        reasons += _reasons(name, claim, whole, without, years.shape[1])
    curve = ("case", "chance", "loss_usd")
    return Simulated(
        histories=sum(next(iter(block.values())).usd.shape[2] for block in blocks),
        seed=seed,
        years=first.years,
        losses=_frame(
            losses,
            ("case", "year", "party"),
            ("mean_usd", "low_usd", "high_usd", "tail_usd", "mean_tonnes"),
        ),
        curve=_frame(curves, curve[:1], curve[1:]),
        totals=_frame(totals, curve[:1], curve[1:]),
        claim=_frame(
            claims, ("case", "year"), ("claimed_usd", "simulated_usd", "low_usd", "high_usd")
        ),
        reasons=_frame(reasons, ("case", "reason"), ("usd",)),
        seconds=seconds,
    )


Row = tuple[str | int | float, ...]


def _frame(rows: Sequence[Row], keys: Sequence[str], figures: Sequence[str]) -> pl.DataFrame:
    kinds = {name: pl.Int64 if name == "year" else pl.String for name in keys}
    schema = {**kinds, **dict.fromkeys(figures, pl.Float64)}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _losses(name: str, case: Case, usd: Array, tonnes: Array) -> list[Row]:
    rows: list[Row] = []
    parties = [
        *((party, usd[:, :, n], tonnes[:, :, n]) for n, party in enumerate(case.picture.parties)),
        (ALL, usd.sum(axis=2), tonnes.sum(axis=2)),
    ]
    for party, money, mass in parties:
        rows.append((name, 0, party, *_mean(money.mean(axis=1)), tail(money), float(mass.mean())))
        rows += [
            (name, year, party, *_mean(money[:, n]), tail(money[:, n]), float(mass[:, n].mean()))
            for n, year in enumerate(case.picture.years)
        ]
    return rows


def _mean(values: Array) -> tuple[float, float, float]:
    """Return the mean of independent values, and its bounds with 95 % confidence."""
    mean = float(values.mean())
    either = SURE * float(values.std(ddof=1)) / np.sqrt(len(values))
    return mean, mean - either, mean + either


def tail(values: Array) -> float:
    """Return the mean of the worst twentieth; a value on its edge counts in part."""
    falling = np.sort(values, axis=None)[::-1]
    count = (1.0 - LEVEL) * len(falling)
    whole = int(count)
    edge = (count - whole) * falling[min(whole, len(falling) - 1)]
    return float((falling[:whole].sum() + edge) / count)


def _curve(name: str, values: Array, chances: Sequence[float]) -> list[Row]:
    levels = np.quantile(values, 1.0 - np.array(chances))
    return [(name, chance, float(level)) for chance, level in zip(chances, levels, strict=True)]


def _claims(name: str, case: Case, claim: Claim, years: Array) -> list[Row]:
    return [
        (name, year, float(claim.claimed[n]), *_mean(years[:, n]))
        for n, year in enumerate(case.picture.years)
    ]


def _reasons(name: str, claim: Claim, whole: Array, without: Array, years: int) -> list[Row]:
    """Return what makes the simulated loss of a year differ from the claim; they add up.

    Late projects count with what they cost beyond what the planner claims for them.
    """
    levels = [float(whole.mean()) / years, *(without.mean(axis=1) / years)]
    claimed, plain, within, late = (
        float(each.mean()) for each in (claim.claimed, claim.undiscounted, claim.within, claim.late)
    )
    known = {LATE: late}
    rows: list[Row] = [
        (name, reason, float(before - after) - known.get(reason, 0.0))
        for reason, before, after in zip(CAUSES, levels[:-1], levels[1:], strict=True)
    ]
    rows.append((name, DISCOUNTED, plain - claimed))
    rows.append((name, AFTERWARDS, within - plain))
    rows.append((name, LEFT, float(levels[-1]) - (within - late)))
    return rows
