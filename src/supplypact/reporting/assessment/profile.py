"""The profile of one material: its dependence in words, tables, drawings, and sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from supplypact.domain.evidence import Evidence
from supplypact.reporting.assessment import profile_tables as tables
from supplypact.reporting.assessment.charts import flow_chart
from supplypact.reporting.assessment.history_charts import history_charts
from supplypact.reporting.assessment.indicator_table import indicators
from supplypact.reporting.assessment.outlook_charts import outlook_charts
from supplypact.reporting.assessment.sentences import key_sentence
from supplypact.reporting.assessment.sources import MaterialSource, material_sources
from supplypact.reporting.assessment.view import AssessmentView
from supplypact.reporting.chart import Chart, chart_data
from supplypact.reporting.table import Table
from supplypact.reporting.world_map import Map, sourcing_map


@dataclass(frozen=True, kw_only=True)
class StageMaps:
    """The maps of one stage, one a party."""

    stage: str
    title: str
    maps: tuple[Map, ...]
    suppliers: Table
    worst: bool
    """Whether the material ranks worst here; its maps stand open."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """All that the page tells of one material."""

    id: str
    name: str
    name_ja: str
    symbol: str
    basis: str
    sentences: tuple[tuple[str, str], ...]
    """Each party and what is said of it."""
    concentration: Table
    compared: Table
    flow: Chart | None
    maps: tuple[StageMaps, ...]
    history: tuple[Chart, ...]
    without_history: str
    """What is said of stages without trade by year; empty if all have it."""
    outlook: tuple[Chart, ...]
    indicators: Table
    sources: tuple[MaterialSource, ...]

    @property
    def data(self) -> dict[str, Any]:
        """What its charts draw."""
        flow = () if self.flow is None else (self.flow,)
        return chart_data((*flow, *self.history, *self.outlook))


def profiles(view: AssessmentView, evidence: Evidence) -> list[Profile]:
    """Return the profile of every material, worst first."""
    return [profile(view, evidence, material) for material in view.order]


def profile(view: AssessmentView, evidence: Evidence, material: str) -> Profile:
    """Return the profile of one material."""
    known = view.materials[material]
    history = history_charts(view, evidence.trade_codes, material)
    return Profile(
        id=material,
        name=known.name_en,
        name_ja=known.name_ja,
        symbol=known.symbol,
        basis=known.basis,
        sentences=tuple((party, key_sentence(view, material, party)) for party in view.buyers),
        concentration=tables.concentration(view, material),
        compared=tables.compared(view, material),
        flow=flow_chart(view, material),
        maps=_maps(view, material),
        history=tuple(history),
        without_history=_without_history(view, material),
        outlook=tuple(outlook_charts(view, material)),
        indicators=indicators(view, material),
        sources=material_sources(view, evidence, material),
    )


def _without_history(view: AssessmentView, material: str) -> str:
    rows = view.assessment.history.filter(pl.col("material") == material)
    traded = set(rows["stage"])
    lacking = [stage.id for stage in view.stages(material) if stage.id not in traded]
    names = view.say.listed([view.stage(stage).lower() for stage in lacking])
    return view.say["assess.no_history"].format(stages=names) if lacking else ""


def _maps(view: AssessmentView, material: str) -> tuple[StageMaps, ...]:
    """Return the maps of each stage that has one, the worst stage first."""
    worst = view.worst_stage(material)
    found: list[StageMaps] = []
    for stage in sorted(view.stages(material), key=lambda each: each.id != worst):
        drawn = (sourcing_map(view, material, stage.id, party) for party in view.buyers)
        maps = tuple(each for each in drawn if each is not None)
        if maps:
            found.append(
                StageMaps(
                    stage=stage.id,
                    title=maps[0].title,
                    maps=maps,
                    suppliers=tables.suppliers(view, material, stage.id),
                    worst=not found,
                )
            )
    return tuple(found)
