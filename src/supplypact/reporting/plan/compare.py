"""Two runs side by side."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl

from supplypact.domain.plan import PlannedShares
from supplypact.errors import UsageError


def read_record(run: Path, *, option: str = "--compare") -> dict[str, Any]:
    """Return the record of an earlier run from its folder (or the file itself).

    Raises:
        UsageError: there is no record there.

    """
    path = run / "record.json" if run.is_dir() else run
    try:
        record: dict[str, Any] = json.loads(path.read_text("utf-8"))
        record["objective_usd"], record["targets"], record["projects"], record["sourcing"]
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(
            "there is no decision record here",
            where=f"{option} {run}",
            fix="give the --out folder of an earlier 'supplypact plan'",
        ) from None
    return record


def read_planned_shares(run: Path) -> PlannedShares:
    """Return the shares that an earlier run led to; raises UsageError as ``read_record``."""
    record = read_record(run, option="--plan")
    return PlannedShares(
        sourcing=pl.DataFrame(record["sourcing"], schema=SOURCING_SCHEMA),
        targets={
            (each["target"], each["material"]): (each["base_share"], each["planned_share"])
            for each in record["targets"]
        },
    )


SOURCING_SCHEMA = {
    **dict.fromkeys(("case", "material", "stage", "party", "origin"), pl.String),
    "year": pl.Int64,
    "tonnes": pl.Float64,
}
"""Columns of ``Plan.sourcing``."""


def comparison_lines(earlier: dict[str, Any], later: dict[str, Any]) -> list[str]:
    """Return what changed from one record to the other, in words."""
    cost = later["objective_usd"] - earlier["objective_usd"]
    lines = [
        "",
        "Compared with the earlier run:",
        f"  cost {cost / 1e6:+,.0f} USD million, now {later['objective_usd'] / 1e6:,.0f}",
    ]
    before = {target["id"]: target for target in earlier["targets"]}
    for target in later["targets"]:
        old = before.get(target["id"])
        if old and abs(old["planned_share"] - target["planned_share"]) >= SHOWN:
            lines.append(
                f"  {target['id']} {target['year']}: {old['planned_share']:.1%} -> "
                f"{target['planned_share']:.1%}"
            )
    then, now = (
        {each["id"]: each["start_year"] for each in record["projects"]}
        for record in (earlier, later)
    )
    lines += [f"  + {each}, starts {now[each]}" for each in now if each not in then]
    lines += [f"  - {each}, started {then[each]}" for each in then if each not in now]
    lines += [
        f"  ~ {each} starts {now[each]} instead of {then[each]}"
        for each in now
        if each in then and then[each] != now[each]
    ]
    return lines


SHOWN = 5e-4
"""Smaller changes of a share are not told."""
