"""``python -m tools.build_map --raw FOLDER --out FILE``: outlines of the countries as SVG paths."""

from __future__ import annotations

import argparse
import csv
import itertools
import json
from collections.abc import Sequence
from pathlib import Path

from supplypact.reporting.projection import MIDDLE, WIDTH, height, place
from tools.build_map.rings import cut, joined
from tools.build_map.topology import Ring, countries

LEFT_OUT = "ATA"
SMALLEST = 40.0
"""Square map units; a smaller part of a country would not be seen."""


def main() -> None:
    """Read the options and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, required=True, help="folder with reference/")
    parser.add_argument("--out", type=Path, required=True, help="world.json to write")
    asked = parser.parse_args()
    topology = json.loads((asked.raw / "reference" / "countries-110m.json").read_text("utf-8"))
    world = build(countries(topology), read_codes(asked.raw / "reference" / "country-codes.csv"))
    asked.out.write_text(json.dumps(world, indent=0, sort_keys=True) + "\n", "utf-8")
    print(f"{asked.out}: {asked.out.stat().st_size:,} bytes")


def build(shapes: dict[str, list[Ring]], codes: dict[str, str]) -> dict[str, object]:
    """Return width, height and the path of each country by its ISO 3166-1 alpha-3 code.

    Land without a code is under an empty one, so that the map has no hole.
    """
    paths = {
        codes.get(number, ""): path
        for number, rings in shapes.items()
        if codes.get(number) != LEFT_OUT and (path := outline(rings))
    }
    return {"width": WIDTH, "height": height(), "paths": paths}


def outline(rings: Sequence[Ring]) -> str:
    """Return rings of longitude and latitude as SVG path data in whole map units."""
    parts = [part for ring in joined(list(rings)) for part in cut(ring, MIDDLE)]
    drawn = [[place(x, y) for x, y in part] for part in parts]
    return "".join(_path(part) for part in drawn if abs(_area(part)) >= SMALLEST)


def _path(points: Ring) -> str:
    """Return a closed path: a start, then steps from point to point."""
    whole = [(round(x), round(y)) for x, y in points[:-1]]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(whole)]
    line = " ".join(f"{x} {y}" for x, y in steps if (x, y) != (0, 0))
    return f"M{whole[0][0]} {whole[0][1]}l{line}z"


def _area(points: Ring) -> float:
    return 0.5 * sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(points))


def read_codes(path: Path) -> dict[str, str]:
    """Return the alpha-3 code of each numeric code."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {row["ISO3166-1-numeric"].zfill(3): row["ISO3166-1-Alpha-3"] for row in rows}


if __name__ == "__main__":
    main()
