"""What the assessment says in words: the answer, what to know about it, one sentence a party."""

from __future__ import annotations

import statistics
from collections.abc import Collection, Iterator

import polars as pl

from supplypact.domain.assessment import WORLD
from supplypact.domain.network import LAST_KNOWN_YEAR
from supplypact.reporting.assessment.published import FAR, clashes
from supplypact.reporting.assessment.sentences import dependence, with_band
from supplypact.reporting.assessment.view import AssessmentView, Chain
from supplypact.reporting.numbers import points, whole_percent
from supplypact.reporting.plan.supply_tables import estimated_share

HALF = 0.5
HIDDEN = 0.10
"""Traced above direct by this much is told as hidden."""
CONTESTED = 0.75
"""An order that holds in fewer of the draws is called open."""
WORST = 10
"""Places of the ranking whose order is told."""


def verdict(
    view: AssessmentView, party: str | None = None, among: Collection[Chain] | None = None
) -> str:
    """Return the answer in one sentence, for all parties together or for one.

    ``among``: the materials and stages to speak of; None for all.
    """
    who = view.together if party is None else party
    asked = every_chain(view) if among is None else among
    if not view.traceable:
        return _verdict_on_output(view, asked)
    chains = [chain for chain in worst_first(view, who) if chain in asked]
    if not chains:
        return view.say["assess.verdict_none"].format(concern=view.concern())
    above = [chain for chain in chains if _above_half(view, chain, who)]
    material, stage = chains[0]
    return view.say["assess.verdict"].format(
        year=view.assessment.options.year,
        party=view.subject(who),
        depend=view.verb_of("depend", who),
        concern=view.concern(),
        count=len(above),
        all=len(chains),
        firmly=_firmly(view, above, who),
        material=view.inline(material),
        stage=view.stage(stage).lower(),
        share=with_band(view, material, stage, who),
    )


def _firmly(view: AssessmentView, above: Collection[Chain], party: str) -> str:
    """Return at how many stages the whole band is above a half; empty without bands."""
    lows = [view.traced(*chain, party).low for chain in above]
    if not lows or None in lows:
        return ""
    firm = sum(low is not None and low > HALF for low in lows)
    return view.say["assess.firmly"].format(count=firm)


def _verdict_on_output(view: AssessmentView, chains: Collection[Chain]) -> str:
    """Return the answer where there are no flows: at how many stages the concern makes most."""
    makers = [
        figure.supplier
        for chain in chains
        if (figure := view.figure("top_1", *chain, WORLD)).value is not None
    ]
    year = view.assessment.options.year
    return view.say["assess.verdict_output"].format(
        year=year,
        made=view.say["assess_verb.projected" if year > LAST_KNOWN_YEAR else "assess_verb.made"],
        concern=view.concern(),
        count=sum(maker in view.pact.concern for maker in makers),
        all=len(makers),
    )


def every_chain(view: AssessmentView) -> list[Chain]:
    """Return every material and stage, in the order of the tables."""
    return [(each.id, stage.id) for each in view.network.materials for stage in each.stages]


def worst_first(view: AssessmentView, party: str) -> list[Chain]:
    """Return materials and stages whose content a party uses, the highest share first."""
    shares = {chain: view.traced(*chain, party).value for chain in every_chain(view)}
    known = [(share, chain) for chain, share in shares.items() if share is not None]
    return [chain for _, chain in sorted(known, key=lambda each: -each[0])]


def mood(view: AssessmentView, party: str | None = None) -> str:
    """Return how bad the answer is, for the colour of its bar."""
    if not view.traceable:
        return "neutral"
    who = view.together if party is None else party
    found = any(_above_half(view, chain, who) for chain in view.ranked)
    return "bad" if found else "good"


def answers(view: AssessmentView) -> list[tuple[str, list[str]]]:
    """Return the questions that a reader has, each with its sentences; none without flows."""
    if not view.traceable:
        return []
    told = (
        ("assess_question.who", list(_who(view))),
        ("assess_question.hidden", list(_hidden(view))),
        ("assess_question.sure", list(_sure(view))),
        ("assess_question.missing", list(_missing(view))),
    )
    return [(view.say[key], sentences) for key, sentences in told if sentences]


def _above_half(view: AssessmentView, chain: Chain, party: str) -> bool:
    return (view.traced(*chain, party).value or 0.0) > HALF


def _who(view: AssessmentView) -> Iterator[str]:
    for party in view.parties:
        used = [chain for chain in view.ranked if view.traced(*chain, party).value is not None]
        above = [chain for chain in used if _above_half(view, chain, party)]
        yield view.say["assess.who"].format(
            party=view.who(party), concern=view.concern(), count=len(above), all=len(used)
        )
    if worst := _largest_suppliers(view):
        yield view.say["assess.suppliers"].format(
            suppliers=view.say.listed([f"{view.country(code)} ({n})" for code, n in worst])
        )


def _largest_suppliers(view: AssessmentView, most: int = 4) -> list[tuple[str, int]]:
    """Return the countries that are the largest origin of content at most stages."""
    counts: dict[str, int] = {}
    for chain in view.ranked:
        if largest := view.largest("traced", *chain, view.together):
            counts[largest.country] = counts.get(largest.country, 0) + 1
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:most]


def _hidden(view: AssessmentView) -> Iterator[str]:
    """Yield how often content hides more dependence than purchases show, and where most.

    At the last stage of a chain both are the same; only earlier ones are looked at.
    """
    gaps = [
        (each.value - (direct.value or 0.0), direct.value is None, material, stage, party)
        for material, stage in view.ranked
        if stage != view.stages(material)[-1].id
        for party in view.parties
        for each, direct in [
            (view.traced(material, stage, party), view.bought(material, stage, party))
        ]
        if each.value is not None
    ]
    found = sorted((each for each in gaps if each[0] > HIDDEN), reverse=True)
    if not gaps:
        return
    yield view.say["assess.hidden"].format(
        count=len(found),
        all=len(gaps),
        none=sum(each[1] for each in found),
        points=points(HIDDEN),
        concern=view.concern(),
    )
    if found:
        _, _, material, stage, party = found[0]
        yield view.say["assess.hidden_most"].format(
            sentence=dependence(view, material, stage, party)
        )


def _sure(view: AssessmentView) -> Iterator[str]:
    figures = [view.traced(*chain, view.together) for chain in view.ranked]
    widths = [
        each.high - each.low for each in figures if each.high is not None and each.low is not None
    ]
    if not widths:
        yield view.say["assess.no_draws"]
        return
    yield view.say["assess.bands"].format(
        draws=f"{view.assessment.options.draws:,}", width=points(statistics.median(widths))
    )
    ahead = view.assessment.ranking.sort("rank").head(WORST)["stays_ahead"].drop_nulls()
    firm = sum(part >= CONTESTED for part in ahead)
    yield view.say["assess.order"].format(
        firm=firm, all=ahead.len(), worst=WORST, part=whole_percent(CONTESTED)
    )


def estimated(view: AssessmentView, among: Collection[Chain] | None = None) -> str:
    """Return how much of the flows is an estimate, in one sentence; empty without flows.

    ``among``: the materials and stages to speak of; None for all.
    """
    asked = {material for material, _ in among or every_chain(view)}
    parts = [
        part
        for material in view.materials
        if material in asked
        and (part := estimated_share(view.network.flow.filter(pl.col("material") == material)))
        is not None
    ]
    if not parts or not view.traceable:
        return ""
    median = whole_percent(statistics.median(parts))
    if len(asked) > 1:
        return view.say["assess.flows_estimated"].format(part=median)
    (material,) = asked
    return view.say["assess.flows_estimated_one"].format(
        part=median, material=view.inline(material)
    )


def _missing(view: AssessmentView) -> Iterator[str]:
    """Yield which shares cannot be computed, and where what is published says otherwise."""
    lacking = [
        f"{view.inline(material)} ({view.stage(stage).lower()})"
        for material in view.materials
        for stage in (each.id for each in view.stages(material))
        if view.traced(material, stage, view.together).value is None
    ]
    if lacking:
        yield view.say["assess.lacking"].format(chains=view.say.listed(lacking))
    clashing = [
        view.say["assess.clash_item"].format(
            material=view.inline(material),
            stage=view.stage(each.stage).lower(),
            party=view.who(party),
        )
        for material in view.materials
        for party in view.parties
        for each in clashes(view, material, party)
    ]
    if clashing:
        yield view.say["assess.clashing"].format(
            points=points(FAR), cases=view.say.listed(clashing)
        )
