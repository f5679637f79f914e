"""What is officially published of a party's imports, beside what the flows of the tables say."""

from __future__ import annotations

from dataclasses import dataclass

from supplypact.reporting.assessment.view import AssessmentView

FAR = 0.20
"""Published and computed shares further apart than this clash."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Clash:
    """Two shares of the countries of concern in imports that do not fit together."""

    stage: str
    published: float
    ours: float


def share_of_imports(view: AssessmentView, material: str, stage: str, party: str) -> float | None:
    """Return the part of what a party imports at the stage that the concern made, by the flows."""
    bought = view.bought(material, stage, party).value
    listed = view.suppliers("direct", material, stage, party)
    imported = 1.0 - sum(each.share for each in listed if each.country == party)
    return None if bought is None or imported <= 0 else min(bought / imported, 1.0)


def clash(view: AssessmentView, material: str, stage: str, party: str) -> Clash | None:
    """Return published and computed share if they are further apart than ``FAR``."""
    published = view.figure("published_concern_share", material, stage, party).value
    ours = share_of_imports(view, material, stage, party)
    if published is None or ours is None or abs(published - ours) <= FAR:
        return None
    return Clash(stage=stage, published=published, ours=ours)


def clashes(view: AssessmentView, material: str, party: str) -> list[Clash]:
    """Return the clashes of a material, stage by stage."""
    found = (clash(view, material, stage.id, party) for stage in view.stages(material))
    return [each for each in found if each is not None]
