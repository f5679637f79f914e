"""The answers in sentences: where the pact stands, who must act, what changed."""

from __future__ import annotations

from collections import Counter

from supplypact.domain.progress import (
    SOON,
    EnvelopeProgress,
    ReportedTotal,
    Status,
    TargetProgress,
)
from supplypact.reporting.bilingual import JAPANESE
from supplypact.reporting.progress import figures
from supplypact.reporting.progress.promises import (
    WORST_FIRST,
    milestone_name,
    promises,
    target_name,
)
from supplypact.reporting.progress.view import ProgressView

MOST_NAMES = 3
"""Things that a sentence names before it counts the others."""


def headline(view: ProgressView) -> str:
    """Return how many promises stand how, the worst first."""
    found = Counter(each.verdict.status for each in promises(view))
    say = view.say
    if not found:
        return say["headline.empty"]
    parts = [
        say["headline.part"].format(count=found[each], status=say[f"status.{each}"])
        for each in WORST_FIRST
        if found[each]
    ]
    return say["headline.counts"].format(total=sum(found.values()), parts=say.listed(parts))


def envelope(each: EnvelopeProgress, view: ProgressView) -> str:
    """Return one line of the envelope against its measures and the time that has gone by."""
    say = view.say
    nothing = not any((each.ceiling, each.firm, each.committed, each.disbursed))
    told = say["sentence.envelope_empty" if nothing else "sentence.envelope"].format(
        scope=view.scope(each.scope),
        amount=figures.money(each.amount, say),
        due=figures.day(each.due, say),
        disbursed=figures.money(each.disbursed, say),
        part=figures.part(each.disbursed, each.amount),
        committed=figures.money(each.committed, say),
        firm=figures.money(each.firm, say),
        ceiling=figures.money(each.ceiling, say),
        elapsed=figures.share(each.elapsed, 0),
    )
    if not each.repaid:
        return told
    repaid = say["sentence.repaid"].format(amount=figures.money(each.repaid, say))
    return say["list.space"].join((told, repaid))


def target(each: TargetProgress, view: ProgressView) -> str:
    """Return where a target stands: now, expected, needed."""
    say = view.say
    lines = [
        say["sentence.target"].format(
            name=target_name(each, view),
            now=figures.share(each.now),
            now_year=each.now_year,
            expected=figures.share(each.expected),
            low=figures.share(each.expected_low),
            goal=figures.share(each.goal, 0),
        )
    ]
    if each.short:
        lines.append(say["sentence.short"].format(tonnes=figures.tonnes(each.short, say)))
    if each.replanned is not None:
        share = figures.share(each.replanned)
        lines.append(say["sentence.replanned"].format(share=share))
    if each.now is not None and each.now >= each.goal:
        lines.append(say["sentence.reached_now"].format(year=each.now_year))
    elif each.reached is not None:
        late = "reached_late" if each.reached_late else "reached_never"
        lines.append(
            say[f"sentence.{late}"].format(
                day=figures.short_day(each.reached, say),
                late=figures.short_day(each.reached_late, say),
            )
        )
    return say["list.space"].join(lines)


def milestones(view: ProgressView) -> list[str]:
    """Return how many milestones stand how, which are late, and what is due next."""
    say, found = view.say, view.progress.milestones
    if not found:
        return [say["sentence.no_milestones"]]
    late = [each for each in found if each.verdict.status is Status.LATE]
    ahead = [
        each
        for each in found
        if each.state.met is None and each.state.missed is None and each.days >= 0
    ]
    soon = sum(each.days <= SOON for each in ahead)
    lines = [
        say["sentence.milestones"].format(
            met=sum(each.state.met is not None for each in found),
            late=len(late),
            soon=soon,
            later=len(ahead) - soon,
        )
    ]
    if late:
        names = [milestone_name(each.state, view) for each in late]
        lines.append(say["sentence.late"].format(names=_few(names, view)))
    if ahead:
        first = min(ahead, key=lambda each: each.days)
        lines.append(
            say["sentence.next_due"].format(
                name=milestone_name(first.state, view),
                day=figures.day(first.state.due, say),
                left=figures.left(first.days, say),
            )
        )
    return lines


def reported(each: ReportedTotal, view: ProgressView) -> str:
    """Return a total that somebody published, beside ours."""
    say = view.say
    told = say["sentence.reported_about" if each.about else "sentence.reported"].format(
        text=total(each, view),
        published=figures.money(each.published, say),
        ours=figures.money(each.ours, say),
        counted=figures.money(each.counted, say),
    )
    unknown = say.counted("sentence.unknown", each.unknown) if each.unknown else ""
    return say["list.space"].join(part for part in (told, unknown, reason(each, view)) if part)


def total(each: ReportedTotal, view: ProgressView) -> str:
    """Return what a published total is of."""
    return view.written((view.language == JAPANESE and each.text_ja) or each.text)


def reason(each: ReportedTotal, view: ProgressView) -> str:
    """Return why a published total differs from ours."""
    return view.written((view.language == JAPANESE and each.reason_ja) or each.reason)


def knowledge(view: ProgressView) -> str:
    """Return on what record, of which day, the report rests."""
    progress, say = view.progress, view.say
    form = "about.known" if progress.options.known_at else "about.record"
    return say[form].format(
        day=figures.day(progress.options.as_of, say),
        known=figures.day(progress.options.known_at, say),
        size=f"{progress.size:,}",
        origin=_origin(view),
        root=progress.root.hex()[:16],
    )


def _origin(view: ProgressView) -> str:
    """Return the record's name; of a ledger's the first digits tell it apart."""
    named, say = view.progress.origin, view.say
    known = say.get(f"origin.{named}", "")
    name, _, digits = named.rpartition("/")
    return known or say["origin.ledger"].format(name=f"{name}/{digits[:8]}")


def _few(names: list[str], view: ProgressView) -> str:
    """Return the first few names, and how many there are beside."""
    say = view.say
    if len(names) <= MOST_NAMES:
        return say.listed(names)
    head = say["list.comma"].join(names[:MOST_NAMES])
    return say["list.more"].format(shown=head, count=len(names) - MOST_NAMES)
