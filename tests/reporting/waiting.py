"""Waiting in a real browser without running strings as code in the page: its policy forbids it."""

import time

from playwright.sync_api import Page

LONGEST = 10.0
"""Seconds."""


def wait_until(page: Page, condition: str) -> None:
    """Return once a condition holds in the page."""
    end = time.monotonic() + LONGEST
    while not page.evaluate(condition):
        assert time.monotonic() < end, f"never: {condition}"
        page.wait_for_timeout(20)
