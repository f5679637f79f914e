"""Reading of the USGS edition of 2024, on small files with the quirks of the real ones."""

from pathlib import Path

import pytest

from tools.build_data import usgs, usgs_2024


def read(folder: Path, header: str, *lines: str) -> dict[tuple[str, int], usgs.Figure]:
    path = folder / "mcs2024-test_world.csv"
    path.write_text("\n".join([header, *lines]), encoding="utf-8-sig")
    return {(figure.country, figure.year): figure for figure in usgs_2024.read(path)}


def test_both_years_are_read_in_the_unit_of_the_column(tmp_path: Path) -> None:
    figures = read(
        tmp_path,
        "Source,Country,Type,Prod_kg_2022,Prod_kg_est_2023,Prod_notes",
        "MCS2024,China,Primary production,600000,610000,",
    )
    assert figures["CHN", 2022].tonnes == pytest.approx(600)
    assert figures["CHN", 2023].tonnes == pytest.approx(610)
    assert [usgs.remark(figures["CHN", year]) for year in (2022, 2023)] == [
        "",
        "estimated by the USGS",
    ]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Japane", "JPN"),
        ('"Korea, Republic ofe"', "KOR"),
        ("Other countries10", "ROW"),
        ('"Kazakhstan, concentrate"', "KAZ"),
        ("World total (rounded)8", "WORLD"),
    ],
)
def test_footnotes_and_forms_that_stick_to_a_name_are_taken_off(
    tmp_path: Path, name: str, code: str
) -> None:
    figures = read(tmp_path, "Source,Country,Type,Prod_t_2022", f"MCS2024,{name},Mine,5")
    assert figures[code, 2022].tonnes == 5.0


def test_padding_is_no_row_and_withheld_output_no_number(tmp_path: Path) -> None:
    figures = read(
        tmp_path,
        "Source,Country,Type,Prod_t_est_2022,Prod_note,,",
        "MCS2024,United States,Smelter,W,,,",
        ",,,,,,",
    )
    assert list(figures) == [("USA", 2022)]
    assert figures["USA", 2022].tonnes is None


def test_a_reported_figure_in_an_estimated_column_and_the_reverse_are_told(tmp_path: Path) -> None:
    figures = read(
        tmp_path,
        "Source,Country,Type,Prod_t_est_2022,Prod_notes",
        "MCS2024,China,Smelter,933,Reported in 2022",
        'MCS2024,Russia,Smelter,"e20,000",Also estimated in 2022',
        "MCS2024,Brazil,Smelter,22,",
    )
    remarks = {country: usgs.remark(figure) for (country, _), figure in figures.items()}
    assert remarks["CHN"] == ""
    assert remarks["RUS"] == remarks["BRA"] == "estimated by the USGS"
    assert figures["RUS", 2022].tonnes == 20_000.0


def test_totals_of_one_metal_carry_the_metals_series(tmp_path: Path) -> None:
    figures = read(
        tmp_path,
        "Source,Country,Type,Prod_kg_2022",
        "MCS2024,World total (rounded), World mine production: Palladium,203000",
    )
    assert figures["WORLD", 2022].detail == "Mine production: Palladium"


def test_each_chapter_is_a_source_of_its_own() -> None:
    source = usgs_2024.source("MCS2024-bismu_world.csv")
    assert (source.source, source.year) == ("usgs-mcs-2024-bismu", 2024)
    assert source.file.endswith("2024_world/MCS2024-bismu_world.csv")
