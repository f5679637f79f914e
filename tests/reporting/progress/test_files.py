from dataclasses import replace

from supplypact.domain.entry import Tlp
from supplypact.reporting.progress.exports import Publisher, export
from supplypact.reporting.progress.files import progress_files, publication
from tests.reporting.progress import given


def test_every_file_is_written() -> None:
    view = given.view()
    files = progress_files(view, export(view, Tlp.CLEAR, Publisher()), pdf=False)
    assert sorted(files) == [
        "activities.iati.xml",
        "progress.en.html",
        "progress.ja.html",
        "progress.json",
        "progress.xlsx",
        "projects.oc4ids.json",
        "sites.geojson",
    ]
    assert all(files.values())


def test_the_same_progress_gives_the_same_files() -> None:
    view = given.view()
    made = export(view, Tlp.CLEAR, Publisher())
    assert progress_files(view, made, pdf=False) == progress_files(view, made, pdf=False)


def test_a_package_of_no_project_is_not_written() -> None:
    view = replace(given.view(), progress=replace(given.progress(), projects=()))
    assert "projects.oc4ids.json" not in publication(export(view, Tlp.CLEAR, Publisher()))


def test_what_is_marked_is_counted_as_left_out() -> None:
    assert export(given.view(), Tlp.CLEAR, Publisher()).left_out == 1
    assert export(given.view(), Tlp.AMBER, Publisher()).left_out == 0
