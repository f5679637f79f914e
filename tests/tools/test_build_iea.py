"""Reading of the IEA's two editions, and the split of its rest of the world."""

import json
from pathlib import Path

import openpyxl
import pytest

from tools.build_data import iea
from tools.build_data.iea_production import split_rest

NOTE_LINE = "Notes: Supply projections are built from the pipeline of announced projects."


def _write_2025(folder: Path) -> Path:
    mining = {
        "countries": {
            "Indonesia": {"2024": 60.0},
            "Australia": {"2024": 10.0},
            "Rest of world": {"2024": 40.0},
            NOTE_LINE: {"2024": None},
        },
        "total": {"2024": 100.0},
        "top3Share": {"2024": 0.9},
    }
    demand = {"Nickel": {"totalDemand": {"2024": 90.0}}}
    path = folder / "iea.json"
    path.write_text(json.dumps({"supply": {"Nickel": {"mining": mining}}, "totalDemand": demand}))
    return path


def test_note_lines_that_became_countries_are_left_out(tmp_path: Path) -> None:
    lines = iea.read_2025(_write_2025(tmp_path))
    assert {line.country for line in lines} == {"IDN", "AUS", "ROW", "WORLD"}


def test_kilotonnes_become_tonnes(tmp_path: Path) -> None:
    lines = {line.country: line.tonnes for line in iea.read_2025(_write_2025(tmp_path))}
    assert lines["IDN"] == 60_000
    assert iea.read_demand_2024(_write_2025(tmp_path), "Nickel") == 90_000


def test_a_rest_that_counts_a_named_country_again_is_taken_from_the_total(tmp_path: Path) -> None:
    # 60 + 10 + 40 = 110, but the total is 100: Australia's 10 are in the printed rest too
    lines = {line.country: line.tonnes for line in iea.read_2025(_write_2025(tmp_path))}
    assert lines["ROW"] == 30_000
    assert lines["IDN"] + lines["AUS"] + lines["ROW"] == lines["WORLD"]


def test_both_blocks_of_the_sheet_of_2024_are_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet(iea.SUPPLY_SHEET)
    for line in (
        [],
        ["Total supply"],
        [],
        [None, 2023, 2030, None, None, None, None, 2023, 2030],
        [],
        ["Cobalt - Mining", None, None, None, None, None, "Cobalt - Refining"],
        ["China", 1.5, 9, None, None, None, "China", 2.5, 9],
        ["Rest of world", 0.5, 9, None, None, None, "Rest of world", 0.5, 9],
        ["Total", 2.0, 9, None, None, None, "Total clean technologies", 3.0, 9],
        ["Top 3 share", 0.9, 1, None, None, None, "Top 3 share", 0.9, 1],
    ):
        sheet.append(line)
    path = tmp_path / "iea.xlsx"
    book.save(path)
    lines = {(line.stage, line.country): line.tonnes for line in iea.read_2024(path, 2023)}
    assert lines == {
        ("mine", "CHN"): 1_500,
        ("mine", "ROW"): 500,
        ("mine", "WORLD"): 2_000,
        ("refine", "CHN"): 2_500,
        ("refine", "ROW"): 500,
        ("refine", "WORLD"): 3_000,
    }


def _surveyed(country: str, tonnes: float | None) -> dict[str, object]:
    return {
        "material": "lithium",
        "stage": "mine",
        "country": country,
        "measure": "production",
        "tonnes": tonnes,
        "note": "withheld by the source" if tonnes is None else "",
        "source": "usgs-mcs-2026",
        "year": 2024,
        "quality": "official",
        "method": "",
    }


def test_countries_the_survey_names_are_taken_out_of_the_rest() -> None:
    rows = split_rest(
        "lithium", "mine", 2024, 25.0, [_surveyed("BRA", 10.0), _surveyed("CAN", 5.0)]
    )
    assert [(row["country"], row["tonnes"]) for row in rows] == [
        ("BRA", 10.0),
        ("CAN", 5.0),
        ("ROW", 10.0),
    ]
    assert [row["quality"] for row in rows] == ["estimate", "estimate", "official"]


def test_named_countries_never_exceed_the_rest() -> None:
    rows = split_rest("lithium", "mine", 2024, 9.0, [_surveyed("BRA", 12.0), _surveyed("CAN", 6.0)])
    tonnes = {row["country"]: row["tonnes"] for row in rows}
    assert tonnes == {"BRA": pytest.approx(6.0), "CAN": pytest.approx(3.0), "ROW": pytest.approx(0)}


def test_withheld_output_stays_in_the_rest_as_a_row_without_tonnes() -> None:
    rows = split_rest("lithium", "mine", 2024, 9.0, [_surveyed("USA", None)])
    assert [(row["country"], row["tonnes"]) for row in rows] == [("USA", None), ("ROW", 9.0)]
    assert "within ROW" in str(rows[0]["note"])
