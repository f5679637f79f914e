"""How the answer was found: model, solver, inputs and what was asked."""

from __future__ import annotations

import hashlib

from supplypact.reporting.numbers import usd
from supplypact.reporting.plan.view import View
from supplypact.reporting.plan.what_if import changed


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
        (say["method.options"], "; ".join(_asked(view)) or say["method.options_none"]),
        (
            say["method.pact"],
            say["method.pact_text"].format(
                id=view.pact.id, digest=hashlib.sha256(view.pact.text.encode()).hexdigest()
            ),
        ),
    ]


def _asked(view: View) -> list[str]:
    """Return what the user asked of the run, in words."""
    relaxed = [view.say["option.relaxed"]] if view.plan.options.relaxed else []
    return [*relaxed, *changed(view)]
