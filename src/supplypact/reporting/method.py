"""How the answer was found: model, solver, inputs and what was asked."""

from __future__ import annotations

import hashlib

from supplypact.reporting.numbers import percent, usd
from supplypact.reporting.view import View


def method(view: View) -> list[tuple[str, str]]:
    """Return how the answer was found, as terms and texts."""
    plan, say = view.plan, view.say
    size = plan.size
    return [
        (say["method.model"], say["method.model_text"]),
        (say["method.shares"], say["method.shares_text"]),
        (say["method.money"], say["method.money_text"]),
        (
            say["method.status"],
            say[f"method.status_{plan.status}"].format(
                gap=f"{plan.gap:.2g}", bound=usd(plan.bound)
            ),
        ),
        (
            say["method.size"],
            say["method.size_text"].format(
                materials=size.materials,
                rows=f"{size.rows:,}",
                columns=f"{size.columns:,}",
                nonzeros=f"{size.nonzeros:,}",
                binaries=f"{size.binaries:,}",
            ),
        ),
        (
            say["method.years"],
            say["page.years"].format(first=plan.years[0], last=plan.years[-1]),
        ),
        (say["method.options"], "; ".join(_options(view)) or say["method.options_none"]),
        (
            say["method.pact"],
            say["method.pact_text"].format(
                id=view.pact.id, digest=hashlib.sha256(view.pact.text.encode()).hexdigest()
            ),
        ),
    ]


def _options(view: View) -> list[str]:
    """Return what the user asked of the run, in words."""
    options, say = view.plan.options, view.say
    return [
        *([say["option.relaxed"]] if options.relaxed else []),
        *(
            [say["option.reading"].format(reading=say[f"reading.{options.reading.value}"])]
            if options.reading
            else []
        ),
        *(
            say["option.goal"].format(material=view.inline(material), goal=percent(goal))
            for material, goal in options.goals
        ),
        *(
            say["option.budget"].format(party=view.country(party), amount=usd(amount))
            for party, amount in options.budgets
        ),
        *(say["option.without"].format(project=project) for project in options.without),
        *(
            say["option.delay"].format(project=project, years=years)
            for project, years in options.delays
        ),
    ]
