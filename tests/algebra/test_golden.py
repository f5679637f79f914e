"""Every equation stands in a golden model and on a page; none is missing."""

import re
from pathlib import Path

import pytest

from tests.algebra.blocks import BLOCKS, GOLDEN, written

PAGES = Path(__file__).parents[2] / "docs" / "algebra"
CODE = Path(__file__).parents[2] / "src" / "supplypact" / "algebra"


@pytest.mark.parametrize("block", BLOCKS)
def test_the_block_writes_its_golden_model(block: str, tmp_path: Path) -> None:
    assert written(BLOCKS[block](), tmp_path) == (GOLDEN / f"{block}.lp").read_text("utf-8")


def _statements(block: str) -> set[str]:
    """Names of the row blocks that the code of a block adds."""
    return set(re.findall(r'model\.rows\(\s*"(\w+)"', (CODE / f"{block}.py").read_text("utf-8")))


def test_every_module_that_adds_rows_is_a_known_block() -> None:
    adding = {path.stem for path in CODE.glob("*.py") if "model.rows(" in path.read_text("utf-8")}
    assert adding == set(BLOCKS)


@pytest.mark.parametrize("block", BLOCKS)
def test_every_equation_has_a_page_row_and_a_golden_row(block: str) -> None:
    page = (PAGES / f"{block}.md").read_text("utf-8")
    golden = (GOLDEN / f"{block}.lp").read_text("utf-8")
    statements = _statements(block)
    assert statements
    for name in statements:
        assert f"| `{name}` |" in page
        assert f" {name}(" in golden


@pytest.mark.parametrize("block", BLOCKS)
def test_every_page_row_is_an_equation_of_the_code(block: str) -> None:
    page = (PAGES / f"{block}.md").read_text("utf-8")
    named = set(re.findall(r"^\| `([AFPRST]\d\w*)` \|", page, flags=re.MULTILINE))
    assert named == _statements(block)
