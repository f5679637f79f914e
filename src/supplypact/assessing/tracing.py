"""Traced dependence: where the content of what a party uses was made, stage by stage.

The sourcing matrices of the stages are multiplied along the chain.  With M_k[j, i] the part of
what country j receives at stage k that country i made, s_k the other feed and u_k the use there::

    m_k = (u_k + (1 - s_k+1) m_k+1) M_k        content made at stage k
    o_k = o_k+1 + s_k+1 sum(m_k+1)             content that entered as other feed after stage k

The sum of m_k and o_k is all that the party uses at stage k or later.  In tonnes of the stage
itself, what is lost on the way is added: (1 - s_k+1) / recovery_k+1 in place of (1 - s_k+1).

Source: look-through sourcing as in Baldwin, Freeman and Theodorakopoulos (2023), Brookings Papers
on Economic Activity 54(2), on flows of tonnes instead of an input-output table.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from supplypact.assessing.chain import Array, Chain, ChainStage, add_up, divided
from supplypact.assessing.shares import share


@dataclass(frozen=True, kw_only=True, eq=False)
class Trace:
    """What parties use, traced back to one stage."""

    content: Array
    """Of what they use, by the country that made it here.  Shape (draw, party, country)."""
    other_feed: Array
    """Content that entered as other feed at a later stage, by the country where it did.

    Shape (draw, party, country).
    """
    tonnes: Array
    """As ``content``, in tonnes of this stage: losses on the way added."""
    arcs: Array
    """The part of each flow that ends with the parties, tonnes.  Shape (draw, party, arc)."""
    used: Array
    """What of ``arcs`` they use at this stage; the rest goes on.  Shape (draw, party, arc)."""

    @cached_property
    def shares(self) -> Array:
        """The share of each country, other feed last; NaN where nothing is used.

        Shape (draw, party, country + 1).
        """
        other = self.other_feed.sum(axis=-1, keepdims=True)
        return share(np.concatenate([self.content, other], axis=-1))


def trace(chain: Chain, parties: Array) -> tuple[Trace, ...]:
    """Trace what each party uses to every stage of the chain.

    Args:
        chain: The material.
        parties: Which countries are which party, from ``chain.groups``.  Shape (party, country).
    """
    draws = len(chain.stages[0].use)
    content = np.zeros((draws, *parties.shape))
    tonnes, other = content.copy(), content.copy()
    found: list[Trace] = []
    for number in reversed(range(len(chain.stages))):
        stage = chain.stages[number]
        use = stage.use[:, None, :] * parties
        part = divided(stage.flow, stage.received()[:, stage.importer])[:, None, :]
        here = _behind(stage, use + content, part)
        arcs = (use + tonnes)[..., stage.importer] * part
        made = add_up(arcs, stage.exporter, use.shape[-1])
        used = use[..., stage.importer] * part
        found.append(Trace(content=here, other_feed=other, tonnes=made, arcs=arcs, used=used))
        scrap = stage.other_feed_share[:, None, None]
        other = other + here * scrap
        content = here * (1.0 - scrap)
        tonnes = stage.feed_for(made)
    return tuple(found[::-1])


def face_value(stage: ChainStage, parties: Array) -> Array:
    """Return what each party receives at a stage, by maker, in tonnes; home included.

    Shape (draw, party, country).
    """
    reaching = stage.flow[:, None, :] * parties[:, stage.importer]
    return add_up(reaching, stage.exporter, parties.shape[-1])


def _behind(stage: ChainStage, arriving: Array, part: Array) -> Array:
    """Return the makers of what arrives: the row vector times the stage's sourcing matrix."""
    return add_up(arriving[..., stage.importer] * part, stage.exporter, arriving.shape[-1])
