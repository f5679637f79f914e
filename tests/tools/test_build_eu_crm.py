from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tools.build_data.eu_crm import build

COPY = Path(__file__).parents[3] / "shared/validation/eu_crm_2023_sr_ei.csv"


def rows() -> list[dict[str, object]]:
    frames, _ = build(Path(), {})
    return list(frames["eu_crm"].iter_rows(named=True))


def test_per_cent_become_shares_and_blanks_stay_unknown() -> None:
    (copper,) = [row for row in rows() if row["material"] == "copper"]
    assert (copper["import_reliance_extraction"], copper["eol_rir"]) == (0.48, 0.55)
    (gallium,) = [row for row in rows() if row["material"] == "gallium"]
    assert gallium["import_reliance_extraction"] is None


def test_a_group_of_ours_has_a_row_for_each_of_its_elements() -> None:
    labels = {
        name: sorted(str(row["label"]) for row in rows() if row["material"] == name)
        for name in ("magnet_rare_earths", "dysprosium_terbium")
    }
    assert labels == {
        "magnet_rare_earths": ["Dysprosium", "Neodymium", "Praseodymium", "Terbium"],
        "dysprosium_terbium": ["Dysprosium", "Terbium"],
    }


@pytest.mark.skipif(not COPY.exists(), reason="the copy of the study is not part of this project")
def test_every_figure_is_that_of_the_copy() -> None:
    with COPY.open(encoding="utf-8", newline="") as file:
        copied = {row["material"]: row for row in csv.DictReader(file)}
    columns = {
        "supply_risk": ("SR", 1.0),
        "economic_importance": ("EI", 1.0),
        "si_ei": ("SI_EI", 1.0),
        "si_sr": ("SI_SR", 1.0),
        "import_reliance_extraction": ("IR_extraction_pct", 100.0),
        "import_reliance_processing": ("IR_processing_pct", 100.0),
        "eol_rir": ("EoL_RIR_pct", 100.0),
    }
    for row in rows():
        source = copied[str(row["label"])]
        assert str(row["bottleneck"])[0].upper() == source["bottleneck_stage"]
        for ours, (theirs, scale) in columns.items():
            wanted = float(source[theirs]) / scale if source[theirs] else None
            assert row[ours] == wanted, (row["label"], ours)
