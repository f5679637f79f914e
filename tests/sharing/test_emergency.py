"""The emergency sharing rule: cases worked by hand, its identities, and its triggers."""

import csv
import doctest
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from supplypact.errors import DataError
from supplypact.sharing import emergency
from supplypact.sharing.emergency import Level, Sharing, share, transfers

PAGE = Path(__file__).parents[2] / "docs" / "sharing_rule.md"
TRIGGERS = Path(__file__).parents[3] / "shared" / "validation" / "iea_iep_triggers.csv"

# A makes nothing and imports 100; B makes 20 of the 100 that it uses.
BASE = np.array([100.0, 100.0])
IMPORTS = np.array([100.0, 80.0])
MADE = np.array([0.0, 20.0])


def arriving(*net_imports: tuple[float, float]) -> Sharing:
    """Return the rule's answer if so much still arrives in each period."""
    return share(
        base_consumption=BASE,
        base_net_imports=IMPORTS,
        production=np.tile(MADE, (len(net_imports), 1)),
        net_imports=np.array(net_imports),
    )


def test_without_a_trigger_nothing_moves() -> None:
    # 200 less 6 % is 188, and neither lacks more than 7 of 100
    sharing = arriving((100, 80), (94, 74))
    assert sharing.level.tolist() == [Level.NONE, Level.NONE]
    assert (sharing.permissible == BASE).all()
    for each in (sharing.drawdown, sharing.allocation_right, sharing.allocation_obligation):
        assert not each.any()


def test_the_second_trigger_by_hand() -> None:
    # A gets 60 of 100, B all of its 100: the group lacks 40 of 200, 20 %, so all save 10 %.
    # Permissible 90 + 90; supplied 160; shortfall 20, of which A draws 20 * 100/180 = 11.11
    # and B 8.89.  A has a right to 78.89 and gets 18.89 from B, whose right is 81.11.
    sharing = arriving((60, 80))
    assert sharing.level.tolist() == [Level.SECOND]
    assert sharing.shortfall.tolist() == pytest.approx([20])
    assert sharing.commitment.tolist() == [9000, 7200]
    assert sharing.drawdown[0].tolist() == pytest.approx([100 / 9, 80 / 9])
    assert sharing.supply_right[0].tolist() == pytest.approx([710 / 9, 730 / 9])
    assert sharing.allocation_right[0].tolist() == pytest.approx([170 / 9, 0])
    assert sharing.allocation_obligation[0].tolist() == pytest.approx([0, 170 / 9])
    assert sharing.transfers()[0].ravel().tolist() == pytest.approx([0, 0, 170 / 9, 0])


def test_the_first_trigger_by_hand() -> None:
    # The group lacks 16 of 200, 8 %: all save 7 %, permissible 93 + 93, shortfall 2.
    # A has a right to 93 - 2 * 5/9 = 91.89 and gets 84; B 93 - 8/9 = 92.11 of its 100.
    sharing = arriving((84, 80))
    assert sharing.level.tolist() == [Level.FIRST]
    assert sharing.shortfall.tolist() == pytest.approx([2])
    assert sharing.allocation_right[0].tolist() == pytest.approx([93 - 10 / 9 - 84, 0])
    assert sharing.allocation_obligation[0].tolist() == pytest.approx([0, 100 - (93 - 8 / 9)])


def test_one_party_alone_in_need_bears_the_first_7_percent() -> None:
    # A lacks 12 of 100, the group 6 %: A bears 7, B gives 5 and saves nothing else
    sharing = arriving((88, 80))
    assert sharing.level.tolist() == [Level.ONE_PARTY]
    assert (sharing.permissible == BASE).all()
    assert not sharing.drawdown.any()
    assert sharing.allocation_right[0].tolist() == pytest.approx([5, 0])
    assert sharing.allocation_obligation[0].tolist() == pytest.approx([0, 5])


def test_the_others_help_one_party_by_their_base_consumption() -> None:
    # A lacks 13 of 100 and gets 6: B and C use 100 and 200, so 2 and 4
    sharing = share(
        base_consumption=np.array([100.0, 100.0, 200.0]),
        base_net_imports=np.array([100.0, 100.0, 200.0]),
        production=np.zeros((1, 3)),
        net_imports=np.array([[87.0, 100.0, 200.0]]),
    )
    assert sharing.allocation_obligation[0].tolist() == pytest.approx([0, 2, 4])


def test_a_helper_is_not_pushed_to_where_it_would_need_help() -> None:
    # A gets 9 of which B, at 94 of 100, could give 3 by consumption but stops at 93: C gives 8
    sharing = share(
        base_consumption=np.array([100.0, 100.0, 200.0]),
        base_net_imports=np.array([100.0, 100.0, 200.0]),
        production=np.zeros((1, 3)),
        net_imports=np.array([[84.0, 94.0, 200.0]]),
    )
    assert sharing.level.tolist() == [Level.ONE_PARTY]
    assert sharing.allocation_obligation[0].tolist() == pytest.approx([0, 1, 8])


def test_a_party_with_more_than_it_may_consume_owes_the_excess() -> None:
    # C makes 50 and uses none: 350 of 450 is supplied, so 405 may be consumed, 55 is drawn down
    sharing = share(
        base_consumption=np.array([150.0, 300.0, 0.0]),
        base_net_imports=np.array([150.0, 300.0, 0.0]),
        production=np.array([[0.0, 0.0, 50.0]]),
        net_imports=np.array([[100.0, 200.0, 0.0]]),
    )
    assert sharing.allocation_obligation[0].tolist() == pytest.approx([0, 0, 50])
    assert sharing.allocation_right[0].tolist() == pytest.approx([50 / 3, 100 / 3, 0])


def test_nobody_draws_down_more_than_it_may_consume() -> None:
    # Nothing is supplied, and A alone has commitments: it cannot draw 180, so B takes over 90
    sharing = share(
        base_consumption=np.array([100.0, 100.0]),
        base_net_imports=np.array([100.0, 0.0]),
        production=np.zeros((1, 2)),
        net_imports=np.zeros((1, 2)),
    )
    assert sharing.drawdown[0].tolist() == pytest.approx([90, 90])
    assert not sharing.allocation_right.any()


@pytest.mark.parametrize(("imports", "days"), [((0.0, -50.0), 90.0), ((100.0, 80.0), 0.0)])
def test_without_any_commitment_the_shortfall_falls_on_all_by_consumption(
    imports: tuple[float, float], days: float
) -> None:
    # A gets 30 of 100, B 150 of 200: permissible 90 + 180, shortfall 90, a third on A: right 60
    sharing = share(
        base_consumption=np.array([100.0, 200.0]),
        base_net_imports=np.array(imports),
        production=np.array([[30.0, 150.0]]),
        net_imports=np.zeros((1, 2)),
        reserve_days=days,
    )
    assert sharing.drawdown[0].tolist() == pytest.approx([30, 60])
    assert sharing.allocation_right[0].tolist() == pytest.approx([30, 0])


def test_a_party_alone_gets_and_owes_nothing() -> None:
    sharing = share(
        base_consumption=np.array([100.0]),
        base_net_imports=np.array([100.0]),
        production=np.zeros((3, 1)),
        net_imports=np.array([[99.0], [90.0], [0.0]]),
    )
    assert sharing.level.tolist() == [Level.NONE, Level.FIRST, Level.SECOND]
    assert not sharing.allocation_right.any()
    assert not sharing.allocation_obligation.any()


def test_faults_are_told_at_once() -> None:
    with pytest.raises(DataError) as error:
        share(
            base_consumption=np.array([-1.0, 1.0]),
            base_net_imports=np.array([1.0, np.nan]),
            production=np.zeros((1, 2)),
            net_imports=np.array([[-1.0, 0.0]]),
        )
    assert {fault.where for fault in error.value.faults} == {
        "base_consumption",
        "base_net_imports",
        "supply",
    }


def test_the_example_on_the_page_runs() -> None:
    run = doctest.testfile(str(PAGE), module_relative=False)
    assert run.attempted > 0
    assert run.failed == 0


AMOUNT = st.floats(0, 1e6).map(lambda each: round(each, 3))
PARTIES = st.integers(1, 6)


@st.composite
def groups(draw: st.DrawFn) -> dict[str, np.ndarray]:
    """Return parties whose production and imports fell each by its own part."""
    parties, periods = draw(PARTIES), draw(st.integers(1, 4))
    base = draw(arrays(float, parties, elements=AMOUNT))
    assume(base.sum() > 1)
    home = base * draw(arrays(float, parties, elements=st.floats(0, 1.5)))
    left = draw(arrays(float, (2, periods, parties), elements=st.floats(0, 1)))
    surplus = np.maximum(home - base, 0.0)
    return {
        "base_consumption": base,
        "base_net_imports": base - home,
        "production": surplus + (home - surplus) * left[0],
        "net_imports": np.maximum(base - home, 0.0) * left[1] - surplus,
    }


@given(groups())
def test_rights_and_obligations_clear(group: dict[str, np.ndarray]) -> None:
    sharing, whole = share(**group), group["base_consumption"].sum()
    rights, owed = sharing.allocation_right, sharing.allocation_obligation
    supply = group["production"] + group["net_imports"]
    assert np.abs(rights.sum(axis=1) - owed.sum(axis=1)).max() <= 1e-9 * whole
    assert np.abs(sharing.supply_right.sum(axis=1) - supply.sum(axis=1)).max() <= 1e-9 * whole
    moved = sharing.transfers()
    assert np.abs(moved.sum(axis=-2) - rights).max() <= 1e-9 * whole
    assert np.abs(moved.sum(axis=-1) - owed).max() <= 1e-9 * whole
    assert np.abs(np.einsum("tii->ti", moved)).max() <= 1e-9 * whole


@given(groups())
def test_nobody_gets_more_than_it_lacks_nor_gives_more_than_it_has(
    group: dict[str, np.ndarray],
) -> None:
    sharing, base = share(**group), group["base_consumption"]
    supply, slack = group["production"] + group["net_imports"], 1e-9 * base.sum()
    assert (sharing.allocation_right <= np.maximum(base - supply, 0.0) + slack).all()
    assert (sharing.allocation_obligation <= supply + slack).all()
    assert (sharing.drawdown >= 0).all()
    assert (sharing.drawdown <= sharing.permissible + slack).all()


@given(groups())
def test_no_trigger_no_transfers(group: dict[str, np.ndarray]) -> None:
    sharing = share(**group)
    calm = sharing.level == Level.NONE
    assert not sharing.allocation_right[calm].any()
    assert not sharing.drawdown[sharing.level < Level.FIRST].any()


@given(groups(), st.sampled_from([1e-3, 12.0, 365.0]))
def test_the_unit_does_not_matter(group: dict[str, np.ndarray], unit: float) -> None:
    small = share(**group)
    large = share(**{name: each * unit for name, each in group.items()})
    same = small.level == large.level
    slack = 1e-9 * unit * group["base_consumption"].sum()
    difference = np.abs(large.allocation_right - unit * small.allocation_right)[same]
    assert difference.max(initial=0.0) <= slack


@given(groups())
def test_periods_do_not_touch_each_other(group: dict[str, np.ndarray]) -> None:
    whole = share(**group)
    first = share(
        **{name: each[:1] if each.ndim > 1 else each for name, each in group.items()},
    )
    assert first.supply_right.tolist() == whole.supply_right[:1].tolist()


def test_transfers_without_rights_are_nil() -> None:
    assert not transfers(np.zeros((2, 3)), np.zeros((2, 3))).any()


@pytest.mark.skipif(not TRIGGERS.exists(), reason="the list of triggers is not beside the project")
def test_the_triggers_are_those_of_the_agreement() -> None:
    with TRIGGERS.open() as file:
        rows = {row["article"].split()[0]: row for row in csv.DictReader(file)}
    trigger, restraint = "trigger_reduction_pct_of_base_final_consumption", "demand_restraint_pct"
    for article, part, saved in (
        ("13", emergency.FIRST_TRIGGER, emergency.FIRST_RESTRAINT),
        ("14", emergency.SECOND_TRIGGER, emergency.SECOND_RESTRAINT),
    ):
        assert float(rows[article][trigger]) == pytest.approx(100 * part)
        assert float(rows[article][restraint]) == pytest.approx(100 * saved)
    assert rows["17"][trigger].startswith(f"{100 * emergency.ONE_PARTY_TRIGGER:.0f} ")
