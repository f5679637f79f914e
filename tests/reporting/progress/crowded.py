"""The fullest report: more of everything than the pages hold, with long names."""

from dataclasses import replace
from datetime import date, timedelta

from supplypact.domain.progress import Change, Status, Verdict
from supplypact.reporting.progress.view import ProgressView
from tests.reporting.progress import given

LONG = (
    "Measures of financial support are taken for selected projects whose product goes to buyers in "
    "both countries and in all like-minded ones, as the two sides have agreed"
)
RULES = [f"{kind}{number}" for kind in "TMPS" for number in range(1, 6)]


def view(language: str = "en") -> ProgressView:
    base = given.progress(*given.paid())
    both = ("USA", "JPN")
    late = [
        given.milestone(
            given.state(
                f"step-{at}",
                given.AS_OF - timedelta(days=at),
                text=f"{at} {LONG}",
                first_due=date(2026, 1, 1),
            ),
            Status.LATE,
            RULES[at],
            *both,
        )
        for at in range(18)
    ]
    found = replace(
        base,
        targets=tuple(
            replace(base.targets[1], target=f"target-{at}", short=None) for at in range(14)
        ),
        milestones=tuple(late),
        projects=tuple(
            replace(
                base.projects[0],
                project=f"plant-{at}",
                name=f"{at} {LONG}",
                cost=given.COST,
                overrun=base.projects[2].overrun,
                committed=given.BN * 10,
                disbursed=given.BN,
                verdict=Verdict(status=Status.AT_RISK, rule=RULES[at], who=both),
            )
            for at in range(20)
        ),
        stocks=base.stocks * 6,
        changes=tuple(
            Change(
                entry=replace(given.entries()[4], text=LONG),
                recorded_on=given.AS_OF,
                what="corrected",
                before="amount: 1000000000; text: Something that was said before",
                after="amount: 2000000000; text: Something that is said now",
            )
            for _ in range(30)
        ),
        reported=tuple(
            replace(each, text=LONG, text_ja=LONG, reason=LONG * 3, reason_ja=LONG * 3)
            for each in base.reported * 8
        ),
    )
    return ProgressView(
        progress=found, pact=given.pact(), network=given.network(), language=language
    )
