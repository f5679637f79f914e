"""Past events told once each, and the bundled hazards that come of them."""

from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from supplypact.hazarding.durations import exponential, kaplan_meier, survival
from supplypact.hazarding.estimate import records, spells, spread_of
from supplypact.hazarding.events import read_events
from supplypact.hazarding.kinds import GROUPS
from supplypact.workspace.workspace import Workspace
from tools.build_data import definitions
from tools.build_data.hazards import hazard_events

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/hazards.md").read_text("utf-8")
NAMES = (
    "disruptions",
    "supply_events",
    "hazard_events",
    "hazards",
    "duration_laws",
    "production",
    "stages",
    "countries",
)


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    return Workspace().open_tables(NAMES)


def record(**changes: object) -> dict[str, object]:
    plain = {"country": "COD", "materials": "cobalt", "stages": "mine", "source": "s"}
    return plain | {"quality": "official", "method": None} | changes


def told(**changes: str) -> dict[str, str]:
    blank = dict.fromkeys(definitions.rows("hazard_events")[0], "")
    return blank | {"event": "e", "start": "2025-02", "records": "a;b"} | changes


def test_two_records_of_one_event_are_one_event() -> None:
    known = {"a": record(), "b": record(materials="cobalt;copper", stages=None, source="t")}
    frame, sources = hazard_events([told()], known)
    (row,) = frame.to_dicts()
    assert (row["country"], row["materials"], row["stages"]) == ("COD", "cobalt;copper", "mine")
    assert (row["source"], row["year"], row["quality"]) == ("s", 2025, "official")
    assert sources == []


def test_what_the_definition_says_stands_before_the_record() -> None:
    (row,) = hazard_events([told(stages="refine", records="a")], {"a": record()})[0].to_dicts()
    assert row["stages"] == "refine"


def test_a_further_fact_brings_its_own_source() -> None:
    fact = told(records="", fact="A study", address="example.org")
    frame, (source,) = hazard_events([fact], {})
    assert frame["source"].to_list() == [source.source]
    assert source.title == "A study"


def test_every_record_of_both_lists_stands_behind_exactly_one_event(
    tables: dict[str, pl.DataFrame],
) -> None:
    named = Counter(
        each for cell in tables["hazard_events"]["records"].drop_nulls() for each in cell.split(";")
    )
    assert set(named) == {*tables["disruptions"]["id"], *tables["supply_events"]["event"]}
    assert set(named.values()) == {1}


def test_an_event_starts_in_the_year_of_its_first_record(tables: dict[str, pl.DataFrame]) -> None:
    starts = dict(tables["disruptions"].select("id", "start").iter_rows())
    events = tables["supply_events"]
    starts |= dict(events.select("event", pl.coalesce("effective", "announced")).iter_rows())
    for row in tables["hazard_events"].drop_nulls("records").iter_rows(named=True):
        first = str(starts[row["records"].split(";")[0]])
        assert row["start"][:4] == first[:4], row["event"]
        if len(first) > len("2025") and first[5:7].isdigit():
            assert row["start"] == first[:7], row["event"]


def test_every_material_of_a_group_is_known_and_in_one_group_only(
    tables: dict[str, pl.DataFrame],
) -> None:
    grouped = Counter(each for members in GROUPS.values() for each in members)
    assert set(grouped.values()) == {1}
    assert set(grouped) == set(tables["stages"]["material"])


def test_each_material_has_some_ten_to_forty_hazards_at_its_own_stages(
    tables: dict[str, pl.DataFrame],
) -> None:
    each = tables["hazards"].with_columns(pl.col("materials").str.split(";")).explode("materials")
    counts = each.group_by("materials").len()["len"]
    assert counts.len() == tables["stages"]["material"].n_unique()
    assert counts.min() == 9
    assert counts.median() == 18
    assert counts.max() == 41


def test_the_page_shows_what_the_rates_rest_on(tables: dict[str, pl.DataFrame]) -> None:
    found = records(tables)
    lines = []
    for each in found:
        pool, (cut, low, high) = each.pool, each.severity()
        lines.append(
            f"| {each.kind.id} | {each.kind.words} | {each.kind.law} | {len(each.struck)} | "
            f"{each.total_hits} | {each.exposure:,.0f} | {1 / pool.mean:.0f} "
            f"({1 / pool.high:.0f}-{1 / pool.low:,.0f}) | {cut:.2f} ({low:.2f}-{high:.2f}) |"
        )
    band = found[0].band
    assert band is not None
    lines.append(f"factor {band.factor:.2f}; by chance {100 * band.chance:.1f} %")
    lines.append(f"shape {spread_of(found):.1f}")
    assert [line for line in lines if line not in PAGE] == []


def test_the_page_shows_the_durations(tables: dict[str, pl.DataFrame]) -> None:
    lines = []
    for law, found in spells(read_events(tables["hazard_events"])).items():
        fit = exponential(found)
        curve = survival(fit.rate)
        points = " | ".join(
            f"{curve[at]:.2f} / {kaplan_meier(found, at):.2f}" for at in (3, 12, 24)
        )
        lines.append(
            f"| {law} | {len(found)} | {fit.ends} | {fit.mean:.0f} "
            f"({1 / fit.rate_high:.1f}-{1 / fit.rate_low:.0f}) | {points} |"
        )
    assert [line for line in lines if line not in PAGE] == []


def test_the_page_shows_how_rates_change_with_the_window(tables: dict[str, pl.DataFrame]) -> None:
    lines = []
    for since in ("2009", "2015", "2020", "2023"):
        found = records(tables, f"{since}-01")
        spread, (controls, embargo) = spread_of(found), found[:2]
        years = [
            f"{1 / each.rate(who, spread).mean:.0f}"
            for each, who in ((controls, "CHN"), (controls, "COD"), (embargo, "CHN"))
        ]
        lines.append(f"| {since} | {len(controls.struck)} | {' | '.join(years)} |")
    assert [line for line in lines if line not in PAGE] == []
