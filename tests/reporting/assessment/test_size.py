"""The page of the bundled data: complete, and not too large to send."""

import pytest

from supplypact.assessing.assess import assess
from supplypact.domain.assessment import Assessment, AssessOptions
from supplypact.domain.evidence import Evidence
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.reporting.assessment.files import assessment_files
from supplypact.reporting.assessment.summary import assessment_lines
from supplypact.workspace.workspace import Workspace

MOST_BYTES = 3_500_000

Bundled = tuple[Assessment, Pact, Network, Evidence]


@pytest.fixture(scope="module")
def bundled() -> Bundled:
    workspace = Workspace()
    network = workspace.open_network()
    evidence = workspace.open_evidence()
    pact = workspace.open_pact("us-japan-2025", network)
    return assess(pact, network, evidence, AssessOptions(draws=20)), pact, network, evidence


def test_the_page_holds_every_material_in_less_than_3_5_megabytes(bundled: Bundled) -> None:
    page = assessment_files(*bundled)["assessment.html"]
    assert len(page) < MOST_BYTES
    text = page.decode()
    assert all(f'class="profile" id="{each.id}"' in text for each in bundled[2].materials)


def test_the_terminal_shows_every_stage_in_120_characters(bundled: Bundled) -> None:
    lines = assessment_lines(*bundled[:3])
    stages = [(each.id, stage.id) for each in bundled[2].materials for stage in each.stages]
    assert sorted(
        tuple(line.split()[:2]) for line in lines if tuple(line.split()[:2]) in stages
    ) == (sorted(stages))
    assert max(map(len, lines)) <= 120
