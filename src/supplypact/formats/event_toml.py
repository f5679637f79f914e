"""Read an event file (TOML); docs/events.md describes it key by key."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from supplypact.domain.event import EVENT_KINDS, LAWS, Cut, Event, EventSource
from supplypact.formats.toml_kinds import Range
from supplypact.formats.toml_lines import find_lines
from supplypact.formats.toml_section import Notes, Section
from supplypact.formats.toml_text import parse_toml
from supplypact.formats.trade_codes import Codes
from supplypact.units import Share

if TYPE_CHECKING:
    from datetime import date

    from supplypact.errors import Fault
    from supplypact.formats.trade_codes import Held

LICENCE = "licence"
"""The only kind with a delay: goods wait until licences are asked for and granted."""

_SHARE = Range(low=0, high=1, above=True)
_LOW = Range(low=0, high=1)
_DAYS = Range(low=0, high=730)


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What an event may refer to."""

    countries: Collection[str]
    chains: Mapping[str, tuple[str, ...]]
    """Stages of each material, in order."""
    codes: Codes

    @property
    def stages(self) -> tuple[str, ...]:
        """Every stage of any material, each once."""
        return tuple(dict.fromkeys(stage for each in self.chains.values() for stage in each))


def read_event(
    text: str,
    *,
    where: str,
    countries: Collection[str],
    materials: Mapping[str, Collection[str]],
    codes: Mapping[str, Held],
) -> tuple[Event | None, list[Fault]]:
    """Return the event that ``text`` describes, or None and everything that is wrong with it.

    A cut given by trade codes becomes one `Cut` for each set of stages that the codes stand for.
    Where a code holds several materials, the event's note says so, as all of them are cut.

    Args:
        text: the content of the file.
        where: the name of the file, for messages.
        countries: codes that the file may use.
        materials: stages of each material that the file may use, in order.
        codes: materials and stages that each six-digit trade code holds.
    """
    document, faults = parse_toml(text, where=where)
    if document is None:
        return None, faults
    notes = Notes(where, find_lines(text))
    chains = {material: tuple(stages) for material, stages in materials.items()}
    known = _Known(countries=countries, chains=chains, codes=Codes(codes, chains))
    root = Section(document, (), notes)
    event = _read(root, known, text)
    root.close()
    faults = notes.faults()
    return (None if faults else event), faults


def _read(root: Section, known: _Known, text: str) -> Event:
    """Read every key of the file."""
    kind = root.word("kind", EVENT_KINDS)
    start, end = _days(root)
    sections = root.tables("cut")
    if not sections:
        root.refuse("cut", "the event cuts nothing", "add a [[cut]] with supplier and share")
    cuts = tuple(cut for section in sections for cut in _read_cuts(section, known))
    note = [root.text("note", default=""), *_shared_codes(cuts, known)]
    return Event(
        id=root.ident("id"),
        title_en=root.text("title_en"),
        title_ja=root.text("title_ja"),
        kind=kind,
        cuts=cuts,
        start=start,
        end=end,
        delay_days=_delay(root, kind),
        law=root.word("law", sorted(set(LAWS.values()))) if "law" in root else LAWS.get(kind, ""),
        note=" ".join(part for part in note if part),
        sources=tuple(
            EventSource(text=each.text("text"), url=each.text("url", default=""))
            for each in root.tables("source")
        ),
        text=text,
    )


def _days(root: Section) -> tuple[date, date | None]:
    """Read the first day, and the first day on which it is over, if the file gives it."""
    start = root.day("start")
    if "end" not in root:
        return start, None
    end = root.day("end")
    if end <= start and end != end.min:
        root.refuse(
            "end",
            f"end {end} is not after start {start}",
            "give the first day on which it is over, or leave end out while it lasts",
        )
    return start, end


def _delay(root: Section, kind: str) -> float:
    """Read the days in which nothing leaves; only licences have them."""
    days = root.number("delay_days", _DAYS, optional=True)
    if "delay_days" in root and kind in EVENT_KINDS and kind != LICENCE:
        told = f"delay_days goes with kind = \"{LICENCE}\", not with '{kind}'"
        root.refuse("delay_days", told, f'leave it out, or write kind = "{LICENCE}"')
    return days


def _read_cuts(section: Section, known: _Known) -> list[Cut]:
    """Read one ``[[cut]]``."""
    supplier = section.word("supplier", known.countries)
    buyers = _listed(section, "buyers", known.countries)
    if supplier and supplier in buyers:
        told = f"{supplier} is the supplier and also a buyer of the same cut"
        section.refuse("buyers", told, f"take {supplier} out of buyers")
    share, low, high = _shares(section)
    return [
        Cut(
            supplier=supplier,
            materials=materials,
            stages=stages,
            buyers=buyers,
            share=share,
            low=low,
            high=high,
            hs=hs,
        )
        for materials, stages, hs in _scope(section, known)
    ]


def _shares(section: Section) -> tuple[Share, Share, Share]:
    """Read the share that is cut with its bounds; a bound that is not given is the share."""
    share = section.number("share", _SHARE)
    low = section.number("low", _LOW) if "low" in section else share
    high = section.number("high", _SHARE) if "high" in section else share
    if share and not low <= share:
        section.refuse("low", f"low {low:g} is above share {share:g}", "write low <= share <= high")
    if share and high and not share <= high:
        told = f"high {high:g} is below share {share:g}"
        section.refuse("high", told, "write low <= share <= high")
    return Share(share), Share(low), Share(high)


def _scope(section: Section, known: _Known) -> list[tuple[tuple[str, ...], ...]]:
    """Return materials, stages and trade codes of each cut that a ``[[cut]]`` stands for."""
    materials = _listed(section, "materials", known.chains)
    codes = _listed(section, "hs", known.codes)
    stages = _listed(section, "stages", known.stages)
    if "materials" in section and "hs" in section:
        section.refuse("hs", "the cut names both materials and hs", "keep one of the two")
    elif "hs" in section:
        return _by_code(section, codes, stages, known)
    elif "materials" in section:
        return _by_name(section, materials, stages, known)
    else:
        told = "the cut names neither materials nor hs"
        section.refuse(None, told, 'add materials = ["gallium"], say, or hs = ["811292"]')
    return []


def _by_name(
    section: Section, materials: tuple[str, ...], stages: tuple[str, ...], known: _Known
) -> list[tuple[tuple[str, ...], ...]]:
    """Return the scope of a cut of materials: the stages named, or all that they have."""
    chains = {each: known.chains[each] for each in materials if each in known.chains}
    had = tuple(dict.fromkeys(stage for chain in chains.values() for stage in chain))
    named = [stage for stage in stages if stage in known.stages]
    for material, chain in chains.items():
        if named and not set(named) & set(chain):
            told = f"{material} has no stage {' or '.join(named)}"
            section.refuse("stages", told, f"use one of: {', '.join(chain)}")
    for stage in named:
        if stage not in had and set(named) & set(had):
            told = f"none of the materials has the stage {stage}"
            section.refuse("stages", told, "take it out")
    return [(materials, stages or had, ())]


def _by_code(
    section: Section, codes: tuple[str, ...], stages: tuple[str, ...], known: _Known
) -> list[tuple[tuple[str, ...], ...]]:
    """Return the scope of a cut of trade codes, one for each set of stages."""
    held: dict[str, set[str]] = {}
    for material, stage in (pair for code in codes for pair in known.codes.held(code)):
        if not stages or stage in stages:
            held.setdefault(material, set()).add(stage)
    if codes and not held and all(code in known.codes for code in codes):
        told = f"the codes hold nothing at stage {' or '.join(stages)}"
        section.refuse("stages", told, "leave stages out, or name other codes")
    groups: dict[tuple[str, ...], list[str]] = {}
    for material, found in held.items():
        chain = tuple(stage for stage in known.chains[material] if stage in found)
        groups.setdefault(chain, []).append(material)
    return [
        (tuple(materials), chain, known.codes.holding(codes, materials, chain))
        for chain, materials in groups.items()
    ]


def _shared_codes(cuts: tuple[Cut, ...], known: _Known) -> list[str]:
    """Return a sentence for each trade code by which several materials are cut."""
    cut: dict[str, dict[str, None]] = {}
    for each in cuts:
        for code in each.hs:
            held = {material for material, _ in known.codes.held(code)}
            names = [material for material in each.materials if material in held]
            cut.setdefault(code, {}).update(dict.fromkeys(names))
    return [
        f"Trade code {code} holds several materials, all of which are cut: {', '.join(names)}."
        for code, names in cut.items()
        if len(names) > 1
    ]


def _listed(section: Section, key: str, known: Collection[str]) -> tuple[str, ...]:
    """Read an optional list that is not empty where it is given."""
    return section.words(key, known, least=1 if key in section else 0)
