from __future__ import annotations

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplypact.formats.text import decode_text

JAPANESE = "# 合意\ntitle_ja = '日米重要鉱物パートナーシップ'\n"


@given(st.text().filter(lambda text: "\0" not in text and not text.startswith("\ufeff")))
def test_utf_8_is_read_alike_with_and_without_a_byte_order_mark(text: str) -> None:
    assert decode_text(text.encode("utf-8"), where="a.toml") == (text, [])
    assert decode_text(text.encode("utf-8-sig"), where="a.toml") == (text, [])


@pytest.mark.parametrize(
    ("encoding", "name", "iconv", "line"),
    [
        ("cp932", "Shift-JIS (CP932)", "CP932", 1),
        ("euc_jp", "EUC-JP", "EUC-JP", 1),
        ("utf-16", "UTF-16", "UTF-16", None),
        ("utf-16-le", "UTF-16", "UTF-16", None),
        ("utf-16-be", "UTF-16", "UTF-16", None),
    ],
)
def test_other_encodings_of_japanese_are_named_and_refused(
    encoding: str, name: str, iconv: str, line: int | None
) -> None:
    text, [fault] = decode_text(JAPANESE.encode(encoding), where="a.toml")
    assert text == ""
    assert fault.what == f"the file is not UTF-8 but probably {name}"
    assert fault.where == ("a.toml" if line is None else f"a.toml, line {line}")
    assert fault.fix == f"convert it: iconv -f {iconv} -t UTF-8 OLD > NEW"


def test_an_accented_letter_of_windows_is_not_taken_for_japanese() -> None:
    _, [fault] = decode_text("a = 1\nb = 'Bécancour'\n".encode("cp1252"), where="a.toml")
    assert fault.what == "the file is not UTF-8 but probably CP1252"
    assert fault.where == "a.toml, line 2"


def test_bytes_of_no_known_encoding_are_refused_without_a_guess() -> None:
    # 0x81 is no character of Windows-1252, and a lone lead byte in the Japanese encodings
    _, [fault] = decode_text(b"a = '\x81'", where="a.toml")
    assert fault.what == "the file is not UTF-8 text"
    assert fault.fix == "save it as UTF-8"


def test_the_command_that_is_advised_mends_the_file() -> None:
    raw = JAPANESE.encode("cp932")
    _, [fault] = decode_text(raw, where="a.toml")
    command = fault.fix.removeprefix("convert it: ").removesuffix(" OLD > NEW").split()
    mended = subprocess.run(command, input=raw, capture_output=True, check=True).stdout
    assert decode_text(mended, where="a.toml") == (JAPANESE, [])


@pytest.mark.parametrize("mark", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_a_spreadsheet_with_another_ending_is_told_for_what_it_is(mark: bytes) -> None:
    _, [fault] = decode_text(mark + b"\0\0", where="a.csv")
    assert fault.what == "it is a spreadsheet or a zip file, not text"
    assert "save it as text: a table as CSV (CSV UTF-8)" in fault.fix
