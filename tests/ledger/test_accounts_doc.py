"""docs/accounts.md lists every rule with a message that it gives, word for word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from supplypact.ledger.rules import check as rules
from tests.ledger import given
from tests.ledger.given import Keeper

PAGE = Path(__file__).parents[2] / "docs" / "accounts.md"
GIVEN = {
    "p": ("pledge", {"project": "mine"}),
    "again": ("pledge", {"repeats": "p"}),
    "c": ("commitment", {"pledge": "p"}),
    "d": ("disbursement", {"amount": "70", "date": "2026-03-01"}),
    "plan": ("milestone_planned", {"date": "2026-03-01"}),
    "loan": ("stock", {"movement": "loan", "counterparties": "USA", "date": "2026-04-01"}),
    "fix": ("correction", {"corrects": "p", "changes": "note=x"}),
}
REFUSED: dict[str, tuple[str, dict[str, str]]] = {
    "L2": ("decision", {"id": "p"}),
    "L3": ("decision", {"date": "2026-11-23"}),
    "L4": ("decision", {"party": "AUS"}),
    "L5": ("decision", {"sector": "enrgy"}),
    "L6": ("cost", {"project": "mines"}),
    "L7": ("pledge", {"amount": ""}),
    "L8": ("pledge", {"currency": "EUR"}),
    "L9": ("pledge", {"shares": "USA=0.4; JPN=0.5"}),
    "L10": ("pledge", {"funding_lines": "us-incentives"}),
    "L11": ("pledge", {"repeats": "again"}),
    "L12": ("disbursement", {"date": "2026-01-31"}),
    "L13": ("disbursement", {"amount": "30.01"}),
    "L14": ("repayment", {"amount": "80", "date": "2026-06-01"}),
    "L15": ("milestone_met", {"date": "2026-02-28"}),
    "L16": ("stock", {"movement": "release", "tonnes": "60", "date": "2026-04-02"}),
    "L17": (
        "stock",
        {
            "movement": "return",
            "party": "USA",
            "loan": "loan",
            "tonnes": "10",
            "counterparties": "USA",
            "date": "2026-05-01",
        },
    ),
    "L18": ("withdrawal", {"date": "2026-03-01"}),
    "L19": ("revenue", {"project": "mill"}),
    "L20": ("correction", {"corrects": "fix"}),
}


def refusal(rule: str) -> str:
    """What a rule says of an entry that breaks it, after the entries above."""
    kept = Keeper()
    kept.add("stock", "open", movement="opening", tonnes="50")
    for name, (kind, cells) in GIVEN.items():
        kept.add(kind, name, **cells)
    kind, cells = REFUSED[rule]
    name = cells.get("id", "new")
    found = kept.book.faults(
        given.entry(kind, **{"name": name, **{k: v for k, v in cells.items() if k != "id"}}),
        kept.day,
    )
    (told,) = [each.what for each in found]
    return told.removesuffix(f" ({rule})")


def rows() -> dict[str, list[str]]:
    found = re.findall(r"^\| (L\d+) \| (.*) \| (.*) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return {rule: [told, message] for rule, told, message in found}


def test_the_page_has_the_rules_in_their_order() -> None:
    numbered = re.findall(r"^(L\d+) ", rules.__doc__ or "", re.MULTILINE)

    assert list(rows()) == numbered


@pytest.mark.parametrize("rule", REFUSED)
def test_the_page_shows_what_each_rule_says(rule: str) -> None:
    assert rows()[rule][1] == f"`{refusal(rule)}`"
