"""Find the line on which each key of a TOML text stands; ``tomllib`` does not tell.

Expects text that ``tomllib`` accepts.  A statement is a header (``[table]``, ``[[array]]``) or
``key = value``; the value is skipped token by token so that brackets, number signs and line
breaks inside strings, comments and lists are not mistaken for statements.
"""

from __future__ import annotations

import re
import tomllib

TomlPath = tuple[str | int, ...]
"""Keys and, for arrays of tables, positions from 0: ``("target", 0, "goal")``."""

_KEY = r"""(?:"(?:\\.|[^"\\\n])*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
_KEYS = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_STATEMENT = re.compile(
    rf"[ \t]*(?:\[\[[ \t]*(?P<array>{_KEYS})[ \t]*\]\]"
    rf"|\[[ \t]*(?P<table>{_KEYS})[ \t]*\]"
    rf"|(?P<key>{_KEYS})[ \t]*=)"
)
_TOKEN = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5}'''
    r"""|'''.*?'{3,5}"""
    r"""|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\#[^\n]*|[\[{]|[\]}]|\n|[^"'#\[\]{}\n]+""",
    re.DOTALL,
)


def find_lines(text: str) -> dict[TomlPath, int]:
    """Return the line, from 1, of each table and key; keys of inline tables are left out."""
    lines: dict[TomlPath, int] = {}
    count: dict[TomlPath, int] = {}
    table: TomlPath = ()
    line, start = 1, 0
    while start < len(text):
        statement = _STATEMENT.match(text, start)
        if statement is not None:
            keys = _split(statement[statement.lastgroup or 0])
            if statement.lastgroup == "key":
                path = table + keys
            else:
                path = table = _enter(keys, count, is_array=statement.lastgroup == "array")
            for length in range(len(path)):
                lines.setdefault(path[: length + 1], line)
        end = _statement_end(text, start if statement is None else statement.end())
        line += text.count("\n", start, end)
        start = end
    return lines


def _split(keys: str) -> tuple[str, ...]:
    """Return the parts of a dotted key without quotes."""
    parts: list[str] = []
    table: object = tomllib.loads(f"{keys} = 0")
    while isinstance(table, dict):
        ((part, table),) = table.items()
        parts.append(part)
    return tuple(parts)


def _enter(keys: tuple[str, ...], count: dict[TomlPath, int], *, is_array: bool) -> TomlPath:
    """Return the path of the table that a header opens; ``count`` holds the length of arrays."""
    path: TomlPath = ()
    for key in keys[:-1]:
        path = _newest((*path, key), count)
    path = (*path, keys[-1])
    if is_array:
        count[path] = count.get(path, 0) + 1
    return _newest(path, count)


def _newest(path: TomlPath, count: dict[TomlPath, int]) -> TomlPath:
    return (*path, count[path] - 1) if path in count else path


def _statement_end(text: str, position: int) -> int:
    """Return the position after the line break that ends the statement."""
    depth = 0
    while position < len(text) and (token := _TOKEN.match(text, position)):
        position = token.end()
        if token[0] == "\n" and depth == 0:
            return position
        depth += (token[0] in "[{") - (token[0] in "]}")
    return len(text)
