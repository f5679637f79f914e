"""``supplypact respond``: examples run, every form and file, and bad input with its mend."""

import csv
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from supplypact.cli.main import run
from supplypact.cli.respond import command
from supplypact.data import catalogue
from supplypact.reporting.response.playbook_json import playbook_schema

PACT = "us-japan-2025"
CALL = ["respond", PACT, "--event", "gallium-germanium-2023", "--as-of", "2026-11-22"]
EXAMPLES = [
    example
    for example in re.findall(r"^  supplypact (.*)$", command.help or "", re.MULTILINE)
    if "my-event" not in example
]
EVENT = """\
id = "test"
title_en = "Test event"
title_ja = "試験"
kind = "ban"
start = 2026-01-01

[[cut]]
supplier = "CHN"
materials = ["gallium"]
stages = ["refine"]
share = 0.8
low = 0.5
high = 1.0
"""
FILES = ["alert.xml", "brief.en.html", "brief.ja.html", "playbook.json", "playbook.xlsx"]


def out(capsys: pytest.CaptureFixture[str], call: Sequence[str], code: int = 0) -> str:
    assert run(list(call)) == code
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], call: Sequence[str], code: int = 2) -> str:
    assert run(list(call)) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
    return " ".join(captured.err.split())


def told_json(capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(out(capsys, [*CALL, "--json", *more]))
    jsonschema.validate(document, playbook_schema())
    return document


def event_file(folder: Path, old: str = "", new: str = "") -> str:
    assert old in EVENT
    path = folder / "event.toml"
    path.write_text(EVENT.replace(old, new, 1) if old else EVENT, encoding="utf-8")
    return str(path)


def stocks_file(folder: Path, *rows: str, header: str = "holder,material,form,tonnes") -> str:
    path = folder / "stocks.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return str(path)


def same_orders(one: dict[str, Any], other: dict[str, Any]) -> None:
    keys = ("material", "order", "giver", "user", "period")
    both = [
        {tuple(row[key] for key in keys): row["tonnes"] for row in each["orders"]}
        for each in (one, other)
    ]
    assert both[0] == pytest.approx(both[1], rel=1e-9)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_the_help_runs(
    example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(example.split()) == 0


def test_it_says_in_words_who_is_short_what_waiting_costs_and_how_sure(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = out(capsys, CALL)
    for words in (
        "China asks export licences for gallium and germanium",
        "As of 22 November 2026",
        "Who is short of what",
        "What waiting costs",
        "each party alone",
        "How sure",
        "No stock is known",
        "Published beside it",
        "First effect",
    ):
        assert words in told, words


def test_japanese_is_told_in_japanese(capsys: pytest.CaptureFixture[str]) -> None:
    told = out(capsys, [*CALL, "--language", "ja"])
    assert "中国" in told
    assert "ガリウム" in told
    assert "How sure" not in told


def test_json_is_valid_against_the_published_schema(capsys: pytest.CaptureFixture[str]) -> None:
    document = told_json(capsys)
    assert document["materials"] == ["gallium", "germanium"]
    assert (document["as_of"], document["day0"]) == ("2026-11-22", "2026-11-22")
    assert document["options"]["mode"] == "full"
    assert len(document["actions"]) <= 12
    assert document["expected_usd"]["answer"] < document["expected_usd"]["nothing"]
    assert document["exercise"] is False


def test_the_same_call_gives_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    assert out(capsys, [*CALL, "--json"]) == out(capsys, [*CALL, "--json"])


@pytest.mark.parametrize("name", catalogue.event_ids())
def test_every_bundled_event_gives_a_valid_playbook(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["respond", PACT, "--event", name, "--start", "2026-01-01", "--json"]
    document = json.loads(out(capsys, call))
    jsonschema.validate(document, playbook_schema())
    assert document["exercise"] is True
    assert document["events"][0]["start"] == "2026-01-01"


def test_csv_is_the_playbook_alone(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(out(capsys, [*CALL, "--csv"]).splitlines()))
    assert 0 < len(rows) <= 12
    assert [row["number"] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    assert all(row["ordered"] >= "2026-11-22" for row in rows)


def test_files_are_written_for_people_and_programs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "incident"
    out(capsys, [*CALL, "--out", str(folder), "--marking", "TLP:AMBER", "--exercise"])
    assert sorted(each.name for each in folder.iterdir()) == FILES
    document = json.loads((folder / "playbook.json").read_text("utf-8"))
    jsonschema.validate(document, playbook_schema())
    assert document["exercise"] is True
    assert document["marking"] == "TLP:AMBER"
    for name in FILES[:3]:
        assert (folder / name).read_text("utf-8")


def test_the_modes_and_the_lines_can_be_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    full, alone = told_json(capsys), told_json(capsys, "--mode", "alone")
    assert alone["options"]["mode"] == "alone"
    assert alone["expected_usd"]["answer"] >= full["rounding"]["exact"] * (1 - 1e-9)
    few = told_json(capsys, "--lines", "3")
    assert len(few["actions"]) <= 3
    assert few["rounding"]["kept"] >= full["rounding"]["kept"]


def test_one_material_of_the_event_can_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    document = told_json(capsys, "--material", "germanium")
    assert document["materials"] == ["germanium"]
    assert {each["material"] for each in document["balance"]} == {"germanium"}


@pytest.mark.parametrize(
    ("length", "end"),
    [("90d", "2026-04-01"), ("12w", "2026-03-26"), ("6m", "2026-07-02"), ("1y", "2027-01-01")],
)
def test_a_known_duration_sets_the_end(
    length: str, end: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    call = ["respond", PACT, "--event", event_file(tmp_path), "--json", "--duration", length]
    document = json.loads(out(capsys, call))
    assert document["events"][0]["end"] == end
    assert {each["alive"] for each in document["periods"]} == {1.0}


def test_a_known_end_moves_with_the_start(capsys: pytest.CaptureFixture[str]) -> None:
    # 333 days from 3 December 2024 to 1 November 2025
    call = ["respond", PACT, "--event", "us-ban-2024", "--start", "2026-12-03", "--json"]
    (event,) = json.loads(out(capsys, call))["events"]
    assert (event["start"], event["end"]) == ("2026-12-03", "2027-11-01")


def test_own_stocks_take_the_place_of_the_bundled_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = told_json(capsys)
    rows = "JPN,gallium,refine,100000", "USA,gallium,refine,100000"
    rich = told_json(capsys, "--stocks", stocks_file(tmp_path, *rows), "--material", "gallium")
    held = {each["holder"]: each for each in rich["stocks"]}
    assert {name: each["tonnes"] for name, each in held.items()} == {"JPN": 1e5, "USA": 1e5}
    assert {each["kind"] for each in rich["stocks"]} == {"given"}
    assert rich["unknown_stocks"] == []
    assert rich["expected_usd"]["answer"] < 0.2 * plain["expected_usd"]["answer"]


def test_stocks_in_days_are_of_the_holders_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = stocks_file(tmp_path, "JPN,gallium,refine,30", header="holder,material,form,days")
    document = told_json(capsys, "--stocks", file)
    (row,) = [each for each in document["stocks"] if each["holder"] == "JPN"]
    use = sum(
        each["use"]
        for each in document["balance"]
        if (each["party"], each["material"], each["path"]) == ("JPN", "gallium", "nothing")
        and each["period"] < 13
    )
    assert row["tonnes"] == pytest.approx(use / 91 * 30, rel=1e-6)


def test_a_playbook_without_news_is_carried_on_unchanged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out(capsys, [*CALL, "--out", str(tmp_path / "first")])
    before = json.loads((tmp_path / "first" / "playbook.json").read_text("utf-8"))
    earlier = str(tmp_path / "first" / "playbook.json")
    call = [*CALL[:-1], "2026-12-20", "--after", earlier]
    after = json.loads(out(capsys, [*call, "--json"]))
    jsonschema.validate(after, playbook_schema())
    assert (after["day0"], after["as_of"]) == ("2026-11-22", "2026-12-20")
    assert {each["what"] for each in after["changes"]} == {"kept"}
    same_orders(before, after)
    assert "Changed against the earlier playbook" in out(capsys, call)


def test_a_playbook_is_carried_on_twice_and_into_another_year(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out(capsys, [*CALL, "--out", str(tmp_path / "a")])
    days = ("2026-12-20", "2027-01-17")
    for earlier, later, day in zip("ab", "bc", days, strict=True):
        call = [*CALL[:-1], day, "--after", str(tmp_path / earlier / "playbook.json")]
        out(capsys, [*call, "--out", str(tmp_path / later)])
    first, last = (
        json.loads((tmp_path / name / "playbook.json").read_text("utf-8")) for name in "ac"
    )
    assert last["day0"] == first["day0"]
    same_orders(first, last)


def test_news_changes_what_was_not_yet_ordered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = event_file(tmp_path)
    call = [
        "respond",
        PACT,
        "--event",
        first,
        "--as-of",
        "2026-01-01",
        "--out",
        str(tmp_path / "a"),
    ]
    out(capsys, call)
    earlier = str(tmp_path / "a" / "playbook.json")
    call = [
        "respond",
        PACT,
        "--event",
        first,
        "--as-of",
        "2026-02-12",
        "--after",
        earlier,
        "--json",
    ]
    after = json.loads(out(capsys, [*call, "--duration", "12w"]))
    assert {"less", "dropped"} & {each["what"] for each in after["changes"]}
    before = json.loads((tmp_path / "a" / "playbook.json").read_text("utf-8"))
    for name in ("release", "surge", "reroute", "swap", "substitute"):
        given = [
            [each for each in document["orders"] if each["order"] == name and each["period"] < 6]
            for document in (before, after)
        ]
        assert given[0] == given[1], name


def test_an_event_that_takes_nothing_from_the_parties_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["respond", PACT, "--event", event_file(tmp_path, '"CHN"', '"AUS"')]
    told = out(capsys, call)
    assert "gallium" in told
    assert "No." not in told
    document = json.loads(out(capsys, [*call, "--json"]))
    jsonschema.validate(document, playbook_schema())
    assert (document["actions"], document["unused"], document["materials"]) == ([], ["gallium"], [])
    rows = list(csv.reader(out(capsys, [*call, "--csv"]).splitlines()))
    assert len(rows) == 1
    folder = tmp_path / "out"
    out(capsys, [*call, "--out", str(folder)])
    assert sorted(each.name for each in folder.iterdir()) == FILES


def test_two_events_that_overlap_are_told_and_the_deeper_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = event_file(tmp_path, "share = 0.8", "share = 0.9")
    call = [*CALL, "--event", own, "--material", "gallium", "--json"]
    document = json.loads(out(capsys, call))
    jsonschema.validate(document, playbook_schema())
    assert "overlap" in {each["key"] for each in document["notes"]}
    assert [each["id"] for each in document["events"]] == ["gallium-germanium-2023", "test"]
    alone = json.loads(out(capsys, [*CALL, "--material", "gallium", "--json"]))
    assert document["expected_usd"]["nothing"] > alone["expected_usd"]["nothing"]
    assert "cut the same shipments" in " ".join(out(capsys, call[:-1]).split())


def test_the_same_event_twice_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    document = told_json(capsys, "--event", "gallium-germanium-2023")
    assert len(document["events"]) == 1
    assert "overlap" not in {each["key"] for each in document["notes"]}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"CHN"', '"CHM"', "unknown supplier"),
        ("start = 2026-01-01", "start = 2026-01-01\nend = 2025-12-01", "is not after start"),
        ("share = 0.8", "share = 1.8", "share"),
        ("share = 0.8", "share = -0.2", "share"),
        ('"gallium"', '"galium"', "did you mean 'gallium'"),
        ('kind = "ban"', 'kind = "wish"', "wish"),
    ],
)
def test_a_wrong_event_file_is_told_with_its_line_and_mend(
    old: str, new: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = refused(capsys, ["respond", PACT, "--event", event_file(tmp_path, old, new)], 3)
    assert "event.toml" in told
    assert "line" in told
    if words != "unknown supplier":
        assert words in told
    else:
        assert "CHM" in told


@pytest.mark.parametrize(
    ("rows", "header", "words"),
    [
        (["JPN,gallium,refine,-5"], "holder,material,form,tonnes", "-5"),
        (["JPN,gallium,5"], "holder,material,tonnes", "form"),
        (["JPN,gallium,refine"], "holder,material,form", "tonnes"),
        (["JPM,gallium,refine,5"], "holder,material,form,tonnes", "unknown holder 'JPM'"),
        (["JPN,gallium,mine,5"], "holder,material,form,tonnes", "gallium has no form 'mine'"),
    ],
)
def test_wrong_stocks_are_told_with_a_mend(
    rows: list[str],
    header: str,
    words: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = refused(capsys, [*CALL, "--stocks", stocks_file(tmp_path, *rows, header=header)], 3)
    assert "stocks.csv" in told
    assert words in told


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--as-of", "2041-01-01"], "there is no data for 2041"),
        (["--as-of", "2019-01-01"], "there is no data for 2019"),
        (["--as-of", "tomorrow"], "cannot read 'tomorrow': it is no day"),
        (["--start", "2026-13-01"], "cannot read '2026-13-01': it is no day"),
        (["--duration", "soon"], "cannot read 'soon': it is no duration"),
        (["--duration", "0d"], "a duration of 0 days cannot be"),
        (["--duration", "900y"], "days cannot be"),
        (["--lines", "0"], "a playbook of 0 lines cannot be"),
        (["--material", "galium"], "the event does not cut 'galium'"),
        (["--event", "galium-germanium-2023"], "did you mean"),
        (["--pdf"], "--pdf goes with --out"),
        (["--stocks", "nowhere.csv"], "the file cannot be read"),
        (["--after", "nowhere.json"], "the file cannot be read"),
        (["--mode", "both"], "both"),
    ],
)
def test_a_wrong_option_is_told_with_a_mend(
    more: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = refused(capsys, [*CALL, *more])
    assert words in told


def test_a_year_without_data_is_told_for_the_start_of_the_event(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = refused(capsys, ["respond", PACT, "--event", "cobalt-1978"])
    assert "there is no data for 1978" in told
    assert "--start" in told


def test_an_event_that_is_over_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    call = ["respond", PACT, "--event", "us-ban-2024", "--as-of", "2026-01-01"]
    assert "the event is over since 2025-11-01" in refused(capsys, call)


def test_an_earlier_playbook_needs_a_later_day_and_has_mode_and_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out(capsys, [*CALL, "--out", str(tmp_path)])
    earlier = str(tmp_path / "playbook.json")
    assert "--after needs the day" in refused(capsys, [*CALL[:4], "--after", earlier])
    call = [*CALL[:-1], "2026-12-20", "--after", earlier]
    for more in (["--mode", "full"], ["--lines", "5"]):
        told = refused(capsys, [*call, *more])
        assert f"{more[0]} does not go with --after" in told
    call = [*CALL[:-1], "2026-11-01", "--after", earlier]
    assert "is before the day of the earlier playbook" in refused(capsys, call)


def test_what_is_no_playbook_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "playbook.json"
    for text, words in (("{", "not valid JSON"), ("{}", "orders missing")):
        file.write_text(text, encoding="utf-8")
        told = refused(capsys, [*CALL, "--after", str(file)], 3)
        assert words in told
        assert "supplypact respond --out DIR" in told


def test_the_playbook_of_another_pact_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out(capsys, [*CALL, "--out", str(tmp_path)])
    file = tmp_path / "playbook.json"
    document = json.loads(file.read_text("utf-8"))
    document["orders"][0]["user"] = "KOR,refine"
    file.write_text(json.dumps(document), encoding="utf-8")
    told = refused(capsys, [*CALL[:-1], "2026-12-20", "--after", str(file)])
    assert "to KOR,refine, which there is no longer" in told
    assert "start anew without --after" in told


def test_the_stocks_of_a_ledger_are_released(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--ledger", str(tmp_path / "pact.ledger")]
    assert run(["ledger", "init", PACT, "--empty", *place]) == 0
    stock = "id=s1 date=2026-10-01 party=JPN movement=opening material=gallium form=refine"
    evidence = "tonnes=7 source=test quality=official"
    assert run(["ledger", "add", "stock", *f"{stock} {evidence}".split(), *place]) == 0
    capsys.readouterr()
    document = told_json(capsys, "--material", "gallium", *place)
    released = {
        each["owner"]: each["tonnes"]
        for each in document["actions"]
        if each["kind"] == "release" and each["owner"] == "JPN"
    }
    assert released == {"JPN": pytest.approx(7.0)}
    told = refused(capsys, [*CALL, *place, "--stocks", "stocks.csv"])
    assert "leave one out: the ledger has stocks of its own" in told
