"""Read a pact file (TOML); docs/pact-format.md describes it key by key."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from supplypact.domain.pact import Pact
from supplypact.errors import Fault
from supplypact.formats.pact_clauses import (
    Known,
    read_assumptions,
    read_claim,
    read_clause,
    read_funding,
    read_indicator,
    read_mechanism,
    read_milestone,
    read_party,
    read_price_floor,
    read_sector,
    read_target,
)
from supplypact.formats.pact_terms import read_funding_term, read_revenue_split, read_whole
from supplypact.formats.toml_lines import find_lines
from supplypact.formats.toml_section import Notes, Section
from supplypact.formats.toml_text import parse_toml

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

_Noun = TypeVar("_Noun")


def read_pact(
    text: str,
    *,
    where: str,
    countries: Collection[str],
    materials: Mapping[str, Collection[str]],
) -> tuple[Pact | None, list[Fault]]:
    """Return the pact that ``text`` describes, or None and everything that is wrong with it.

    Args:
        text: the content of the file.
        where: the name of the file, for messages.
        countries: codes that the file may use.
        materials: stages of each material that the file may use.
    """
    document, faults = parse_toml(text, where=where)
    if document is None:
        return None, faults
    notes = Notes(where, find_lines(text))
    root = Section(document, (), notes)
    sources = root.table("sources").texts()
    known = Known(countries=countries, materials=materials, sources=sources)
    pact = _read(root, known, text)
    root.close()
    faults = notes.faults()
    return (None if faults else pact), faults


def _read(root: Section, known: Known, text: str) -> Pact:
    """Read every clause; parties and sectors first, as others refer to them."""
    parties = _rows(root, "party", known, read_party, lambda party: party.country)
    sectors = _rows(root, "sector", known, read_sector, lambda sector: sector.id)
    known = replace(
        known,
        parties=[party.country for party in parties],
        sectors=[sector.id for sector in sectors],
    )
    if not parties:
        root.refuse("party", "the pact has no party", "add a [[party]] for each country")
    if sum(party.share_of_rest for party in parties) > 1.0:
        told = "the parties' shares of the rest of the world add up to more than 1"
        root.refuse("party", told, "lower share_of_rest")
    lists = _country_lists(root.table("countries"), known)
    return Pact(
        id=root.ident("id"),
        title_en=root.text("title_en"),
        title_ja=root.text("title_ja"),
        signed=root.day("signed"),
        summary=root.text("summary"),
        parties=parties,
        hosts=lists["hosts"],
        observers=lists["observers"],
        concern=lists["concern"],
        partners=lists["partners"],
        avoided=lists["avoided"],
        envelope=_rows(root, "funding", known, read_funding, lambda line: line.id),
        sectors=sectors,
        targets=_rows(root, "target", known, read_target, lambda target: target.id),
        indicators=_rows(root, "indicator", known, read_indicator, lambda row: row.id),
        mechanisms=_rows(root, "mechanism", known, read_mechanism, lambda row: row.id),
        price_floors=_rows(
            root, "price_floor", known, read_price_floor, lambda row: f"{row.material} {row.stage}"
        ),
        milestones=_rows(root, "milestone", known, read_milestone, lambda row: row.id),
        claims=_rows(root, "claim", known, read_claim, lambda claim: claim.id),
        assumptions=read_assumptions(root.table("assumptions"), known),
        text=text,
        whole=_optional(root, "envelope", known, read_whole),
        funding_term=_optional(root, "funding_term", known, read_funding_term),
        revenue_split=_optional(root, "revenue_split", known, read_revenue_split),
    )


def _optional(
    root: Section, key: str, known: Known, read: Callable[[Section, Known], _Noun]
) -> _Noun | None:
    """Read the table ``[key]``, or return None where the file has none."""
    return read(root.table(key), known) if key in root else None


def _rows(
    root: Section,
    key: str,
    known: Known,
    read: Callable[[Section, Known], _Noun],
    name: Callable[[_Noun], str],
) -> tuple[_Noun, ...]:
    """Read the tables under ``[[key]]``; no two may have the same name."""
    nouns: dict[str, _Noun] = {}
    for section in root.tables(key):
        noun = read(section, known)
        if name(noun).strip() and name(noun) in nouns:
            section.refuse(None, f"'{name(noun)}' stands twice in [[{key}]]", "keep one")
        nouns[name(noun)] = noun
    return tuple(nouns.values())


def _country_lists(section: Section, known: Known) -> dict[str, tuple[str, ...]]:
    """Read ``[countries]``; a country of concern can be nothing else as well."""
    read_clause(section, known)
    lists = {key: section.words(key, known.countries) for key in ("hosts", "observers", "partners")}
    avoided = section.words("avoided", known.countries)
    concern = section.words("concern", known.countries, least=1)
    for role, countries in {"party": known.parties, **lists}.items():
        for country in [each for each in concern if each in countries]:
            section.refuse(
                "concern",
                f"{country} stands under concern and also under {role}",
                "keep it in one of the two",
            )
    return {**lists, "concern": concern, "avoided": avoided}
