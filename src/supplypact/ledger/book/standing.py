"""The entries that stand, and what refers to what: the state that the rules look at.

Every change can be taken back exactly, so that an entry is tried before it is taken in.  Nothing
here judges: an entry that names what does not exist is held as well, and told by the rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from supplypact.domain.entry import (
    Call,
    Commitment,
    Disbursement,
    Entry,
    MilestoneMet,
    MilestoneMissed,
    MilestoneMoved,
    MilestonePlanned,
    Movement,
    Project,
    Repayment,
    Stock,
)
from supplypact.ledger.book.levels import Effect, Level
from supplypact.ledger.book.links import LINKS, Links
from supplypact.ledger.book.purse import Purse
from supplypact.ledger.book.stocks import AccountKey, account_of, effects_of
from supplypact.ledger.book.terms import NoRateError, Rates
from supplypact.ledger.book.worth import worth

MilestoneEntry = MilestonePlanned | MilestoneMoved | MilestoneMet | MilestoneMissed
MilestoneKey = tuple[str, str]
"""Project, blank for one of the pact, and milestone."""


@dataclass(frozen=True, kw_only=True)
class Visible(Links):
    """Of the entries that stand, those true by a day and among the first of the ledger."""

    standing: Standing
    as_of: date
    size: int

    def find(self, name: str) -> Entry | None:
        """Return the entry of this id, if it is seen."""
        found = self.standing.entries.get(name)
        return found if found is not None and self._sees(found) else None

    def named(self, name: str, link: str) -> Iterator[Entry]:
        """Yield the entries seen that refer to an entry by a field."""
        yield from (each for each in self.standing.named(name, link) if self._sees(each))

    def _sees(self, entry: Entry) -> bool:
        """Return whether an entry is seen."""
        return entry.date <= self.as_of and self.standing.order[entry.id] < self.size


@dataclass(kw_only=True)
class Standing(Links):
    """The entries that stand by id, and where they are named."""

    rates: Rates
    entries: dict[str, Entry] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)
    """Place in the ledger."""
    links: dict[str, dict[str, dict[str, None]]] = field(
        default_factory=lambda: {link: {} for link in LINKS}
    )
    """By field, entries that refer to an entry."""
    of_project: dict[str, dict[str, None]] = field(default_factory=dict)
    """Entries that name a project."""
    of_milestone: dict[MilestoneKey, dict[str, None]] = field(default_factory=dict)
    openings: dict[AccountKey, dict[str, None]] = field(default_factory=dict)
    void: dict[str, str] = field(default_factory=dict)
    """Entries that are void, and the corrections that made them so."""
    accounts: dict[AccountKey, Level] = field(default_factory=dict)
    purses: dict[str, Purse] = field(default_factory=dict)
    _moved: dict[str, list[tuple[AccountKey, Effect]]] = field(default_factory=dict)
    _worth: dict[str, Decimal] = field(default_factory=dict)

    def add(self, entry: Entry, order: int) -> None:
        """Take in an entry."""
        self.entries[entry.id] = entry
        self.order[entry.id] = order
        for index, key in self._places(entry):
            index.setdefault(key, {})[entry.id] = None
        if isinstance(entry, Stock):
            moved = self._moved[entry.id] = effects_of(entry, self.entries)
            for account, effect in moved:
                self.accounts.setdefault(account, Level()).add(effect)
        elif isinstance(entry, Call | Disbursement | Repayment):
            amount = self._worth_of(entry)
            if amount is not None:
                self._worth[entry.id] = amount
                self.purses.setdefault(entry.commitment, Purse()).add(entry, amount)

    def remove(self, name: str) -> Entry:
        """Take out an entry and return it."""
        entry = self.entries.pop(name)
        del self.order[name]
        for index, key in self._places(entry):
            _drop(index, key, name)
        if isinstance(entry, Stock):
            for account, effect in self._moved.pop(name):
                self.accounts[account].remove(effect)
                if self.accounts[account].first is None:
                    del self.accounts[account]
        elif isinstance(entry, Call | Disbursement | Repayment) and name in self._worth:
            self.purses[entry.commitment].add(entry, self._worth.pop(name), -1)
        return entry

    def replace(self, name: str, entry: Entry | None, order: int) -> None:
        """Put another entry in the place of one, or nothing; or one where nothing stands.

        What refers to it is taken out and in again, as its worth may be another.
        """
        named = {each.id for each in self.naming(name)} - {name}
        referring = sorted((self.order[each], each) for each in named)
        out = [(place, self.remove(each)) for place, each in referring]
        if name in self.entries:
            self.remove(name)
        if entry is not None:
            self.add(entry, order)
        for place, each in out:
            self.add(each, place)

    def find(self, name: str) -> Entry | None:
        """Return the entry of this id, if it stands."""
        return self.entries.get(name)

    def named(self, name: str, link: str) -> Iterator[Entry]:
        """Yield the entries that refer to an entry by a field."""
        yield from (self.entries[each] for each in self.links[link].get(name, ()))

    def naming(self, name: str) -> Iterator[Entry]:
        """Yield the entries that refer to an entry by any field; twice if by two."""
        for link in LINKS:
            yield from self.named(name, link)

    def declared(self, project: str) -> list[Project]:
        """Return the declarations of a project, in the order of the ledger."""
        named = (self.entries[each] for each in self.of_project.get(project, ()))
        found = [each for each in named if isinstance(each, Project)]
        return sorted(found, key=lambda each: self.order[each.id])

    def milestone(self, key: MilestoneKey) -> list[MilestoneEntry]:
        """Return what was recorded on a milestone, by day and then by place in the ledger."""
        named = (self.entries[each] for each in self.of_milestone.get(key, ()))
        found = [each for each in named if isinstance(each, MilestoneEntry)]
        return sorted(found, key=lambda each: (each.date, self.order[each.id]))

    def projects(self) -> dict[str, str]:
        """Return the projects that are declared: id to name."""
        found = (each for each in self.entries.values() if isinstance(each, Project))
        return {each.project: each.name for each in found}

    def accounts_of(self, name: str) -> list[AccountKey]:
        """Return the stock accounts that a movement touches."""
        return [account for account, _ in self._moved[name]]

    def worth(self, name: str) -> Decimal | None:
        """Return a call, disbursement or repayment in the currency of its commitment."""
        return self._worth.get(name)

    def copy(self) -> Standing:
        """Return a state of its own with the same entries."""
        return Standing(
            rates=self.rates,
            entries=dict(self.entries),
            order=dict(self.order),
            links={link: _copied(index) for link, index in self.links.items()},
            of_project=_copied(self.of_project),
            of_milestone=_copied(self.of_milestone),
            openings=_copied(self.openings),
            void=dict(self.void),
            accounts={key: each.copy() for key, each in self.accounts.items()},
            purses={key: each.copy() for key, each in self.purses.items()},
            _moved=dict(self._moved),
            _worth=dict(self._worth),
        )

    def _places(self, entry: Entry) -> Iterator[tuple[dict, object]]:  # type: ignore[type-arg]
        """Yield the indexes that an entry stands in, and under what."""
        for link in LINKS:
            if name := getattr(entry, link, ""):
                yield self.links[link], name
        if project := getattr(entry, "project", ""):
            yield self.of_project, project
        if isinstance(entry, MilestoneEntry):
            yield self.of_milestone, (entry.project, entry.milestone)
        if isinstance(entry, Stock) and entry.movement is Movement.OPENING:
            yield self.openings, account_of(entry)

    def _worth_of(self, entry: Call | Disbursement | Repayment) -> Decimal | None:
        """Return an amount in its commitment's currency, of its own day; None if unknown."""
        commitment = self.get(entry.commitment, Commitment)
        if commitment is None:
            return None
        try:
            return worth(self.rates, entry, commitment, entry.date)
        except NoRateError:
            return None


def _drop(index: dict, key: object, name: str) -> None:  # type: ignore[type-arg]
    """Take a name out of an index."""
    index[key].pop(name, None)
    if not index[key]:
        del index[key]


def _copied(index: dict) -> dict:  # type: ignore[type-arg]
    """Return an index of its own."""
    return {key: dict(names) for key, names in index.items()}
