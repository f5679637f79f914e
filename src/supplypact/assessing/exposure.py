"""One material as seen by the parties: everything that the measures are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from supplypact.assessing.chain import Array, Chain, groups
from supplypact.assessing.draws import Drawn, Noise, Spreads, draw_chain, joined
from supplypact.assessing.gather import gather
from supplypact.assessing.sheet import Score, Sheet
from supplypact.assessing.tracing import Trace, face_value, trace
from supplypact.domain.assessment import EVERY_PARTY
from supplypact.domain.evidence import Evidence
from supplypact.domain.network import REST_OF_WORLD, Material
from supplypact.domain.pact import Origin, Pact


@dataclass(frozen=True, kw_only=True, eq=False)
class Exposure:
    """A material's chain in every draw, what the parties receive and use, and who rules where.

    Arrays have the draw first; the party axis follows ``parties``, the country axis the chain.
    """

    material: Material
    parties: tuple[str, ...]
    """Codes, and ``*`` for all together where there are several."""
    members: Array
    """Which countries each party is.  Shape (party, country)."""
    concern: Array
    """1 for countries of concern, else 0.  Shape (country)."""
    named: Array
    """0 for the rest of the world, else 1.  Shape (country)."""
    withheld: tuple[tuple[tuple[str, ...], ...], ...]
    """Members of each party whose own output is not published.  By stage, then by party."""
    makers_withheld: tuple[frozenset[str], ...]
    """Countries whose output is not published, by stage."""
    capacity: tuple[Array, ...]
    """Capacity as last published, NaN where it is not, by stage.  Shape (country)."""
    drawn: Drawn
    face: tuple[Array, ...]
    """What each party receives at each stage, by maker.  Shape (draw, party, country)."""
    traces: tuple[Trace, ...]
    scores: Mapping[str, Score]
    """Governance, political stability and voice of the countries."""
    sheet: Sheet
    """Price and stock."""

    @property
    def chain(self) -> Chain:
        """The chain in every draw."""
        return self.drawn.chain

    @property
    def countries(self) -> tuple[str, ...]:
        """Codes of the country axis."""
        return self.drawn.chain.countries

    @property
    def noise(self) -> Noise:
        """Every figure behind the measures."""
        scores = [score.noise for score in self.scores.values()]
        return joined([self.drawn.noise, self.sheet.noise, *scores])

    @cached_property
    def production(self) -> tuple[Array, ...]:
        """What each party makes at each stage, scaled to the need; NaN where it is withheld.

        Shape (draw, party).
        """
        return tuple(
            stage.made() @ self.members.T + np.where([bool(codes) for codes in here], np.nan, 0.0)
            for stage, here in zip(self.chain.stages, self.withheld, strict=True)
        )

    @cached_property
    def imports(self) -> tuple[Array, ...]:
        """What each party receives from outside at each stage.  Shape (draw, party)."""
        return tuple((each * (1 - self.members)).sum(axis=-1) for each in self.face)

    @cached_property
    def exports(self) -> tuple[Array, ...]:
        """What each party ships to outside at each stage.  Shape (draw, party)."""
        return tuple(
            stage.made() @ self.members.T - (face * self.members).sum(axis=-1)
            for stage, face in zip(self.chain.stages, self.face, strict=True)
        )

    def why_unknown(self, number: int, place: int, otherwise: str) -> str:
        """Return why a measure of own output at a stage is unknown for a party."""
        codes = self.withheld[number][place]
        return f"own output is withheld: {', '.join(codes)}" if codes else otherwise

    @cached_property
    def used(self) -> Array:
        """What each party uses at all stages, content.  Shape (draw, party)."""
        uses = sum(stage.use for stage in self.chain.stages)
        used: Array = uses @ self.members.T
        return used


def expose(
    pact: Pact,
    evidence: Evidence,
    material: Material,
    spreads: Spreads,
    draws: int,
    generator: np.random.Generator,
    scores: Mapping[str, Score],
    sheet: Sheet,
) -> Exposure:
    """Return a material's exposure in the tables' state and in ``draws`` draws.

    ``scores`` are of all countries; those of the chain are taken out.
    """
    given = gather(evidence, material)
    drawn = draw_chain(given, spreads, draws, generator)
    countries = drawn.chain.countries
    codes = pact.party_codes
    together = len(codes) > 1
    members = groups(countries, codes, together=together)
    concern = [float(pact.origin(code) is Origin.CONCERN) for code in countries]
    return Exposure(
        material=material,
        parties=(*codes, EVERY_PARTY) if together else codes,
        members=members,
        concern=np.array(concern),
        named=np.array([float(code != REST_OF_WORLD) for code in countries]),
        withheld=tuple(
            tuple(
                tuple(c for c, member in zip(countries, row, strict=True) if member and c in here)
                for row in members
            )
            for here in given.withheld
        ),
        makers_withheld=given.withheld,
        capacity=given.capacity,
        drawn=drawn,
        face=tuple(face_value(stage, members) for stage in drawn.chain.stages),
        traces=trace(drawn.chain, members),
        scores={name: score.of(countries) for name, score in scores.items()},
        sheet=sheet,
    )
