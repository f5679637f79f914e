"""A run that was cut short goes on where it stood."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from supplypact.decomposition.options import Options, Progress
from supplypact.decomposition.solve import solve
from supplypact.errors import UsageError
from tests.decomposition.given import drawn

GAP = 1e-7


def interrupt_after(lps: int, kept: list[bytes], **given: object) -> None:
    """Run until ``lps`` recourse problems were solved, then press Ctrl-C."""

    def stop(progress: Progress) -> None:
        if progress.lps >= lps:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        solve(drawn(21, size=30, **given), Options(gap=GAP, checkpoint=kept.append), stop)  # type: ignore[arg-type]


@pytest.mark.parametrize("given", [{}, {"tail": 0.5}, {"integers": 2}])
def test_run_that_goes_on_ends_as_one_that_was_never_cut(given: dict[str, float]) -> None:
    whole = solve(drawn(21, size=30, **given), Options(gap=GAP))  # type: ignore[arg-type]
    kept: list[bytes] = []
    interrupt_after(60, kept, **given)

    rest = solve(drawn(21, size=30, **given), Options(gap=GAP, resume=kept[-1]))  # type: ignore[arg-type]

    assert len(kept) == 1
    assert rest.gap <= GAP
    assert rest.objective == pytest.approx(whole.objective, rel=2 * GAP)
    assert rest.counts.pivots < whole.counts.pivots


def test_checkpoints_come_while_the_run_goes_on() -> None:
    kept: list[bytes] = []

    solve(drawn(21), Options(gap=GAP, checkpoint=kept.append, checkpoint_seconds=0.0))

    assert len(kept) > 1


def test_a_run_that_ends_leaves_a_checkpoint_from_which_nothing_is_left_to_do() -> None:
    kept: list[bytes] = []
    ended = solve(drawn(21), Options(gap=GAP, checkpoint=kept.append))

    again = solve(drawn(21), Options(gap=GAP, resume=kept[-1]))

    assert len(kept) == 1
    assert (ended.counts.resumed, again.counts.resumed) == ("", "run")
    assert again.objective == pytest.approx(ended.objective, rel=2 * GAP)
    assert again.counts.passes == 1


def test_a_run_out_of_time_tells_what_its_checkpoint_holds() -> None:
    kept: list[bytes] = []
    told: list[Progress] = []
    asked = Options(gap=GAP, seconds=1e-6, checkpoint=kept.append)

    short = solve(drawn(21, size=30), asked, told.append)

    assert not short.finished
    assert told[-1].upper == short.objective
    assert told[-1].lps == short.counts.lps


def test_a_problem_with_other_recourse_models_is_told_that_nothing_served() -> None:
    kept: list[bytes] = []
    solve(drawn(21), Options(gap=GAP, checkpoint=kept.append))

    other = solve(drawn(22), Options(gap=GAP, resume=kept[-1]))

    assert other.counts.resumed == "nothing"
    assert other.objective == pytest.approx(solve(drawn(22), Options(gap=GAP)).objective)


def test_pools_serve_a_problem_with_other_rates() -> None:
    problem = drawn(21, size=30)
    kept: list[bytes] = []
    solve(problem, Options(gap=GAP, checkpoint=kept.append))
    weight = problem.scenarios.weight * np.linspace(0.5, 2.0, problem.scenarios.count)
    changed = replace(problem, scenarios=replace(problem.scenarios, weight=weight))

    fresh = solve(changed, Options(gap=GAP))
    warm = solve(changed, Options(gap=GAP, resume=kept[-1]))

    assert warm.objective == pytest.approx(fresh.objective, rel=2 * GAP)
    assert warm.counts.lps < fresh.counts.lps
    assert warm.counts.resumed == "pools"


@pytest.mark.parametrize("raw", [b"", b"no checkpoint", b"PK\x03\x04 broken"])
def test_bytes_that_are_no_checkpoint_are_refused(raw: bytes) -> None:
    with pytest.raises(UsageError, match="checkpoint"):
        solve(drawn(21), Options(resume=raw))
