"""Published instances in SMPS form; optima: validation/smps_optima.csv (recomputed there)."""

from __future__ import annotations

import pytest

from supplypact.decomposition.monolith import monolith
from supplypact.decomposition.options import Options
from supplypact.decomposition.solve import solve
from tests.decomposition.smps import FOLDER, problem_of, published

pytestmark = pytest.mark.skipif(
    not FOLDER.exists(), reason="the published instances are not part of the repository"
)


@pytest.mark.parametrize(
    ("core", "time", "stoch", "optimum"),
    [
        ("lands.cor", "lands.tim", "lands.sto", 381.8533333333),
        ("pltexpa-2.cor", "pltexpa-2.tim", "pltexpa-2-6.sto", -9.4793544046),
        ("fxm.cor", "fxm-2.tim", "fxm-2-6.sto", 18417.065572),
    ],
)
def test_published_optimum_is_met(core: str, time: str, stoch: str, optimum: float) -> None:
    problem = problem_of(published(core, time, stoch))

    solution = solve(problem, Options(gap=1e-8))

    assert solution.objective == pytest.approx(optimum, rel=1e-6)
    assert solution.bound == pytest.approx(optimum, rel=1e-6)
    assert monolith(problem).objective == pytest.approx(optimum, rel=1e-6)


def test_scenarios_of_gbd_are_counted_not_listed() -> None:
    # 15 * 13 * 17 * 13 * 15 outcomes of five demands
    smps = published("gbd.cor", "gbd.tim", "gbd.sto")

    assert smps.count == 646425
    first = next(smps.scenarios())
    assert first[1][:2].tolist() == [175.0, 40.0]
