"""Text to what is random in a stochastic programme: the stoch file of SMPS."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from supplypact.errors import Fault
from supplypact.formats.mps import Mps, lines_of, number_of

Place = tuple[str, str | None]
"""Row and column of a random entry; no column for a right-hand side."""
KINDS = ("INDEP", "BLOCKS", "SCENARIOS")
SUM = 1e-3
"""How far probabilities may add up to something else than 1; published files round them."""


@dataclass(frozen=True, eq=False)
class Part:
    """Outcomes of some places that come together, independent of all other parts."""

    probability: NDArray[np.float64]
    places: NDArray[np.int32]
    values: NDArray[np.float64]
    """Shape (outcome, place)."""


@dataclass
class _Outcome:
    probability: float
    entries: dict[int, float] = field(default_factory=dict)


class StochReader:
    """Reads line by line and keeps every fault."""

    def __init__(self, core: Mps, stages: tuple[str, ...], where: str) -> None:
        self.faults: list[Fault] = []
        self.places: list[Place] = []
        self._core, self._stages, self._where = core, stages, where
        self._number: dict[Place, int] = {}
        self._kind = ""
        self._groups: dict[str, list[_Outcome]] = {}
        self._scenarios: dict[str, _Outcome] = {}
        self._open: _Outcome | None = None

    def read(self, text: str) -> list[Part]:
        """Return the independent parts; what is wrong stands in ``faults``."""
        ended = False
        for number, line in lines_of(text):
            words = line.split()
            if not line[0].isspace():
                ended = words[0].upper() == "ENDATA"
                self._head(number, [word.upper() for word in words])
            elif self._kind == "INDEP":
                self._independent(number, words)
            elif self._kind in ("BLOCKS", "SCENARIOS"):
                self._together(number, words)
        if not ended:
            self._fault(0, "the line ENDATA is missing", "the file may be cut off: get it again")
        if self._scenarios:
            self._groups["scenarios"] = list(self._scenarios.values())
        if not self._groups and not self.faults:
            self._fault(0, "nothing is random", "write INDEP, BLOCKS or SCENARIOS")
        for name, outcomes in self._groups.items():
            total = sum(each.probability for each in outcomes)
            if not abs(total - 1) <= SUM:
                what = f"probabilities of {name} add up to {total:.6g}"
                self._fault(0, what, "give the outcomes that are missing")
        return [] if self.faults else [self._part(each) for each in self._groups.values()]

    def _head(self, number: int, words: list[str]) -> None:
        if words[0] in ("STOCH", "NAME", "ENDATA"):
            return
        self._kind, self._open = "", None
        if words[0] not in KINDS:
            self._fault(number, f"section '{words[0]}' is not read", f"use {', '.join(KINDS)}")
        elif {"ADD", "MULTIPLY"} & set(words[1:]) or set(words[1:]) - {"DISCRETE", "REPLACE"}:
            fix = "write DISCRETE outcomes that replace the values of the core"
            self._fault(number, f"'{' '.join(words[1:])}' is not read", fix)
        elif (self._groups or self._scenarios) and (words[0] == "SCENARIOS") != bool(
            self._scenarios
        ):
            self._fault(number, "SCENARIOS beside other parts", "write all as SCENARIOS, or none")
        else:
            self._kind = words[0]

    def _independent(self, number: int, words: list[str]) -> None:
        """Read ``column row value [period] probability``."""
        value, probability = number_of(words[2]) if len(words) > 2 else None, number_of(words[-1])
        if len(words) not in (4, 5) or value is None or probability is None:
            fix = "write column or RHS, row, value, period, probability"
            self._fault(number, "not an outcome", fix)
            return
        place = self._place(number, words[0], words[1])
        if place is None or not self._is_share(number, probability):
            return
        name = f"{words[1]} of {words[0]}"
        self._groups.setdefault(name, []).append(_Outcome(probability, {place: value}))

    def _together(self, number: int, words: list[str]) -> None:
        if words[0] == "BL" and self._kind == "BLOCKS" and len(words) in (3, 4):
            self._block(number, words[1], words[-1])
        elif words[0] == "SC" and self._kind == "SCENARIOS" and len(words) in (4, 5):
            self._scenario(number, words[1], words[2].strip("'"), words[3])
        elif self._open is None or len(words) not in (3, 5):
            head = "BL name period probability"
            if self._kind == "SCENARIOS":
                head = "SC name parent probability period"
            self._fault(number, f"not a line of {self._kind}", f"start with: {head}")
        else:
            for row, text in zip(words[1::2], words[2::2], strict=True):
                value, place = number_of(text), self._place(number, words[0], row)
                if value is None:
                    self._fault(number, f"'{text}' is not a number", "write digits")
                elif place is not None:
                    self._open.entries[place] = value

    def _block(self, number: int, name: str, text: str) -> None:
        """Open an outcome of a block; what it does not say is as in the block's first one."""
        probability = number_of(text)
        if probability is None or not self._is_share(number, probability):
            self._open = None
            return
        outcomes = self._groups.setdefault(f"block {name}", [])
        self._open = _Outcome(probability, dict(outcomes[0].entries) if outcomes else {})
        outcomes.append(self._open)

    def _scenario(self, number: int, name: str, parent: str, text: str) -> None:
        """Open a scenario; what it does not say is as in its parent, or as in the core."""
        probability = number_of(text)
        self._open = None
        if parent.upper() != "ROOT" and parent not in self._scenarios:
            known = ", ".join(["ROOT", *self._scenarios][:10])
            self._fault(number, f"scenario '{parent}' is not known", f"use one of: {known}")
        elif name in self._scenarios:
            self._fault(number, f"scenario '{name}' stands twice", "give each its own name")
        elif probability is not None and self._is_share(number, probability):
            inherited = self._scenarios.get(parent)
            self._open = _Outcome(probability, dict(inherited.entries) if inherited else {})
            self._scenarios[name] = self._open
        elif probability is None:
            self._fault(number, f"'{text}' is not a probability", "write a number from 0 to 1")

    def _part(self, outcomes: list[_Outcome]) -> Part:
        places = sorted({place for outcome in outcomes for place in outcome.entries})
        return Part(
            np.array([each.probability for each in outcomes]),
            np.array(places, np.int32),
            np.array(
                [
                    [each.entries.get(place, self._usual(place)) for place in places]
                    for each in outcomes
                ]
            ),
        )

    def _usual(self, number: int) -> float:
        row, column = self.places[number]
        if column is None:
            return self._core.rhs.get(row, 0.0)
        return self._core.columns[column].get(row, 0.0)

    def _place(self, number: int, column: str, row: str) -> int | None:
        """Return the number of a random entry; what is no column is a right-hand side."""
        if row not in self._core.senses and row != self._core.objective:
            self._fault(number, f"row '{row}' does not stand in the core", "name a row of it")
            return None
        place = (row, column if column in self._core.columns else None)
        if place not in self._number:
            self._number[place] = len(self.places)
            self.places.append(place)
        return self._number[place]

    def _is_share(self, number: int, probability: float) -> bool:
        if 0 <= probability <= 1:
            return True
        self._fault(number, f"probability {probability:g}", "write a number from 0 to 1")
        return False

    def _fault(self, number: int, what: str, fix: str) -> None:
        where = f"{self._where}, line {number}" if number else self._where
        self.faults.append(Fault(what=what, where=where, fix=fix))
