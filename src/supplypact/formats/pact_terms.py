"""The money terms of a pact file: the whole, when a call is due, how revenue is split."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from supplypact.domain.pact import EnvelopeWhole, FundingTerm, RevenueSplit
from supplypact.formats.pact_clauses import Known, read_clause
from supplypact.formats.toml_kinds import Range
from supplypact.units import Usd

if TYPE_CHECKING:
    from supplypact.formats.toml_section import Section

_MONEY = Range(low=0, high=1e15, above=True)
_SHARE = Range(low=0, high=1)
_LONGEST = 366
"""Most business days that a funding term may have."""


def read_whole(section: Section, known: Known) -> EnvelopeWhole:
    """Read ``[envelope]``: the whole of the money, and the days between which it is invested."""
    whole = EnvelopeWhole(
        amount=Usd(section.number("amount_usd", _MONEY)),
        first=section.day("first"),
        due=section.day("due"),
        party=section.word("party", known.parties) if "party" in section else "",
        clause=read_clause(section, known),
    )
    if "first" in section and "due" in section and whole.due <= whole.first:
        section.refuse("due", f"due {whole.due} is not after first {whole.first}", "swap them")
    return whole


def read_funding_term(section: Section, known: Known) -> FundingTerm:
    """Read ``[funding_term]``: business days from notice to payment, and whose holidays count."""
    return FundingTerm(
        business_days=section.whole("business_days", low=1, high=_LONGEST),
        calendars=section.words("calendars", known.parties, least=1),
        clause=read_clause(section, known),
    )


def read_revenue_split(section: Section, known: Known) -> RevenueSplit:
    """Read ``[revenue_split]``: what each party has before and after the allocation is back."""
    return RevenueSplit(
        recovers=section.word("recovers", known.parties),
        before=_shares(section, "before", known),
        after=_shares(section, "after", known),
        clause=read_clause(section, known),
    )


def _shares(section: Section, key: str, known: Known) -> dict[str, float]:
    """Read shares by party; those left out have none, and all add up to 1."""
    table = section.table(key)
    shares = {
        party: table.number(party, _SHARE, optional=True)
        for party in known.parties
        if party in table
    }
    if key in section and not math.isclose(total := sum(shares.values()), 1, abs_tol=1e-9):
        fix = "give each party its part of 1, as {USA = 0.5, JPN = 0.5}"
        section.refuse(key, f"the shares of {key} add up to {total:g}, not 1", fix)
    return shares
