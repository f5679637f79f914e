"""One indicator in every draw."""

from __future__ import annotations

from dataclasses import dataclass

from supplypact.assessing.chain import Array


@dataclass(frozen=True, kw_only=True, eq=False)
class Measured:
    """One indicator for one material, stage and party, in every draw."""

    indicator: str
    stage: str
    party: str
    values: Array
    """NaN where it cannot be computed.  Shape (draw)."""
    supplier: str = ""
    """Whom it is about: code of a country."""
    reason: str = ""
    """Why draw 0 has no value."""
    note: str = ""
    """What stands in for an input."""
