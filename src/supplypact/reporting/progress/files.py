"""The files that a report of progress leaves behind, as bytes by name."""

from __future__ import annotations

from supplypact.reporting.pdf import write_pdf
from supplypact.reporting.progress.exports import Export
from supplypact.reporting.progress.iati import iati_activities
from supplypact.reporting.progress.oc4ids import oc4ids_package
from supplypact.reporting.progress.page import progress_page
from supplypact.reporting.progress.progress_json import progress_json
from supplypact.reporting.progress.sites import sites_geojson
from supplypact.reporting.progress.view import LANGUAGES, ProgressView
from supplypact.reporting.progress.workbook import progress_sheets
from supplypact.reporting.workbook import write_workbook


def progress_files(view: ProgressView, export: Export, *, pdf: bool) -> dict[str, bytes]:
    """Return pages, data, workbook and exports.

    Args:
        view: The progress, its names and words.
        export: What of it may be published.
        pdf: Whether the pages are printed as well.

    Raises:
        OutputError: there is no browser that prints.

    """
    pages = {language: progress_page(view, language) for language in LANGUAGES}
    files = {f"progress.{language}.html": page.encode() for language, page in pages.items()}
    if pdf:
        files |= {f"progress.{language}.pdf": write_pdf(page) for language, page in pages.items()}
    return {
        **files,
        "progress.json": progress_json(view).encode(),
        "progress.xlsx": write_workbook(view.say["sheet.summary"], progress_sheets(view)),
        **publication(export),
    }


def publication(export: Export) -> dict[str, bytes]:
    """Return the files that are made to be published."""
    files = {
        "activities.iati.xml": iati_activities(export),
        "sites.geojson": sites_geojson(export),
    }
    if export.shown:
        files["projects.oc4ids.json"] = oc4ids_package(export)
    return {name: text.encode() for name, text in files.items()}
