"""What is bundled can be found from wherever the package is installed."""

import tomllib

from supplypact.data import catalogue


def test_three_pacts_are_bundled_under_their_ids() -> None:
    assert catalogue.pact_ids() == [
        "seven-members-example",
        "us-australia-2025",
        "us-japan-2025",
        "us-japan-2025-official",
    ]
    for pact in catalogue.pact_ids():
        assert tomllib.loads(catalogue.pact_bytes(pact).decode())["id"] == pact


def test_every_described_table_is_there_with_the_described_size() -> None:
    for name, resource in catalogue.resources().items():
        assert len(catalogue.table_bytes(name)) == resource["bytes"], name
