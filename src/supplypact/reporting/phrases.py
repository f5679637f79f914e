"""The words of the reports, from one catalogue a language.

``phrases/en.toml`` serves plan and assessment, ``phrases/response`` the response.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from supplypact.errors import UsageError, did_you_mean

REPORT = "phrases"
RESPONSE = "phrases/response"


@dataclass(frozen=True)
class Phrases:
    """Texts by ``section.key``; the blanks in braces are for ``str.format``."""

    language: str
    texts: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        """Return the text with this key."""
        return self.texts[key]

    def counted(self, key: str, count: int) -> str:
        """Return the text for one or for ``count`` things, the number filled in."""
        form = "one" if count == 1 else "many"
        return self.texts[f"{key}_{form}"].replace("{count}", f"{count:,}")

    def get(self, key: str, otherwise: str) -> str:
        """Return the text with this key, or ``otherwise`` if the catalogue has none."""
        return self.texts.get(key, otherwise)

    def listed(self, items: list[str]) -> str:
        """Return the items as a list in words: a, b and c."""
        if len(items) < 2:
            return "".join(items)
        return self["list.last"].format(head=self["list.comma"].join(items[:-1]), last=items[-1])


def languages(folder: str = REPORT) -> list[str]:
    """Return the languages that have a catalogue in ``folder``."""
    found = resources.files("supplypact.reporting").joinpath(folder).iterdir()
    names = (each.name for each in found)
    return sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml"))


def load_phrases(language: str, folder: str = REPORT) -> Phrases:
    """Return the catalogue of ``language`` in ``folder``.

    Raises:
        UsageError: there is no catalogue for it.

    """
    known = languages(folder)
    if language not in known:
        raise UsageError(
            f"the report has no language '{language}'",
            where="language",
            fix=did_you_mean(language, known),
        )
    path = resources.files("supplypact.reporting").joinpath(folder, f"{language}.toml")
    sections = tomllib.loads(path.read_text("utf-8"))
    texts = {f"{name}.{key}": text for name, of in sections.items() for key, text in of.items()}
    return Phrases(language, texts)
