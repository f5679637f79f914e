from supplypact.reporting.plan import pact_tables
from tests.reporting.given import view
from tests.reporting.plan.test_tables import rows


def test_assumptions_are_told_with_their_value() -> None:
    found = {row["assumption"]: row["value"] for row in rows(pact_tables.assumptions(view()))}
    assert found["public share of capex"] == 0.5


def test_publications_stand_before_single_facts() -> None:
    names = [row["source_id"] for row in rows(pact_tables.sources(view()))]
    assert names == ["article", "survey", "test"]


def test_the_page_lists_publications_and_counts_the_rest() -> None:
    names = [row["source_id"] for row in rows(pact_tables.publications(view()))]
    assert names == ["article", "survey"]
    assert pact_tables.single_facts(view()) == 1


def test_a_pact_without_milestones_has_an_empty_table() -> None:
    assert rows(pact_tables.milestones(view())) == []
    assert rows(pact_tables.indicators(view())) == []
