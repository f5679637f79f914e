"""Shares, concentration and reliance of the world's production and of each party's sourcing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from supplypact.assessing.chain import Array
from supplypact.assessing.exposure import Exposure
from supplypact.assessing.measures.measured import Measured
from supplypact.assessing.reliance import months_of_cover, n_minus_1, net_import_reliance
from supplypact.assessing.shares import (
    governance_hhi,
    hhi,
    ratio,
    share,
    share_of,
    top,
    unscored_share,
)
from supplypact.domain.assessment import WHOLE_CHAIN, WORLD


@dataclass(frozen=True, kw_only=True, eq=False)
class World:
    """World output of one material in one year."""

    stages: tuple[str, ...]
    output: tuple[Array, ...]
    """By stage.  Shape (draw, country)."""
    countries: tuple[str, ...]
    named: Array
    """0 for the rest of the world, else 1.  Shape (country)."""
    governance: Array
    """Shape (draw, country)."""
    lacking: tuple[str, ...]
    """Why nothing is known of a stage, for each stage."""
    withheld: tuple[frozenset[str], ...]
    """Countries whose output is not published, for each stage."""


def world_of(exposure: Exposure) -> World:
    """Return world output as the flows of the base year need it."""
    return World(
        stages=tuple(stage.id for stage in exposure.chain.stages),
        output=exposure.drawn.output,
        countries=exposure.countries,
        named=exposure.named,
        governance=exposure.scores["governance"].values,
        lacking=("nothing is made at this stage",) * len(exposure.chain.stages),
        withheld=exposure.makers_withheld,
    )


def world_measures(world: World) -> Iterator[Measured]:
    """Yield the concentration of world output at each stage.

    The rest of the world counts as many small suppliers: it is in the total, but never the largest
    one and adds nothing to a sum of squares.
    """
    for stage, output, lacking, withheld in zip(
        world.stages, world.output, world.lacking, world.withheld, strict=True
    ):
        named = share(output) * world.named
        largest = _largest(world.countries, named[0])
        told, scored = [_unknown_makers(withheld)], [unscored_note(named, world.governance)]
        for indicator, values in (
            *_concentration(named, world.governance),
            ("n_minus_1", _without_largest(output, world.named)),
        ):
            yield Measured(
                indicator=indicator,
                stage=stage,
                party=WORLD,
                values=values,
                supplier=largest if indicator in _ABOUT_LARGEST else "",
                reason=_no_score(values) if output[0].any() else lacking,
                note="; ".join(
                    filter(None, [*told, *scored] if indicator == "governance_hhi" else told)
                ),
            )


def party_measures(exposure: Exposure) -> Iterator[Measured]:
    """Yield concentration and reliance of what each party receives at each stage.

    Own production counts as a supplier.
    """
    for number, stage in enumerate(exposure.chain.stages):
        received = exposure.face[number]
        for place, party in enumerate(exposure.parties):
            for indicator, values, supplier, note in _at_stage(exposure, number, place):
                reason = ""
                if np.isnan(values[0]):
                    reason = _no_use(exposure, number, place, received[0, place])
                yield Measured(
                    indicator=indicator,
                    stage=stage.id,
                    party=party,
                    values=values,
                    supplier=supplier,
                    reason=reason,
                    note=note,
                )


def cover_measures(exposure: Exposure) -> Iterator[Measured]:
    """Yield the months of use that each party's published stock covers."""
    cover = months_of_cover(exposure.sheet.stock, exposure.used)
    for place, party in enumerate(exposure.parties):
        reason = ""
        if np.isnan(exposure.sheet.stock[0, place]):
            reason = "no stock in tonnes is published"
        elif np.isnan(cover[0, place]):
            reason = "it uses none"
        yield Measured(
            indicator="months_of_cover",
            stage=WHOLE_CHAIN,
            party=party,
            values=cover[:, place],
            reason=reason,
        )


def _at_stage(exposure: Exposure, number: int, place: int) -> Iterator[tuple[str, Array, str, str]]:
    """Yield indicator, values, whom it is about, and a note."""
    received = exposure.face[number][:, place]
    named = share(received) * exposure.named
    largest = _largest(exposure.countries, named[0])
    governance = exposure.scores["governance"].values
    for indicator, values in _concentration(named, governance):
        note = unscored_note(named, governance) if indicator == "governance_hhi" else ""
        told = "; ".join(filter(None, (_own_as_none(exposure, number, place), note)))
        yield indicator, values, largest if indicator in _ABOUT_LARGEST else "", told
    concern = exposure.concern.astype(bool)
    traced = exposure.traces[number].shares[:, place, :-1]
    withheld = _own_as_none(exposure, number, place)
    at_most = f"at most: {withheld}" if withheld else ""
    yield "concern_share", share_of(share(received), concern), "", at_most
    traced_largest = _largest(exposure.countries, traced[0] * exposure.named)
    yield "traced_concern_share", share_of(traced, concern), traced_largest, at_most
    reliance = net_import_reliance(
        exposure.production[number][:, place],
        exposure.imports[number][:, place],
        exposure.exports[number][:, place],
    )
    yield "net_import_reliance", reliance, "", ""
    met = _without_largest(received, exposure.named)
    yield "n_minus_1", met, largest, _own_as_none(exposure, number, place)


_ABOUT_LARGEST = ("top_1", "n_minus_1")
"""Measures that are about one supplier, the largest."""


def _concentration(named: Array, governance: Array) -> Iterator[tuple[str, Array]]:
    yield "top_1", top(named, 1)
    yield "top_3", top(named, 3)
    yield "hhi", hhi(named)
    yield "governance_hhi", governance_hhi(named, governance)


def _own_as_none(exposure: Exposure, number: int, place: int) -> str:
    """Return what to know where own output counts as none because it is withheld."""
    withheld = exposure.why_unknown(number, place, "")
    return f"{withheld}, and counted as none" if withheld else ""


def _unknown_makers(withheld: Collection[str]) -> str:
    """Return which makers count as none because their output is withheld."""
    if not withheld:
        return ""
    return f"output withheld, and counted as none: {', '.join(sorted(withheld))}"


def _without_largest(supply: Array, named: Array) -> Array:
    """Return N-1 in a year where supply is what is needed.

    The rest of the world is not one supplier and does not fall away.
    """
    need = supply.sum(axis=-1)
    rest = (supply * (1 - named)).sum(axis=-1)
    return n_minus_1(supply * named, need) + ratio(rest, need)


def unscored_note(named: Array, governance: Array) -> str:
    """Return what to know where suppliers have no governance score."""
    part = float(unscored_share(named[:1], governance[:1])[0])
    if not 0 < part < 1:
        return ""
    return f"{part:.0%} of the supply has no governance score and counts as the mean of the rest"


def _no_score(values: Array) -> str:
    """Return why a measure of known output has no value."""
    return _UNSCORED if np.isnan(values[0]) else ""


_UNSCORED = "no supplier has a governance score"


def _largest(countries: Sequence[str], named: Array) -> str:
    """Return the code of the largest supplier, empty if there is none."""
    known = np.nan_to_num(named)
    return countries[int(known.argmax())] if known.any() else ""


def _no_use(exposure: Exposure, number: int, place: int, received: Array) -> str:
    if received.any():
        return exposure.why_unknown(number, place, _UNSCORED)
    later = exposure.traces[number].content[0, place].any()
    return "it receives none at this stage" + (
        ", only later products" if later else " and uses none made from it"
    )
