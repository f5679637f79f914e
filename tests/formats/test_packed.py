"""Files packed with gzip, sound or not."""

import gzip

from supplypact.formats.packed import unpack


def test_a_gzip_file_gives_what_it_holds_and_any_other_file_itself() -> None:
    assert unpack(gzip.compress(b"a,b\n1,2\n"), where="a.csv.gz") == (b"a,b\n1,2\n", [])
    assert unpack(b"a,b\n1,2\n", where="a.csv") == (b"a,b\n1,2\n", [])
    assert unpack(b"", where="a.csv") == (b"", [])


def test_a_gzip_file_that_is_cut_off_or_damaged_is_told() -> None:
    packed = gzip.compress(b"a,b\n" * 100)
    for raw in (packed[:-10], packed[:12] + b"\0" * 8 + packed[20:], b"\x1f\x8b"):
        held, (fault,) = unpack(raw, where="a.csv.gz")
        assert held == b""
        assert str(fault).startswith("a.csv.gz: not a sound gzip file (")
        assert "pack it again" in fault.fix
