"""The files that a response leaves behind, as bytes by name."""

from __future__ import annotations

from supplypact.domain.response import Response
from supplypact.reporting.pdf import write_pdf
from supplypact.reporting.response.brief import brief
from supplypact.reporting.response.cap import cap_alert
from supplypact.reporting.response.playbook_json import playbook_json
from supplypact.reporting.response.view import ResponseView
from supplypact.reporting.response.workbook import response_sheets
from supplypact.reporting.workbook import write_workbook

LANGUAGES = ("en", "ja")


def response_files(
    response: Response, view: ResponseView, *, sender: str, pdf: bool
) -> dict[str, bytes]:
    """Return playbook, briefs, alert and workbook.

    Args:
        response: The answer.
        view: Its names and words.
        sender: Of the alert.
        pdf: Whether the briefs are printed as well.

    Raises:
        OutputError: there is no browser that prints.

    """
    briefs = {language: brief(response, view, language) for language in LANGUAGES}
    files = {f"brief.{language}.html": page.encode() for language, page in briefs.items()}
    if pdf:
        files |= {f"brief.{language}.pdf": write_pdf(page) for language, page in briefs.items()}
    title = view.say["sheet.summary"]
    return {
        **files,
        "playbook.json": playbook_json(response, view).encode(),
        "playbook.xlsx": write_workbook(title, response_sheets(response, view)),
        "alert.xml": cap_alert(response, view, sender=sender).encode(),
    }
