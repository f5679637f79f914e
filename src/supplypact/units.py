"""Unit types: the unit of a number is part of its type or of its name."""

from __future__ import annotations

from typing import NewType

Tonnes = NewType("Tonnes", float)
"""Metric tonnes of the contained substance that the material's basis names."""
TonnesPerYear = NewType("TonnesPerYear", float)
Usd = NewType("Usd", float)
"""US dollars of the year that the table or the record states."""
UsdPerTonne = NewType("UsdPerTonne", float)
Share = NewType("Share", float)
"""A part of a whole, 0 to 1."""
Year = NewType("Year", int)
"""Calendar year."""
KILOGRAMMES = 1000.0
"""In a tonne."""
