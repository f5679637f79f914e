from dataclasses import replace

import pytest

from supplypact.domain.pact import Reading
from supplypact.domain.plan import TOGETHER
from supplypact.reporting.plan.losses import loss_table, losses
from supplypact.reporting.plan.view import View
from supplypact.units import Share, Year
from tests.reporting.given import project, target, view
from tests.reporting.plan.test_tables import rows

WORLD = replace(target(planned=0.18, base=0.10, goal=0.15), reading=Reading.WORLD)


def test_of_a_world_share_all_of_the_output_is_lost() -> None:
    # 8 of 100 t: from 18% to 10%
    (loss,) = losses(view(WORLD))
    assert loss.share == pytest.approx(0.10)


def test_of_a_share_of_use_only_what_the_host_sends_is_lost() -> None:
    # Opal could make 80 t, but Australia sends the parties 8 t of their 60 t
    large = project()
    large = replace(large, outputs=(replace(large.outputs[0], capacity=80.0),))  # type: ignore[arg-type]
    (loss,) = losses(view(projects=(large,)))
    assert loss.share == pytest.approx(0.30 - 8 / 60)


def test_of_a_share_of_purchases_only_what_is_sold_to_the_parties_is_lost() -> None:
    (loss,) = losses(view(replace(target(), reading=Reading.DIRECT)))
    assert loss.share == pytest.approx(0.30 - 8 / 60)


def test_a_plant_that_still_ramps_up_is_missed_less() -> None:
    # 40% of 8 t in the first year, all of it from the third year on
    seen = view(WORLD)
    slow = {name: replace(seen.pact.assumptions[name], value=0.4) for name in ("ramp_first",)}
    ramped = replace(seen.pact, assumptions=seen.pact.assumptions | slow)
    (loss,) = losses(View(seen.plan, ramped, seen.network, seen.say))
    assert loss.share == pytest.approx(0.18 - 0.4 * 0.08)
    early = replace(project(), first_output_year=Year(2028))
    seen = view(WORLD, projects=(early,))
    (loss,) = losses(View(seen.plan, ramped, seen.network, seen.say))
    assert loss.share == pytest.approx(0.10)


def test_a_project_that_delivers_too_late_cannot_be_missed() -> None:
    late = replace(project(), first_output_year=Year(2031))
    assert losses(view(WORLD, projects=(late,))) == []


def test_a_project_in_a_country_of_concern_adds_nothing_to_lose() -> None:
    assert losses(view(WORLD, projects=(replace(project(), host="CHN"),))) == []


def test_materials_together_weigh_by_value() -> None:
    # a twin of half the price has the same 100 t and no project: 8 of 150 price-weighted tonnes
    seen = view(WORLD, replace(WORLD, material="twin"), replace(WORLD, material=TOGETHER))
    testium = seen.network.materials[0]
    twin = replace(testium, id="twin", price=500.0)  # type: ignore[arg-type]
    flows = seen.plan.flows
    doubled = flows.vstack(
        flows.with_columns(material=flows["material"].str.replace("testium", "twin"))
    )
    made = View(
        replace(seen.plan, flows=doubled),
        seen.pact,
        replace(seen.network, materials=(testium, twin)),
        seen.say,
    )
    together = [loss for loss in losses(made) if loss.target.material == TOGETHER]
    assert [loss.share for loss in together] == [pytest.approx(0.18 - 8 / 150)]


def test_the_worst_loss_comes_first_in_the_table() -> None:
    half = replace(project("Ruby"), part=Share(0.5))
    found = rows(loss_table(view(WORLD, projects=(half, project()))))
    assert [row["project"] for row in found] == ["Opal", "Ruby"]
    assert [row["still_met"] for row in found] == [False, False]
