"""Build the bundled tables: ``python -m tools.build_data --raw FOLDER --out FOLDER``."""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from tools.build_data import check, write

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from tools.build_data.table import Source, Table

MODULES = (
    "reference",
    "materials",
    "production",
    "prices",
    "demand",
    "projects",
    "evidence",
    "trade",
    "trade_history",
    "governance",
    "flows",
    "eu_crm",
    "import_reliance",
    "uncertainty",
    "hazards",
    "shortage_values",
    "backtest",
    "stocks",
    "ledger",
)
"""Builder modules in order; each sees the tables of those before it."""


class Builder(Protocol):
    """What every builder module offers."""

    TABLES: tuple[Table, ...]

    def build(
        self, raw: Path, built: Mapping[str, pl.DataFrame]
    ) -> tuple[dict[str, pl.DataFrame], list[Source]]:
        """Return the module's tables and the sources their rows name."""


def builders(last: str = MODULES[-1]) -> list[Builder]:
    """Return the builder modules in order, up to the last one wanted."""
    wanted = MODULES[: MODULES.index(last) + 1]
    modules = (importlib.import_module(f"tools.build_data.{name}") for name in wanted)
    return [cast("Builder", module) for module in modules]


def build_tables(
    raw: Path, modules: Sequence[Builder]
) -> tuple[tuple[Table, ...], dict[str, pl.DataFrame]]:
    """Return the tables and frames, sources first; raises TableFaultError with every fault."""
    built: dict[str, pl.DataFrame] = {}
    sources: list[Source] = []
    tables: list[Table] = []
    for module in modules:
        frames, module_sources = module.build(raw, built)
        built |= {table.name: write.tidy(table, frames[table.name]) for table in module.TABLES}
        sources += module_sources
        tables += module.TABLES
    built["sources"] = write.source_frame(sources, raw)
    ordered = (write.SOURCES, *tables)
    found = [fault for table in ordered for fault in check.faults(table, built)]
    if found:
        raise check.TableFaultError("\n".join(found))
    return ordered, built


def main() -> None:
    """Build every table from the raw folder and write the files and their description."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, required=True, help="folder with raw/ and curated/")
    parser.add_argument("--out", type=Path, required=True, help="folder for the files")
    parser.add_argument(
        "--until", choices=MODULES, default=MODULES[-1], help="stop after this module's tables"
    )
    arguments = parser.parse_args()
    try:
        tables, built = build_tables(arguments.raw, builders(arguments.until))
    except check.TableFaultError as fault:
        parser.exit(1, f"{fault}\n")
    files = {table.name: write.file_bytes(table, built[table.name]) for table in tables}
    arguments.out.mkdir(parents=True, exist_ok=True)
    for table in tables:
        rows, content = built[table.name].height, files[table.name]
        (arguments.out / table.file).write_bytes(content)
        print(f"{table.name:20} {rows:7} rows {len(content) // 1024:5} kB")
    package = write.package_bytes(tables, files, built["sources"])
    (arguments.out / "datapackage.json").write_bytes(package)


if __name__ == "__main__":
    main()
