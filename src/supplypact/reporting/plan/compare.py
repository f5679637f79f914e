"""Two runs side by side."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import polars as pl

from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import PlannedShares
from supplypact.errors import UsageError


def read_record(run: Path, *, option: str = "--compare") -> dict[str, Any]:
    """Return the record of an earlier run from its folder (or the file itself).

    Raises:
        UsageError: there is no record there.

    """
    return _read(run, option)[0]


def read_planned_shares(run: Path, pact: Pact, network: Network) -> PlannedShares:
    """Return the shares that an earlier run led to.

    Raises:
        UsageError: there is no record there, or it is of another pact or of other tables.

    """
    record, raw = _read(run, "--plan")
    inputs = record["inputs"]
    if inputs["pact"]["id"] != pact.id:
        what = f"the run is of the pact '{inputs['pact']['id']}', not of '{pact.id}'"
        raise UsageError(what, where=f"--plan {run}", fix="give a run of this pact")
    changed = [
        name for name, digest in network.digest.items() if inputs["tables"].get(name) != digest
    ]
    if inputs["pact"]["sha256"] != hashlib.sha256(pact.text.encode()).hexdigest():
        changed.insert(0, "the pact")
    if changed:
        what = f"since that run these have changed: {', '.join(changed)}"
        fix = f"run 'supplypact plan {pact.id} --out {run}' again, with the same --data"
        raise UsageError(what, where=f"--plan {run}", fix=fix)
    return PlannedShares(
        pact=pact.id,
        record=hashlib.sha256(raw).hexdigest(),
        sourcing=pl.DataFrame(record["sourcing"], schema=SOURCING_SCHEMA),
        targets={
            (each["target"], each["material"]): (each["base_share"], each["planned_share"])
            for each in record["targets"]
        },
    )


def _read(run: Path, option: str) -> tuple[dict[str, Any], bytes]:
    """Return a record and its bytes."""
    path = run / "record.json" if run.is_dir() else run
    what = "there is no decision record here"
    try:
        raw = path.read_bytes()
        what = "the decision record cannot be read"
        record: dict[str, Any] = json.loads(raw)
        for part in ("inputs", "objective_usd", "targets", "projects", "sourcing"):
            record[part]
    except (OSError, ValueError, KeyError, TypeError):
        fix = "give the --out folder of an earlier 'supplypact plan'"
        raise UsageError(what, where=f"{option} {run}", fix=fix) from None
    return record, raw


SOURCING_SCHEMA = {
    **dict.fromkeys(("case", "material", "stage", "party", "origin"), pl.String),
    "year": pl.Int64,
    "tonnes": pl.Float64,
}
"""Columns of ``Plan.sourcing``."""


def comparison_lines(earlier: dict[str, Any], later: dict[str, Any]) -> list[str]:
    """Return what changed from one record to the other, in words."""
    before_cost, now_cost = _cost(earlier), _cost(later)
    lines = [
        "",
        "Compared with the earlier run:",
        f"  cost {(now_cost - before_cost) / 1e6:+,.0f} USD million, now {now_cost / 1e6:,.0f}",
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


def _cost(record: dict[str, Any]) -> float:
    """Return what is spent: of a plan under risk without what disruptions cost."""
    lines = record.get("costs", []) if "risk" in record else []
    losses = [line["discounted_usd"] for line in lines if line["id"] == "disruptions"]
    return float(record["objective_usd"] - sum(losses))


SHOWN = 5e-4
"""Smaller changes of a share are not told."""
