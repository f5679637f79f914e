"""A plan under risk as JSON can hold it: figures, then frames as lists of rows."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import Any

import polars as pl

from supplypact.domain.risk import RiskResult
from supplypact.domain.risk_study import RiskStudy
from supplypact.reporting.risk.view import ALL, Risk


def risk_data(result: RiskResult) -> dict[str, Any]:
    """Return the plan under risk."""
    return {
        "pact": result.pact,
        "status": result.status,
        "options": _options(result),
        **_figures(result),
        "valued_by_price": list(result.estimates),
        "stocks": result.stocks.to_dicts(),
        "losses": result.losses.to_dicts(),
        "short": result.short.to_dicts(),
        "hazards": result.hazards.to_dicts(),
        "size": asdict(result.size),
        "seconds": result.timings,
    }


def risk_record(risk: Risk) -> dict[str, Any]:
    """Return what the decision record holds of it: options, figures, stocks, losses in all."""
    result = risk.result
    return {
        "tables": dict(sorted(risk.digest.items())),
        "options": _options(result),
        **_figures(result),
        "size": asdict(result.size),
        "stocks": _rows(result.stocks.filter(pl.col("tonnes") > 0)),
        "losses": _rows(result.losses.filter(pl.col("material") == ALL)),
    }


def _options(result: RiskResult) -> dict[str, Any]:
    """Return what was asked, without what a run is resumed from."""
    options = asdict(replace(result.options, resume=None, checkpoint=None))
    return {name: value for name, value in options.items() if name not in {"resume", "checkpoint"}}


def _figures(result: RiskResult) -> dict[str, Any]:
    return {
        "objective_usd": result.objective,
        "bound_usd": result.bound,
        "gap": result.gap,
        "finished": result.finished,
        "plan_cost_usd": result.plan_cost,
        "calm_cost_usd": result.calm_cost,
        "stock_cost_usd": result.stock_cost,
        "projects": [each.id for each in result.projects],
        "calm_projects": list(result.calm_projects),
    }


def _rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Return a frame as rows, numbers to nine significant digits so that runs compare."""
    floats = pl.selectors.float()
    return frame.with_columns(floats.round_sig_figs(9)).to_dicts()


def study_data(study: RiskStudy) -> dict[str, Any]:
    """Return what was asked beside the plan; what was not asked is left out."""
    single = {"tornado": study.tornado, "simulated": study.simulated}
    many = {"together": study.together, "frontier": study.frontier}
    return {name: _plain(each) for name, each in single.items() if each is not None} | {
        name: [_plain(each) for each in every] for name, every in many.items() if every
    }


def _plain(answer: Any) -> dict[str, Any]:
    """Return the fields of an answer, frames as rows."""
    values = {each.name: getattr(answer, each.name) for each in fields(answer)}
    return {
        name: value.to_dicts() if isinstance(value, pl.DataFrame) else value
        for name, value in values.items()
    }
