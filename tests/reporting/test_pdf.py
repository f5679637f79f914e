"""Pages as PDF, printed by the installed browser."""

import re
import shutil
import stat
from pathlib import Path

import pytest

from supplypact.errors import OutputError
from supplypact.reporting.pdf import BROWSERS, write_pdf
from supplypact.reporting.response.brief import brief
from tests.reporting.response import crowded
from tests.reporting.response.given import response, view

HAS_BROWSER = any(shutil.which(name) for name in BROWSERS)
needs_browser = pytest.mark.skipif(
    not HAS_BROWSER, reason="needs Chromium (on Debian: apt-get install chromium)"
)


def pages(printed: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", printed))


@needs_browser
@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_fullest_brief_is_one_page(language: str) -> None:
    printed = write_pdf(brief(crowded.response(), crowded.view(), language))
    assert printed.startswith(b"%PDF-")
    assert pages(printed) == 1


@needs_browser
def test_japanese_is_embedded_with_its_own_font() -> None:
    """A Japanese font is named; its outlines are in the file, as a font or as drawn signs."""
    printed = write_pdf(brief(response(), view(), "ja"))
    names = re.findall(rb"/FontName /[A-Z]{6}\+(\S+)", printed)
    if not any(word in name for name in names for word in (b"CJK", b"Gothic", b"JP")):
        pytest.skip("no Japanese font is installed (on Debian: apt-get install fonts-noto-cjk)")
    assert re.search(rb"/FontFile[23]?\b|/CharProcs\b", printed)
    assert b"/ToUnicode" in printed


@needs_browser
def test_the_same_page_gives_the_same_bytes() -> None:
    page = brief(response(), view(), "en")
    assert write_pdf(page) == write_pdf(page)


@needs_browser
def test_a_longer_page_has_more_pages_and_no_header() -> None:
    printed = write_pdf("<title>Secret title</title><p style='height:400mm'>a</p>")
    assert pages(printed) == 2


def test_without_a_browser_the_user_learns_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OutputError, match="no browser") as caught:
        write_pdf("<p>a</p>")
    assert "install Chromium" in caught.value.fix
    assert "open the HTML page and print it" in caught.value.fix


def test_a_browser_that_prints_nothing_is_told_with_its_own_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    false = tmp_path / "chromium"
    false.write_text("#!/bin/sh\necho out of memory >&2\n", "utf-8")
    false.chmod(false.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OutputError, match="printed nothing: out of memory"):
        write_pdf("<p>a</p>")
