"""An entry on trial: what would be wrong if it were recorded.  The state is as before after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from supplypact.domain.entry import Correction, Entry
from supplypact.domain.record import Record
from supplypact.errors import Fault
from supplypact.ledger.body import entry_body, read_entry
from supplypact.ledger.book.corrections import corrected, find_faults
from supplypact.ledger.book.links import LINKS
from supplypact.ledger.book.standing import Standing
from supplypact.ledger.book.terms import Terms
from supplypact.ledger.moment import latest_day
from supplypact.ledger.rules.check import affected, check, check_groups, groups_of
from supplypact.ledger.rules.finding import Finding
from supplypact.ledger.rules.links import missing

_SPARED = ("parent", "repeats", "pledge")
"""References that an entry can do without."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What an entry is tried against."""

    standing: Standing
    terms: Terms
    records: Sequence[Record]
    places: Mapping[str, int]
    """Place in the ledger of each id."""

    def faults(self, entry: Entry, recorded_on: date) -> list[Fault]:
        """Return all rules that an entry breaks; each fault ends with the number of its rule.

        ``recorded_on`` is the latest calendar day on earth when it is recorded.
        """
        where = f"entry '{entry.id}'"
        again, malformed = read_entry(entry_body(entry), where=where)
        if malformed:
            return malformed
        if again != entry:
            told = "it is not in the form in which entries are kept"
            found = [Finding(rule="L1", what=told, fix="make it by reading its body")]
        elif entry.id in self.places:
            told = f"the id {entry.id} is taken, by a {self._recorded(entry.id).entry.kind}"
            found = [Finding(rule="L2", what=told, fix="give it another id")]
        elif isinstance(entry, Correction):
            found = [*_dated(entry, recorded_on), *check(entry, self.standing, self.terms)]
            found += self._correction(entry, recorded_on)
        else:
            found = [*_dated(entry, recorded_on), *self._addition(entry)]
        return [
            Fault(what=f"{each.what} ({each.rule})", where=where, fix=each.fix) for each in found
        ]

    def _addition(self, entry: Entry) -> list[Finding]:
        """Return what would be wrong if an entry stood."""
        standing, terms = self.standing, self.terms
        standing.add(entry, len(self.records))
        try:
            found = check(entry, standing, terms)
            groups = groups_of(entry.id, standing)
            found += check_groups(groups, standing, terms, since=entry.date, entry=entry)
        finally:
            standing.remove(entry.id)
        return found

    def _correction(self, entry: Correction, recorded_on: date) -> list[Finding]:
        """Return what would be wrong after a correction."""
        name = entry.corrects
        if name in self.places and isinstance(first := self._recorded(name).entry, Correction):
            told = f"corrects '{name}': a correction of a correction"
            return [Finding(rule="L20", what=told, fix=f"correct {first.corrects} again")]
        before = self.standing.entries.get(name)
        if before is None:
            return [replace(missing("corrects", name, self.standing, ()), rule="L20")]
        if found := find_faults(before, entry.changes):
            return found
        after = corrected(before, [entry])
        latest = min(recorded_on, latest_day(self._recorded(name).recorded_at))
        late = [] if after is None else _dated(after, latest)
        return [*(_after_it(each, name) for each in late), *self._replacement(before, after)]

    def _replacement(self, before: Entry, after: Entry | None) -> list[Finding]:
        """Return what would be wrong with another entry in the place of one, or nothing."""
        standing, place = self.standing, self.places[before.id]
        names = dict.fromkeys(affected(before.id, standing))
        groups = {group: None for each in names for group in groups_of(each, standing)}
        standing.replace(before.id, after, place)
        try:
            if after is None:
                del names[before.id]
            else:
                names |= dict.fromkeys(affected(after.id, standing))
            groups |= {group: None for each in names for group in groups_of(each, standing)}
            found = [
                _after_it(_loosed(each, standing.entries[name], before.id), name)
                for name in names
                for each in check(standing.entries[name], standing, self.terms)
            ]
            broken = check_groups(groups, standing, self.terms, since=date.min)
            found += [_after_it(each) for each in broken]
        finally:
            standing.replace(before.id, before, place)
        return found

    def _recorded(self, name: str) -> Record:
        """Return a record as it was recorded."""
        return self.records[self.places[name]]


def _dated(entry: Entry, recorded_on: date) -> list[Finding]:
    """Return that an entry is dated after it was recorded."""
    if entry.date <= recorded_on:
        return []
    told = f"an entry dated after it was recorded: {entry.date}, recorded by {recorded_on}"
    fix = "date it on the day on which it was true; what is to come is a milestone or a due day"
    return [Finding(rule="L3", what=told, fix=fix)]


def _loosed(finding: Finding, entry: Entry, name: str) -> Finding:
    """Return a finding; where it is that an entry names what would be void, with that mend."""
    for link in LINKS:
        if getattr(entry, link, "") == name and f"{link} '{name}': there is no" in finding.what:
            fix = f"void {entry.id} first, or correct its {link}"
            if link in _SPARED:
                fix = f"first correct {entry.id} with the changes '{link}=' (blank)"
                fix += ": it then counts by itself"
            return replace(finding, fix=fix)
    return finding


def _after_it(finding: Finding, name: str = "") -> Finding:
    """Return what a correction would break."""
    told = f"after it {name or 'the ledger'} would break {finding.rule}"
    return Finding(rule="L20", what=f"{told}: {finding.what}", fix=finding.fix)
