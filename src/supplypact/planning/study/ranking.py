"""Which materials matter: those whose disruptions cost the parties most before anything is done."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from supplypact.planning.risk.evaluate import strikes
from supplypact.planning.study.variants import Question, shown_year


def dearest(question: Question, count: int) -> tuple[str, ...]:
    """Return the ``count`` materials with the largest expected loss, in the base case.

    The year is the first year shown; nothing is started or held.
    """
    ids = tuple(project.id for project in question.network.projects)
    bare = replace(
        question,
        pact=replace(question.pact, targets=()),
        options=replace(question.options, materials=(), covers=()),
        plan_options=replace(question.plan_options, without=ids, goals=()),
    )
    model = bare.model(np.zeros(0))
    year = shown_year(model)
    loss = {
        each.base.chain.material: sum(
            strike.hazard.rate * float(strike.cost.sum())
            for strike in strikes(each, model.base, [year])
        )
        for each in model.materials
    }
    return tuple(sorted(loss, key=lambda material: -loss[material])[:count])
