"""Trade codes of the Harmonized System and the materials that they hold."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Held = tuple[tuple[str, str], ...]
    """Material and stage of each product that a code holds."""

LEAST_DIGITS = 2
"""A chapter; fewer digits name nothing."""


class Codes(Collection[str]):
    """The codes that a file may name: six digits, fewer (a heading) or more (a tariff line).

    A code of more digits holds what its first six hold, one of fewer all that begins with it.
    Dots in a code are passed over.
    """

    def __init__(self, held: Mapping[str, Held], materials: Collection[str]) -> None:
        self._held = {
            code: kept
            for code, pairs in held.items()
            if (kept := tuple(pair for pair in pairs if pair[0] in materials))
        }

    def held(self, code: str) -> Held:
        """Return the materials and stages that ``code`` holds, each once; none if unknown."""
        digits = code.replace(".", "")
        if len(digits) < LEAST_DIGITS or not digits.isdecimal():
            return ()
        longest = max((known for known in self._held if digits.startswith(known)), default="")
        found = [longest] if longest else [k for k in self._held if k.startswith(digits)]
        return tuple(dict.fromkeys(pair for known in found for pair in self._held[known]))

    def holding(
        self, codes: Iterable[str], materials: Collection[str], stages: Collection[str]
    ) -> tuple[str, ...]:
        """Return those of ``codes`` that hold one of the materials at one of the stages."""
        return tuple(
            code
            for code in codes
            if any(material in materials and stage in stages for material, stage in self.held(code))
        )

    def __contains__(self, code: object) -> bool:
        """Tell whether ``code`` holds anything."""
        return isinstance(code, str) and bool(self.held(code))

    def __iter__(self) -> Iterator[str]:
        """Yield the six-digit codes."""
        return iter(self._held)

    def __len__(self) -> int:
        """Return how many six-digit codes there are."""
        return len(self._held)
