from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from supplypact.formats.toml_lines import TomlPath, find_lines

HARD = '''\
# [not.a.table]
id = "x"   # key = 1

text = """
[not_a_table]
not_a_key = "" # ""
"""
raw = \'\'\'
[[nor_this]]\'\'\'
list = [ # = ]
  "a = ]", 'b # [',
  { c = "[" },
]
site."a.b".size = 1
[[target]]
goal = 0.3
[target.extra]
why = "\\"]\\""
[[ target ]]
  goal = 0.5
["quoted name"]
inline = { deep = 1 }
last = 1'''


def test_every_key_stands_on_its_line_whatever_is_around_it() -> None:
    tomllib.loads(HARD)
    assert find_lines(HARD) == {
        ("id",): 2,
        ("text",): 4,
        ("raw",): 8,
        ("list",): 10,
        ("site",): 14,
        ("site", "a.b"): 14,
        ("site", "a.b", "size"): 14,
        ("target",): 15,
        ("target", 0): 15,
        ("target", 0, "goal"): 16,
        ("target", 0, "extra"): 17,
        ("target", 0, "extra", "why"): 18,
        ("target", 1): 19,
        ("target", 1, "goal"): 20,
        ("quoted name",): 21,
        ("quoted name", "inline"): 22,
        ("quoted name", "last"): 23,
    }


def test_quotes_at_the_end_of_a_long_text_belong_to_it() -> None:
    text = 'a = """say "x"""""\nb = 1\n'
    assert tomllib.loads(text) == {"a": 'say "x""', "b": 1}
    assert find_lines(text) == {("a",): 1, ("b",): 2}


def test_windows_line_ends_count_once() -> None:
    assert find_lines("a = 1\r\n\r\n[b]\r\nc = [\r\n1]\r\nd = 2\r\n") == {
        ("a",): 1,
        ("b",): 3,
        ("b", "c"): 4,
        ("b", "d"): 6,
    }


def test_an_empty_file_has_no_keys() -> None:
    assert find_lines("") == {}
    assert find_lines("\n# only a comment") == {}


VALUES = st.sampled_from(
    [
        "1",
        '"# [ = ]"',
        "'\"'",
        '"""\n[x]\ny = 1\n"""',
        "'''\n# ]\n'''",
        "[\n1, # [\n2,\n]",
        '[\n["row"],\n[[2]],\n]',
        '{ a = "}", b = [1, 2] }',
        "2025-10-28",
    ]
)
NOISE = st.lists(st.sampled_from(["", "  ", "# x = [1", "\t# '''"]), max_size=3)


@given(st.lists(st.tuples(st.booleans(), NOISE, VALUES), max_size=12))
def test_keys_are_found_where_they_were_put(parts: list[tuple[bool, list[str], str]]) -> None:
    written: list[str] = []
    expected: dict[TomlPath, int] = {}
    table: TomlPath = ()
    rows = 0
    for number, (is_header, noise, value) in enumerate(parts):
        written += noise
        line = 1 + sum(text.count("\n") + 1 for text in written)
        if is_header:
            expected.setdefault(("row",), line)
            table, rows = ("row", rows), rows + 1
            expected[table] = line
            written.append("[[row]]")
        else:
            expected[(*table, f"key{number}")] = line
            written.append(f"key{number} = {value} # end")
    text = "\n".join(written)
    tomllib.loads(text)
    assert find_lines(text) == expected


def test_a_list_within_a_list_is_no_header() -> None:
    text = 'pairs = [\n["a"],\n]\nlast = 1\n'
    assert tomllib.loads(text) == {"pairs": [["a"]], "last": 1}
    assert find_lines(text) == {("pairs",): 1, ("last",): 4}
