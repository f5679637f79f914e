"""What a playbook asks of whom: by those who must deliver, not only those who order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from supplypact.domain.network import REST_OF_WORLD
from supplypact.domain.response import Action, Response
from supplypact.reporting.response import facts, figures
from supplypact.reporting.response.view import ResponseView

ORDERS = {"surge": ("surge",), "re-route": ("reroute",), "waive": ("surge", "reroute")}
"""Orders of the kinds of action that may have several givers."""
AT_HOME = ("release", "re-route", "surge", "expedite")
"""Kinds that a country may do for itself as well as for others."""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What one line asks of one country."""

    giver: str
    kind: str
    """Kind of action; ``_own`` is added where it helps itself."""
    user: str
    number: int
    tonnes: float | None


def asked(response: Response, view: ResponseView) -> list[str]:
    """Return what each country has still to deliver: parties first, unnamed makers last."""
    by_giver: dict[str, list[Ask]] = {}
    for action in facts.open_actions(response):
        for ask in _of(action, response, view):
            by_giver.setdefault(ask.giver, []).append(ask)
    parties = {party: at for at, party in enumerate(response.parties)}

    def place(giver: str) -> tuple[bool, int, int]:
        last = giver == REST_OF_WORLD
        return last, parties.get(giver, len(parties)), -len(by_giver[giver])

    return [_told(giver, by_giver[giver], view) for giver in sorted(by_giver, key=place)]


def _of(action: Action, response: Response, view: ResponseView) -> Iterator[Ask]:
    for giver, tonnes in _tonnes(action, response, view).items():
        yield Ask(
            giver=giver,
            kind=_kind(action, giver),
            user=action.user,
            number=action.number,
            tonnes=tonnes,
        )


def _kind(action: Action, giver: str) -> str:
    kind = action.kind
    if kind == "waive":
        kind = "waive_buy" if action.owner == action.user else "waive_lend"
    return f"{kind}_own" if kind in AT_HOME and giver == action.user else kind


def _tonnes(action: Action, response: Response, view: ResponseView) -> dict[str, float | None]:
    """Return what each giver sends, by its part in the orders; None where that is not known."""
    home = view.place_of(action.project) or action.owner
    givers = [each for each in action.source.split(";") if each] or [home]
    if len(givers) == 1:
        return {givers[0]: action.tonnes}
    codes = {f"{giver},{action.stage}": giver for giver in givers}
    sent = response.orders.filter(
        pl.col("material") == action.material,
        pl.col("order").is_in(ORDERS.get(action.kind, ())),
        pl.col("giver").is_in(list(codes)),
        pl.col("user").str.starts_with(f"{action.user},"),
    )
    whole = float(sent["tonnes"].sum())
    if whole <= 0:
        return dict.fromkeys(givers)
    parts = dict(sent.group_by("giver").agg(pl.col("tonnes").sum()).iter_rows())
    return {
        giver: action.tonnes * float(parts.get(code, 0.0)) / whole for code, giver in codes.items()
    }


def _told(giver: str, mine: list[Ask], view: ResponseView) -> str:
    say, kinds = view.say, dict[tuple[str, str], list[Ask]]()
    for ask in mine:
        kinds.setdefault((ask.kind, ask.user), []).append(ask)
    told = [
        say[f"ask.{kind}"].format(
            amounts=say["list.comma"].join(_amount(each, view) for each in same),
            user=view.inline(user),
        )
        for (kind, user), same in kinds.items()
    ]
    name = say["word.unnamed"] if giver == REST_OF_WORLD else view.country(giver)
    owner = figures.opened(name)
    return say["brief.need"].format(owner=owner, actions=say["list.apart"].join(told))


def _amount(ask: Ask, view: ResponseView) -> str:
    if ask.tonnes is None:
        return view.say["ask.number"].format(number=ask.number)
    tonnes = figures.tonnes(ask.tonnes, view.say)
    return view.say["ask.amount"].format(tonnes=tonnes, number=ask.number)
