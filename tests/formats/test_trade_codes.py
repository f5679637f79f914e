"""Trade codes hold what their first six digits hold; a heading holds all below it."""

from hypothesis import given as drawn
from hypothesis import strategies as st

from supplypact.formats.trade_codes import Codes

GALLIUM, TELLURIUM = ("gallium", "refine"), ("tellurium", "refine")
CODES = Codes({"811292": (GALLIUM,), "811299": (GALLIUM,), "280450": (TELLURIUM,)}, ["gallium"])


def test_a_longer_code_holds_what_its_first_six_digits_hold() -> None:
    assert CODES.held("81129210") == CODES.held("8112.92.10") == (GALLIUM,)


def test_a_heading_holds_all_that_begins_with_it_each_once() -> None:
    assert CODES.held("8112") == (GALLIUM,)


def test_a_code_of_materials_that_are_not_known_is_not_known() -> None:
    assert "280450" not in CODES
    assert list(CODES) == ["811292", "811299"]
    assert len(CODES) == 2


def test_of_several_codes_those_that_hold_a_material_are_told() -> None:
    codes = Codes({"811292": (GALLIUM,), "280450": (TELLURIUM,)}, ["gallium", "tellurium"])
    assert codes.holding(["8112", "2804"], ["tellurium"], ["refine"]) == ("2804",)


@drawn(st.text(alphabet="08112.x²", max_size=4))
def test_less_than_a_chapter_or_other_than_digits_holds_nothing(code: str) -> None:
    digits = code.replace(".", "")
    if len(digits) < 2 or not digits.isascii() or "x" in digits:
        assert code not in CODES
