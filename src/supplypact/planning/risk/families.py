"""The recourse of one material: a family of disruptions for each duration law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from supplypact.algebra.model import Index, Model, Values
from supplypact.algebra.recourse import (
    Factors,
    RecourseColumns,
    RecourseSet,
    State,
    Terms,
    add_recourse,
)
from supplypact.algebra.sets import CONCERN, ORIGINS, Array, Mask, Numbers
from supplypact.decomposition.linear import Entries, Linear, OwnEntries
from supplypact.decomposition.parts import Family
from supplypact.domain.hazard import LATE, PARTIES, DurationLaw, Hazard
from supplypact.domain.pact import Origin
from supplypact.planning.reference import Base
from supplypact.planning.risk.late import NAME
from supplypact.planning.risk.look_through import LookThrough
from supplypact.planning.risk.recourse_set import Surroundings
from supplypact.planning.risk.stocks import MONTHS_A_YEAR

AT_HOME = ("conflict", "outage")
"""Kinds that strike all that a country makes; the others cut what it exports."""
PARTY = ORIGINS.index(Origin.PARTY)
SMALLEST = 1e-4
"""A hazard that takes a smaller part of a class is left out for that user."""


@dataclass(frozen=True, kw_only=True, eq=False)
class MaterialRisk:
    """The families of one material, and how to read them."""

    base: Base
    state: State
    users: tuple[tuple[str, str], ...]
    """(country, stage) of each user."""
    given: tuple[RecourseSet, ...]
    columns: tuple[RecourseColumns, ...]
    families: tuple[Family, ...]
    """One for each duration law in use; ``own`` counts the columns of the whole model."""
    events: tuple[tuple[tuple[Hazard, int], ...], ...]
    """Hazard and place of the year of each right-hand side, by family."""
    money: float
    """USD of one unit of the families' costs."""
    scale: Array
    """Units at the last stage of a unit at each stage.  Shape (stage)."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Plants:
    """What projects add at the stages of a chain, and when."""

    running: Index
    """Columns of the running part of each project.  Shape (project, year)."""
    due: Mask
    """Whether a step of a project's output may be due.  Shape (project, year)."""
    ids: tuple[str, ...]


def material_risk(base: Base, around: Surroundings, plants: Plants) -> MaterialRisk:
    """Return the families of one material."""
    strikes = _Strikes(around, plants)
    made = [
        (*_family(around, law, struck), struck)
        for law in around.data.laws
        if (struck := strikes.of(law))
    ]
    return MaterialRisk(
        base=base,
        state=around.state,
        users=around.users,
        given=tuple(given for given, *_ in made),
        columns=tuple(columns for _, columns, *_ in made),
        families=tuple(family for _, _, family, _ in made),
        events=tuple(tuple((each.hazard, each.year) for each in struck) for *_, struck in made),
        money=around.chain.price * around.chain.unit,
        scale=around.scale,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Struck:
    """One hazard in one year: what each user loses in a month."""

    hazard: Hazard
    year: int
    stage: int
    losses: tuple[tuple[int, int, float], ...]
    """User, column that the loss moves with, and how far."""


@dataclass(frozen=True, eq=False)
class _Strikes:
    """The disruptions of one material."""

    around: Surroundings
    plants: Plants

    def of(self, law: DurationLaw) -> list[Struck]:
        """Return those of a law that take something, in the order (hazard, year)."""
        look, found = LookThrough(self.around.chain), []
        for hazard in self.around.data.hazards:
            if hazard.law != law.id or not self._concerns(hazard):
                continue
            stage = [each.id for each in self.around.chain.stages].index(hazard.stage)
            lost = self._late if hazard.kind == LATE else self._cut
            found += lost(look, hazard, stage)
        return found

    def _concerns(self, hazard: Hazard) -> bool:
        chain = self.around.chain
        return (
            chain.material in hazard.materials
            and hazard.stage in [stage.id for stage in chain.stages]
            and hazard.supplier in chain.countries
        )

    def _cut(self, look: LookThrough, hazard: Hazard, stage: int) -> list[Struck]:
        """Return what a cut takes: a part of what passes the supplier's class."""
        chain, state = self.around.chain, self.around.state
        supplier = chain.countries.index(hazard.supplier)
        kind = chain.origin[supplier]
        aimed = chain.origin == PARTY if hazard.target == PARTIES else np.ones_like(chain.party)
        buyers = None if hazard.kind in AT_HOME else aimed
        found = []
        parts = np.zeros((len(state.user), len(chain.years)))
        for n, (user, last) in enumerate(zip(state.user, state.user_stage, strict=True)):
            if stage <= last:
                taken = look.struck(int(user), int(last), stage, supplier, buyers=buyers)
                parts[n] = float(hazard.severity) * taken
        unit = self.around.scale[state.user_stage] / MONTHS_A_YEAR
        for year in range(len(chain.years)):
            losses = tuple(
                (int(n), int(state.passing[n, stage, kind, year]), float(parts[n, year] * unit[n]))
                for n in np.flatnonzero(parts[:, year] > SMALLEST)
            )
            if losses:
                found.append(Struck(hazard=hazard, year=year, stage=stage, losses=losses))
        return found

    def _late(self, _look: LookThrough, hazard: Hazard, stage: int) -> list[Struck]:
        """Return what a late project does not make: the step of its output that is due that year.

        All that it makes is taken to be meant for the parties, by their use, up to that use.
        """
        around, given = self.around, self.around.chain.stages[stage]
        project = self.plants.ids.index(
            hazard.id.removeprefix(NAME).removesuffix(f"-{hazard.stage}")
        )
        output = float(given.project_output[given.project == project].sum())
        running, found = self.plants.running[project], []
        for year in np.flatnonzero(self.plants.due[project]):
            use = np.where(around.state.user_stage >= stage, around.use(int(year)), 0.0)
            total = float(use.sum())
            made = output * around.scale[stage] / MONTHS_A_YEAR
            if total == 0 or made < SMALLEST * total:
                continue
            most = use * min(made / total, 1.0)
            losses = [(int(n), int(running[year]), float(most[n])) for n in np.flatnonzero(most)]
            if year > 0:
                losses += [(n, int(running[year - 1]), -size) for n, _, size in tuple(losses)]
            found.append(Struck(hazard=hazard, year=int(year), stage=stage, losses=tuple(losses)))
        return found


def _family(
    around: Surroundings, law: DurationLaw, struck: Sequence[Struck]
) -> tuple[RecourseSet, RecourseColumns, Family]:
    """Return the recourse of one law with its right-hand sides."""
    groups, member = around.groups(sorted({each.stage for each in struck}))
    first = sorted({_first(around, each.hazard, u) for each in struck for u, _ in around.users})
    given = around.given(law, groups, first)
    model = Model()
    columns = add_recourse(model, given)
    factors = Factors.of(given)
    base = np.zeros((len(struck), factors.count))
    own = _Own()
    for rhs, each in enumerate(struck):
        base[rhs, factors.use] = around.use(each.year)
        for user, column, size in each.losses:
            month = first.index(_first(around, each.hazard, around.users[user][0]))
            own.add(rhs, factors.loss[user, month], column, size)
        _add_spare(around, own, rhs, each, factors, member)
        _add_stock(around, own, rhs, each, factors, base)
    chain = around.chain
    family = Family(
        name=f"{chain.material}, {law.id}",
        recourse=Linear(**vars(model.matrix())),
        row_sides=_entries(columns.row_sides),
        lower_sides=Entries.none(),
        upper_sides=_entries(columns.upper_sides),
        base=base,
        shared=Entries.none(),
        own=own.entries(),
        labels=tuple(
            f"{each.hazard.id}, {chain.material}, {chain.years[each.year]}" for each in struck
        ),
    )
    return given, columns, family


def _first(around: Surroundings, hazard: Hazard, buyer: str) -> int:
    """Return the month in which a loss begins: goods at sea arrive, a late plant sent none."""
    return 0 if hazard.kind == LATE else around.data.lag(around.pact, hazard.supplier, buyer)


def _add_spare(
    around: Surroundings,
    own: _Own,
    rhs: int,
    each: Struck,
    factors: Factors,
    member: dict[tuple[int, int], int],
) -> None:
    """Let all makers of the stage but the one struck help.

    No country of concern helps where one of them is the cause.
    """
    chain, hazard = around.chain, each.hazard
    part = around.pact.assume("surge_access") * around.data.access.get(chain.material, 1.0)
    unit = around.scale[each.stage] * part / MONTHS_A_YEAR
    concerned = hazard.supplier in around.pact.concern
    for n, country in enumerate(around.state.maker[each.stage]):
        helps = chain.countries[country] != hazard.supplier
        if helps and not (concerned and chain.origin[country] == CONCERN):
            factor = factors.spare[member[each.stage, int(country)]]
            own.add(rhs, factor, around.state.spare[each.stage][n, each.year], unit)


def _add_stock(
    around: Surroundings, own: _Own, rhs: int, each: Struck, factors: Factors, base: Array
) -> None:
    """Let stocks of the stage struck, or of a later one, help.

    The product that a user takes helps as far as it is used; an earlier one as far as the parties
    work on it themselves.
    """
    state, stores, scale = around.state, around.stores, around.scale
    own.add(
        rhs,
        factors.stock,
        stores.columns[:, each.year],
        scale[np.array(stores.forms)][stores.form],
    )
    for place, form in enumerate(stores.forms):
        for user, last in enumerate(state.user_stage):
            if each.stage <= form == last:
                base[rhs, factors.takes[place, user]] = base[rhs, factors.use[user]]
            elif each.stage <= form < last:
                worked = state.passing[user, form + 1, PARTY, each.year]
                own.add(rhs, factors.takes[place, user], worked, scale[last] / MONTHS_A_YEAR)


class _Own:
    """Terms of single right-hand sides, gathered one after the other."""

    def __init__(self) -> None:
        self._parts: list[tuple[Numbers, Numbers, Numbers, Values]] = []

    def add(self, rhs: int, factor: ArrayLike, column: ArrayLike, value: ArrayLike) -> None:
        """Add one term, or one for each of ``factor``, ``column`` and ``value``."""
        parts = np.broadcast_arrays(rhs, factor, column, np.asarray(value, float))
        at, row, place, size = (np.atleast_1d(part).ravel() for part in parts)
        self._parts.append((at, row, place, size))

    def entries(self) -> OwnEntries:
        """Return them all."""
        if not self._parts:
            return OwnEntries.none()
        at, row, place, size = (np.concatenate(part) for part in zip(*self._parts, strict=True))
        return OwnEntries(
            at.astype(np.int32), row.astype(np.int32), place.astype(np.int32), size.astype(float)
        )


def _entries(terms: Terms) -> Entries:
    row, factor, value = terms
    return Entries(row.astype(np.int32), factor.astype(np.int32), value)
