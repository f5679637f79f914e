"""A package of projects in the Open Contracting for Infrastructure Data Standard, version 0.9.5.

docs/exports.md has what maps to what.  Pledges have no place in the standard and are left out;
amounts are numbers there, so the exact ones stand in ``progress.json`` alone.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from supplypact.domain.entry import FIRST_OUTPUT
from supplypact.domain.position import Measure, MilestoneState, MoneyLine
from supplypact.domain.progress import ProjectProgress
from supplypact.reporting.progress.exports import Export, counted
from supplypact.reporting.progress.promises import milestone_name
from supplypact.reporting.progress.view import ProgressView

VERSION = "0.9"
"""As the package states it: major and minor."""
SECTORS = {"energy": "energy", "energy_security": "energy"}
"""Sectors of pacts that the codelist projectSector has; others go into the classification."""
DELIVERY = "delivery"
"""Codelist milestoneType."""


def oc4ids_package(export: Export) -> str:
    """Return the package as JSON."""
    day = export.view.progress.options.as_of
    package = {
        "uri": f"tag:supplypact.invalid,{day.isoformat()}:{export.identifier()}",
        "publishedDate": export.updated.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "version": VERSION,
        "publisher": {"name": export.publisher.name, "uid": export.publisher.ref},
        "projects": [_project(each, export) for each in export.shown],
    }
    return json.dumps(package, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _project(project: ProjectProgress, export: Export) -> dict[str, Any]:
    view, lines = export.view, export.money(project.project)
    first = project.first_output
    parties = dict.fromkeys(each.party for each in lines)
    told: dict[str, Any] = {
        "id": export.identifier(project.project),
        "updated": export.updated.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "identifiers": [{"id": project.project, "scheme": view.pact.id}],
        "title": view.project(project.project),
        "status": _status(project),
        "budget": _budget(project, lines, view),
        "period": {"endDate": _at(first.due)} if first else None,
        "locations": _locations(project, view),
        "sector": [SECTORS[project.sector]] if project.sector in SECTORS else None,
        "additionalClassifications": _classified(project, view),
        "parties": [
            *({"id": each, "name": view.country(each), "roles": ["funder"]} for each in parties),
            *({"id": each, "name": each} for each in project.owners),
        ],
        "milestones": [
            _milestone(each, view)
            for each in view.progress.position.milestones
            if each.project == project.project
        ],
        "transactions": _transactions(lines, view),
    }
    if first is not None and first.met is not None:
        told["completion"] = {"endDate": _at(first.met)}
    return {key: value for key, value in told.items() if value}


def _status(project: ProjectProgress) -> str:
    """Return the code of projectStatus: pledged, money committed, producing."""
    if project.first_output is not None and project.first_output.met is not None:
        return "completion"
    return "implementation" if project.committed else "identification"


def _budget(
    project: ProjectProgress, lines: list[MoneyLine], view: ProgressView
) -> dict[str, Any] | None:
    """Return the latest cost, and the commitments as arrangements of finance."""
    budget: dict[str, Any] = {}
    if project.cost is not None:
        budget["amount"] = _value(project.cost.latest, "USD")
    finance = [
        {
            "id": f"{each.entry}/{each.party}",
            "title": view.say["measure.committed"],
            "value": _value(counted(each), each.currency),
            "financingParty": {"id": each.party, "name": view.country(each.party)},
        }
        for each in lines
        if each.measure is Measure.COMMITTED
    ]
    if finance:
        budget["finance"] = finance
    return budget or None


def _locations(project: ProjectProgress, view: ProgressView) -> list[dict[str, Any]] | None:
    if not project.host and not project.place and project.latitude is None:
        return None
    named = [part for part in (project.place, view.country(project.host)) if part]
    found: dict[str, Any] = {"id": "1"}
    if named:
        found["description"] = ", ".join(named)
    if project.latitude is not None and project.longitude is not None:
        at = [float(project.longitude), float(project.latitude)]
        found["geometry"] = {"type": "Point", "coordinates": at}
    return [found]


def _classified(project: ProjectProgress, view: ProgressView) -> list[dict[str, str]] | None:
    if not project.sector:
        return None
    name = view.sector(project.sector)
    return [{"scheme": view.pact.id, "id": project.sector, "description": name}]


def _milestone(state: MilestoneState, view: ProgressView) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": state.milestone,
        "title": milestone_name(state, view),
        "type": DELIVERY if state.milestone == FIRST_OUTPUT else None,
        "dueDate": _at(state.due),
        "dateMet": _at(state.met) if state.met else None,
        "status": "met" if state.met else "notMet" if state.missed else "scheduled",
    }
    return {key: value for key, value in told.items() if value}


def _transactions(lines: list[MoneyLine], view: ProgressView) -> list[dict[str, Any]]:
    """Return what was paid out, and what came back to the party."""
    role = {Measure.DISBURSED: "payer", Measure.REPAID: "payee"}
    return [
        {
            "id": f"{each.entry}/{each.party}",
            "date": _at(each.date),
            "value": _value(counted(each), each.currency),
            role[each.measure]: {"id": each.party, "name": view.country(each.party)},
        }
        for each in lines
        if each.measure in role
    ]


def _value(amount: Decimal, currency: str) -> dict[str, Any]:
    whole = amount == amount.to_integral_value()
    return {"amount": int(amount) if whole else float(amount), "currency": currency}


def _at(day: date) -> str:
    """Return the beginning of a day, as the standard asks."""
    return f"{day.isoformat()}T00:00:00Z"
