"""How the plan under risk was found: hazards, search, histories."""

from __future__ import annotations

from supplypact.reporting.risk.view import RiskView


def risk_method(view: RiskView) -> list[tuple[str, str]]:
    """Return what the method of a plan under risk adds, as terms and texts."""
    say, size = view.say, view.result.size
    terms = [
        (say["risk_method.model"], say["risk_method.model_text"]),
        (
            say["risk_method.search"],
            say["risk_method.search_text"].format(
                hazards=view.count_hazards(),
                disruptions=f"{size.right_hand_sides:,}",
                solves=f"{size.lps:,}",
                gap=f"{view.result.gap:.2g}",
            ),
        ),
    ]
    if view.risk.digest:
        tables = ", ".join(f"{name} {digest}" for name, digest in sorted(view.risk.digest.items()))
        terms.append((say["risk_method.tables"], tables))
    return terms
