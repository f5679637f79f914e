import pytest

from supplypact.domain.risk_study import RiskStudy
from tests.reporting.risk.given import BAN, view


@pytest.mark.parametrize(
    ("hazard", "told"),
    [
        (BAN, "Export control, CHN, refine: testium"),
        ("conflict-CHN-mine-all", "Conflict, CHN, mine: all materials"),
        ("quota-CHN-mine-bulk_metals", "Quota, CHN, mine: bulk metals"),
        ("late-opal-refine", "Late: Opal"),
        ("late-two-part-name-refine", "Late: two-part-name"),
        ("strike", "strike"),
        ("outage-XXX-mine-all", "outage-XXX-mine-all"),
        ("my-CHN-own-one", "my-CHN-own-one"),
    ],
)
def test_a_hazard_is_told_in_words_where_its_id_allows(hazard: str, told: str) -> None:
    assert view().hazard(hazard) == told


def test_no_loss_is_told_as_none() -> None:
    assert view().loss("both", 1999)["expected_usd"] == 0.0


def test_a_member_of_another_pact_is_told_as_that_pact_writes_it() -> None:
    seen = view(members={"AUS": "Oceania", "USA": "not asked"})
    assert seen.coalition("USA+AUS+CHN") == "USA, Oceania and CHN"


def test_a_coalition_is_told_by_its_members() -> None:
    assert view(study=RiskStudy()).coalition("USA+JPN") == "USA and JPN"
