"""The EU's study of critical raw materials of 2023: its results by material, read second-hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tools.build_data import definitions
from tools.build_data.materials import MATERIAL
from tools.build_data.table import PROVENANCE, Field, Source, Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

YEAR = 2023

STUDY = Source(
    source="eu-crm-2023",
    publisher="European Commission",
    title="Grohol and Veeh, Study on the critical raw materials for the EU 2023, results by "
    "material, copied from a third party's table",
    year=YEAR,
    licence="single facts, cited",
    status="FACTS",
    url="https://doi.org/10.2873/725585",
)


def _number(name: str, description: str, *, share: bool = False) -> Field:
    unit = "1" if share else ""
    maximum = 1 if share else None
    return Field(
        name=name, type="number", description=description, unit=unit, minimum=0, maximum=maximum
    )


TABLES = (
    Table(
        name="eu_crm",
        title="Results of the EU's study of critical raw materials, 2023",
        fields=(
            MATERIAL,
            Field(name="label", description="Material in the words of the study", required=True),
            _number("supply_risk", "Supply risk; critical from 1.0"),
            _number("economic_importance", "Economic importance; critical from 2.8"),
            Field(
                name="bottleneck",
                description="Stage whose supply risk is the higher one",
                enum=("extraction", "processing"),
            ),
            _number("si_ei", "Substitution index of the economic importance", share=True),
            _number("si_sr", "Substitution index of the supply risk", share=True),
            _number(
                "import_reliance_extraction", "Import reliance of the EU, extraction", share=True
            ),
            _number(
                "import_reliance_processing", "Import reliance of the EU, processing", share=True
            ),
            _number("eol_rir", "Recycled input at the end of life, share of use", share=True),
            Field(name="note", description="Remark, flaws of the copy among them"),
            *PROVENANCE,
        ),
        primary_key=("material", "label"),
        foreign_keys=(("material", "materials.material"),),
    ),
)

PLAIN = ("supply_risk", "economic_importance", "si_ei", "si_sr")
PERCENT = ("import_reliance_extraction", "import_reliance_processing", "eol_rir")


def build(
    raw: Path, built: Mapping[str, pl.DataFrame]
) -> tuple[dict[str, pl.DataFrame], list[Source]]:
    """Return the table; a material of ours has a row for each material of the study in it."""
    del raw, built
    rows = [
        {name: row[name] for name in ("material", "label", "bottleneck", "note")}
        | {name: _float(row[name]) for name in PLAIN}
        | {name: _fraction(row[f"{name}_pct"]) for name in PERCENT}
        | {"source": STUDY.source, "year": YEAR, "quality": "reported", "method": ""}
        for row in definitions.rows("eu_crm")
    ]
    return {"eu_crm": pl.DataFrame(rows, infer_schema_length=None)}, [STUDY]


def _float(text: str) -> float | None:
    return float(text) if text else None


def _fraction(percent: str) -> float | None:
    return float(percent) / 100 if percent else None
