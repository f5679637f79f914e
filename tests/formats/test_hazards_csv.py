"""Hazards and duration laws from tables; every fault with its line."""

import polars as pl
import pytest

from supplypact.domain.hazard import MONTHS
from supplypact.formats.hazards_csv import read_hazards

HAZARD: dict[str, object] = {
    "hazard": "h",
    "kind": "embargo",
    "supplier": "CHN",
    "stage": "refine",
    "materials": "gallium;germanium",
    "target": "parties",
    "severity": 0.5,
    "severity_low": 0.1,
    "severity_high": 0.9,
    "rate": 0.02,
    "rate_low": 0.01,
    "rate_high": 0.05,
    "law": "short",
    "events": "e",
    "note": None,
}
EVENT: dict[str, object] = {
    "event": "e",
    "state": "ended",
    "start": "2020-01",
    "end": "2020-05",
    "cut": None,
    "cut_low": None,
    "cut_high": None,
}


def law(**changes: dict[int, float]) -> list[dict[str, object]]:
    """Return a law that halves each month; ``changes`` of a column by month."""
    rows = []
    for month in range(MONTHS + 1):
        curves = dict.fromkeys(("alive", "low", "high"), 0.5**month)
        changed = {name: of[month] for name, of in changes.items() if month in of}
        rows.append({"law": "short", "month": month, **curves, **changed})
    return rows


def tables(
    *hazards: dict[str, object],
    laws: list[dict[str, object]] | None = None,
    event: dict[str, object] | None = None,
) -> dict[str, pl.DataFrame]:
    return {
        "hazards": pl.DataFrame([HAZARD | each for each in hazards or ({},)]),
        "duration_laws": pl.DataFrame(laws or law()),
        "hazard_events": pl.DataFrame([EVENT | (event or {})]),
        "stages": pl.DataFrame(
            {
                "material": ["gallium", "germanium", "copper"],
                "stage": ["refine", "refine", "mine"],
                "position": [1, 1, 1],
            }
        ),
    }


def faults(given: dict[str, pl.DataFrame]) -> list[str]:
    found, wrong = read_hazards(given)
    assert (found is None) == bool(wrong)
    return [str(each) for each in wrong]


def test_hazards_and_laws_are_read() -> None:
    found, wrong = read_hazards(tables())
    assert wrong == []
    assert found is not None
    (hazard,), (short,) = found
    assert hazard.materials == ("gallium", "germanium")
    assert (hazard.rate, hazard.severity_high, hazard.events) == (0.02, 0.9, ("e",))
    assert short.alive[:3] == (1.0, 0.5, 0.25)
    assert short.median() == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"stage": "mine"}, "line 2, column stage: gallium has no stage 'mine'"),
        ({"materials": "galium"}, "unknown material 'galium'; did you mean 'gallium'?"),
        ({"materials": "gallium;gallium"}, "'gallium' stands twice"),
        ({"law": "shor"}, "unknown law 'shor'; did you mean 'short'?"),
        ({"events": "x"}, "unknown event 'x'"),
        ({"rate_low": 0.03}, "rate_low 0.03 is above rate 0.02"),
        ({"severity_high": 0.4}, "severity 0.5 is above severity_high 0.4"),
    ],
)
def test_a_wrong_hazard_is_told_with_its_line(change: dict[str, object], told: str) -> None:
    assert told in faults(tables(change))[0]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"alive": {0: 0.9}, "low": {0: 0.9}}, "line 2, column alive: law short starts at 0.9"),
        (
            {"alive": {3: 0.3}, "high": {2: 0.4, 3: 0.3}},
            "line 5, column alive: law short rises from 0.25 to 0.3",
        ),
        ({"low": {4: 0.1}}, "line 6: low 0.1 is above alive 0.0625"),
    ],
)
def test_a_wrong_law_is_told_with_its_line(changes: dict[str, dict[int, float]], told: str) -> None:
    assert told in faults(tables(laws=law(**changes)))[0]


def test_a_law_with_a_gap_is_told() -> None:
    (told,) = faults(tables(laws=[row for row in law() if row["month"] not in {7, 8}]))
    assert "law short lacks the months 7, 8" in told


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"start": "2020"}, "column start: '2020' is not a month"),
        ({"end": "2019-12"}, "it ended, but not after its start"),
        ({"end": None}, "it ended, but not after its start"),
        ({"cut": 0.5}, "a part of the cut is blank"),
        ({"cut": 0.5, "cut_low": 0.6, "cut_high": 0.7}, "cut_low 0.6 is above cut 0.5"),
    ],
)
def test_a_wrong_event_is_told_with_its_line(change: dict[str, object], told: str) -> None:
    (fault,) = faults(tables(event=change))
    assert fault.startswith("hazard_events.csv, line 2")
    assert told in fault


def test_all_faults_are_told_at_once() -> None:
    wrong = tables({}, {"stage": "mine"}, {"law": "x"}, laws=law(low={4: 0.1}), event={"end": "x"})
    told = faults(wrong)
    assert len(told) == 5  # both materials of the second hazard lack the stage
    assert any("hazards.csv, line 3" in each for each in told)
    assert any("hazards.csv, line 4" in each for each in told)
