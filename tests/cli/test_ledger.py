"""``supplypact ledger``: two parties, a keeper and an auditor; and each mistake with its mend."""

import json
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from supplypact.cli.ledger.group import ledger
from supplypact.cli.main import run

COMMIT = (
    "kind=commitment id=c1 date=2026-03-02 party=JPN pledge=t1-ohio amount=5000000000 "
    "currency=USD instrument=loan source=JBIC quality=official"
)
PAY = (
    "kind=disbursement id=d1 date=2026-04-01 party=JPN commitment=c1 amount=1200000000 "
    "currency=USD source=JBIC quality=official"
)


def out(capsys: pytest.CaptureFixture[str], call: Sequence[str], code: int = 0) -> str:
    capsys.readouterr()
    assert run(["ledger", *call]) == code
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], call: Sequence[str], code: int) -> str:
    capsys.readouterr()
    assert run(["ledger", *call]) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
    return " ".join(captured.err.split())


def row(text: str, **changed: str) -> dict[str, str]:
    return {**dict(cell.split("=", 1) for cell in text.split()), **changed}


def added(text: str, **changed: str) -> list[str]:
    cells = row(text, **changed)
    return ["add", cells.pop("kind"), *(f"{name}={cell}" for name, cell in cells.items())]


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert run(["ledger", "init", "us-japan-2025"]) == 0
    assert run(["ledger", *added(COMMIT)]) == 0
    return tmp_path


def test_the_help_names_every_command_with_examples() -> None:
    for name in ledger.commands:
        command = ledger.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        assert f"supplypact ledger {name}" in (command.help or "")


def test_parties_vouch_and_an_auditor_verifies_without_the_ledger(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out(capsys, ["key", "keeper.example/pact", "--keeper", "--out", "keeper.key"])
    out(capsys, ["key", "jpn.example/pact", "--out", "jpn.key"])
    out(capsys, ["key", "usa.example/pact", "--out", "usa.key"])
    note = out(capsys, ["checkpoint", "--key", "keeper.key"])
    assert note.splitlines()[1] == "87"  # 86 bundled entries and the commitment
    # Japan signs from a bundle on its own machine, the keeper puts its signature in
    out(capsys, ["export", "first.zip"])
    kept = ["--keeper-key", "keeper.key.pub", "--kept", "jpn.checkpoint"]
    told = refused(capsys, ["cosign", "first.zip", "--key", "jpn.key", *kept], 2)
    assert "if you never signed, add --first" in told
    out(capsys, ["cosign", "first.zip", "--key", "jpn.key", *kept, "--first"])
    again = refused(capsys, ["cosign", "first.zip", "--key", "jpn.key", *kept, "--first"], 2)
    assert "there is a checkpoint already" in again
    out(capsys, ["cosign", "first.zip", "--key", "jpn.key", *kept])
    out(capsys, ["accept", "jpn.checkpoint", "--party-key", "jpn.key.pub"])
    # the United States signs at the ledger itself
    kept = ["--keeper-key", "keeper.key.pub", "--kept", "usa.checkpoint"]
    out(capsys, ["cosign", "--key", "usa.key", *kept, "--first"])
    out(capsys, ["export", "pact.zip"])
    out(capsys, ["prove", "c1", "--out", "c1.proof"])
    keys = [f for name in ("keeper", "jpn", "usa") for f in ("--key", f"{name}.key.pub")]
    (made / "supplypact.ledger").unlink()
    told = out(capsys, ["verify", "pact.zip", *keys])
    assert "no fault in 87 records" in told
    assert all(f"87 records, by {name}.example/pact" in told for name in ("keeper", "jpn", "usa"))
    proved = out(capsys, ["verify", "c1.proof", *keys])
    assert re.search(r"amount +5000000000", proved)


def test_a_verification_without_keys_says_that_nobody_vouches(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out(capsys, ["export", "pact.zip"])
    assert "NOT CHECKED" in out(capsys, ["verify", str(made / "pact.zip")])


def test_a_backup_restores_to_the_same_root_and_goes_on(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out(capsys, ["backup", "backup.zip"])
    out(capsys, ["restore", "backup.zip", "--ledger", "again.ledger"])
    assert _root(capsys, "again.ledger") == _root(capsys, str(made / "supplypact.ledger"))
    out(capsys, [*added(PAY), "--ledger", "again.ledger"])
    told = refused(capsys, ["restore", "backup.zip", "--ledger", "again.ledger"], 4)
    assert "again.ledger" in told


def _root(capsys: pytest.CaptureFixture[str], file: str) -> str:
    found = re.search(r"root +([0-9a-f]{64})", out(capsys, ["verify", "--ledger", file]))
    assert found is not None
    return found[1]


@pytest.mark.usefixtures("made")
def test_totals_name_their_entries_and_count_no_announcement_twice(
    capsys: pytest.CaptureFixture[str],
) -> None:
    out(capsys, added(PAY))
    call = ["show", "--view", "totals", "--by", "party,sector", "--json"]
    rows = {each["sector"]: each for each in json.loads(out(capsys, call))}
    energy = rows["energy_security"]
    # six items of the fact sheet: 100 + 100 + 4 x 25; the reactors of tranche 2 repeat one of them
    assert energy["ceiling_usd"] == "300000000000"
    assert energy["committed_usd"] == "5000000000"
    assert energy["disbursed_usd"] == "1200000000"
    assert {"t1-ohio", "c1", "d1"} <= set(energy["entries"].split())
    assert "t2-smr" not in energy["entries"].split()
    # fact sheet 2 + 0.35 + 0.5 billion; the diamond grit of tranche 1 repeats the last
    assert rows["critical_minerals"]["ceiling_usd"] == "2850000000"
    assert rows["critical_minerals"]["firm_usd"] == "0"


@pytest.mark.usefixtures("made")
def test_an_entry_is_shown_as_recorded_and_as_corrected(capsys: pytest.CaptureFixture[str]) -> None:
    call = (
        "kind=correction id=x1 date=2026-03-03 party=JPN corrects=c1 source=JBIC quality=official"
    )
    out(capsys, [*added(call), "changes=amount=4000000000"])
    rows = {each["field"]: each for each in json.loads(out(capsys, ["show", "c1", "--json"]))}
    assert (rows["amount"]["as recorded"], rows["amount"]["now"]) == ("5000000000", "4000000000")
    assert rows["corrected by"]["as recorded"].startswith("x1")


@pytest.mark.usefixtures("made")
def test_known_at_shows_what_was_known_before(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(out(capsys, ["show", "--known-at", "2020-01-01", "--json"]))
    assert told == []
    early = json.loads(out(capsys, ["show", "--as-of", "2025-09-04", "--json"]))
    assert {each["date"] for each in early} <= {"2023-01-31", "2023-03-02", "2024-03-14"} | {
        each["date"] for each in early if each["date"] <= "2025-09-04"
    }
    assert max(each["date"] for each in early) == "2025-09-04"


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
def test_a_file_is_imported_whole_and_twice_without_harm(
    ending: str, made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [row(PAY), row(PAY, id="d2", date="2026-05-01", amount="300000000.25")]
    file = _file(made / f"payments.{ending}", rows)
    assert out(capsys, ["import", str(file), "--dry-run"]) == ""
    assert out(capsys, ["import", str(file)]).split() == ["87", "d1", "88", "d2"]
    assert out(capsys, ["import", str(file)]) == ""
    (total,) = json.loads(out(capsys, ["show", "--view", "totals", "--json"]))
    assert total["disbursed_usd"] == "1500000000.25"


def test_a_file_with_faults_tells_all_and_writes_nothing(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        row(PAY),
        row(PAY, id="d2", amount="9e99"),
        row(PAY, id="d3", date="2026-02-30"),
        row(PAY, id="d4", qualty="official"),
    ]
    told = refused(capsys, ["import", str(_file(made / "payments.csv", rows))], 3)
    for part in ("line 3", "line 4", "qualty", "did you mean 'quality'"):
        assert part in told
    assert len(json.loads(out(capsys, ["show", "--json"]))) == 87


def test_faults_of_form_and_of_rules_come_together_and_none_that_follows(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        row(COMMIT, id="c2", amount="9e99"),
        row(PAY, id="d2", commitment="c2"),
        row(PAY, id="d3", amount="6000000000"),
        row(PAY, id="d4", commitment="c9"),
    ]
    told = refused(capsys, ["import", str(_file(made / "payments.csv", rows))], 3)
    for part in ("3 faults", "'9e99'", "entry 'd3'", "(L13)", "entry 'd4'", "'c9': there is no"):
        assert part in told
    assert "d2" not in told


def test_a_file_that_was_closed_holds_all_of_its_ledger(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out(capsys, added(PAY))
    assert [each.name for each in made.iterdir()] == ["supplypact.ledger"]


def test_what_was_not_checked_is_said(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "every entry keeps form and rules" in out(capsys, ["verify"])
    assert "NOT CHECKED form and rules" in " ".join(out(capsys, ["verify", "--quick"]).split())
    out(capsys, ["backup", "backup.zip"])
    assert "no key was given" in out(capsys, ["restore", "backup.zip", "--ledger", "other.ledger"])
    out(capsys, ["key", "usa.example/pact", "--out", "usa.key"])
    call = ["restore", "backup.zip", "--ledger", str(made / "new.ledger"), "--key", "usa.key.pub"]
    assert "no signature of usa.example/pact" in refused(capsys, call, 6)


@pytest.mark.usefixtures("made")
def test_a_record_that_follows_one_of_the_future_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = datetime.now(UTC) + timedelta(days=400)
    with monkeypatch.context() as patched:
        patched.setattr("supplypact.cli.ledger.write.now", lambda: ahead)
        out(capsys, added(PAY))
    capsys.readouterr()
    assert run(["ledger", *added(PAY, id="d2")]) == 0
    assert "the last record bears a time in the future" in capsys.readouterr().err


@pytest.mark.usefixtures("made")
def test_today_is_the_day_of_the_users_clock(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("supplypact.cli.ledger.options.today", lambda: date(2025, 9, 4))
    told = json.loads(out(capsys, ["show", "--json"]))
    assert max(each["date"] for each in told) == "2025-09-04"


def _file(path: Path, rows: Sequence[dict[str, str]]) -> Path:
    columns = list(dict.fromkeys(name for each in rows for name in each))
    cells = [columns, *([each.get(name, "") for name in columns] for each in rows)]
    if path.suffix == ".csv":
        path.write_text("".join(",".join(line) + "\n" for line in cells), encoding="utf-8")
    elif path.suffix == ".jsonl":
        path.write_text("".join(f"{json.dumps(each)}\n" for each in rows), encoding="utf-8")
    else:
        book = openpyxl.Workbook()
        for line in cells:
            book.worksheets[0].append(line)
        book.save(path)
    return path


MISTAKES = {
    "a disbursement over its commitment": (
        [*added(PAY, amount="6000000000")],
        3,
        "6000000000 USD would be disbursed of 5000000000 committed",
    ),
    "an unknown project": (
        added(COMMIT, id="c2", project="ohio-gas-powr"),
        3,
        "did you mean 'ohio-gas-power'",
    ),
    "a currency without a rate on that day": (
        added(PAY, currency="CLP"),
        3,
        "currency CLP has no rate on 2026-04-01",
    ),
    "an entry dated after it was recorded": (added(PAY, date="2999-01-01"), 3, "2999-01-01"),
    "one key and two bodies": (
        added(COMMIT, amount="5000000001"),
        5,
        "amount is '5000000000', not '5000000001'",
    ),
    "an unknown kind": (added(PAY, kind="disbursment"), 3, "did you mean 'disbursement'"),
    "an entry without an id": (
        ["add", "disbursement", "date=2026-04-01"],
        3,
        "id is missing (L1); give one of your own, such as id=jbic-2026-11-20",
    ),
    "a field twice": ([*added(PAY), "id=d2"], 2, "'id' is given twice"),
    "no field": (["add", "disbursement", "oops"], 2, "write it as FIELD=VALUE"),
    "no ledger": (["show", "--ledger", "none.ledger"], 4, "supplypact ledger init"),
    "a ledger that is there": (["init", "us-japan-2025"], 4, "supplypact.ledger"),
    "two places": (["show", "--ledger", "a", "--database", "b"], 2, "leave one of the two out"),
    "an unknown entry": (["show", "t1-ohoi"], 2, "did you mean 't1-ohio'"),
    "an unknown group": (["show", "--view", "totals", "--by", "sectr"], 2, "did you mean 'sector'"),
    "no day": (["show", "--as-of", "tomorrow"], 2, "write it as 2026-11-22"),
    "an export of no kind": (["export", "pact.doc"], 2, "its name does not say"),
    "a proof before any checkpoint": (["prove", "c1"], 2, "supplypact ledger checkpoint"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_mend_and_nothing_is_written(
    mistake: str, made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call, code, told = MISTAKES[mistake]
    before = (made / "supplypact.ledger").read_bytes()
    assert told in refused(capsys, call, code)
    assert (made / "supplypact.ledger").read_bytes() == before


@pytest.mark.usefixtures("made")
def test_a_milestone_is_not_met_before_it_was_planned(capsys: pytest.CaptureFixture[str]) -> None:
    met = "kind=milestone_met id=m1 date=2026-03-02 party=JPN milestone=financial-close"
    evidence = "project=ohio-gas-power source=JBIC quality=official"
    assert "planned" in refused(capsys, added(f"{met} {evidence}"), 3)


@pytest.mark.usefixtures("made")
def test_a_correction_is_not_corrected(capsys: pytest.CaptureFixture[str]) -> None:
    stem = "kind=correction date=2026-03-03 party=JPN source=JBIC quality=official"
    out(capsys, [*added(f"{stem} id=x1 corrects=c1"), "changes=amount=4000000000"])
    told = refused(capsys, [*added(f"{stem} id=x2 corrects=x1"), "changes=text=no"], 3)
    assert "correct" in told
    assert "c1" in told


def test_a_bundle_cut_short_and_a_wrong_key_are_found(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out(capsys, ["key", "keeper.example/pact", "--keeper", "--out", "keeper.key"])
    out(capsys, ["key", "keeper.example/pact", "--keeper", "--out", "other.key"])
    out(capsys, ["checkpoint", "--key", "keeper.key"])
    out(capsys, ["export", "pact.zip"])
    raw = (made / "pact.zip").read_bytes()
    (made / "cut.zip").write_bytes(raw[: len(raw) // 2])
    assert "cut short" in refused(capsys, ["verify", "cut.zip"], 6)
    wrong = refused(capsys, ["verify", "pact.zip", "--key", "other.key.pub"], 6)
    assert "no signature of keeper.example/pact" in wrong


@pytest.mark.usefixtures("made")
def test_a_changed_amount_in_a_bundle_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    out(capsys, ["export", "pact.zip"])
    with zipfile.ZipFile("pact.zip") as old, zipfile.ZipFile("forged.zip", "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b'"5000000000"', b'"9000000000"')
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    assert "another number of records, or another root" in refused(
        capsys, ["verify", "forged.zip"], 6
    )


@pytest.mark.usefixtures("made")
def test_entries_are_exported_as_they_can_be_imported(capsys: pytest.CaptureFixture[str]) -> None:
    for ending in ("csv", "jsonl"):
        out(capsys, ["export", f"entries.{ending}"])
        other = ["--ledger", f"{ending}.ledger"]
        out(capsys, ["init", "us-japan-2025", "--empty", *other])
        out(capsys, ["import", f"entries.{ending}", *other])
        call = ["show", "--view", "money", "--json"]
        assert out(capsys, [*call, *other]) == out(capsys, call)


def test_entries_marked_more_strictly_are_left_out_of_an_export(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out(capsys, added(PAY, tlp="amber"))
    out(capsys, ["export", "entries.jsonl", "--tlp", "green"])
    ids = [json.loads(line)["id"] for line in (made / "entries.jsonl").read_text().splitlines()]
    assert "c1" in ids
    assert "d1" not in ids


@pytest.mark.usefixtures("made")
def test_a_key_is_not_taken_for_another_role(capsys: pytest.CaptureFixture[str]) -> None:
    out(capsys, ["key", "keeper.example/pact", "--keeper", "--out", "keeper.key"])
    out(capsys, ["key", "jpn.example/pact", "--out", "jpn.key"])
    told = refused(capsys, ["checkpoint", "--key", "jpn.key"], 2)
    assert "it is the key of a party, not of a ledger's keeper" in told
    told = refused(capsys, ["checkpoint", "--key", "keeper.key.pub"], 2)
    assert "it is a public key; a private one signs" in told
    out(capsys, ["checkpoint", "--key", "keeper.key"])
    kept = ["--kept", "kept", "--first"]
    call = ["cosign", "--key", "keeper.key", "--keeper-key", "keeper.key.pub", *kept]
    assert "it is the key of a ledger's keeper, not of a party" in refused(capsys, call, 2)
    call = ["cosign", "--key", "jpn.key", "--keeper-key", "jpn.key.pub", *kept]
    assert "it is the key of a party, not of a ledger's keeper" in refused(capsys, call, 2)


@pytest.mark.usefixtures("made")
def test_no_copy_overwrites_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    own = _file(Path("payments.csv"), [row(PAY)])
    before = own.read_bytes()
    for call in (["export", "payments.csv"], ["backup", "payments.csv"]):
        assert "it is not overwritten" in refused(capsys, call, 4)
    assert own.read_bytes() == before
    assert "name it with .zip" in refused(capsys, ["backup", "backup.csv"], 2)


@pytest.mark.usefixtures("made")
def test_without_a_checkpoint_nobody_vouches(capsys: pytest.CaptureFixture[str]) -> None:
    assert "no checkpoint yet: nobody vouches" in out(capsys, ["verify"])
