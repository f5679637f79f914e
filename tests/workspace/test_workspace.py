"""Opening the bundled tables and pacts, and the user's own in their place."""

import gzip
from pathlib import Path

import pytest

from supplypact.data import catalogue
from supplypact.domain.network import Network
from supplypact.errors import DataError, UsageError
from supplypact.formats.network_csv import NETWORK_TABLES
from supplypact.workspace.workspace import Workspace


@pytest.fixture(scope="module")
def network() -> Network:
    return Workspace().open_network()


def bundled_lines(table: str) -> list[str]:
    return catalogue.table_bytes(table).decode().splitlines()


def write(folder: Path, table: str, lines: list[str]) -> None:
    (folder / f"{table}.csv").write_text("\n".join(lines) + "\n")


def told_by(folder: Path) -> str:
    with pytest.raises(DataError) as caught:
        Workspace(folder).open_network()
    return str(caught.value)


def test_the_bundled_network_opens_with_the_hash_of_each_table(network: Network) -> None:
    assert set(network.digest) == set(NETWORK_TABLES)
    assert len(network.materials) >= 22
    magnet = network.material("magnet_rare_earths")
    assert [stage.id for stage in magnet.stages] == ["mine", "refine", "magnet"]
    assert network.output["tonnes"].null_count() == 0
    assert network.projects


@pytest.mark.parametrize("pact", ["us-japan-2025", "us-japan-2025-official", "us-australia-2025"])
def test_the_bundled_pacts_open_by_their_id(network: Network, pact: str) -> None:
    assert Workspace().open_pact(pact, network).id == pact


def test_a_pact_opens_by_its_path(network: Network, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(catalogue.pact_bytes("us-japan-2025"))
    assert Workspace().open_pact(str(path), network).party_codes == ("USA", "JPN")


def test_an_unknown_pact_is_told_with_the_nearest_one(network: Network) -> None:
    with pytest.raises(UsageError, match="did you mean 'us-japan-2025'"):
        Workspace().open_pact("us-japn-2025", network)


def test_a_pact_file_that_is_not_there_is_told(network: Network, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such file"):
        Workspace().open_pact(str(tmp_path / "none.toml"), network)
    with pytest.raises(UsageError, match="it is a folder"):
        Workspace().open_pact(str(tmp_path), network)


def test_a_wrong_pact_is_told_with_its_lines(network: Network, tmp_path: Path) -> None:
    text = catalogue.pact_bytes("us-japan-2025").decode().replace('"CHN"', '"CHX"', 1)
    (tmp_path / "mine.toml").write_text(text)
    with pytest.raises(DataError, match=r"mine\.toml, line \d+.*CHX"):
        Workspace().open_pact(str(tmp_path / "mine.toml"), network)


def test_a_table_of_the_user_replaces_the_bundled_one(network: Network, tmp_path: Path) -> None:
    header, *rows = bundled_lines("projects")
    write(tmp_path, "projects", [header, *rows])
    changed = Workspace(tmp_path).open_network()
    assert [each.id for each in changed.projects] == [each.id for each in network.projects]
    assert changed.digest["projects"] == network.digest["projects"]


def test_faults_of_all_tables_are_told_at_once(tmp_path: Path) -> None:
    header, *rows = bundled_lines("countries")
    write(tmp_path, "countries", [header.replace("name_en", "nam_en"), *rows])
    write(tmp_path, "projects", [bundled_lines("projects")[0].replace("host", "hosts")])
    told = told_by(tmp_path)
    assert "missing column 'name_en'" in told
    assert "unknown column 'hosts'; did you mean 'host'?" in told


def test_a_country_that_does_not_exist_is_told_with_file_and_line(tmp_path: Path) -> None:
    header, first, *rows = bundled_lines("flows")
    cells = first.split(",")
    cells[header.split(",").index("exporter")] = "XXK"
    write(tmp_path, "flows", [header, ",".join(cells), *rows])
    assert f"{tmp_path / 'flows.csv'}, line 2: unknown exporter 'XXK'" in told_by(tmp_path)


def test_a_unit_that_is_not_known_is_refused(tmp_path: Path) -> None:
    header, first, *_ = bundled_lines("prices")
    assert "US cent/lb" in first
    write(tmp_path, "prices", [header, first.replace("US cent/lb", "USD/stone")])
    assert "'USD/stone' is not a known unit" in told_by(tmp_path)


def test_an_empty_projects_table_is_told_with_the_way_to_mend_it(tmp_path: Path) -> None:
    write(tmp_path, "projects", [bundled_lines("projects")[0]])
    write(tmp_path, "project_outputs", [bundled_lines("project_outputs")[0]])
    assert "there is no project that a plan could fund; add candidates" in told_by(tmp_path)


def test_a_file_that_is_no_table_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    write(tmp_path, "project", ["project"])
    assert "unknown table 'project'; did you mean 'projects'?" in told_by(tmp_path)


def test_a_data_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no folder of this name"):
        Workspace(tmp_path / "none")
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="it is not a folder"):
        Workspace(tmp_path / "file")


def test_one_table_opens_by_its_name() -> None:
    assert "CHN" in Workspace().open_table("countries")["country"]
    with pytest.raises(UsageError, match="did you mean 'countries'"):
        Workspace().open_table("contries")


def refuse(_: Path) -> bytes:
    raise PermissionError(13, "Permission denied")


def test_a_pact_that_cannot_be_read_is_told(
    network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("")
    workspace = Workspace()
    with pytest.raises(UsageError, match="File name too long"):
        workspace.open_pact("a" * 1000, network)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UsageError, match=r"cannot be read \(Permission denied\)"):
        workspace.open_pact(str(path), network)


def test_a_table_that_cannot_be_read_is_told_with_the_faults_of_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "countries", ["country"])
    write(tmp_path, "flows", [])
    read_bytes = Path.read_bytes

    def refuse_flows(path: Path) -> bytes:
        return refuse(path) if path.name == "flows.csv" else read_bytes(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refuse_flows)
        told = told_by(tmp_path)
    assert "countries.csv, line 1: missing column 'name_en'" in told
    assert "flows.csv: the file cannot be read (Permission denied); make it readable" in told


def test_own_tables_leave_their_names_in_the_network(network: Network, tmp_path: Path) -> None:
    assert network.replaced == ()
    for table in ("prices", "projects", "flows"):
        write(tmp_path, table, bundled_lines(table))
    workspace = Workspace(tmp_path)
    assert workspace.open_network().replaced == ("flows", "projects")  # prices make no network
    assert workspace.own_tables() == ["flows", "prices", "projects"]


def test_empty_projects_beside_the_bundled_outputs_are_one_fault(tmp_path: Path) -> None:
    write(tmp_path, "projects", [bundled_lines("projects")[0]])
    told = told_by(tmp_path)
    assert "1 fault in" in told
    assert "project_outputs.csv: the bundled table needs rows that projects.csv does not" in told
    assert "bring an own project_outputs.csv too" in told


def test_a_folder_without_tables_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no CSV table in the folder"):
        Workspace(tmp_path)


@pytest.mark.parametrize("packed", [False, True])
def test_an_own_history_replaces_the_bundled_one_packed_or_not(
    tmp_path: Path, packed: bool
) -> None:
    lines = gzip.decompress(catalogue.table_bytes("trade_history")).splitlines(keepends=True)
    own = b"".join(lines[:3])
    name = "trade_history.csv.gz" if packed else "trade_history.csv"
    (tmp_path / name).write_bytes(gzip.compress(own) if packed else own)
    assert Workspace(tmp_path).open_table("trade_history").height == 2


def test_a_fault_in_a_packed_table_is_told_with_its_line(tmp_path: Path) -> None:
    lines = gzip.decompress(catalogue.table_bytes("trade_history")).splitlines(keepends=True)
    wrong = lines[1].replace(b",1995,", b",soon,")
    (tmp_path / "trade_history.csv.gz").write_bytes(gzip.compress(lines[0] + wrong))
    with pytest.raises(DataError, match=r"trade_history\.csv\.gz, line 2, column year: 'soon'"):
        Workspace(tmp_path).open_table("trade_history")


def test_only_the_tables_that_are_asked_for_are_opened() -> None:
    assert list(Workspace().open_tables(["sources", "countries"])) == ["sources", "countries"]
