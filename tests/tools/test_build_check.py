"""The builder refuses tables that break their own description, and writes the same bytes twice."""

import json

import polars as pl
import pytest

from tools.build_data import check, write
from tools.build_data.table import PROVENANCE, Field, Source, Table

OUTPUT = Table(
    name="output",
    title="Output",
    fields=(
        Field(name="country", description="Country", required=True),
        Field(name="tonnes", type="number", description="Tonnes", unit="t", minimum=0),
        *PROVENANCE,
    ),
    primary_key=("country",),
    foreign_keys=(("country", "places.country"),),
)


def _built(*rows: dict[str, object]) -> dict[str, pl.DataFrame]:
    whole = [
        {
            "country": "CHN",
            "tonnes": 1.0,
            "source": "a",
            "year": 2024,
            "quality": "official",
            "method": "",
        }
        | row
        for row in rows
    ]
    return {
        "output": write.tidy(OUTPUT, pl.DataFrame(whole, infer_schema_length=None)),
        "places": pl.DataFrame({"country": ["CHN", "USA"]}),
        "sources": pl.DataFrame({"source": ["a"]}),
    }


def _source(title: str, status: str) -> dict[str, object]:
    return {
        "source": title,
        "publisher": "P",
        "title": title,
        "year": 2024,
        "licence": "CC0",
        "status": status,
        "url": "https://p.example",
        "file": "",
        "sha256": "",
    }


def test_a_sound_table_has_no_faults() -> None:
    assert check.faults(OUTPUT, _built({}, {"country": "USA"})) == []


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"source": "b"}, "source 'b' is not in sources"),
        ({"country": "ZZZ"}, "country 'ZZZ' is not in places"),
        ({"tonnes": -1.0}, "below 0"),
        ({"tonnes": float("nan")}, "not finite"),
        ({"quality": "guess"}, "'guess' is not one of"),
        ({"quality": "estimate"}, "method is for estimates"),
        ({"method": "by hand"}, "method is for estimates"),
        ({"country": ""}, "blank"),
    ],
)
def test_each_kind_of_fault_is_told(row: dict[str, object], fault: str) -> None:
    assert any(fault in line for line in check.faults(OUTPUT, _built(row)))


def test_a_key_that_repeats_is_told_once() -> None:
    faults = check.faults(OUTPUT, _built({}, {}, {}))
    assert faults == ["output: key repeats ('CHN',)"]


def test_columns_that_are_not_described_are_refused() -> None:
    with pytest.raises(check.TableFaultError, match="extra"):
        write.tidy(OUTPUT, pl.DataFrame({"extra": [1]}))


def test_rows_are_sorted_blanks_stay_blank_and_numbers_have_no_exponent() -> None:
    built = _built({"country": "USA", "tonnes": 27_720_700_123.0}, {"tonnes": None})
    assert write.csv_bytes(OUTPUT, built["output"]).decode() == (
        "country,tonnes,source,year,quality,method\n"
        "CHN,,a,2024,official,\n"
        "USA,27720700000,a,2024,official,\n"
    )


def test_the_package_describes_units_limits_and_keys() -> None:
    sources = write.tidy(
        write.SOURCES, pl.DataFrame([_source("A survey", "OPEN"), _source("A fact", "FACTS")])
    )
    package = json.loads(write.package_bytes([OUTPUT], {"output": b"x"}, sources))
    assert package["sources"] == [{"title": "P: A survey", "path": "https://p.example"}]
    (resource,) = package["resources"]
    schema = resource["schema"]
    assert schema["fields"][1] == {
        "name": "tonnes",
        "type": "number",
        "description": "Tonnes",
        "unit": "t",
        "constraints": {"minimum": 0},
    }
    assert schema["primaryKey"] == ["country"]
    assert schema["foreignKeys"][0]["reference"] == {"resource": "places", "fields": ["country"]}


def test_one_id_cannot_stand_for_two_publications(tmp_path_factory: pytest.TempPathFactory) -> None:
    def source(title: str) -> Source:
        return Source(source="a", publisher="", title=title, year=None, licence="x", status="OPEN")

    with pytest.raises(check.TableFaultError, match="two publications"):
        write.source_frame([source("one"), source("two")], tmp_path_factory.mktemp("raw"))
