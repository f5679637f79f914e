"""The flows of the base case: known margins, the base year's pattern, feed that limits growth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from supplypact.algebra.sets import CLASSES, CONCERN, Array, own_tag
from supplypact.domain.network import Project
from supplypact.planning.balance import fit, ratio
from supplypact.planning.given import Given

NEW_LINK = 0.01
"""Weight of unlikely links, in proportion to both margins, beside likely or old ones."""
BALANCED = 1e-6
"""Largest relative error of a fitted margin."""


def known_output(given: Given, projects: Sequence[Project]) -> Array:
    """Return known or projected output without ``projects``, shape (stage, country, year).

    A project that a run does without is gone from the projection too.
    """
    return given.output - _counted_in_projection(given, projects)


def _counted_in_projection(given: Given, projects: Sequence[Project]) -> Array:
    """Return the output of candidates that the projection holds, at most its growth since 2024."""
    counted = np.zeros_like(given.output)
    stages = [stage.id for stage in given.material.stages]
    for project in projects:
        first = project.earliest_start + project.lead_time
        for made in project.outputs:
            if (
                made.in_projection
                and made.material == given.material.id
                and project.host in given.countries
            ):
                place = stages.index(made.stage), given.countries.index(project.host)
                counted[place] += made.capacity * (np.array(given.years) >= first)
    growth: Array = np.maximum(given.output - given.base_output[:, :, None], 0.0)
    return np.minimum(counted, growth)


def limited_by_feed(given: Given, known: Array) -> Array:
    """Let plants outside the countries of concern grow only as far as feed reaches them.

    Of what a country made in the base year, the part that went to plants outside the countries
    of concern still does; what it makes beyond that is free to go there, unless the country is
    itself of concern.  Growth that has no feed is cut in proportion.
    """
    limited, outside = known.copy(), given.origin != CONCERN
    for number, stage in enumerate(given.material.stages[1:], start=1):
        base, pattern = given.base_output[number - 1], given.flow[number - 1]
        loyal = ratio(pattern[:, outside].sum(axis=1), pattern.sum(axis=1))
        made = limited[number - 1]
        kept = np.minimum(made, base[:, None]) * loyal[:, None]
        free = np.maximum(made - base[:, None], 0.0)
        free *= np.where(outside, 1.0, loyal)[:, None]
        feed = (kept + free).sum(axis=0) * stage.recovery / (1.0 - stage.other_feed_share)
        start = np.minimum(given.base_output[number][:, None], limited[number])
        growth = limited[number] - start
        room = np.maximum(feed - start[outside].sum(axis=0), 0.0)
        wanted = growth[outside].sum(axis=0)
        part = np.minimum(1.0, np.divide(room, wanted, out=np.ones_like(room), where=wanted > 0))
        limited[number] = np.where(outside[:, None], start + growth * part, limited[number])
    return limited


def flows_of(given: Given, known: Array) -> list[Array]:
    """Return the flows of each stage in tonnes, shape (exporter, importer, year)."""
    flows: list[Array] = []
    need = given.demand[-1]
    for number in reversed(range(len(known))):
        total = known[number].sum(axis=0)
        made = known[number] * ratio(need.sum(axis=0), total)
        flow = _fit_to_pattern(given, number, made, need)
        flows.insert(0, flow)
        if number:
            stage = given.material.stages[number]
            fed = (1.0 - stage.other_feed_share) / stage.recovery
            need = given.demand[number - 1] + flow.sum(axis=1) * fed
    return flows


def _fit_to_pattern(given: Given, number: int, made: Array, need: Array) -> Array:
    """Fit the base year's flows to new margins, with links for countries that are new.

    New plants outside the countries of concern turn to ore from outside them first.
    """
    pattern, concern = given.flow[number], given.origin == CONCERN
    gravity = made[:, None, :] * need[None, :, :] / np.maximum(need.sum(axis=0), 1e-300)
    new = (pattern.sum(axis=1) == 0)[:, None] | (pattern.sum(axis=0) == 0)[None, :]
    shunned = concern[:, None] & ~concern[None, :]
    likely = gravity * np.where(shunned, NEW_LINK, 1.0)[:, :, None]
    seed = np.where(new[:, :, None], likely, pattern[:, :, None])
    flow = fit(seed, made, need)
    off = np.abs(flow.sum(axis=1) - made).max(initial=0.0)
    if off > BALANCED * made.max(initial=0.0):
        flow = fit(seed + NEW_LINK * gravity, made, need)
    return flow


def mix_after(given: Given, number: int, flow: Array, mix: Array) -> Array:
    """Return the tags of each country's output at the next stage: those of its feed."""
    after = given.material.stages[number + 1]
    shape = (len(given.countries), mix.shape[1] * CLASSES, flow.shape[2])
    arrived = np.zeros(shape)
    for exporter, own in enumerate(given.origin):
        tagged = flow[exporter][:, None, :] * mix[exporter][None, :, :]
        arrived[:, own::CLASSES] += tagged
    total = arrived.sum(axis=1, keepdims=True)
    fed = ratio(arrived, total)
    fed *= 1.0 - after.other_feed_share
    for country, own in enumerate(given.origin):
        fed[country, own_tag(int(own), number + 1)] += after.other_feed_share
    return fed
