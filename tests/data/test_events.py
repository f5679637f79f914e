"""The bundled events read, name their sources, and say what the tables say."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from supplypact.data import catalogue
from supplypact.domain.event import Event
from supplypact.workspace.workspace import Workspace

RECORDS = {
    "antimony-2024": "sb2024",
    "cobalt-1978": "co1978",
    "cobalt-drc-2025": "drc2025",
    "cobalt-drc-quota-2025": "drc2025q",
    "gallium-germanium-2023": "gage2023",
    "graphite-2023": "gr2023",
    "japan-dual-use-2026": "jp2026",
    "magnesium-2021": "mg2021",
    "nickel-ore-indonesia-2014": "ni2014",
    "nickel-ore-indonesia-2020": "ni2020",
    "october-controls-2025": "ree2025o",
    "rare-earth-quota-2010": "ree2010q",
    "rare-earths-2025": "ree2025",
    "rare-earths-japan-2010": "ree2010",
    "rare-earths-myanmar-2024": "my2024",
    "tungsten-others-2025": "w2025",
    "us-ban-2024": "gage2024",
}
"""Row of ``hazard_events`` that tells of the same event."""
NICKEL_ONLY = "nickel-ore-indonesia-2014"
"""One of its two records names other ores; the event's note leaves them out."""
SUSPENDED = "october-controls-2025"
"""Suspended before it took effect: its low end is 0."""
EVENTS = sorted(RECORDS)
GUIDE = (Path(__file__).parents[2] / "docs" / "events.md").read_text("utf-8")
WORKSPACE = Workspace()


@cache
def event(name: str) -> Event:
    return WORKSPACE.open_event(name)


@cache
def record(name: str) -> dict[str, Any]:
    tables = WORKSPACE.open_tables(["hazard_events", "sources", "countries"])
    rows = tables["hazard_events"].iter_rows(named=True)
    return next(row for row in rows if row["event"] == RECORDS[name])


def words(cell: str) -> set[str]:
    return set(cell.split(";"))


def test_every_bundled_event_is_listed_here() -> None:
    assert catalogue.event_ids() == EVENTS


def test_the_guide_tells_of_every_bundled_event_what_it_assumes() -> None:
    assert sorted(re.findall(r"^\| `([a-z-]+-\d{4})` \|", GUIDE, re.MULTILINE)) == EVENTS


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_bears_the_name_of_its_file_and_has_both_titles(name: str) -> None:
    found = event(name)
    assert found.id == name
    assert found.title_en.isascii()
    assert re.search("[\u3040-\u30ff\u4e00-\u9fff]", found.title_ja)
    assert len(found.note) > 50


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_has_sources_and_their_addresses_stand_in_the_table_of_sources(
    name: str,
) -> None:
    known = " ".join(WORKSPACE.open_table("sources")["url"].drop_nulls())
    assert event(name).sources
    for source in event(name).sources:
        assert source.text
        assert source.url.removeprefix("https://") in known


@pytest.mark.parametrize("name", EVENTS)
def test_supplier_materials_and_stages_are_those_of_the_record(name: str) -> None:
    told, found = record(name), event(name)
    materials = {each for cut in found.cuts for each in cut.materials}
    assert {cut.supplier for cut in found.cuts} == {told["country"]}
    assert materials == ({"nickel"} if name == NICKEL_ONLY else words(told["materials"]))
    chains: dict[str, set[str]] = {}
    for material, stage in WORKSPACE.open_table("stages").select("material", "stage").iter_rows():
        chains.setdefault(material, set()).add(stage)
    for cut in found.cuts:
        for material in cut.materials:
            at = words(told["stages"]) & chains[material] or chains[material]
            assert set(cut.stages) & chains[material] <= at
            assert set(cut.stages) <= chains[material]


@pytest.mark.parametrize("name", EVENTS)
def test_start_and_end_lie_in_the_months_of_the_record(name: str) -> None:
    told, found = record(name), event(name)
    assert found.start.isoformat()[:7] == told["start"]
    if told["end"] is None:
        assert found.end is None
        return
    assert found.end is not None
    year, month = map(int, told["end"].split("-"))
    after = date(year + month // 12, month % 12 + 1, 1)
    assert date(year, month, 1) <= found.end <= after


@pytest.mark.parametrize("name", EVENTS)
def test_the_share_is_that_of_the_record_or_else_of_the_hazards_of_its_kind(name: str) -> None:
    told, found = record(name), event(name)
    expected = (told["cut"], told["cut_low"], told["cut_high"])
    if told["cut"] is None:
        hazards = WORKSPACE.open_tables(["hazards", "countries", "sources"])["hazards"]
        of_kind = hazards.filter(kind=told["kind"]).select(
            "severity", "severity_low", "severity_high"
        )
        (expected,) = of_kind.unique().rows()
    if name == SUSPENDED:
        expected = (expected[0], 0.0, expected[2])
    for cut in found.cuts:
        assert (cut.share, cut.low, cut.high) == expected


@pytest.mark.parametrize("name", EVENTS)
def test_the_duration_law_is_that_of_the_hazards_of_its_kind(name: str) -> None:
    hazards = WORKSPACE.open_tables(["hazards", "countries", "sources"])["hazards"]
    (law,) = hazards.filter(kind=record(name)["kind"])["law"].unique()
    assert event(name).law == law


@pytest.mark.parametrize("name", EVENTS)
def test_a_licence_delays_as_long_as_the_factors_say(name: str) -> None:
    factors = WORKSPACE.open_tables(["factors", "sources"])["factors"]
    (days,) = factors.filter(kind="licence delay")["value"]
    waits = event(name).kind == "licence" and name != SUSPENDED
    assert event(name).delay_days == (days if waits else 0)


def test_only_embargoes_name_their_buyers() -> None:
    named = {each: event(each).cuts[0].buyers for each in EVENTS if event(each).cuts[0].buyers}
    assert named == {
        "japan-dual-use-2026": ("JPN",),
        "rare-earths-japan-2010": ("JPN",),
        "us-ban-2024": ("USA",),
    }
    assert {record(each)["kind"] for each in named} == {"embargo"}


def test_the_quota_on_cobalt_leaves_96600_of_220000_tonnes() -> None:
    # 1 - 96,600 / 220,000 = 0.561
    assert event("cobalt-drc-quota-2025").cuts[0].share == pytest.approx(0.561, abs=0.002)
    assert event("cobalt-drc-2025").end == event("cobalt-drc-quota-2025").start
