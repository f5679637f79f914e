"""Some of the parties acting together, without the others.

The world stays the same whoever acts together: classes of countries, hazards, and what the
others use and make.  Only the members' users, stocks, funding lines and targets count, and of the
idle output elsewhere the members win the part that is theirs by use.  So the costs of coalitions
are those of separate questions: nothing is counted twice, and what two coalitions do apart they
can also do together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.errors import UsageError, did_you_mean
from supplypact.planning.risk.given import RiskData

WHERE = "--members"


def check_members(pact: Pact, members: Sequence[str]) -> tuple[str, ...]:
    """Return the members in the order of the pact; all parties if none is named.

    Raises:
        UsageError: one is not a party of the pact.

    """
    for member in members:
        if member not in pact.party_codes:
            raise UsageError(
                f"'{member}' is not a party of this pact",
                where=WHERE,
                fix=did_you_mean(member, pact.party_codes),
            )
    return tuple(code for code in pact.party_codes if code in members or not members)


def coalition(pact: Pact, members: Sequence[str]) -> Pact:
    """Return the pact of the ``members`` only; supply of the others counts as before.

    Raises:
        UsageError: a member is not a party of the pact.

    """
    codes = check_members(pact, members)
    return replace(
        pact,
        parties=tuple(party for party in pact.parties if party.country in codes),
        envelope=tuple(line for line in pact.envelope if line.party in codes),
        indicators=tuple(each for each in pact.indicators if each.party in codes),
        apart=tuple(code for code in (*pact.party_codes, *pact.apart) if code not in codes),
    )


def access(network: Network, parties: Sequence[str], members: Sequence[str]) -> dict[str, float]:
    """Return, by material, the members' part of what all ``parties`` use; 1 where none uses it."""
    used = (
        network.demand.filter(pl.col("country").is_in(list(parties)))
        .group_by("material")
        .agg(
            pl.col("tonnes").filter(pl.col("country").is_in(list(members))).sum().alias("members"),
            pl.col("tonnes").sum().alias("all"),
        )
    )
    return {
        material: float(own / total) if total > 0 else 1.0
        for material, own, total in used.select("material", "members", "all").iter_rows()
    }


def data_of(
    data: RiskData, network: Network, parties: Sequence[str], members: Sequence[str]
) -> RiskData:
    """Return the data of a coalition: of the idle output elsewhere, it can win its part."""
    part = access(network, parties, members)
    whole = {each.id: data.access.get(each.id, 1.0) for each in network.materials}
    return replace(data, access={key: part.get(key, 1.0) * value for key, value in whole.items()})
