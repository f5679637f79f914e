"""The sites of projects as GeoJSON (RFC 7946): longitude before latitude, WGS 84."""

from __future__ import annotations

import json
from typing import Any

from supplypact.domain.progress import ProjectProgress
from supplypact.reporting.progress import figures
from supplypact.reporting.progress.exports import Export


def sites_geojson(export: Export) -> str:
    """Return a feature for each project whose place is known; the others in ``without_place``."""
    placed = [each for each in export.shown if _at(each) is not None]
    document = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": each.project,
                "geometry": {"type": "Point", "coordinates": _at(each)},
                "properties": _told(each, export),
            }
            for each in placed
        ],
        "without_place": [_told(each, export) for each in export.shown if each not in placed],
        "pact": export.view.pact.id,
        "as_of": export.view.progress.options.as_of.isoformat(),
        "marking": f"TLP:{export.level.upper()}",
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _at(project: ProjectProgress) -> list[float] | None:
    if project.latitude is None or project.longitude is None:
        return None
    return [float(project.longitude), float(project.latitude)]


def _told(project: ProjectProgress, export: Export) -> dict[str, Any]:
    """Return what a map says of a project."""
    view, first = export.view, project.first_output
    return {
        "id": project.project,
        "name": view.project(project.project),
        "host": project.host,
        "place": project.place,
        "sector": project.sector,
        "materials": list(project.materials),
        "status": project.verdict.status.value,
        "rule": project.verdict.rule,
        "verdict": view.rule(project.verdict.rule),
        "first_output": (first.met or first.due).isoformat() if first else None,
        "ceiling_usd": figures.plain(project.ceiling),
        "firm_usd": figures.plain(project.firm),
        "committed_usd": figures.plain(project.committed),
        "disbursed_usd": figures.plain(project.disbursed),
    }
