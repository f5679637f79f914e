"""The answer of many histories."""

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from supplypact.domain.hazard import LATE
from supplypact.domain.risk_study import Simulated
from supplypact.errors import UsageError
from supplypact.simulation import draws as drawing
from supplypact.simulation import simulate as simulating
from supplypact.simulation.answer import CHANCES, tail
from supplypact.simulation.block import BEYOND, OVERLAP, REFILL
from supplypact.simulation.block import LATE as LATE_PROJECTS
from supplypact.simulation.simulate import simulate
from tests.simulation.given import material, picture, survival
from tests.simulation.test_run import foreseen

FRAMES = ("losses", "curve", "totals", "claim", "reasons")


def pictures() -> dict[str, object]:
    return {
        "nothing": picture(foreseen(stock=(0.0, 0.0)), material(stock=(0.0, 0.0))),
        "both": picture(foreseen(), material()),
    }


def answer(**asked: object) -> Simulated:
    return simulate(pictures(), **{"histories": 300, "seed": 7, **asked})  # type: ignore[arg-type]


def test_the_answer_does_not_depend_on_the_number_of_workers() -> None:
    one, two = answer(), answer(workers=2)
    for name in FRAMES:
        assert_frame_equal(getattr(one, name), getattr(two, name))


def test_blocks_are_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (drawing, simulating):
        monkeypatch.setattr(module, "BLOCK", 128)
    whole, first = answer(histories=300), answer(histories=128)
    assert (whole.histories, first.histories) == (300, 128)
    assert whole.claim["claimed_usd"].to_list() == first.claim["claimed_usd"].to_list()
    assert not np.allclose(whole.losses["mean_usd"], first.losses["mean_usd"])


def test_the_same_seed_gives_the_same_answer_and_another_does_not() -> None:
    assert_frame_equal(answer().losses, answer().losses)
    assert not answer().losses.equals(answer(seed=8).losses)


def test_parties_and_years_add_up() -> None:
    losses = answer().losses
    for (_, _), rows in losses.group_by("case", "year"):
        parts = rows.filter(pl.col("party") != "*")
        (whole,) = rows.filter(pl.col("party") == "*").iter_rows(named=True)
        assert parts["mean_usd"].sum() == pytest.approx(whole["mean_usd"])
        assert parts["mean_tonnes"].sum() == pytest.approx(whole["mean_tonnes"])
        assert whole["low_usd"] < whole["mean_usd"] < whole["high_usd"] <= whole["tail_usd"]
    for (_, _), rows in losses.group_by("case", "party"):
        every = rows.filter(pl.col("year") == 0)["mean_usd"].item()
        assert rows.filter(pl.col("year") > 0)["mean_usd"].mean() == pytest.approx(every)


def test_stocks_help_and_a_loss_is_exceeded_the_less_often_the_larger_it_is() -> None:
    found = answer()
    mean = found.losses.filter((pl.col("year") == 0) & (pl.col("party") == "*"))
    by_case = dict(zip(mean["case"], mean["mean_usd"], strict=True))
    assert by_case["both"] < by_case["nothing"]
    for frame in (found.curve, found.totals):
        for (_,), rows in frame.group_by("case", maintain_order=True):
            assert rows["chance"].is_sorted(descending=True)
            assert rows["loss_usd"].is_sorted()
    assert found.curve.height == 2 * len(CHANCES)


@pytest.mark.parametrize("kind", ["embargo", LATE])
def test_the_reasons_add_up_to_what_claim_and_histories_differ_by(kind: str) -> None:
    cases = {
        "nothing": picture(foreseen(stock=(0.0, 0.0)), kinds=(kind, "embargo")),
        "both": picture(foreseen(), kinds=(kind, "embargo")),
    }
    found = simulate(cases, histories=2_000, seed=7)
    claim = found.claim.group_by("case").mean()
    for case, claimed, simulated in claim.select(
        "case", "claimed_usd", "simulated_usd"
    ).iter_rows():
        told = found.reasons.filter(pl.col("case") == case)["usd"].sum()
        assert told == pytest.approx(simulated - claimed)


def test_what_no_reason_explains_is_chance() -> None:
    found = simulate({"both": picture(foreseen(), rate=0.3)}, histories=20_000, seed=2)
    whole = found.losses.filter((pl.col("year") == 0) & (pl.col("party") == "*"))
    (row,) = whole.iter_rows(named=True)
    left = found.reasons.filter(pl.col("reason") == "other")["usd"].item()
    assert abs(left) < row["high_usd"] - row["low_usd"]


def test_a_reason_that_is_absent_costs_nothing() -> None:
    # Durations end within the course, there is no stock, and no project that could be late.
    found = simulate({"nothing": picture(foreseen(stock=(0.0, 0.0)), stay=0.2)}, histories=200)
    reason = dict(found.reasons.select("reason", "usd").iter_rows())
    assert reason[LATE_PROJECTS] == reason[REFILL] == 0.0
    assert reason[BEYOND] == pytest.approx(0.0, abs=1e-6)
    assert reason[OVERLAP] != 0.0


def test_projects_that_come_late_when_supply_is_cut_cost_more_than_is_claimed() -> None:
    found = simulate({"both": picture(material(), kinds=(LATE, "embargo"))}, histories=2_000)
    reason = dict(found.reasons.select("reason", "usd").iter_rows())
    assert reason[LATE_PROJECTS] > 0.0


def test_a_hazard_that_never_strikes_changes_nothing() -> None:
    two = picture(material(hazards=2))
    never = picture(
        material(hazards=3, helps=np.eye(3, 3) < 1),
        names=("first", "second", "third"),
        kinds=("embargo",) * 3,
    )
    never.rate[2] = 0.0
    spare = two.materials[0].spare
    assert spare.shape[1] == 2
    never.materials[0].spare[:, 2] = 0.0
    one, other = (simulate({"both": each}, histories=200) for each in (two, never))
    for name in FRAMES:
        assert_frame_equal(getattr(one, name), getattr(other, name))


def test_a_picture_without_hazards_loses_nothing() -> None:
    found = simulate({"both": picture(rate=0.0)}, histories=10)
    assert found.losses["mean_usd"].sum() == 0.0
    assert found.reasons["usd"].sum() == 0.0


def test_the_tail_is_the_mean_of_the_worst_twentieth() -> None:
    # Of 1 to 40, the worst two; of 1 to 30, the worst one and half of the next.
    assert tail(np.arange(1.0, 41.0)) == pytest.approx(39.5)
    assert tail(np.arange(1.0, 31.0)) == pytest.approx((30 + 29 / 2) / 1.5)
    assert tail(np.array([3.0, 5.0])) == pytest.approx(5.0)


def test_progress_ends_at_one() -> None:
    parts: list[float] = []
    answer(histories=20, progress=lambda _what, part: parts.append(part))
    assert parts == sorted(parts)
    assert parts[-1] == 1.0


@pytest.mark.parametrize(("asked", "words"), [({"histories": 1}, "too few"), ({"seed": -1}, "-1")])
def test_what_cannot_be_drawn_is_refused(asked: dict[str, int], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        answer(**asked)


def test_the_claim_is_the_sum_of_rates_times_what_disruptions_cost() -> None:
    # Foreseen: 3 + 0.3 released, 1 saved at 3, 2 missing at 10 for two months; then 1 ordered in
    # place of what is released and 3 missing.  Orders of 2 cost 1 a month, up to the last two.
    costs = [1 + 0.3 + 3 + 20] * 2 + [1 + 3 + 30] * 20 + [3 + 30] * 2
    alive = survival(0.8)[:-1] * 0.995 ** np.arange(24)
    expected = 2 * 0.5 * 2 * float(alive @ np.array(costs))
    found = simulate({"both": picture(foreseen())}, histories=10)
    assert found.claim["claimed_usd"].to_list() == pytest.approx([expected] * 3)
