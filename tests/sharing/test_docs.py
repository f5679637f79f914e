"""The example of the page runs and gives what the page says."""

import doctest
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "sharing.md"


def test_the_example_on_the_page_runs() -> None:
    run = doctest.testfile(str(PAGE), module_relative=False)
    assert run.attempted > 0
    assert run.failed == 0
