"""Draws of what the tables may be wrong about: each figure off by its grade, balances kept.

A figure x of a grade with spread s becomes x exp(s z - s^2 / 2), z standard normal: above zero,
zero stays zero, and the mean stays x.  Figures are drawn one by one; then, from the last stage
back to ore, the flows are fitted to the drawn outputs and needs (RAS), ending with the needs.  So
in every draw what a country receives is its use plus the feed of what it ships, to rounding.
Outputs and needs that contradict each other through the links that exist give way: the outputs
first, as they only count relative to each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from supplypact.assessing.chain import Array, Chain, ChainStage, add_up, divided
from supplypact.assessing.gather import Figures, Given

LEAST_SHARE, MOST_SHARE = 0.01, 0.99
"""Drawn recoveries and parts of other feed stay within these."""
ROUNDS = 25
"""Of fitting rows and columns; more change little where outputs and needs can agree."""


@dataclass(frozen=True, kw_only=True)
class Spreads:
    """Standard deviations of the logarithm of figures."""

    rules: Mapping[tuple[str, str], tuple[tuple[str, float], ...]]
    """By figure (output, demand, flow ...) and quality: rules, the one for all others last."""

    def of(self, figure: str, quality: str, method: str = "") -> float:
        """Return the spread of a figure: that of the first rule that its method speaks of."""
        return next(spread for rule, spread in self.rules[figure, quality] if rule in method)


@dataclass(frozen=True, kw_only=True, slots=True)
class Datum:
    """One figure that is drawn."""

    figure: str
    stage: str
    country: str
    end: str
    """The receiving country of a flow, otherwise empty."""
    quality: str

    def __str__(self) -> str:
        """Return the datum as it stands in the frames: figure/stage/country>end/quality."""
        place = f"{self.country}>{self.end}" if self.end else self.country
        return f"{self.figure}/{self.stage}/{place}/{self.quality}"


@dataclass(frozen=True, kw_only=True, eq=False)
class Noise:
    """The figures that were drawn and how far off each is, in standard deviations."""

    data: tuple[Datum, ...]
    deviation: Array
    """Shape (draw, datum), without draw 0."""


def joined(noise: Sequence[Noise]) -> Noise:
    """Return several together."""
    return Noise(
        data=tuple(datum for each in noise for datum in each.data),
        deviation=np.concatenate([each.deviation for each in noise], axis=1),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Drawn:
    """A chain in every draw, and the draws of its figures."""

    chain: Chain
    output: tuple[Array, ...]
    """Drawn output of each stage as the tables count it, before it is fitted to the need."""
    noise: Noise


def draw_chain(given: Given, spreads: Spreads, draws: int, generator: np.random.Generator) -> Drawn:
    """Return the chain in the tables' state (draw 0) and in ``draws`` further ones."""
    output, demand, flow = (
        [
            vary(kind, stage.id, each, given.countries, spreads, draws, generator)
            for stage, each in zip(given.material.stages, figures, strict=True)
        ]
        for kind, figures in (
            ("output", given.output),
            ("demand", given.demand),
            ("flow", given.flow),
        )
    )
    size = len(given.countries)
    made = [add_up(v.values, f.place, size) for v, f in zip(output, given.output, strict=True)]
    use = [add_up(v.values, f.place, size) for v, f in zip(demand, given.demand, strict=True)]
    stages: list[ChainStage] = []
    feed: Array = np.zeros((draws + 1, size))
    yields: list[Noise] = []
    for number, stage in reversed(list(enumerate(given.material.stages))):
        arcs = given.flow[number]
        need = use[number] + feed
        recovery, other_feed = (
            _vary_share(kind, stage.id, share, given.yields[number], spreads, draws, generator)
            for kind, share in (
                ("recovery", float(stage.recovery) if number else 1.0),
                ("other_feed", float(stage.other_feed_share) if number else 0.0),
            )
        )
        yields += [recovery.noise, other_feed.noise]
        here = ChainStage(
            id=stage.id,
            recovery=recovery.values,
            other_feed_share=other_feed.values,
            exporter=arcs.place,
            importer=arcs.end,
            flow=balanced(flow[number].values, arcs, made[number], need),
            use=use[number],
        )
        feed = here.feed_for(here.made())
        stages.insert(0, here)
    return Drawn(
        chain=Chain(material=given.material, countries=given.countries, stages=tuple(stages)),
        output=tuple(made),
        noise=joined([*(each.noise for each in (*output, *demand, *flow)), *yields]),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Varied:
    """The rows of one table in every draw."""

    values: Array
    """Shape (draw, row)."""
    noise: Noise


def vary(
    figure: str,
    stage: str,
    figures: Figures,
    countries: Sequence[str],
    spreads: Spreads,
    draws: int,
    generator: np.random.Generator,
) -> Varied:
    """Return each figure as it stands (draw 0) and in ``draws`` draws of its grade."""
    grades = zip(figures.quality, figures.method, strict=True)
    spread = np.array([spreads.of(figure, quality, method) for quality, method in grades])
    deviation = generator.standard_normal((draws, len(spread)))
    factors = np.exp(spread * deviation - spread**2 / 2)
    values = figures.tonnes * np.concatenate([np.ones((1, len(spread))), factors])
    is_flow = figure == "flow"
    data = tuple(
        Datum(
            figure=figure,
            stage=stage,
            country=countries[start],
            end=countries[end] if is_flow else "",
            quality=quality,
        )
        for start, end, quality in zip(figures.place, figures.end, figures.quality, strict=True)
    )
    return Varied(values=values, noise=Noise(data=data, deviation=deviation))


def _vary_share(
    figure: str,
    stage: str,
    share: float,
    quality: str,
    spreads: Spreads,
    draws: int,
    generator: np.random.Generator,
) -> Varied:
    """Return a share in every draw, kept between 0 and 1; 0 and 1 stay.  Shape (draw)."""
    spread = spreads.of(figure, quality) if 0.0 < share < 1.0 else 0.0
    deviation = generator.standard_normal((draws, 1))
    factors = np.concatenate([[1.0], np.exp(spread * deviation[:, 0] - spread**2 / 2)])
    datum = Datum(figure=figure, stage=stage, country="", end="", quality=quality)
    return Varied(
        values=np.clip(share * factors, min(share, LEAST_SHARE), MOST_SHARE if share < 1 else 1.0),
        noise=Noise(data=(datum,), deviation=deviation),
    )


def balanced(seed: Array, arcs: Figures, made: Array, need: Array) -> Array:
    """Return flows with the pattern of ``seed`` that meet every need, from those who make.

    Args:
        seed: Tonnes on each arc.  Shape (draw, arc).
        arcs: Where each arc starts and ends.
        made: Output; only its proportions count.  Shape (draw, country).
        need: What each country must receive.  Shape (draw, country).
    """
    flow, size = seed, made.shape[-1]
    made = made * divided(need.sum(axis=-1, keepdims=True), made.sum(axis=-1, keepdims=True))
    for _ in range(ROUNDS):
        flow = flow * divided(made, add_up(flow, arcs.place, size))[:, arcs.place]
        flow = flow * divided(need, add_up(flow, arcs.end, size))[:, arcs.end]
    return flow
