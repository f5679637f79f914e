"""A real PostgreSQL server, started once and only if a test asks for it."""

import os
from collections.abc import Iterator

import pytest

from tools.postgres_server import PostgresServer, postgres_server, programs


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    if programs() is None:
        needs = "needs initdb and postgres (on Debian: apt-get install postgresql)"
        if os.environ.get("SUPPLYPACT_REQUIRE_POSTGRES"):
            pytest.fail(needs)
        pytest.skip(needs)
    with postgres_server() as running:
        yield running
