"""What each picture shows, in one sentence."""

from __future__ import annotations

import polars as pl

from supplypact.domain.assessment import EVERY_PARTY
from supplypact.domain.pact import Origin, Reading
from supplypact.domain.plan import TargetResult
from supplypact.reporting.numbers import percent, usd
from supplypact.reporting.plan.view import CASES, View

SHOWN = 5e-4
"""Shares that differ by less are the same in print."""


def share_finding(view: View, target: TargetResult) -> str:
    """Return what the line chart of a target shows."""
    same = abs(target.planned_share - target.base_share) < SHOWN
    return view.say["finding.share_same" if same else "finding.share"].format(
        base=percent(target.base_share),
        planned=percent(target.planned_share),
        year=target.year,
        goal=percent(target.goal),
        verdict=short_verdict(view, target),
    )


def short_verdict(view: View, target: TargetResult) -> str:
    """Return met or not met, with its sign; an indicator is reached or not."""
    kind = "short" if target.binding else "short_indicator"
    return view.say[f"verdict.{kind}_{'met' if target.met else 'unmet'}"]


def readings_findings(view: View) -> list[str]:
    """Return what each other reading would change: goals missed, or met without any project."""
    binding = [each for each in view.material_targets() if each.binding]
    found = []
    for reading in Reading:
        others = [each for each in binding if each.reading is not reading]
        needy = [each for each in others if not view.reaches(each.base_share, each.goal)]
        told = {
            "missed": _under(view, others, reading, "plan", reached=False),
            "free": _under(view, needy, reading, "base", reached=True),
        }
        parts = [
            view.say[f"finding.readings_{key}"].format(materials=view.say.listed(items))
            for key, items in told.items()
            if items
        ]
        if parts:
            found.append(
                view.say["finding.readings"].format(
                    reading=view.say[f"reading.{reading.value}"], parts="; ".join(parts)
                )
            )
    if not found and binding:
        return [view.say["finding.readings_all"]]
    return found


def _under(
    view: View, targets: list[TargetResult], reading: Reading, case: str, *, reached: bool
) -> list[str]:
    """Return the targets whose goal is reached, or is not, under a reading, with their share."""
    return [
        view.say["finding.readings_item"].format(
            material=view.inline(each.material), share=percent(share)
        )
        for each in targets
        if (share := view.reading(each, reading, case)) is not None
        and view.reaches(share, each.goal) is reached
    ]


def portfolio_finding(view: View) -> str:
    """Return how many projects, for how much, when."""
    projects = view.projects
    if not projects:
        none = view.say["finding.portfolio_none"]
        hint = view.say["finding.portfolio_unbound"].format(pact=view.pact.id)
        return none if view.binding else f"{none} {hint}"
    return view.say["finding.portfolio"].format(
        projects=view.say.counted("count.projects", len(projects)),
        capex=usd(sum(each.capex for each in projects)),
        start=min(each.start_year for each in projects),
        output=min(each.first_output_year for each in projects),
    )


def money_finding(view: View) -> str:
    """Return the peak of the support and how near the limits it comes."""
    frame = view.plan.support
    years = frame.group_by("year").agg(pl.col("support_usd").sum())
    years = years.sort("support_usd", "year", descending=[True, False])
    if not years.height or years["support_usd"][0] <= 0:
        return view.say["finding.money_none"]
    peak = view.say["finding.money"].format(
        year=years["year"][0], peak=usd(float(years["support_usd"][0]))
    )
    parts = []
    for party in view.pact.party_codes:
        rows = frame.filter((frame["party"] == party) & (frame["limit_usd"] > 0))
        if rows.height:
            most = float((rows["support_usd"] / rows["limit_usd"]).to_numpy().max())
            parts.append(
                view.say["finding.money_part"].format(party=view.country(party), part=percent(most))
            )
    return " ".join([peak, *parts])


def cost_finding(view: View) -> str:
    """Return which cost line is the largest."""
    if view.plan.objective <= 0:
        return view.say["finding.cost_none"]
    most = max(view.plan.costs, key=lambda line: line.discounted)
    return view.say["finding.cost"].format(
        line=most.label[:1].upper() + most.label[1:],
        verb=view.verb(most.label),
        part=percent(most.discounted / view.plan.objective),
    )


def bindings_finding(view: View) -> str:
    """Return how many constraints have a price, and the dearest."""
    found = view.plan.bindings
    if not found:
        return view.say["finding.breaks_none"]
    return view.say.counted("finding.breaks", len(found)).format(sentence=found[0].sentence)


def sourcing_finding(view: View, target: TargetResult) -> str:
    """Return the concern's part of what the parties use at a target's stage."""
    outside = [
        view.outside_share(target.material, target.stage, target.year, case) for case in CASES
    ]
    base, planned = (None if share is None else 1 - share for share in outside)
    same = percent(base) == percent(planned)
    return view.say["finding.sourcing_same" if same else "finding.sourcing_stage"].format(
        year=target.year,
        stage=view.stage(target.stage).lower(),
        concern=view.concern(),
        base=percent(base),
        planned=percent(planned),
    )


def flow_finding(view: View, target: TargetResult, case: str) -> str:
    """Return where most of what the parties use passes a target's stage, in one case."""
    return view.say["finding.flow"].format(
        year=target.year,
        stage=view.stage(target.stage).lower(),
        made=_made(view, target, case),
        case=view.say[f"case.{case}"],
    )


def flow_change(view: View, target: TargetResult) -> str:
    """Return where most of what the parties use passes a target's stage, base and plan."""
    base, planned = (_made(view, target, case) for case in CASES)
    return view.say["finding.flow_same" if base == planned else "finding.flow_change"].format(
        year=target.year, stage=view.stage(target.stage).lower(), base=base, planned=planned
    )


def _made(view: View, target: TargetResult, case: str) -> str:
    """Return the origin class that most of what the parties use comes from, and its part.

    The same tonnes as in the sourcing chart: feed from scrap counts, which has no route.
    """
    rows = view.sourced(target.material, target.stage, target.year).filter(
        (pl.col("case") == case) & (pl.col("party") == EVERY_PARTY) & (pl.col("tonnes") > 0)
    )
    if not rows.height:
        return view.say["finding.flow_none"]
    first = rows.sort("tonnes", "origin", descending=[True, False]).row(0, named=True)
    part = first["tonnes"] / float(rows["tonnes"].sum())
    return view.say["finding.flow_most" if part > 0.5 else "finding.flow_largest"].format(
        part=percent(part), where=view.place(first["origin"])
    )


def dependence_finding(view: View) -> str:
    """Return for how many stages more than half comes from the countries of concern."""
    rows = view.plan.sourcing.filter(
        (view.plan.sourcing["case"] == "plan")
        & (view.plan.sourcing["party"] == EVERY_PARTY)
        & (view.plan.sourcing["year"] == view.year)
    )
    inside = rows["tonnes"] * (rows["origin"] == Origin.CONCERN.value)
    totals = pl.col("tonnes", "inside").sum()
    parts = rows.with_columns(inside=inside).group_by("material", "stage").agg(totals)
    used = parts.filter(parts["tonnes"] > 0)
    heavy = used.filter(used["inside"] > used["tonnes"] / 2)
    return view.say["finding.all"].format(
        count=heavy.height, total=used.height, concern=view.concern(), year=view.year
    )
