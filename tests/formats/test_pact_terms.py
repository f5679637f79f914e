"""The whole of the money, the funding term and the split of revenue of a pact file."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import pytest

from supplypact.domain.pact import Clause, EnvelopeWhole, FundingTerm, RevenueSplit
from supplypact.formats import pact_terms as terms
from supplypact.formats.pact_clauses import Known
from supplypact.formats.toml_lines import find_lines
from supplypact.formats.toml_section import Notes, Section
from supplypact.units import Usd
from tests.data.test_bundled_pacts import bundled
from tests.formats.test_pact_toml import TEXT, read

if TYPE_CHECKING:
    from collections.abc import Callable

Noun = TypeVar("Noun")

KNOWN = Known(
    countries=["USA", "JPN", "CHN"],
    materials={},
    sources={"text": "METI: text, 2025"},
    parties=["USA", "JPN"],
)
CLAUSE = Clause(source="METI: text, 2025", note="n")
WHOLE = "amount_usd = 550e9\nfirst = 2025-09-04\ndue = 2029-01-19\n"
TERM = 'business_days = 45\ncalendars = ["USA", "JPN"]\n'
SPLIT = """recovers = "JPN"
before = { USA = 0.5, JPN = 0.5 }
after = { USA = 0.9, JPN = 0.1 }
"""


def given(reader: Callable[[Section, Known], Noun], text: str) -> tuple[Noun, list[str]]:
    """Read a table whose clause is right."""
    full = f'{text}source = "text"\nnote = "n"\n'
    notes = Notes("p.toml", find_lines(full))
    section = Section(tomllib.loads(full), (), notes)
    noun = reader(section, KNOWN)
    section.close()
    return noun, [str(fault).removeprefix("p.toml, ") for fault in notes.faults()]


def test_the_whole_is_read() -> None:
    first, due = date(2025, 9, 4), date(2029, 1, 19)
    whole = EnvelopeWhole(amount=Usd(550e9), first=first, due=due, clause=CLAUSE)
    assert given(terms.read_whole, WHOLE) == (whole, [])


def test_the_funding_term_is_read() -> None:
    term = FundingTerm(business_days=45, calendars=("USA", "JPN"), clause=CLAUSE)
    assert given(terms.read_funding_term, TERM) == (term, [])


def test_the_revenue_split_is_read() -> None:
    split = RevenueSplit(
        recovers="JPN",
        before={"USA": 0.5, "JPN": 0.5},
        after={"USA": 0.9, "JPN": 0.1},
        clause=CLAUSE,
    )
    assert given(terms.read_revenue_split, SPLIT) == (split, [])


def test_a_party_that_is_left_out_of_a_split_has_no_share_of_it() -> None:
    split, faults = given(terms.read_revenue_split, SPLIT.replace("USA = 0.9, JPN = 0.1", "USA=1"))
    assert (split.after, faults) == ({"USA": 1.0}, [])


@pytest.mark.parametrize(
    ("reader", "text", "old", "new", "fault"),
    [
        (terms.read_whole, WHOLE, "550e9", "0", "line 1: amount_usd is 0, must be more than 0"),
        (terms.read_whole, WHOLE, "550e9", "nan", "line 1: amount_usd is nan"),
        (
            terms.read_whole,
            WHOLE,
            "2029-01-19",
            "2025-09-04",
            "line 3: due 2025-09-04 is not after first 2025-09-04; swap them",
        ),
        (terms.read_whole, WHOLE, "due = 2029-01-19\n", "", "line 1: the file has no due"),
        (terms.read_funding_term, TERM, "45", "0", "line 1: business_days is 0"),
        (terms.read_funding_term, TERM, "45", "45.5", "line 1: business_days must be a whole"),
        (terms.read_funding_term, TERM, '"USA", ', '"CHN", ', "line 2: unknown 'CHN' in calendars"),
        (terms.read_funding_term, TERM, '["USA", "JPN"]', "[]", "line 2: calendars is empty"),
        (terms.read_revenue_split, SPLIT, '"JPN"', '"JAP"', "line 1: unknown recovers 'JAP'; did"),
        (
            terms.read_revenue_split,
            SPLIT,
            "JPN = 0.5",
            "JPN = 0.4",
            "line 2: the shares of before add up to 0.9, not 1; give each party its part of 1",
        ),
        (terms.read_revenue_split, SPLIT, "after = { USA = 0.9, JPN = 0.1 }", "after = {}", "line"),
    ],
)
def test_a_wrong_term_is_told_with_line_and_mend(
    reader: Callable[[Section, Known], object], text: str, old: str, new: str, fault: str
) -> None:
    (told,) = given(reader, text.replace(old, new))[1]
    assert told.startswith(fault)


def test_a_share_of_somebody_who_is_no_party_is_an_unknown_key() -> None:
    faults = given(terms.read_revenue_split, SPLIT.replace("USA = 0.5", "CHN = 0.5"))[1]
    assert any("unknown key 'CHN' in [before]" in fault for fault in faults)


def test_all_faults_of_the_terms_are_told_at_once_and_none_is_needed() -> None:
    assert read(TEXT)[1] == []
    tables = {"envelope": WHOLE, "funding_term": TERM, "revenue_split": SPLIT}
    written = "".join(f'[{name}]\n{text}source = "law"\n' for name, text in tables.items())
    wrong = written.replace("550e9", "-1").replace("45", "900").replace("JPN = 0.1", "JPN = 0.2")
    head, mark, rest = TEXT.partition("[[sector]]")
    sound, none = read(head + written + mark + rest)
    assert none == []
    assert sound is not None
    assert sound.whole is not None
    assert sound.funding_term is not None
    assert sound.revenue_split is not None
    assert sound.whole.clause.source == "Ministry: the law, 2025-10-28"
    assert len(read(head + wrong + mark + rest)[1]) == 3


@pytest.mark.parametrize("name", ["us-japan-2025", "us-japan-2025-official"])
def test_both_readings_of_the_agreement_have_the_memorandum_s_terms(name: str) -> None:
    pact = bundled(name)
    assert pact.whole is not None
    assert pact.funding_term is not None
    assert pact.revenue_split is not None
    assert (pact.whole.amount, str(pact.whole.due)) == (550e9, "2029-01-19")
    assert pact.whole.party == "JPN"
    assert (pact.funding_term.business_days, pact.funding_term.calendars) == (45, ("USA", "JPN"))
    assert pact.revenue_split.recovers == "JPN"
    assert pact.revenue_split.before == {"USA": 0.5, "JPN": 0.5}
    assert pact.revenue_split.after == {"USA": 0.9, "JPN": 0.1}
    dues = {each.id: str(each.due) for each in pact.milestones}
    assert dues["ministerial"] == "2026-04-26"  # 180 days after 28 October 2025
    assert dues["support-measures"] == "2026-04-28"  # 6 months after it


def test_what_the_report_does_not_say_is_marked_as_official_text() -> None:
    pact = bundled("us-japan-2025")
    clauses = [each.clause for each in (pact.whole, pact.funding_term, pact.revenue_split) if each]
    clauses += [
        each.clause for each in pact.milestones if each.id in {"ministerial", "support-measures"}
    ]
    assert len(clauses) == 5
    assert all("Not in the report" in clause.note for clause in clauses)
