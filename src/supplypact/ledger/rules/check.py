"""What a ledger refuses, by number; each refusal cites the number of its rule.

L1   Form: every field of the kind that it needs, in the form of ``body``, and no other.
L2   An id stands for one entry.
L3   An entry is not dated after the day on which it is recorded, the latest one on earth.
L4   Who promises, pays, lends, borrows or shares is a party of the pact.
L5   Hosts, sectors, indicators with their units, materials with their forms and stages are known.
L6   A project is in the tables or declared, once, on or before the day; its place is on earth.
L7   Amounts are above 0; an amount has a currency and a currency an amount.
L8   A currency has a rate on the day of the entry and of what the entry is counted against.
L9   Shares are above 0 and add up to exactly 1.
L10  Funding lines are of the pact and of parties that pay, one of each party.
L11  What an entry refers to stands, is of the right kind and is not off on that day; a
     re-announcement names the first announcement; wholes, parts and re-announcements form no ring.
L12  An entry is not dated before what it refers to.
L13  No more is called or disbursed under a commitment than was committed.
L14  On no day has more been repaid than disbursed.
L15  A milestone is planned once; then it may be moved to other days; then met or missed, once.
L16  An account opens once, before all else, and on no day holds less than 0, or than is rotated.
L17  A loan has one borrower; what comes back is the same, of the borrower, no more than is open.
L18  What is withdrawn was not withdrawn before, and nothing is made good of it from then on.
L19  Revenue is of a project with a commitment, in a pact that states how to split it.
L20  A correction names an entry that is not void and no correction itself; it changes fields of
     that entry, not its id or kind; and after it every other rule still holds for all entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from supplypact.domain.entry import (
    Call,
    Commitment,
    Disbursement,
    Entry,
    Pledge,
    Project,
    Repayment,
    Revenue,
    Stock,
    Withdrawal,
)
from supplypact.ledger.book.milestones import find_faults
from supplypact.ledger.book.standing import MilestoneEntry, MilestoneKey, Standing
from supplypact.ledger.book.stocks import AccountKey
from supplypact.ledger.book.terms import Terms
from supplypact.ledger.rules.finding import Finding
from supplypact.ledger.rules.links import check_links
from supplypact.ledger.rules.names import check_names
from supplypact.ledger.rules.stocks import check_account, check_movement
from supplypact.ledger.rules.sums import check_purse, check_sums

Group = AccountKey | MilestoneKey | str
"""Entries that are judged together: of a stock account, of a milestone, under a commitment."""


def check(entry: Entry, standing: Standing, terms: Terms) -> list[Finding]:
    """Return what is wrong with an entry that stands among others, groups aside."""
    found = [*check_names(entry, standing, terms), *check_links(entry, standing)]
    if isinstance(entry, Stock):
        found += check_movement(entry, standing)
    else:
        found += check_sums(entry, standing, terms)
    return found


def check_groups(
    groups: Iterable[Group],
    standing: Standing,
    terms: Terms,
    *,
    since: date,
    entry: Entry | None = None,
) -> Iterator[Finding]:
    """Yield what is wrong with groups on days since the one given.

    Args:
        entry: the one by which it would become wrong, if it is a single one.
    """
    for group in groups:
        if isinstance(group, AccountKey):
            yield from check_account(group, standing, since)
        elif isinstance(group, str):
            yield from check_purse(group, standing, since, entry)
        else:
            yield from find_faults(group, standing.milestone(group), terms.pact)


def groups_of(name: str, standing: Standing) -> list[Group]:
    """Return the groups that a standing entry is in."""
    entry = standing.entries[name]
    if isinstance(entry, Stock):
        return list(standing.accounts_of(name))
    if isinstance(entry, Call | Disbursement | Repayment):
        return [entry.commitment]
    if isinstance(entry, MilestoneEntry):
        return [(entry.project, entry.milestone)]
    return [name] if isinstance(entry, Commitment) else []


def affected(name: str, standing: Standing) -> list[str]:
    """Return a standing entry and all that a change of it may make wrong.

    These are what refers to it, parts of a pledge and what refers to them, what names a project
    that it declares, revenue of a project that it commits money to, and other withdrawals of
    the same.
    """
    entry = standing.entries[name]
    found = {name: None}
    for each in (opened := [name]):
        for other in standing.naming(each):
            if other.id not in found and isinstance(other, Pledge):
                opened.append(other.id)
            found[other.id] = None
    if isinstance(entry, Withdrawal):
        found |= {each.id: None for each in standing.named(entry.withdraws, "withdraws")}
    if isinstance(entry, Project | Commitment | Pledge):
        pledge = standing.get(getattr(entry, "pledge", ""), Pledge)
        project = entry.project or (pledge.project if pledge is not None else "")
        kind = Entry if isinstance(entry, Project) else Revenue
        names = standing.of_project.get(project, ())
        found |= {each: None for each in names if isinstance(standing.entries[each], kind)}
    return list(found)
