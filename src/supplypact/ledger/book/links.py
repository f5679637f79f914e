"""What refers to what: wholes and parts, pledges and what makes them good, loans and returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TypeVar

from supplypact.domain.entry import Commitment, Entry, Pledge, Stock

Kind = TypeVar("Kind", bound=Entry)

LINKS = ("parent", "repeats", "pledge", "commitment", "loan", "withdraws")
"""Fields that name another entry."""


class Links(ABC):
    """Entries by id, and what refers to them."""

    @abstractmethod
    def find(self, name: str) -> Entry | None:
        """Return the entry of this id, if it stands."""

    @abstractmethod
    def named(self, name: str, link: str) -> Iterator[Entry]:
        """Yield the entries that refer to an entry by a field."""

    def get(self, name: str, kind: type[Kind]) -> Kind | None:
        """Return the standing entry of this id if it is of this kind."""
        found = self.find(name)
        return found if isinstance(found, kind) else None

    def parts(self, name: str) -> Iterator[Pledge]:
        """Yield the parts of a pledge."""
        yield from (each for each in self.named(name, "parent") if isinstance(each, Pledge))

    def made_good(self, name: str) -> Iterator[Commitment]:
        """Yield the commitments that make a pledge good."""
        yield from (each for each in self.named(name, "pledge") if isinstance(each, Commitment))

    def under(self, name: str, kind: type[Kind]) -> Iterator[Kind]:
        """Yield the entries of a kind under a commitment."""
        yield from (each for each in self.named(name, "commitment") if isinstance(each, kind))

    def returns(self, name: str) -> Iterator[Stock]:
        """Yield what came back of a loan of metal."""
        yield from (each for each in self.named(name, "loan") if isinstance(each, Stock))

    def upwards(self, pledge: Pledge) -> Iterator[Pledge]:
        """Yield a pledge, what it is a part of, and so on; once each, should they go in a ring."""
        seen: set[str] = set()
        each: Pledge | None = pledge
        while each is not None and each.id not in seen:
            yield each
            seen.add(each.id)
            each = self.get(each.parent, Pledge) if each.parent else None

    def shares(self, entry: Pledge | Commitment) -> Mapping[str, Decimal]:
        """Return who pays which part: its own word, or that of a whole in which its party pays."""
        if isinstance(entry, Pledge) and not entry.shares:
            above = (each.shares for each in self.upwards(entry) if entry.party in each.shares)
            return next(above, {entry.party: Decimal(1)})
        return entry.shares or {entry.party: Decimal(1)}

    def withdrawal(self, entry: Pledge | Commitment) -> Entry | None:
        """Return the first withdrawal of a pledge, of what it is a part of, or of a commitment."""
        chain = self.upwards(entry) if isinstance(entry, Pledge) else [entry]
        found = (each for link in chain for each in self.named(link.id, "withdraws"))
        return min(found, key=lambda each: each.date, default=None)
