"""The answer in words: five questions, each in a few sentences."""

from __future__ import annotations

from collections.abc import Iterator

from supplypact.domain.plan import TOGETHER, PlannedProject
from supplypact.reporting.numbers import percent, points, usd
from supplypact.reporting.plan.losses import Loss, losses
from supplypact.reporting.plan.supply_tables import flow_estimated, unannounced_share
from supplypact.reporting.plan.view import View

LARGEST = 3
"""Projects that are named when there are many."""
FAR = 0.5
"""A limit of which no year uses more than this part is far."""
LITTLE = 0.005
"""A part smaller than this is not worth a sentence."""


def verdict(view: View) -> str:
    """Return whether the binding targets are met, in one line."""
    binding = view.binding
    if not binding:
        return view.say["verdict.none" if view.plan.targets else "verdict.no_target"]
    missed = [each for each in binding if not each.met]
    if missed:
        return view.say["verdict.unmet"].format(
            missed=len(missed),
            all=len(binding),
            year=view.year,
            names=view.say.listed([view.inline(each.material) for each in missed]),
        )
    needless = all(view.reaches(each.base_share, each.goal) for each in binding)
    return view.say["verdict.base" if needless else "verdict.met"].format(year=view.year)


def mood(view: View) -> str:
    """Return how the verdict looks: ``good``, ``bad``, or ``neutral`` if nothing binds."""
    if not view.binding:
        return "neutral"
    return "good" if all(each.met for each in view.binding) else "bad"


def answers(view: View) -> list[tuple[str, list[str]]]:
    """Return the questions that have an answer, each with it in sentences."""
    parts = {
        "met": _is_it_met(view),
        "how": _by_what(view),
        "cost": _at_what_cost(view),
        "break": _what_could_break_it(view),
        "estimates": _on_estimates(view),
    }
    told = {key: list(sentences) for key, sentences in parts.items()}
    return [(view.say[f"question.{key}"], texts) for key, texts in told.items() if texts]


def _is_it_met(view: View) -> Iterator[str]:
    binding = view.binding
    if not binding:
        shown = view.material_targets()
        if not shown:
            return
        yield view.say["answer.indicators"].format(
            reached=sum(each.met for each in shown), count=len(shown), year=view.year
        )
        return
    for each in binding:
        if not each.met:
            yield view.say["answer.unmet"].format(
                material=view.material(each.material),
                planned=percent(each.planned_share),
                goal=percent(each.goal),
                nearest=percent(each.nearest_goal),
                concern=view.concern(),
            )
    yield from view.plan.obstacles
    if all(each.met for each in binding):
        tight = min(binding, key=lambda each: each.planned_share - each.goal)
        yield view.say["answer.lowest"].format(
            material=view.material(tight.material),
            base=percent(tight.base_share),
            planned=percent(tight.planned_share),
            goal=percent(tight.goal),
            concern=view.concern(),
        )
    free = [
        view.material(each.material) if not number else view.inline(each.material)
        for number, each in enumerate(
            each
            for each in binding
            if each.material != TOGETHER and view.reaches(each.base_share, each.goal)
        )
    ]
    if free:
        yield view.say["answer.free"].format(materials=view.say.listed(free))


def _by_what(view: View) -> Iterator[str]:
    projects = view.projects
    if not projects:
        yield view.say["answer.no_project"]
        return
    if len(projects) == 1:
        (only,) = projects
        yield view.say["answer.one_project"].format(
            project=_project(view, only),
            host=view.country(only.host),
            start=only.start_year,
            output=only.first_output_year,
        )
        return
    hosts = sorted({view.country(each.host) for each in projects})
    largest = sorted(projects, key=lambda each: -each.capex)[:LARGEST]
    yield view.say["answer.many_projects"].format(
        count=len(projects),
        hosts=view.say.listed(hosts),
        largest=view.say.listed(
            [
                view.say["answer.project"].format(
                    project=_project(view, each),
                    host=view.country(each.host),
                    capex=usd(each.capex),
                )
                for each in largest
            ]
        ),
    )
    yield view.say["answer.spread"].format(
        start=min(each.start_year for each in projects),
        output=min(each.first_output_year for each in projects),
        last=max(each.first_output_year for each in projects),
    )


def _project(view: View, project: PlannedProject) -> str:
    if project.part > 1 - LITTLE:
        return project.name
    return view.say["answer.part"].format(project=project.name, part=percent(project.part))


def _at_what_cost(view: View) -> Iterator[str]:
    plan = view.plan
    if plan.objective <= 0:
        yield view.say["answer.free_of_cost"]
        return
    most = max(plan.costs, key=lambda line: line.discounted)
    yield view.say["answer.objective"].format(
        total=usd(plan.objective),
        rate=percent(view.pact.assume("discount_rate")),
        line=most.label,
        verb=view.verb(most.label),
        part=percent(most.discounted / plan.objective),
    )
    for party, paid, limit in view.support_totals():
        key = "answer.support" if limit else "answer.support_bare"
        yield view.say[key].format(
            party=view.country(party), paid=usd(paid), part=percent(paid / limit if limit else None)
        )
    nearest = view.most_of_a_limit()
    if nearest is not None and nearest < FAR:
        yield view.say["answer.budget_far"].format(part=percent(nearest))


def _what_could_break_it(view: View) -> Iterator[str]:
    yield from _if_one_is_lost(view)
    met = [each for each in view.binding if each.met]
    if met:
        tight = min(met, key=lambda each: each.planned_share - each.goal)
        yield view.say["answer.margin"].format(
            material=view.material(tight.material),
            margin=points(tight.planned_share - tight.goal),
            year=tight.year,
        )
    if view.plan.bindings:
        yield view.plan.bindings[0].sentence
    yield from _mined_behind(view)
    if view.projects:
        owned = [
            each.name
            for each in view.projects
            if (candidate := view.candidate(each)) and candidate.concern_owned
        ]
        key = "answer.concern_some" if owned else "answer.concern_none"
        yield view.say[key].format(concern=view.concern(), projects=view.say.listed(owned))


def _if_one_is_lost(view: View) -> Iterator[str]:
    """Tell for the projects that matter most what their worst hit target would fall to."""
    worst: dict[str, Loss] = {}
    for each in losses(view):
        worst.setdefault(each.project.id, each)
    for each in list(worst.values())[:LARGEST]:
        held = view.reaches(each.share, each.target.goal)
        yield view.say["answer.lost_held" if held else "answer.lost"].format(
            project=each.project.name,
            material=view.inline(each.target.material),
            share=percent(each.share),
            goal=percent(each.target.goal),
        )


def _mined_behind(view: View) -> Iterator[str]:
    """Tell the worst mine behind a binding target that stands at a later stage."""
    found = []
    for each in view.binding:
        if each.material == TOGETHER or view.stages(each.material)[0].id == each.stage:
            continue
        first = view.stages(each.material)[0].id
        outside = view.outside_share(each.material, first, each.year, "plan")
        if outside is not None and outside < 1 - LITTLE:
            found.append((1 - outside, each))
    if found:
        inside, worst = max(found, key=lambda pair: pair[0])
        yield view.say["answer.mine_behind"].format(
            inside=percent(inside),
            material=view.inline(worst.material),
            concern=view.concern(),
            year=worst.year,
        )


def _on_estimates(view: View) -> Iterator[str]:
    capex = sum(each.capex for each in view.projects)
    if capex > 0:
        guessed = sum(each.capex for each in view.projects if each.capex_is_estimate)
        key = "answer.capex_some" if guessed else "answer.capex_none"
        yield view.say[key].format(part=percent(guessed / capex), total=usd(capex))
    chosen = view.binding or view.plan.targets
    targets = [each for each in chosen if each.material != TOGETHER]
    parts = [part for each in targets if (part := flow_estimated(view, each)) is not None]
    if parts:
        low, high = percent(min(parts)), percent(max(parts))
        key = "answer.flow_one" if low == high else "answer.flow_range"
        yield view.say[key].format(low=low, high=high)
    assumed = [
        (part, each)
        for each in targets
        if (part := unannounced_share(view, each.material, each.stage, each.year)) is not None
    ]
    part, worst = max(assumed, key=lambda pair: pair[0], default=(0.0, None))
    if worst is not None and part > LITTLE:
        yield view.say["answer.unannounced"].format(
            part=percent(part),
            material=view.inline(worst.material),
            stage=view.stage(worst.stage).lower(),
            year=worst.year,
        )
