"""Bytes to text: UTF-8 only, and any other encoding is named so that the user can convert it."""

from __future__ import annotations

import re

from supplypact.errors import Fault

_BYTE_ORDER_MARK = "\ufeff"
_BINARY_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""First bytes of spreadsheets: .xlsx and .ods are zip files, .xls is older."""
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_JAPANESE_RUN = re.compile("[\u3000-\u30ff\u4e00-\u9fff]{2}")


def decode_text(raw: bytes, *, where: str) -> tuple[str, list[Fault]]:
    """Return the text of ``raw`` without a byte-order mark, and what is wrong with its encoding.

    A zero byte never occurs in the files that we read, but every ASCII character has one in
    UTF-16; so it tells that encoding even where the mark is missing.
    """
    if raw.startswith(_BINARY_MARKS):
        what = "it is a spreadsheet or a zip file, not text"
        fix = "save it as text: a table as CSV (CSV UTF-8)"
        return "", [Fault(what=what, where=where, fix=fix)]
    if raw.startswith(_UTF_16_MARKS) or b"\0" in raw:
        return "", [_refuse("UTF-16", where=where)]
    try:
        return raw.decode("utf-8").removeprefix(_BYTE_ORDER_MARK), []
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return "", [_refuse(_probable_encoding(raw), where=f"{where}, line {line}")]


def _probable_encoding(raw: bytes) -> str | None:
    """Return the name that iconv gives to the encoding, or None where nothing fits.

    Text in Shift-JIS is never valid EUC-JP, but EUC-JP often passes for Shift-JIS, so EUC-JP is
    tried first.  A single accented letter can pass for one kanji; two in a row hardly can.
    """
    for encoding in ("EUC-JP", "CP932"):
        if (text := _decoded(raw, encoding)) and _JAPANESE_RUN.search(text):
            return encoding
    return "CP1252" if _decoded(raw, "CP1252") is not None else None


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _refuse(encoding: str | None, *, where: str) -> Fault:
    """Return the fault of a file that is not UTF-8, with the command that converts it."""
    if encoding is None:
        what, fix = "the file is not UTF-8 text", "save it as UTF-8"
    else:
        name = "Shift-JIS (CP932)" if encoding == "CP932" else encoding
        what = f"the file is not UTF-8 but probably {name}"
        fix = f"convert it: iconv -f {encoding} -t UTF-8 OLD > NEW"
    return Fault(what=what, where=where, fix=fix)
