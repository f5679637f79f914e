"""Reading of the USGS releases, on small files with the quirks of the real ones."""

from pathlib import Path

import pytest

from tools.build_data import usgs

HEADER_2026 = (
    "MCS chapter,Section,Commodity,Country,Statistics,Statistics_detail,Unit,Year,Value,Notes,"
    "Is critical mineral 2025,Other notes\r\n"
)
HEADER_2025 = (
    "SOURCE,COMMODITY,COUNTRY,TYPE,UNIT_MEAS,PROD_2023,PROD_EST_ 2024,PROD_NOTES,"
    "CAP_2023,CAP_EST_ 2024,CAP_NOTES,RESERVES_2024,RESERVE_NOTES\r\n"
)


@pytest.mark.parametrize(
    ("text", "value"), [("12,400", 12_400.0), ("0.5", 0.5), (" 94 ", 94.0), ("—", 0.0), ("-", 0.0)]
)
def test_a_dash_is_zero_and_commas_are_dropped(text: str, value: float) -> None:
    assert usgs.number(text) == value


@pytest.mark.parametrize("text", ["W", "NA", "XX", "s", "Large", ">50", "<25", "50-300", "E", ""])
def test_what_is_withheld_or_only_bounded_is_unknown_and_never_zero(text: str) -> None:
    assert usgs.number(text) is None


def _read_2026(folder: Path, *lines: str) -> list[usgs.Figure]:
    path = folder / "2026.csv"
    path.write_bytes((HEADER_2026 + "\r\n".join(lines)).encode("cp1252"))
    return usgs.read_2026(path)


def _line(country: str, value: str, unit: str, note: str = "", detail: str = "Primary") -> str:
    return f'G,World,Gallium,{country},Production,{detail},{unit},2024,"{value}",{note},Yes,'


@pytest.mark.parametrize(
    ("unit", "tonnes"),
    [("kilograms", 0.839), ("metric tons", 839.0), ("thousand metric tons", 839_000.0)],
)
def test_tonnes_follow_the_unit_of_the_chapter(tmp_path: Path, unit: str, tonnes: float) -> None:
    (figure,) = _read_2026(tmp_path, _line("China", "839", unit))
    assert figure.tonnes == pytest.approx(tonnes)


def test_the_file_of_2026_is_windows_1252(tmp_path: Path) -> None:
    ivory, dash = _read_2026(
        tmp_path,
        _line("Côte d’Ivoire", "94", "metric tons"),
        _line("Canada", "—", "metric tons"),
    )
    assert (ivory.country, ivory.tonnes) == ("CIV", 94.0)
    assert dash.tonnes == 0.0


def test_withheld_output_is_a_row_without_tonnes_that_says_why(tmp_path: Path) -> None:
    (figure,) = _read_2026(tmp_path, _line("United States", "W", "metric tons"))
    assert figure.tonnes is None
    assert usgs.remark(figure) == "withheld by the source"


def test_totals_and_the_remainder_are_told_apart(tmp_path: Path) -> None:
    total, rest, several = _read_2026(
        tmp_path,
        _line("World total", "10", "metric tons", detail="Primary: rounded"),
        _line("Other countries", "1", "metric tons"),
        _line('"China, Germany, and Russia"', "1", "metric tons"),
    )
    assert (total.country, rest.country, several.country) == ("WORLD", "ROW", "")


def test_an_estimate_of_the_survey_is_remarked(tmp_path: Path) -> None:
    (figure,) = _read_2026(tmp_path, _line("Japan", "3", "kilograms", note="Estimated."))
    assert usgs.remark(figure) == "estimated by the USGS"


def test_the_release_of_2025_gives_2023_and_not_the_estimate_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "2025.csv"
    lines = [
        "MCS2025,Silicon,China,Plant production,thousand metric tons,3630,3900,,,,,,",
        "MCS2025,Silicon,United States,Plant production,thousand metric tons,,,W for 23-24,,,,,",
        "MCS2025,Silicon,Poland,Plant production,thousand metric tons,,,,,,,,",
    ]
    path.write_text(HEADER_2025 + "\r\n".join(lines))
    china, withheld, blank = usgs.read_2025(path)
    assert (china.year, china.tonnes) == (2023, 3_630_000.0)
    assert (withheld.text, withheld.tonnes) == ("W", None)
    assert (blank.text, blank.tonnes) == ("", None)
