"""Write the bundled record of the official pact: ``python -m tools.build_record``.

Both pacts tell of one agreement, so there is one record, kept by hand for the pact as reported.
That of the official texts says the same with the funding line and the sectors of that pact.
"""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "src/supplypact/data/records"
KEPT, WRITTEN = "us-japan-2025", "us-japan-2025-official"
FUNDING_LINES = {"japan-commitments": "japan-investment"}
SECTORS = {
    "energy_security": "energy",
    "advanced_manufacturing": "ai_quantum",
    "critical_minerals": "critical_minerals",
    "shipbuilding": "shipbuilding",
    "": "",
}
"""Sector of the official pact by that of the pact as reported."""


def translated(text: str) -> str:
    """Return the record with the funding line and sectors of the official pact.

    Raises:
        KeyError: the record names a funding line or a sector that has no counterpart.
    """
    rows = list(csv.DictReader(StringIO(text, newline="")))
    for row in rows:
        row["sector"] = SECTORS[row["sector"]]
        row["funding_lines"] = FUNDING_LINES[row["funding_lines"]] if row["funding_lines"] else ""
    stream = StringIO(newline="")
    writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def main() -> None:
    """Write the record of the official pact beside the one it is made from."""
    kept = (FOLDER / f"{KEPT}.csv").read_text("utf-8")
    (FOLDER / f"{WRITTEN}.csv").write_text(translated(kept), "utf-8", newline="")


if __name__ == "__main__":
    main()
