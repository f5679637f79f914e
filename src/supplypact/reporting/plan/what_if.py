"""What sets a run apart from the pact on the bundled tables."""

from __future__ import annotations

from supplypact.reporting.numbers import percent, usd
from supplypact.reporting.plan.view import View


def marks(view: View) -> list[str]:
    """Return the lines that stand under the title of a run that is not the pact as it is."""
    changes = changed(view)
    found = [view.say["page.what_if"].format(changes="; ".join(changes))] if changes else []
    return [*found, view.say["page.relaxed"]] if view.plan.options.relaxed else found


def changed(view: View) -> list[str]:
    """Return what is otherwise than in the pact and the bundled tables, in words."""
    options, say = view.plan.options, view.say
    found = []
    if options.reading:
        reading = say[f"reading.{options.reading.value}"]
        found.append(say["option.reading"].format(reading=reading))
    found += [
        say["option.goal"].format(material=view.inline(material), goal=percent(goal))
        for material, goal in options.goals
    ]
    found += [
        say["option.budget"].format(party=view.country(party), amount=usd(amount))
        for party, amount in options.budgets
    ]
    found += [say["option.without"].format(project=project) for project in options.without]
    found += [
        say.counted("option.delay", years).format(project=project)
        for project, years in options.delays
    ]
    if view.network.replaced:
        tables = say.listed(list(view.network.replaced))
        found.append(say["option.replaced"].format(tables=tables))
    return found
