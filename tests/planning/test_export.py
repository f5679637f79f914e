"""An exported model means the same to another solver."""

from pathlib import Path

import pyscipopt
import pytest

from supplypact.domain.plan import PlanOptions
from supplypact.planning.plan import plan_and_model
from tests.given import pact, project, target, two_stages

WORLD = two_stages(
    project("smelter", "AUS", {("testium", "refine"): 12}, capex=1e6),
    project("second", "AUS", {("testium", "refine"): 9}, capex=8e5),
    project("big", "AUS", {("testium", "refine"): 30}, capex=3e6),
)


@pytest.mark.parametrize("ending", [".mps", ".lp"])
@pytest.mark.parametrize("goal", [0.3, 0.45, 0.97])
def test_scip_finds_the_objective_of_the_record(ending: str, goal: float, tmp_path: Path) -> None:
    options = PlanOptions(goals=(("testium", goal),), gap=1e-9)
    made, solved = plan_and_model(pact(target("testium"), discount_rate=0.05), WORLD, options)
    path = tmp_path / f"plan{ending}"
    solved.solver.write(path)
    other = pyscipopt.Model()
    other.hideOutput()
    other.readProblem(str(path))
    other.optimize()
    assert other.getStatus() == "optimal"
    assert other.getObjVal() == pytest.approx(made.objective, rel=1e-6)
