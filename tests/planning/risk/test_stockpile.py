"""The whole answer of a small pact, and a solver that stops."""

from typing import Any

import polars as pl
import pytest

from supplypact.decomposition.options import Options
from supplypact.decomposition.solve import solve
from supplypact.domain.plan import PlanOptions
from supplypact.domain.risk import RiskOptions
from supplypact.errors import SupplypactError
from supplypact.planning.risk import stockpile as module
from supplypact.planning.risk.stockpile import RESTARTS, solve_patiently, stockpile
from supplypact.units import Year
from tests.given import pact, project, target, two_stages
from tests.planning.risk.given import data, small

PLAN = PlanOptions(first_year=Year(2029), last_year=Year(2031))


def test_the_cases_stand_side_by_side_and_more_help_costs_less() -> None:
    world = two_stages(project("plant", "AUS", {("testium", "refine"): 20}, start=2025, lead=2))
    terms = pact(target("testium"), shortage_price_multiple=100.0)
    result = stockpile(terms, world, data(), RiskOptions(), PLAN)
    whole = result.losses.filter(pl.col("party") == "*", pl.col("material") == "*")
    cost = dict(whole.select("case", "expected_usd").iter_rows())
    assert set(cost) == {"nothing", "stocks", "projects", "both"}
    assert cost["stocks"] <= cost["nothing"]
    assert cost["both"] <= cost["projects"]
    assert (whole["tail_usd"] >= 0).all()
    parts = result.losses.filter(pl.col("case") == "nothing", pl.col("party") != "*")
    total = parts.filter(pl.col("material") == "testium")["expected_usd"].sum()
    assert total == pytest.approx(cost["nothing"])
    assert result.bound <= result.objective * (1 + 1e-9)
    assert result.objective >= result.plan_cost + result.stock_cost - 1e-6 * result.objective
    assert result.estimates == ("testium",)


def _stopping(times: int, monkeypatch: pytest.MonkeyPatch) -> list[bytes | None]:
    """Let the solver stop so many times, each after a checkpoint; return what it went on from."""
    resumed: list[bytes | None] = []

    def stop(problem: Any, options: Options, progress: Any) -> Any:
        resumed.append(options.resume)
        if len(resumed) <= times:
            assert options.checkpoint is not None
            options.checkpoint(b"kept")
            raise SupplypactError("the solver stopped: Unknown", where="here", fix="go on")
        return solve(problem, Options(gap=options.gap), progress)

    monkeypatch.setattr(module, "solve", stop)
    return resumed


def test_a_solver_that_stops_goes_on_from_its_checkpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    resumed = _stopping(1, monkeypatch)
    found = solve_patiently(small().problem, RiskOptions(), lambda _bounds: None)
    assert found.finished
    assert resumed == [None, b"kept"]


def test_a_solver_that_always_stops_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    resumed = _stopping(100, monkeypatch)
    with pytest.raises(SupplypactError, match="the solver stopped"):
        solve_patiently(small().problem, RiskOptions(), lambda _bounds: None)
    assert len(resumed) == RESTARTS + 1
