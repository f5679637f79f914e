"""Whose hands a use passes."""

import numpy as np
import pytest

from supplypact.algebra.sets import CLASSES
from supplypact.planning.risk.look_through import LookThrough, bought_from, class_parts, passes
from tests.algebra.blocks import CONCERN, chain
from tests.planning.risk.given import small

AUS, CHN, JPN = range(3)


def test_a_use_is_followed_to_the_mine_and_scrap_stays_with_its_country() -> None:
    # Japan uses 3 from China and 2 of its own.  A tenth is scrap; China's ore is 4.2 Australian to
    # 3 Chinese, Japan's all Australian.
    given = chain()
    used = passes(given, bought_from(given), JPN, 1, 0, reached=None)[:, 0]
    mined = 0.9 * (0.6 * 4.2 / 7.2 + 0.4), 0.1 * 0.6 + 0.9 * 0.6 * 3.0 / 7.2, 0.1 * 0.4
    assert used == pytest.approx(mined)
    assert used.sum() == pytest.approx(1.0)


def test_the_parts_agree_with_the_tags_of_the_plan() -> None:
    given = chain()
    used = passes(given, bought_from(given), JPN, 1, 0, reached=None)[:, 0]
    stage = given.stages[1]
    arrived = stage.reference[stage.importer == JPN].sum(axis=0)[:, 0]
    by_class = arrived / arrived.sum()
    assert [used[given.origin == kind].sum() for kind in range(CLASSES)] == pytest.approx(by_class)


def test_the_parts_of_a_class_add_up_to_one() -> None:
    for each in small().materials:
        given = each.base.chain
        parts = bought_from(given)
        for user, last in zip(each.state.user, each.state.user_stage, strict=True):
            for stage in range(last + 1):
                used = passes(given, parts, int(user), int(last), stage, reached=None)
                inside = class_parts(given, used, stage)
                for kind in range(CLASSES):
                    total = inside[given.origin == kind].sum(axis=0)
                    assert np.isclose(total, 1.0).all() or (total == 0.0).all()


def test_a_supplier_alone_in_its_class_is_the_whole_of_it() -> None:
    look = LookThrough(chain())
    assert look.struck(JPN, 1, 1, CHN, buyers=None) == pytest.approx([1.0])


def test_a_ban_on_ore_leaves_what_is_refined_at_home() -> None:
    # None of China's ore leaves the country, so a ban on it takes nothing from Japan; an accident
    # in China's mines takes what is not scrap: 0.225 of 0.285.
    look, everyone = LookThrough(chain()), np.ones(3, dtype=bool)
    assert look.struck(JPN, 1, 0, CHN, buyers=everyone) == pytest.approx([0.0])
    assert look.struck(JPN, 1, 0, CHN, buyers=None) == pytest.approx([0.225 / 0.285])


def test_a_ban_on_others_takes_nothing() -> None:
    look = LookThrough(chain())
    only_australia = np.array([True, False, False])
    assert look.struck(JPN, 1, 1, CHN, buyers=only_australia) == pytest.approx([0.0])


def test_the_class_of_concern_is_numbered_as_in_the_tags() -> None:
    assert chain().origin[CHN] == CONCERN
