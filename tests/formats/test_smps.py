"""Stochastic programmes in SMPS form, and what can be wrong with them."""

from __future__ import annotations

import numpy as np
import pytest

from supplypact.formats.mps import MpsReader
from supplypact.formats.smps import Smps, read_smps

CORE = """NAME          TINY
ROWS
 N  COST
 L  ROOM
 G  NEED
 E  BALANCE
 N  OTHER
COLUMNS
    X         COST             2.0   ROOM             1.0
    X         NEED             1.0   OTHER            9.0
    Y         COST             5.0   NEED             1.0
    Y         BALANCE          1.0
    Z         BALANCE         -1.0
RHS
    RHS       ROOM            10.0   NEED             4.0
RANGES
    RNG       NEED             3.0
BOUNDS
 UP BND       X                8.0
 FR BND       Z
ENDATA
"""
TIME = """TIME          TINY
PERIODS       IMPLICIT
    X         ROOM                     NOW
    Y         NEED                     LATER
ENDATA
"""
INDEP = """STOCH         TINY
INDEP         DISCRETE
    RHS       NEED      4.0            LATER     0.25
    RHS       NEED      6.0            LATER     0.75
    X         NEED      1.0                      0.5
    X         NEED      0.5                      0.5
ENDATA
"""
BLOCKS = """STOCH         TINY
BLOCKS        DISCRETE
 BL ONE       LATER     0.4
    RHS       NEED      4.0   BALANCE   1.0
 BL ONE       LATER     0.6
    RHS       NEED      6.0
ENDATA
"""
SCENARIOS = """STOCH         TINY
SCENARIOS     DISCRETE
 SC FIRST     'ROOT'    0.5       LATER
    RHS       NEED      5.0
    RHS       BALANCE   2.0
 SC SECOND    FIRST     0.3       LATER
    RHS       NEED      6.0
 SC THIRD     ROOT      0.2       LATER
    RHS       BALANCE   3.0
ENDATA
"""


def read(core: str = CORE, time: str = TIME, stoch: str = INDEP) -> Smps:
    smps, faults = read_smps(core, time, stoch, where="tiny")
    assert smps is not None, faults
    return smps


def faults(core: str = CORE, time: str = TIME, stoch: str = INDEP) -> list[str]:
    smps, found = read_smps(core, time, stoch, where="tiny")
    assert smps is None
    return [str(each) for each in found]


def listed(smps: Smps) -> list[tuple[float, list[float]]]:
    return [(round(float(p), 6), values.tolist()) for p, values in smps.scenarios()]


def test_core_keeps_sides_and_bounds() -> None:
    core = read().core

    assert core.objective == "COST"
    assert core.sides("ROOM") == (-np.inf, 10.0)
    assert core.sides("NEED") == (4.0, 7.0)
    assert core.sides("BALANCE") == (0.0, 0.0)
    assert core.columns["X"] == {"COST": 2.0, "ROOM": 1.0, "NEED": 1.0}
    assert (core.lower, core.upper) == ({"Z": -np.inf}, {"X": 8.0})


@pytest.mark.parametrize(("span", "sides"), [("3.0", (0.0, 3.0)), ("-3.0", (-3.0, 0.0))])
def test_range_of_an_equation_goes_to_the_side_of_its_sign(
    span: str, sides: tuple[float, float]
) -> None:
    text = CORE.replace("RNG       NEED             3.0", f"RNG       BALANCE          {span}")

    assert read(text).core.sides("BALANCE") == sides


def test_fixed_form_allows_blanks_in_names() -> None:
    # fields start in columns 2, 5, 15, 25, 40 and 50
    spaced = """NAME          SPACED
ROWS
 N  COST
 L  ROOM
COLUMNS
    MY X      COST               2.0   ROOM               1.0
    YOUR Y    COST               3.0
RHS
    RHS       ROOM              10.0
BOUNDS
 UP BND       MY X               8.0
ENDATA
"""
    reader = MpsReader("spaced")
    core = reader.read(spaced)

    assert reader.faults == []
    assert core.columns == {"MY X": {"COST": 2.0, "ROOM": 1.0}, "YOUR Y": {"COST": 3.0}}
    assert core.upper == {"MY X": 8.0}


def test_free_form_needs_no_set_names() -> None:
    free = CORE.replace("    RHS       ROOM", " ROOM").replace("    RNG       ", " ")
    free = free.replace("BND       ", "")

    assert read(free).core.sides("NEED") == (4.0, 7.0)
    assert read(free).core.upper == {"X": 8.0}


def test_markers_make_integers() -> None:
    marked = CORE.replace(
        "COLUMNS\n", "COLUMNS\n    M1        'MARKER'                 'INTORG'\n"
    ).replace("    Y         COST", "    M2        'MARKER'     'INTEND'\n    Y         COST")

    assert read(marked).core.integer == {"X"}


def test_stages_follow_from_the_first_row_and_column_of_each() -> None:
    smps = read()

    assert smps.stages == ("NOW", "LATER")
    assert smps.row_stage.tolist() == [0, 1, 1]
    assert smps.column_stage.tolist() == [0, 1, 1]


def test_stages_can_be_named_one_by_one() -> None:
    explicit = """TIME TINY
PERIODS EXPLICIT
    NOW
    LATER
ROWS
    ROOM NOW
    NEED LATER
    BALANCE LATER
COLUMNS
    X NOW
    Y LATER
    Z NOW
ENDATA
"""
    smps = read(time=explicit)

    assert smps.row_stage.tolist() == [0, 1, 1]
    assert smps.column_stage.tolist() == [0, 1, 0]


def test_independent_outcomes_are_multiplied_the_last_varying_fastest() -> None:
    smps = read()

    assert smps.places == (("NEED", None), ("NEED", "X"))
    assert smps.count == 4
    assert listed(smps) == [
        (0.125, [4.0, 1.0]),
        (0.125, [4.0, 0.5]),
        (0.375, [6.0, 1.0]),
        (0.375, [6.0, 0.5]),
    ]


def test_block_that_is_silent_on_an_entry_keeps_that_of_the_first() -> None:
    assert listed(read(stoch=BLOCKS)) == [(0.4, [4.0, 1.0]), (0.6, [6.0, 1.0])]


def test_scenario_inherits_from_its_parent_and_root_is_the_core() -> None:
    # THIRD says nothing of NEED: 4 as in the core
    assert listed(read(stoch=SCENARIOS)) == [
        (0.5, [5.0, 2.0]),
        (0.3, [6.0, 2.0]),
        (0.2, [4.0, 3.0]),
    ]


def test_scenarios_are_computed_when_asked_for() -> None:
    # 20 independent coins: a million scenarios, of which three are asked for
    rows = "".join(f" G  R{each}\n" for each in range(20))
    core = CORE.replace(" N  OTHER\n", f" N  OTHER\n{rows}")
    coins = "".join(
        f"    RHS R{each} {value} LATER 0.5\n" for each in range(20) for value in (0.0, 1.0)
    )
    smps = read(core, stoch=f"STOCH\nINDEP DISCRETE\n{coins}ENDATA\n")

    probability, values = smps.outcomes(np.array([0, 1, 2**20 - 1]))

    assert smps.count == 2**20
    assert probability.tolist() == [2.0**-20] * 3
    assert values.sum(axis=1).tolist() == [0.0, 1.0, 20.0]


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (CORE.replace("ENDATA\n", ""), "tiny core: the line ENDATA is missing"),
        (CORE.replace(" N  COST\n", "").replace("COST ", "ROOM "), "tiny core, line"),
        (CORE.replace(" L  ROOM", " Q  ROOM"), "tiny core, line 4: not a row"),
        (
            CORE.replace(
                "    Y         COST             5.0", "    Y         COST             five"
            ),
            "tiny core, line 11: not an entry of COLUMNS",
        ),
        (
            CORE.replace("BALANCE         -1.0", "BALANSE         -1.0"),
            "tiny core, line 13: row 'BALANSE' is not known",
        ),
        (CORE.replace(" UP BND", " XX BND"), "tiny core, line 19: bound 'XX' is not known"),
        (CORE.replace("8.0", "-8.0"), "tiny core, line 19: the upper bound -8 of 'X'"),
        (CORE.replace("RANGES", "RANGE"), "tiny core, line 16: section 'RANGE' is not known"),
        (CORE.replace("NAME ", "OBJSENSE MAX\nNAME "), "the objective is not minimised"),
    ],
)
def test_fault_of_the_core_is_told_with_its_line(broken: str, told: str) -> None:
    assert any(told in each for each in faults(core=broken))


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (TIME.replace("    Y         NEED", "    Q         NEED"), "tiny time, line 4: column 'Q'"),
        (TIME.replace("    Y ", "    Y EXTRA "), "tiny time, line 4: not a line of a time file"),
        ("TIME\nPERIODS\nENDATA\n", "tiny time: no period is named"),
    ],
)
def test_fault_of_the_time_file_is_told_with_its_line(broken: str, told: str) -> None:
    assert any(told in each for each in faults(time=broken))


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (INDEP.replace("0.75", "0.65"), "probabilities of NEED of RHS add up to 0.9"),
        (INDEP.replace("0.75", "7.5"), "tiny stoch, line 4: probability 7.5"),
        (INDEP.replace("RHS       NEED      4.0", "RHS       NEEDS     4.0"), "row 'NEEDS'"),
        (INDEP.replace("INDEP         DISCRETE", "INDEP NORMAL"), "'NORMAL' is not read"),
        (INDEP.replace("INDEP         DISCRETE", "INDEP DISCRETE ADD"), "'DISCRETE ADD' is not"),
        (INDEP.replace("INDEP ", "LINTR "), "section 'LINTR' is not read"),
        (SCENARIOS.replace("SECOND    FIRST", "SECOND    FORST"), "scenario 'FORST' is not known"),
        (SCENARIOS.replace(" SC THIRD", " SC FIRST"), "scenario 'FIRST' stands twice"),
        (SCENARIOS.replace("ENDATA", "INDEP DISCRETE\n    RHS NEED 4.0 1.0\nENDATA"), "beside"),
        (BLOCKS.replace("4.0   BALANCE   1.0", "four  BALANCE   1.0"), "'four' is not a number"),
        (BLOCKS.replace("ENDATA\n", ""), "tiny stoch: the line ENDATA is missing"),
        ("STOCH\nENDATA\n", "tiny stoch: nothing is random"),
    ],
)
def test_fault_of_the_stoch_file_is_told_with_its_line(broken: str, told: str) -> None:
    assert any(told in each for each in faults(stoch=broken))
