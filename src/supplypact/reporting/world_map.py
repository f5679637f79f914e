"""The world map: where what a party uses came from.  Drawn here as SVG, without a script.

Outlines are in ``static/world.json``, once a page; every map refers to them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from markupsafe import Markup

from supplypact.domain.assessment import OTHER_FEED
from supplypact.domain.network import REST_OF_WORLD
from supplypact.reporting.assessment.view import AssessmentView, Supplier
from supplypact.reporting.numbers import whole_percent
from supplypact.reporting.projection import place, turned

Spot = tuple[float, float]
"""A place on the map, in map units."""

SHADES = ((0.50, 4), (0.25, 3), (0.10, 2), (0.0, 1))
"""A share from the first number on has the shade of the second."""
SMALLEST = 0.005
"""A smaller share is neither shaded nor drawn."""
LEAST_ARC = 0.03
LABELS = 6
DOT, WIDEST = 45, 130
"""Map units: radius of a small country, width of an arc that brings everything."""
LETTER, LINE = 95, 210
"""Map units of room for a letter of a label and for its line."""
APART = 0.6
"""An arc rises by this part of half its length."""


@dataclass(frozen=True, kw_only=True)
class Map:
    """One drawing, and what it shows in words."""

    id: str
    party: str
    stage: str
    title: str
    finding: str
    drawing: Markup
    beside: str
    """What is not on the map; empty if nothing is."""


@dataclass(frozen=True, kw_only=True)
class World:
    """The outlines in map units."""

    width: int
    height: int
    paths: dict[str, str]


@cache
def world() -> World:
    """Return the outlines."""
    path = resources.files("supplypact.reporting").joinpath("static/world.json")
    return World(**json.loads(path.read_text("utf-8")))


def outlines() -> Markup:
    """Return what all maps of a page refer to: land, and the hatch of the concern."""
    paths = "".join(
        f'<path id="land-{code or "other"}" d="{path}"/>' for code, path in world().paths.items()
    )
    return Markup(  # noqa: S704 -- outlines of our own file
        '<svg class="outlines" width="0" height="0" aria-hidden="true"><defs>'
        f'<g id="world">{paths}</g>'
        '<pattern id="hatch" width="70" height="70" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path d="M0 0V70" class="hatch"/></pattern>'
        "</defs></svg>"
    )


def sourcing_map(view: AssessmentView, material: str, stage: str, party: str) -> Map | None:
    """Return where the content of what a party uses passed a stage, None if it uses none."""
    suppliers = view.suppliers("traced", material, stage, party)
    if not suppliers:
        return None
    seen = [each for each in suppliers if each.share >= SMALLEST and _spot(view, each.country)]
    named = [each for each in suppliers if each.country not in {REST_OF_WORLD, OTHER_FEED}]
    listed = [f"{view.country(each.country)} {whole_percent(each.share)}" for each in named[:4]]
    finding = view.say["map.finding"].format(
        done=view.done(stage),
        party=view.subject(party),
        use=view.verb_of("use", party),
        suppliers=view.say.listed(listed) or "–",
    )
    title = view.say["map.title"].format(material=view.material(material), stage=view.stage(stage))
    parts = [
        Markup('<use href="#world" class="land"/>'),
        *(_shaded(view, each) for each in seen),
        *_arcs(view, material, stage, party),
        *_labels(view, seen[:LABELS]),
    ]
    size = world()
    drawing = Markup(
        '<svg class="map" viewBox="0 0 {width} {height}" role="img" aria-label="{label}">'
        "{parts}</svg>"
    ).format(
        width=size.width,
        height=size.height,
        label=f"{title}, {view.who(party)}. {finding}",
        parts=Markup("").join(parts),
    )
    return Map(
        id=f"map-{material}-{stage}",
        party=party,
        stage=stage,
        title=title,
        finding=finding,
        drawing=drawing,
        beside=_beside(view, suppliers),
    )


def shade(share: float) -> int:
    """Return the shade of a share, 1 to 4."""
    return next(number for least, number in SHADES if share >= least)


def _beside(view: AssessmentView, suppliers: list[Supplier]) -> str:
    """Return what has no place on the map."""
    off = [
        f"{view.supplier(each.country)} {whole_percent(each.share)}"
        for each in suppliers
        if each.share >= SMALLEST and not _spot(view, each.country)
    ]
    return view.say["map.beside"].format(suppliers=view.say.listed(off)) if off else ""


def _spot(view: AssessmentView, country: str) -> Spot | None:
    """Return where a country is on the map, None for one without a place."""
    found = view.countries.get(country)
    if found is None or found.latitude is None or found.longitude is None:
        return None
    return place(turned(found.longitude), found.latitude)


def _shaded(view: AssessmentView, supplier: Supplier) -> Markup:
    """Return a country in the shade of its share, hatched if it is of concern, else a dot."""
    code, number = supplier.country, shade(supplier.share)
    if code in world().paths:
        drawn = Markup('<use href="#land-{0}" class="s{1}"/>').format(code, number)
        hatch = Markup('<use href="#land-{0}" fill="url(#hatch)"/>').format(code)
        return drawn + hatch if code in view.pact.concern else drawn
    x, y = _spot(view, code) or (0.0, 0.0)
    return Markup('<circle cx="{0:.0f}" cy="{1:.0f}" r="{2}" class="s{3}"/>').format(
        x, y, DOT, number
    )


def _arcs(view: AssessmentView, material: str, stage: str, party: str) -> Iterator[Markup]:
    """Yield an arc from each larger supplier to each party, wide by its share of all of it."""
    buyers = view.parties if party == view.together else (party,)
    whole = sum(each.tonnes for each in view.suppliers("traced", material, stage, party))
    for buyer in buyers:
        end = _spot(view, buyer)
        if end is None:
            continue
        for each in view.suppliers("traced", material, stage, buyer):
            start = _spot(view, each.country)
            part = each.tonnes / whole
            if start is not None and each.country != buyer and part >= LEAST_ARC:
                concern = " concern" if each.country in view.pact.concern else ""
                yield _arc(start, end, WIDEST * part, concern)
        yield Markup('<circle class="buyer" cx="{0:.0f}" cy="{1:.0f}" r="{2}"/>').format(*end, DOT)


def _arc(start: Spot, end: Spot, width: float, kind: str) -> Markup:
    """Return a curve that rises towards the north."""
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    rise = APART * abs(end[0] - start[0]) / 2
    return Markup(
        '<path class="arc{5}" d="M{0:.0f} {1:.0f}Q{2:.0f} {3:.0f} {4[0]:.0f} {4[1]:.0f}" '
        'stroke-width="{6:.0f}"/>'
    ).format(start[0], start[1], x, max(y - rise, 0), end, kind, max(width, 14))


def _labels(view: AssessmentView, suppliers: list[Supplier]) -> Iterator[Markup]:
    """Yield name and share of the largest suppliers, moved down where they would overlap."""
    taken: list[tuple[float, float, float]] = []
    for each in suppliers:
        mark = "▲ " if each.country in view.pact.concern else ""
        text = f"{mark}{view.country(each.country)} {whole_percent(each.share)}"
        half = len(text) * LETTER / 2
        x, y = _spot(view, each.country) or (0.0, 0.0)
        x = min(max(x, half), world().width - half)
        y = max(y, LINE)
        while any(abs(x - a) < half + b and abs(y - c) < LINE for a, c, b in taken):
            y += LINE / 2
        taken.append((x, y, half))
        yield Markup('<text x="{0:.0f}" y="{1:.0f}">{2}</text>').format(x, y, text)
