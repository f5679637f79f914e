"""The mend for a mistyped word is the known word nearest to it."""

import pytest

from supplypact.errors import did_you_mean


@pytest.mark.parametrize(
    ("word", "known", "told"),
    [
        ("AU", ("SAU", "NAU", "AUT", "AUS"), "did you mean 'AUS'?"),  # all alike at 4 of 5
        ("UAS", ("UGA", "AUS", "USA"), "did you mean 'USA'?"),  # two letters swapped
        ("ithium", ("indium", "lithium"), "did you mean 'lithium'?"),  # nearer beats first letter
        ("usa", ("USA", "ussr"), "did you mean 'USA'?"),
        ("xyz", ("USA", "JPN"), "use one of: JPN, USA"),
        ("xyz", (), "there is none to choose from"),
    ],
)
def test_the_nearest_word_is_offered(word: str, known: tuple[str, ...], told: str) -> None:
    assert did_you_mean(word, known) == told
