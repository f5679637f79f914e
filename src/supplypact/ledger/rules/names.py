"""Rules L4 to L10: the words and numbers of one entry, against the pact and the tables."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal

from supplypact.domain.entry import (
    Commitment,
    Entry,
    IndicatorValue,
    Movement,
    Output,
    Pledge,
    Project,
    Stock,
)
from supplypact.errors import did_you_mean
from supplypact.ledger.book.standing import Standing
from supplypact.ledger.book.terms import NoRateError, Terms
from supplypact.ledger.cells import plain
from supplypact.ledger.rules.finding import Finding

_BOUNDS = {"latitude": 90, "longitude": 180}


def check_names(entry: Entry, standing: Standing, terms: Terms) -> Iterator[Finding]:
    """Yield what breaks L4 to L10."""
    yield from _parties(entry, terms)
    yield from _words(entry, terms)
    yield from _project(entry, standing, terms)
    yield from _amounts(entry)
    yield from _rate(entry, terms)
    if isinstance(entry, Pledge | Commitment):
        yield from _shares(entry)
        yield from _lines(entry, standing, terms)


def _parties(entry: Entry, terms: Terms) -> Iterator[Finding]:
    """Yield what breaks L4."""
    codes = {each.country: each.name_en for each in terms.pact.parties}
    named = [entry.party, *getattr(entry, "shares", ())]
    if isinstance(entry, Stock) and entry.movement in {Movement.LOAN, Movement.RETURN}:
        named += entry.counterparties
    for each in dict.fromkeys(named):
        if each not in codes:
            told = f"'{each}' is no party of the pact {terms.pact.id}"
            yield Finding(rule="L4", what=told, fix=did_you_mean(each, codes))


def _words(entry: Entry, terms: Terms) -> Iterator[Finding]:
    """Yield what breaks L5."""
    known: list[tuple[str, str, Collection[str]]] = []
    if host := getattr(entry, "host", ""):
        known.append(("host", host, terms.countries))
    if sector := getattr(entry, "sector", ""):
        known.append(("sector", sector, {each.id: each.name_en for each in terms.pact.sectors}))
    if isinstance(entry, Stock):
        known.append(("material", entry.material, terms.materials))
        stages = terms.materials.get(entry.material)
        known += [("form", entry.form, stages)] if stages is not None else []
    if isinstance(entry, Output) and (entry.stage or entry.product in terms.materials):
        known.append(("product", entry.product, terms.materials))
        stages = terms.materials.get(entry.product)
        known += [("stage", entry.stage, stages)] if stages is not None else []
    if isinstance(entry, IndicatorValue):
        units = {each.id: each.unit for each in terms.pact.indicators}
        known.append(("indicator", entry.indicator, list(units)))
        unit = units.get(entry.indicator, entry.unit)
        known.append(("unit", entry.unit, [unit]))
    for name, word, words in known:
        if word not in words:
            fix = did_you_mean(word, words)
            yield Finding(rule="L5", what=f"{name} '{word}' is unknown", fix=fix)


def _project(entry: Entry, standing: Standing, terms: Terms) -> Iterator[Finding]:
    """Yield what breaks L6."""
    name = getattr(entry, "project", "")
    if isinstance(entry, Project):
        first = standing.declared(name)[0]
        if name in terms.projects:
            told = f"project {name} is in the tables already ({terms.projects[name]})"
            yield Finding(rule="L6", what=told, fix="name it without declaring it")
        elif first is not entry:
            told = f"project {name} is declared already, by {first.id}"
            yield Finding(rule="L6", what=told, fix=f"choose another id, or correct {first.id}")
        yield from _location(entry)
    elif name and name not in terms.projects:
        declared = standing.declared(name)
        if not declared:
            known = {**terms.projects, **standing.projects()}
            fix = f"{did_you_mean(name, known)} (or declare it by an entry of kind project)"
            yield Finding(rule="L6", what=f"project '{name}' is unknown", fix=fix)
        elif entry.date < declared[0].date:
            told = f"{entry.date} is before project {name} is declared ({declared[0].id})"
            fix = f"date {declared[0].id} on {entry.date} or before: it is on {declared[0].date}"
            yield Finding(rule="L6", what=told, fix=fix)


def _location(entry: Project) -> Iterator[Finding]:
    """Yield what is wrong with the place of a project."""
    if (entry.latitude is None) != (entry.longitude is None):
        told = "only one of latitude and longitude is given"
        yield Finding(rule="L6", what=told, fix="give both or none")
    for name, bound in _BOUNDS.items():
        value = getattr(entry, name)
        if value is not None and not -bound <= value <= bound:
            told = f"{name} {plain(value)} is not between {-bound} and {bound}"
            yield Finding(rule="L6", what=told, fix="write degrees, south and west below 0")


def _amounts(entry: Entry) -> Iterator[Finding]:
    """Yield what breaks L7."""
    for name in ("amount", "deemed_allocation", "tonnes"):
        value = getattr(entry, name, None)
        opening = isinstance(entry, Stock) and entry.movement is Movement.OPENING
        if value is not None and not (value > 0 or (opening and value == 0)):
            told = f"{name} {plain(value)} is not above 0"
            yield Finding(rule="L7", what=told, fix="write what was meant, without a sign")
    if isinstance(entry, Output) and not entry.quantity >= 0:
        told = f"quantity {plain(entry.quantity)} is below 0"
        yield Finding(rule="L7", what=told, fix="write 0 or more")
    if isinstance(entry, Pledge) and (entry.amount is None) != (not entry.currency):
        lone = "a currency without an amount"
        told = f"there is {lone if entry.amount is None else 'an amount without a currency'}"
        yield Finding(rule="L7", what=told, fix="give both, or none where the amount is unknown")


def _rate(entry: Entry, terms: Terms) -> Iterator[Finding]:
    """Yield what breaks L8 on the day of the entry."""
    if currency := getattr(entry, "currency", ""):
        try:
            terms.rates.rate(currency, entry.date)
        except NoRateError as error:
            yield Finding(rule="L8", what=error.what, fix=error.fix)


def _shares(entry: Pledge | Commitment) -> Iterator[Finding]:
    """Yield what breaks L9."""
    for party, part in entry.shares.items():
        if not part > 0:
            told = f"the share of {party} is {plain(part)}"
            yield Finding(rule="L9", what=told, fix="leave out who pays nothing")
    whole = sum(entry.shares.values(), Decimal(0))
    if entry.shares and whole != 1:
        parts = " + ".join(plain(part) for part in entry.shares.values())
        told = f"shares add up to {plain(whole)}: {parts}"
        yield Finding(rule="L9", what=told, fix="write parts that add up to exactly 1")


def _lines(entry: Pledge | Commitment, standing: Standing, terms: Terms) -> Iterator[Finding]:
    """Yield what breaks L10."""
    lines = {each.id: each.party for each in terms.pact.envelope}
    payers = list(standing.shares(entry))
    taken: dict[str, str] = {}
    for line in entry.funding_lines:
        party = lines.get(line)
        if party is None:
            told = f"funding line '{line}' is none of the pact {terms.pact.id}"
            yield Finding(rule="L10", what=told, fix=did_you_mean(line, list(lines)))
        elif party not in payers:
            told = f"funding line {line} is of {party}, which pays no part"
            own = [name for name, each in lines.items() if each in payers]
            fix = f"use {' or '.join(own)}, or leave it blank" if own else "leave it blank"
            yield Finding(rule="L10", what=told, fix=f"{fix}; shares tell who pays")
        elif party in taken:
            told = f"funding lines {taken[party]} and {line} are both of {party}"
            yield Finding(rule="L10", what=told, fix="record one entry for each line")
        else:
            taken[party] = line
