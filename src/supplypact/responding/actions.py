"""Lines as dated actions with their effect and what limits them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from supplypact.algebra.response_sides import ramp
from supplypact.algebra.sets import Array
from supplypact.domain.incident import MaterialIncident
from supplypact.domain.response import Action
from supplypact.responding.effects import Effect, lags
from supplypact.responding.lines import Line
from supplypact.responding.solve import Held, Solved
from supplypact.units import Usd

FELT = 0.01
"""A limit counts if relaxing it is worth more than this part of what the line avoids."""
DUST = 0.02
"""What is below this part of a line's highest rate is not told as its begin or end, and who gives
less than this part of it is not named."""
LIMITS = {
    "A2_idle": "idle",
    "A3_others": "others",
    "A4_stock": "stock",
    "A5_handling": "handling",
    "A6_mutual": "mutual",
    "A7_spared": "use",
    "A8_project": "project",
    "A9_worked": "worked",
    "A10_given_up": "use",
    "A11_fed": "worked",
}
BOUNDS = {
    "surge": "idle",
    "reroute": "others",
    "release": "worked",
    "swap": "use",
    "substitute": "use",
    "restrain": "use",
    "expedite": "project",
}
"""What the bound of an order of each name means."""


@dataclass(frozen=True, eq=False)
class Teller:
    """Tells the lines of one material as actions."""

    incident: MaterialIncident
    solved: Solved
    alive: Array
    """Chance that the event still lasts.  Shape (period)."""
    day0: date
    """First day of the periods."""
    decided: int = 0
    """Periods that are over."""
    now: date | None = None
    """Day of decision, where it is not the first day."""
    held: Held | None = None
    """Orders of an earlier playbook."""

    def action(self, line: Line, brought: Effect) -> Action:
        """Return the line as an action without a number; what came before now does not count."""
        i = self.incident
        own = float(i.tonnes[line.user])
        party, _ = i.users[line.user]
        stage = self._stage(line)
        moved = i.product_tonnes[stage]
        given = line.tonnes.sum(axis=0) * line.part
        first, _ = _span(given / i.grid.months)
        arrived = np.where(np.arange(len(given)) >= self.decided, brought.arrived, 0.0)
        begin, last = _span(arrived / i.grid.months)
        limit, place = self._limit(line, brought, begin)
        names = self._names(line)
        return Action(
            number=0,
            kind=line.kind,
            material=i.material,
            stage=stage,
            owner=self._owner(line, party),
            source="" if line.order in ("substitute", "restrain", "expedite") else names,
            user=party,
            end_use=names if line.order == "restrain" else "",
            project=names if line.order == "expedite" else "",
            ordered=self._ordered(line, first),
            effect=self._effect(line, begin),
            until=self._day(last + 1),
            tonnes=float(arrived.sum()) * moved,
            expected_tonnes=float(arrived @ self.alive) * moved,
            peak=float((arrived / i.grid.months).max()) * moved,
            cost=Usd(brought.cost),
            avoided_tonnes=0.0 if line.order == "restrain" else float(arrived @ self.alive) * own,
            avoided=Usd(brought.avoided),
            limit=limit,
            limit_place=place,
            decided=self._stands(line, first),
        )

    def _stands(self, line: Line, first: int) -> bool:
        if line.order != "expedite" or self.held is None:
            return first < self.decided
        return bool(self.held.orders.expedite[line.giver, line.user] > 0)

    def _ordered(self, line: Line, first: int) -> date:
        """Return the day of the first order; a plant is ordered on a day of decision."""
        if line.order != "expedite":
            return self._day(first)
        return self.day0 if self._stands(line, first) else self.now or self.day0

    def _effect(self, line: Line, begin: int) -> date:
        """Return the day of the first arrival that is still to come."""
        i = self.incident
        if line.order in ("substitute", "restrain"):
            return self._day(begin)
        if line.order == "expedite":
            days = i.project_first[line.giver] + i.project_lag[line.giver, line.user]
            return self.day0 + timedelta(days=round(float(days)))
        rate = line.tonnes / i.grid.months
        felt = np.argwhere(rate > DUST * rate.max(initial=0.0))
        days = i.grid.start[felt[:, 1]] + lags(i, line)[felt[:, 0]]
        coming = days[days >= float(i.grid.start[self.decided]) - 1e-9]
        first = float(coming.min(initial=i.grid.end))
        return self.day0 + timedelta(days=round(first))

    def _day(self, period: int) -> date:
        grid = self.incident.grid
        day = grid.end if period >= len(grid.start) else float(grid.start[period])
        return self.day0 + timedelta(days=round(day))

    def _stage(self, line: Line) -> str:
        """Return the stage whose product moves or is saved."""
        i = self.incident
        if line.order in ("surge", "reroute"):
            return i.makers[int(line.tonnes.sum(axis=1).argmax())][1]
        if line.order == "release":
            return i.stores[line.giver][1]
        if line.order == "expedite":
            helping = np.flatnonzero(np.isfinite(i.lag[:, line.user]))
            return i.makers[int(helping[0])][1] if len(helping) else i.users[line.user][1]
        return i.users[line.user][1]

    def _owner(self, line: Line, party: str) -> str:
        """Return who has to act: who holds the stock or the cargo, else who is helped."""
        if line.order == "release":
            return self.incident.stores[line.giver][0]
        return self.incident.users[line.giver][0] if line.order == "swap" else party

    def _names(self, line: Line) -> str:
        """Return who gives, the largest first."""
        i = self.incident
        names = {
            "surge": [country for country, _ in i.makers],
            "reroute": [country for country, _ in i.makers],
            "release": [holder for holder, _, _ in i.stores],
            "swap": [country for country, _ in i.users],
            "substitute": [""] * len(i.substitute_share),
            "restrain": list(i.end_uses),
            "expedite": [name for name, _ in i.projects],
        }[line.order]
        total = line.tonnes.sum(axis=1)
        large = [n for n in np.argsort(-total, kind="stable") if total[n] > DUST * total.sum()]
        return ";".join(dict.fromkeys(names[n] for n in large))

    def _limit(self, line: Line, brought: Effect, begin: int) -> tuple[str, str]:
        """Return the limit that it would be worth most to relax, and where it stands."""
        rents = self._rents(line)
        if rents:
            name, by_giver = max(rents.items(), key=lambda each: float(each[1].sum()))
            if by_giver.sum() > FELT * max(abs(brought.avoided), 1e-12):
                return name, self._place(line, name, int(by_giver.argmax()))
        i = self.incident
        missing = self.solved.short[line.user] + self.solved.orders.restrain[line.user].sum(axis=0)
        waited = line.order in ("surge", "reroute", "release", "swap", "expedite")
        if waited and missing[:begin].sum() > FELT * float(i.use[line.user]):
            return "late", ""
        return "need", ""

    def _rents(self, line: Line) -> dict[str, Array]:
        """Return by limit what it is worth at each giver of the line."""
        i, found = self.incident, dict[str, Array]()
        for row, rent in self.solved.rents[line.order].items():
            name = BOUNDS[line.order] if row == "bound" else LIMITS[row]
            if line.order in ("substitute", "restrain"):
                mine = rent[line.user]
            elif line.order == "expedite":
                mine = rent[:, line.user, None]
            else:
                mine = rent[:, line.user]
            mine = mine * line.givers[:, None]
            if name == "idle":
                early = ramp(i.grid, i.ramp_months) < 1.0
                found["ramp"] = found.get("ramp", 0.0) + (mine * early).sum(axis=1)
                mine = mine * ~early
            found[name] = found.get(name, 0.0) + mine.sum(axis=1)
        return found

    def _place(self, line: Line, limit: str, giver: int) -> str:
        i = self.incident
        if limit in ("idle", "ramp", "others"):
            return i.makers[giver][0]
        if limit in ("stock", "handling", "mutual"):
            return i.stores[giver][0]
        return i.users[giver if line.order == "swap" else line.user][0]


def _span(rate: Array) -> tuple[int, int]:
    """Return the first and the last period but for dust."""
    felt = np.flatnonzero(rate > DUST * rate.max(initial=0.0))
    return (int(felt[0]), int(felt[-1])) if len(felt) else (0, 0)
