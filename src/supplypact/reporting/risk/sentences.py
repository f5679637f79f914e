"""The answer of a plan under risk: five questions, each in a few sentences."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import polars as pl

from supplypact.domain.hazard import MONTHS
from supplypact.reporting.numbers import usd, whole_percent
from supplypact.reporting.risk import study_sentences
from supplypact.reporting.risk.tables import YEARS_OF_POLICY
from supplypact.reporting.risk.view import CASES, RiskView

LARGEST = 5
"""Stocks of a holder that are named."""
LEFT = 3
"""Hazards that are named of what is left to lose."""
BEFORE, AFTER = CASES[0], CASES[-1]


def verdict(view: RiskView) -> str:
    """Return what the plan holds and saves, in one line."""
    if view.year is None:
        return view.say["risk_answer.no_year"]
    worth = float(view.held(view.year)["value_usd"].sum())
    hold = view.say["risk_answer.hold_worth" if worth else "risk_answer.hold_nothing"].format(
        worth=usd(worth), year=view.year
    )
    counted, left = (view.loss(case, view.year)["expected_usd"] for case in (BEFORE, AFTER))
    planned = {"counted": usd(counted), "left": usd(left), "year": view.year, "months": MONTHS}
    before, after = view.drawn(BEFORE), view.drawn(AFTER)
    if before is None or after is None:
        hold = hold[:1].upper() + hold[1:]
        return view.say["risk_answer.verdict_counted"].format(hold=hold, **planned)
    return view.say["risk_answer.verdict_drawn"].format(
        hold=hold, before=usd(before["mean_usd"]), after=usd(after["mean_usd"]), **planned
    )


def answers(view: RiskView) -> list[tuple[str, list[str]]]:
    """Return the questions that have an answer, each with it in sentences."""
    if view.year is None:
        return []
    parts = {
        "hold": _what_to_hold(view, view.year),
        "cost": _at_what_cost(view),
        "save": _what_it_saves(view, view.year),
        "sure": _how_sure(view),
        "pay": _who_pays(view),
    }
    told = {key: list(sentences) for key, sentences in parts.items()}
    return [(view.say[f"risk_question.{key}"], texts) for key, texts in told.items() if texts]


def _what_to_hold(view: RiskView, year: int) -> Iterator[str]:
    rows = view.held(year)
    if rows.is_empty():
        yield view.say["risk_answer.hold_none"].format(year=year)
        yield from unfunded(view)
        return
    by_holder = rows.group_by("holder", maintain_order=True).agg(pl.col("value_usd").sum())
    worth = dict(by_holder.iter_rows())
    split = [
        view.say["risk_answer.part"].format(
            what=view.country(party), worth=usd(worth.get(party, 0.0))
        )
        for party in view.pact.party_codes
    ]
    yield view.say["risk_answer.hold"].format(
        year=year,
        worth=usd(float(rows["value_usd"].sum())),
        materials=view.say.counted("risk.materials", rows["material"].n_unique()),
        split=view.say.listed(split),
    )
    yield from (f"{each}." for each in holder_lines(view, year))
    yield from _beside_policies(view, year)
    yield from unfunded(view)


def holder_lines(view: RiskView, year: int) -> Iterator[str]:
    """Yield what each holder holds, the materials worth most by name, days of use in all forms."""
    for holder in view.pact.party_codes:
        mine = view.held(year).filter(pl.col("holder") == holder)
        whole = mine.group_by("material").agg(pl.col("days").sum(), pl.col("value_usd").sum())
        if whole.is_empty():
            continue
        first = whole.sort("value_usd", "material", descending=[True, False]).head(LARGEST)
        told = [
            view.say["risk_answer.held"].format(
                material=view.inline(material), days=f"{days:.0f}", worth=usd(value)
            )
            for material, days, value in first.select("material", "days", "value_usd").iter_rows()
        ]
        more = whole.height - first.height
        yield view.say["risk_answer.holder"].format(
            holder=view.country(holder),
            worth=usd(float(whole["value_usd"].sum())),
            largest=", ".join(told),
            more=view.say["risk_answer.held_more"].format(count=more) if more else "",
        )


def _beside_policies(view: RiskView, year: int) -> Iterator[str]:
    """Compare the days of use with those of today's policies."""
    used = view.result.stocks.filter(pl.col("year") == year, pl.col("use_tonnes") > 0)
    days = used["days"]
    edges = (0.5, *YEARS_OF_POLICY, float("inf"))
    counts = [int(((days > low) & (days <= high)).sum()) for low, high in pairwise(edges)]
    yield view.say["risk_answer.policies"].format(
        count=len(days),
        none=len(days) - sum(counts),
        low=counts[0],
        middle=counts[1],
        high=counts[2],
        first=f"{YEARS_OF_POLICY[0]:.0f}",
        second=f"{YEARS_OF_POLICY[1]:.0f}",
    )
    told = [
        view.say["risk_answer.policy"].format(
            country=view.country(country), days=f"{aim:.0f}", label=label
        )
        for country, label, aim in view.risk.policies.iter_rows()
    ]
    if told:
        yield view.say["risk_answer.today"].format(policies=view.say.listed(told))


def unfunded(view: RiskView) -> Iterator[str]:
    """Tell which parties cannot hold to the end because their funding lines stop before."""
    last = max(view.result.stocks["year"], default=0)
    none = []
    for party in view.pact.party_codes:
        lines = [each for each in view.pact.envelope if each.party == party]
        paid = max((each.last_year for each in lines), default=0)
        if not paid:
            none.append(view.country(party))
        elif paid < last:
            yield view.say["risk_answer.unfunded"].format(party=view.country(party), year=paid)
    if none:
        yield view.say.counted("risk_answer.no_line", len(none)).format(
            parties=view.say.listed(none)
        )


def _at_what_cost(view: RiskView) -> Iterator[str]:
    result = view.result
    stocks = result.stocks
    spent = _spent(stocks)
    if spent > 0:
        yield view.say["risk_answer.stock_cost"].format(
            spent=usd(spent),
            first=min(stocks["year"]),
            last=max(stocks["year"]),
            today=usd(result.stock_cost),
        )
    more = float(result.plan_cost - result.calm_cost)
    yield view.say["risk_answer.plan_more" if more >= 0 else "risk_answer.plan_less"].format(
        more=usd(abs(more))
    )
    yield from projects(view)


def _spent(stocks: pl.DataFrame) -> float:
    """Return what buying and holding costs in all years."""
    return float(stocks["bought_usd"].sum()) + float(stocks["holding_usd"].sum())


def projects(view: RiskView) -> Iterator[str]:
    """Tell which projects the risk adds to the plan, and which it takes out."""
    known = {each.id: each.name for each in view.network.projects}
    chosen = {each.id: each.name for each in view.projects}
    for key, names in (
        ("more", [name for each, name in chosen.items() if each not in view.result.calm_projects]),
        ("fewer", [known.get(e, e) for e in view.result.calm_projects if e not in chosen]),
    ):
        if names:
            yield view.say[f"risk_answer.projects_{key}"].format(names=view.say.listed(names))


def _what_it_saves(view: RiskView, year: int) -> Iterator[str]:
    losses = {case: view.loss(case, year) for case in CASES}
    expected = {case: loss["expected_usd"] for case, loss in losses.items()}
    tail = {case: loss["tail_usd"] for case, loss in losses.items()}
    yield view.say["risk_answer.saves"].format(
        year=year,
        before=usd(expected[BEFORE]),
        after=usd(expected[AFTER]),
        worst_before=usd(tail[BEFORE]),
        worst_after=usd(tail[AFTER]),
    )
    saved = {case: expected[BEFORE] - loss for case, loss in expected.items()}
    key = "which" if saved["projects"] >= 0 else "which_late"
    yield view.say[f"risk_answer.{key}"].format(
        stocks=usd(saved["stocks"]), projects=usd(abs(saved["projects"])), both=usd(saved[AFTER])
    )
    yield from left(view, year)


def left(view: RiskView, year: int) -> Iterator[str]:
    """Tell the hazards that cost most a year with the plan."""
    rows = view.costliest(AFTER, year).filter(pl.col("yearly") > 0).head(LEFT)
    told = [
        f"{view.hazard(hazard)} ({usd(yearly)})"
        for hazard, yearly in rows.select("hazard", "yearly").iter_rows()
    ]
    if told:
        yield view.say["risk_answer.left"].format(hazards="; ".join(told))


def _how_sure(view: RiskView) -> Iterator[str]:
    result = view.result
    if view.study.simulated is not None:
        yield study_sentences.claim_finding(view, view.study.simulated)
    if view.study.tornado is not None:
        yield study_sentences.rates_finding(view, view.study.tornado)
    key = "gap" if result.finished else "gap_open"
    yield view.say[f"risk_answer.{key}"].format(
        gap=f"{result.gap:.2%}", hazards=view.count_hazards(), bound=usd(result.bound)
    )
    yield view.say["risk_answer.values"]
    if names := [view.inline(each) for each in result.estimates]:
        yield view.say["risk_answer.estimates"].format(materials=view.say.listed(names))


def _who_pays(view: RiskView) -> Iterator[str]:
    stocks = view.result.stocks
    parts = []
    for party in view.pact.party_codes:
        mine = stocks.filter(pl.col("holder") == party)
        parts.append(
            view.say["risk_answer.part"].format(what=view.country(party), worth=usd(_spent(mine)))
        )
    yield view.say["risk_answer.holders_pay"].format(parts=view.say.listed(parts))
    for each in view.study.together[:1]:
        yield study_sentences.level_finding(view, each)
        yield study_sentences.split_finding(view, each)
        yield study_sentences.core_finding(view, each)


def marks(view: RiskView) -> list[str]:
    """Return the lines that stand under the title."""
    options = view.result.options
    told = [view.say["risk_mark.weight"].format(weight=whole_percent(options.weight))]
    if options.alone:
        told.append(view.say["risk_mark.alone"])
    if options.rates != 1.0:
        told.append(view.say["risk_mark.rates"].format(factor=f"{options.rates:g}"))
    if options.covers:
        covers = [
            view.say["risk_mark.cover"].format(
                days=f"{each.days:g}",
                material=view.inline(each.material),
                holder=view.country(each.holder),
                year=each.first_year,
            )
            for each in options.covers
        ]
        told.append(view.say["risk_mark.covers"].format(covers=view.say.listed(covers)))
    if options.materials:
        names = view.say.listed([view.inline(each) for each in options.materials])
        told.append(view.say["risk_mark.materials"].format(materials=names))
    return [view.say["risk_mark.all"].format(parts="; ".join(told))]
