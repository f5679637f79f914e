"""What a series of trials found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A claim and what was counted for and against it."""

    claim: str
    trials: int
    unit: str = "trials"
    """What a trial is, in the plural."""
    figures: Mapping[str, object] = field(default_factory=dict)
    anomalies: Mapping[str, int] = field(default_factory=dict)
    """What contradicts the claim: each is to be 0."""
    told: tuple[str, ...] = ()
    """Anomalies and steps in words."""

    @property
    def holds(self) -> bool:
        """Return whether nothing contradicts the claim."""
        return not any(self.anomalies.values())

    @property
    def bound(self) -> float:
        """Return the upper bound, at 95 %, of the part of trials that would contradict it.

        Rule of three; it is of use only where none did.
        """
        return 3 / self.trials if self.trials else 1.0

    def lines(self) -> Iterator[str]:
        """Yield the outcome as text."""
        yield f"{'holds' if self.holds else 'FAILS'}: {self.claim}"
        yield f"  {self.unit}: {self.trials:,}"
        for name, value in self.figures.items():
            yield f"  {name}: {value:,}" if isinstance(value, int) else f"  {name}: {value}"
        for name, count in self.anomalies.items():
            yield f"  anomalies, {name}: {count:,}"
        if self.holds:
            yield f"  upper bound at 95 %: {self.bound:.2g} of {self.unit}"
        for each in self.told:
            yield f"  - {each}"
