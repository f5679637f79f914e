"""What is told of the complaints of a database."""

import psycopg
import pytest

from supplypact.errors import StoreError
from supplypact.ledger.store.trouble import postgres_trouble, sqlite_trouble


class ComplaintError(Exception):
    """A complaint of SQLite with its number."""

    def __init__(self, code: int) -> None:
        super().__init__("said so")
        self.sqlite_errorcode = code


@pytest.mark.parametrize(
    "said",
    [
        "is starting up",
        "is in recovery mode",
        "is shutting down",
        "is not yet accepting connections",
    ],
)
def test_a_server_that_will_let_in_again_is_not_said_to_refuse(said: str) -> None:
    with (
        pytest.raises(StoreError, match="cannot be reached") as caught,
        postgres_trouble(psycopg.Error, "server"),
    ):
        raise psycopg.OperationalError(f"FATAL:  the database system {said}")
    assert "send the entries again" in caught.value.fix


def test_a_server_that_refuses_is_said_to() -> None:
    with (
        pytest.raises(StoreError, match="lets nobody in so"),
        postgres_trouble(psycopg.Error, "server"),
    ):
        raise psycopg.OperationalError('FATAL:  role "clerk" does not exist')


def test_a_file_that_cannot_be_read_may_be_sound() -> None:
    # SQLite calls a page that the disk does not give back malformed.
    with (
        pytest.raises(StoreError, match="damaged, or the disk cannot read it") as caught,
        sqlite_trouble(ComplaintError, "file"),
    ):
        raise ComplaintError(11)
    assert "check the disk" in caught.value.fix
