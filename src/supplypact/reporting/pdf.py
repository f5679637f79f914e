"""A page as PDF, printed by a browser that is installed: Chromium, Chrome or Edge.

The date of making is written over, so that a page that does not change gives the same bytes with
the same browser and the same fonts; another version of either may give others.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from supplypact.errors import OutputError

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
"""Looked for on PATH, in this order."""
SECONDS = 60.0
"""After which the browser is given up."""
QUIET = (
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pdf-header-footer",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
"""No window, no network, nothing printed but the page."""
DATES = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}([+-]\d\d'\d\d'\)|\))")
MADE = b"20250101000000"
"""Stands in the file instead of the clock."""


def write_pdf(html: str) -> bytes:
    """Return ``html`` as PDF.

    Raises:
        OutputError: no browser is on PATH, or it does not print the page in time.

    """
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise _failed("there is no browser that could print the page", "PATH")
    with tempfile.TemporaryDirectory(prefix="supplypact-") as folder:
        place = Path(folder)
        page, printed = place / "page.html", place / "page.pdf"
        page.write_text(html, "utf-8")
        said = _run([browser, *_options(place, printed), page.as_uri()], browser)
        if not printed.exists() or not printed.stat().st_size:
            raise _failed(f"the browser printed nothing{said}", browser)
        return DATES.sub(rb"\g<1>" + MADE + rb"\g<2>", printed.read_bytes())


def _options(place: Path, printed: Path) -> list[str]:
    own = [f"--user-data-dir={place / 'profile'}", f"--print-to-pdf={printed}"]
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*QUIET, *own, *(["--no-sandbox"] if root else [])]


def _run(command: list[str], browser: str) -> str:
    """Run the browser and return the last line that it said, after a colon."""
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments, no shell
            command, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _failed(f"the browser took more than {SECONDS:.0f} s", browser) from error
    except OSError as error:
        raise _failed(f"the browser does not start: {error.strerror}", browser) from error
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return f": {lines[-1]}" if lines else ""


def _failed(what: str, where: str) -> OutputError:
    return OutputError(
        what,
        where=where,
        fix="install Chromium, Chrome or Edge (on Debian: apt-get install chromium "
        "fonts-noto-cjk), or open the HTML page and print it",
    )
