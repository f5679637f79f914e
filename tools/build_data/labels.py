"""Which materials, stages and country a curated row's own words mean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tools.build_data.reference import UnknownCountryError, country_code

if TYPE_CHECKING:
    from collections.abc import Container

_MAGNET, _HEAVY = "magnet_rare_earths", "dysprosium_terbium"

SYMBOLS = {
    "Nd": (_MAGNET,),
    "NdPr": (_MAGNET,),
    "NdFeB": (_MAGNET,),
    "RE": (_MAGNET,),
    "MREC": (_MAGNET,),
    "Dy": (_HEAVY,),
    "Tb": (_HEAVY,),
    "Ga": ("gallium",),
    "Ge": ("germanium",),
    "In": ("indium",),
    "Sb": ("antimony",),
    "Zn": ("zinc",),
    "Pb": ("lead",),
    "Cu": ("copper",),
    "PGMs": ("platinum", "palladium"),
}
"""Materials by a symbol, in its own spelling: In is indium, in is not."""

WORDS = {
    "rare earth": (_MAGNET,),
    "rare earths": (_MAGNET,),
    "neodymium": (_MAGNET,),
    "praseodymium": (_MAGNET,),
    "magnets": (_MAGNET,),
    "heavy rare earths": (_HEAVY,),
    "dysprosium": (_HEAVY,),
    "terbium": (_HEAVY,),
    "bauxite": ("aluminium",),
    "alumina": ("aluminium",),
    "ferromanganese": ("manganese",),
    "silicomanganese": ("manganese",),
}
"""Materials by a word that is not the material's own id."""

STAGE_WORDS = {
    "mine": r"\bmin(e|ing)\b|mill|resource",
    "refine": r"refin|smelt|separat|process|recycl|\bplant\b|\bmetal\b|sponge|anode|HPAL|APT"
    r"|primary|ferro|powder$",
    "magnet": r"magnet",
}
"""Pattern of the words that name each stage, in the order of the chain."""

HOW_FOUND = r"excerpt|compiler|memory|not seen|a copy|\w+\.csv"
"""Words of remarks on how a row was found, which say nothing about the figure."""


def materials_of(label: str, known: Container[str]) -> str:
    """Return the known material ids that a label names, separated by ``;``, blank if none.

    They say what a row concerns, not the basis of its figures: rare earths stand for the
    magnet rare earths although a tonnage may count all oxides.
    """
    tokens = [
        " ".join(token.split()) for token in re.findall(r"(?:heavy )?rare earths?|[A-Za-z]+", label)
    ]
    found: list[str] = []
    for token in tokens:
        meant = SYMBOLS.get(token) or WORDS.get(token.lower()) or (token.lower(),)
        found += [material for material in meant if material in known]
    return ";".join(dict.fromkeys(found))


def stages_of(text: str) -> str:
    """Return the stages that a text names, separated by ``;`` in chain order, blank if none."""
    found = [stage for stage, words in STAGE_WORDS.items() if re.search(words, text)]
    return "magnet" if text.startswith("magnet") else ";".join(found)


def country_of(place: str) -> str:
    """Return the code of a place, blank where it is not one country (a region, a pair, nothing)."""
    if not place:
        return ""
    try:
        return country_code(place)
    except UnknownCountryError:
        return ""


def plain_note(note: str) -> str:
    """Return a note without the remarks on how the row was found."""
    shorter = re.sub(rf"\s*\([^()]*(?:{HOW_FOUND})[^()]*\)", "", note)
    parts = re.split(r";\s+|(?<=\.)\s+", shorter)
    return "; ".join(part for part in parts if part and not re.search(HOW_FOUND, part))
