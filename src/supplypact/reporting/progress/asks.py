"""Who must act on what, by when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from supplypact.domain.progress import Status, Verdict
from supplypact.reporting.progress import figures
from supplypact.reporting.progress.promises import WORST_FIRST, Group, Promise, promises, told
from supplypact.reporting.progress.view import ProgressView


@dataclass(frozen=True, kw_only=True)
class Ask:
    """Somebody must act: who, on what, how it stands, by when."""

    who: str
    name: str
    stands: str
    by: date | None
    verdict: Verdict


def asks(view: ProgressView) -> list[Ask]:
    """Return who must act on what: the worst first, then by day.

    Projects of which the same party must tell schedule and cost are one line.
    """
    found = [each for each in promises(view) if each.verdict.who]
    silent: dict[tuple[str, ...], list[Promise]] = {}
    for each in found:
        if each.group is Group.PROJECT and each.verdict.status is Status.UNKNOWN:
            silent.setdefault(each.verdict.who, []).append(each)
    many = {who: each for who, each in silent.items() if len(each) > 1}
    merged = {each.id for listed in many.values() for each in listed}
    kept = [each for each in found if each.group is not Group.PROJECT or each.id not in merged]
    rows = [_ask(each, view) for each in kept]
    rows += [_ask(_together(listed, view), view) for listed in many.values()]
    return sorted(rows, key=lambda row: (WORST_FIRST.index(row.verdict.status), row.by or date.max))


def ask(row: Ask, view: ProgressView) -> str:
    """Return one thing that somebody must do something about."""
    form = "sentence.ask_by" if row.by else "sentence.ask"
    return view.say[form].format(
        party=row.who,
        name=row.name,
        status=told(row.verdict.status, view),
        day=figures.short_day(row.by, view.say),
    )


def _ask(promise: Promise, view: ProgressView) -> Ask:
    who = view.countries(promise.verdict.who)
    return Ask(
        who=who,
        name=promise.name.removeprefix(f"{who}{view.say['list.colon']}"),
        stands=promise.stands,
        by=promise.by,
        verdict=promise.verdict,
    )


def _together(listed: list[Promise], view: ProgressView) -> Promise:
    """Return one promise in the place of several projects of which nothing is known."""
    names = [each.name for each in listed]
    name = view.say["sentence.silent"].format(
        count=len(listed), names=view.say["list.comma"].join(names[:2])
    )
    return replace(listed[0], name=name)
