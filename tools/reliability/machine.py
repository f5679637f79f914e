"""R6: the state machine of the book (``tests/ledger/test_machine.py``) with more examples."""

from __future__ import annotations

from collections import Counter
from typing import Any

import hypothesis
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.ledger.test_machine import BookMachine
from tools.reliability.outcome import Outcome

STEPS = 50


def machine(*, trials: int, seed: int) -> Outcome:
    """Return what many random courses of entries found; it ends at the first that fails."""
    counts = Counter[str]()

    class Counted(BookMachine):
        """Counts what was offered."""

        def __init__(self) -> None:
            super().__init__()
            counts["courses"] += 1

        def offer(self, kind: str, **cells: str) -> None:
            counts["entries offered"] += 1
            super().offer(kind, **cells)

        def teardown(self) -> None:
            counts["recorded"] += len(getattr(self, "records", ()))
            counts["refused"] += getattr(self, "refused", 0)
            super().teardown()

    told: tuple[str, ...] = ()
    try:
        run_state_machine_as_test(
            hypothesis.seed(seed)(Counted),
            settings=settings(
                max_examples=trials,
                stateful_step_count=STEPS,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    except Exception as error:  # noqa: BLE001
        told = (f"{type(error).__name__}: {error}",)
    figures: dict[str, Any] = {"seed": str(seed), "steps of a course, at most": STEPS}
    figures |= {name: count for name, count in counts.items() if name != "courses"}
    return Outcome(
        claim="accounts balance and rules hold under any sequence of entries",
        trials=counts["courses"],
        unit="courses",
        figures=figures,
        anomalies={"courses that fail": len(told)},
        told=told,
    )
