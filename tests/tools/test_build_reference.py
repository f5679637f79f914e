"""Spellings of countries, and the countries table built from small made-up files."""

from pathlib import Path

import openpyxl
import pytest

from tools.build_data import reference
from tools.build_data.reference import UnknownCountryError, country_code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Burma", "MMR"),
        ("Congo (Kinshasa)", "COD"),
        ("Democratic Republic of Congo", "COD"),
        ("Korea, Republic of", "KOR"),
        ("Korea, North", "PRK"),
        ("Turkey", "TUR"),
        ("Türkiye", "TUR"),
        ("Côte d’Ivoire", "CIV"),
        ("United\xa0States (crude)", "USA"),
        ("US", "USA"),
        ("Russia ", "RUS"),
        ("Other Asia, nes", "TWN"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
    ],
)
def test_a_spelling_of_a_raw_file_means_one_country(name: str, code: str) -> None:
    assert country_code(name) == code


def test_na_is_namibia_and_not_a_missing_value() -> None:
    assert country_code("NA") == "NAM"


@pytest.mark.parametrize(("name", "code"), [("New Caledonia11", "NCL"), ("Japane", "JPN")])
def test_footnote_marks_that_stick_to_a_name_are_ignored(name: str, code: str) -> None:
    assert country_code(name) == code


@pytest.mark.parametrize("name", ["Other countries", "Other Countries (rounded)", "Rest of world"])
def test_the_remainder_of_a_table_is_the_rest_of_the_world(name: str) -> None:
    assert country_code(name) == "ROW"


@pytest.mark.parametrize(
    "name",
    ["World total (rounded)", "EU27", "China and Myanmar", "United\xa0States and Canada", ""],
)
def test_totals_regions_and_lists_are_no_country(name: str) -> None:
    with pytest.raises(UnknownCountryError, match="no single country"):
        country_code(name)


def _write_raw(folder: Path) -> None:
    """Write the four reference files with Namibia, Taiwan and the two Congos in old codes."""
    raw = folder / "raw"
    (raw / "reference").mkdir(parents=True)
    (raw / "worldbank").mkdir()
    (raw / "reference/country-codes.csv").write_text(
        "ISO3166-1-Alpha-3,ISO3166-1-Alpha-2,ISO3166-1-numeric\n"
        "NAM,NA,516\nTWN,TW,158\nCOD,CD,180\nALB,AL,8\n"
    )
    (raw / "reference/country_centroids.csv").write_text(
        "name,iso_numeric,iso3,iso2,lat,lon\nNamibia,516,NAM,NA,-22.1,17.2\n"
    )
    (raw / "worldbank/gdp_current_usd.csv").write_text(
        "Country Name,Country Code,Year,Value\nNamibia,NAM,2022,1\nNamibia,NAM,2023,12000000000\n"
    )
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Sheet1")
    sheet.append(["codeindyr", "code", "countryname", "year", "indicator", "estimate"])
    for number, indicator in enumerate(("cc", "ge", "pv", "rl", "rq", "va")):
        sheet.append(["x", "ZAR", "Congo, Dem. Rep.", 2023, indicator, -1.0 - number / 10])
        sheet.append(["x", "NAM", "Namibia", 2023, indicator, ".." if number else 0.5])
        sheet.append(["x", "ZAR", "Congo, Dem. Rep.", 2022, indicator, 2.0])
    book.save(raw / "worldbank/wgidataset_2024update.xlsx")


@pytest.fixture(name="countries")
def _countries(tmp_path: Path) -> dict[str, dict[str, object]]:
    _write_raw(tmp_path)
    frames, _ = reference.build(tmp_path, {})
    return {row["country"]: row for row in frames["countries"].iter_rows(named=True)}


def test_namibia_keeps_its_two_letter_code(countries: dict[str, dict[str, object]]) -> None:
    assert countries["NAM"]["iso2"] == "NA"
    assert countries["NAM"]["gdp_usd"] == 12_000_000_000
    assert countries["NAM"]["latitude"] == -22.1


def test_numeric_codes_have_three_digits(countries: dict[str, dict[str, object]]) -> None:
    assert countries["ALB"]["iso_numeric"] == "008"


def test_governance_is_the_mean_of_six_and_old_codes_are_read(
    countries: dict[str, dict[str, object]],
) -> None:
    # -1.0, -1.1 ... -1.5: mean -1.25
    assert countries["COD"]["governance"] == pytest.approx(-1.25)
    assert countries["NAM"]["governance"] is None  # five of six missing


def test_names_are_short_in_both_languages(countries: dict[str, dict[str, object]]) -> None:
    assert countries["COD"]["name_en"] == "DR Congo"
    assert countries["COD"]["name_ja"] == "コンゴ民主共和国"
    assert countries["ROW"]["name_ja"] == "その他の国"


def test_unknown_is_blank_not_zero(countries: dict[str, dict[str, object]]) -> None:
    assert countries["TWN"]["gdp_usd"] is None
