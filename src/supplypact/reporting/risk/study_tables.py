"""The tables of what is asked beside a plan under risk: frontier, coalitions, rates, histories."""

from __future__ import annotations

from collections.abc import Iterator

from supplypact.domain.risk_study import Simulated, Together, Tornado
from supplypact.reporting.risk.page_tables import party
from supplypact.reporting.risk.study_sentences import reason
from supplypact.reporting.risk.view import RiskView
from supplypact.reporting.table import Cell, Kind, Table, table


def study_tables(view: RiskView) -> Iterator[Table]:
    """Yield every table of what was asked."""
    if view.study.frontier:
        yield frontier(view)
    for number, each in enumerate(view.study.together):
        mark = f" {number + 1}" if number else ""
        for made in (levels(view, each), split(view, each), coalitions(view, each)):
            yield made.titled(made.title + mark)
    if (tornado := view.study.tornado) is not None:
        yield from (bars(view, tornado), plans(view, tornado), conclusions(view, tornado))
    if (drawn := view.study.simulated) is not None:
        yield from (claim(view, drawn), reasons(view, drawn), drawn_losses(view, drawn))
        yield from (curve(view, drawn), totals(view, drawn))


def frontier(view: RiskView) -> Table:
    """Return one row for each plan."""
    columns = {
        "risk_times": Kind.NUMBER,
        "extra_cost": Kind.USD,
        "stock_usd": Kind.USD,
        "expected_usd": Kind.USD,
        "tail_usd": Kind.USD,
        "risk_usd": Kind.USD,
        "projects": Kind.NUMBER,
    }
    rows = (
        (
            each.times,
            each.cost,
            each.stock,
            each.expected,
            each.tail,
            each.risk,
            len(each.projects),
        )
        for each in view.study.frontier
    )
    return table("risk_frontier", columns, rows, view.say)


def levels(view: RiskView, each: Together) -> Table:
    """Return what each way of acting costs, and what it saves against acting alone."""
    columns = {"level": Kind.TEXT, "joint_cost": Kind.USD, "saved_usd": Kind.USD}
    rows = (
        (level(view, name), cost, saved)
        for name, cost, saved in each.levels.select("level", "cost_usd", "saved_usd").iter_rows()
    )
    return table("risk_levels", columns, rows, view.say)


def level(view: RiskView, name: str) -> str:
    """Return a way of acting in words."""
    return view.say[f"risk_level.{name.replace(' ', '_')}"]


def split(view: RiskView, each: Together) -> Table:
    """Return what each party pays alone, under the Shapley split, and in the core."""
    columns = {
        "party": Kind.TEXT,
        "alone_usd": Kind.USD,
        "shapley_usd": Kind.USD,
        "saved_usd": Kind.USD,
        "core_usd": Kind.USD,
    }
    names = ("alone_usd", "shapley_usd", "saved_usd", "core_usd")
    rows = (
        (view.member(row["party"]), *(row[name] for name in names))
        for row in each.split.iter_rows(named=True)
    )
    return table("risk_split", columns, rows, view.say)


def coalitions(view: RiskView, each: Together) -> Table:
    """Return the cost of every coalition."""
    columns = {
        "coalition": Kind.PROSE,
        "joint_cost": Kind.USD,
        "stock_usd": Kind.USD,
        "expected_usd": Kind.USD,
        "tail_usd": Kind.USD,
        "targets_met": Kind.YES,
    }
    names = ("cost_usd", "stock_usd", "expected_usd", "tail_usd", "targets_met")
    rows = (
        (view.coalition(row["coalition"]), *(row[name] for name in names))
        for row in each.costs.iter_rows(named=True)
    )
    return table("risk_coalitions", columns, rows, view.say)


def bars(view: RiskView, tornado: Tornado) -> Table:
    """Return the expected loss with rarer and more frequent hazards, the plan as it is."""
    columns = {"rates_of": Kind.TEXT, "low": Kind.USD, "base": Kind.USD, "high": Kind.USD}
    rows = (
        (kind(view, row["what"]), row["low_usd"], row["base_usd"], row["high_usd"])
        for row in tornado.bars.iter_rows(named=True)
    )
    return table("risk_tornado", columns, rows, view.say, labels=_factors(view, tornado))


def kind(view: RiskView, what: str) -> str:
    """Return a kind of hazard in words, or the word for all."""
    return view.say.get(f"hazard_kind.{what.replace(' ', '_')}", what)


def _factors(view: RiskView, tornado: Tornado) -> dict[str, str]:
    return {
        "low": view.say["risk.rates_times"].format(factor=f"{tornado.low:g}"),
        "base": view.say["risk.rates_base"],
        "high": view.say["risk.rates_times"].format(factor=f"{tornado.high:g}"),
    }


def plans(view: RiskView, tornado: Tornado) -> Table:
    """Return the plans made anew for other rates."""
    columns = {
        "rates_factor": Kind.NUMBER,
        "extra_cost": Kind.USD,
        "stock_usd": Kind.USD,
        "expected_usd": Kind.USD,
        "tail_usd": Kind.USD,
    }
    names = ("factor", "cost_usd", "stock_usd", "expected_usd", "tail_usd")
    rows = (tuple(row[name] for name in names) for row in tornado.plans.iter_rows(named=True))
    return table("risk_plans", columns, rows, view.say)


def conclusions(view: RiskView, tornado: Tornado) -> Table:
    """Return the statements of the plan that change with the rates."""
    columns = dict.fromkeys(("conclusion", "low", "base", "high"), Kind.TEXT)
    rows = (
        (_inline(what), *values)
        for what, *values in tornado.conclusions.select(*columns).iter_rows()
    )
    return table("risk_conclusions", columns, rows, view.say, labels=_factors(view, tornado))


def _inline(conclusion: str) -> str:
    """Return a statement with its material as it stands within a sentence."""
    verb, space, rest = conclusion.partition(" ")
    return f"{verb}{space}{rest[:1].lower()}{rest[1:]}" if verb == "hold" else conclusion


def claim(view: RiskView, drawn: Simulated) -> Table:
    """Return the planner's claim beside what the histories gave, by year."""
    columns = {
        "risk_case": Kind.TEXT,
        "year": Kind.YEAR,
        "claimed_usd": Kind.USD,
        "simulated_usd": Kind.USD,
        "simulated_low": Kind.USD,
        "simulated_high": Kind.USD,
    }
    names = ("year", "claimed_usd", "simulated_usd", "low_usd", "high_usd")
    rows = (
        (view.say[f"risk_case.{row['case']}"], *(row[name] for name in names))
        for row in drawn.claim.iter_rows(named=True)
    )
    return table("risk_claim", columns, rows, view.say)


def reasons(view: RiskView, drawn: Simulated) -> Table:
    """Return what explains the difference between the claim and the histories, by case."""
    cases = list(dict.fromkeys(drawn.reasons["case"]))
    found: dict[str, dict[str, float]] = {}
    for row in drawn.reasons.iter_rows(named=True):
        found.setdefault(row["reason"], {})[row["case"]] = row["usd"]
    columns = {"difference_reason": Kind.TEXT, **dict.fromkeys(cases, Kind.USD)}
    labels = {case: view.say[f"risk_case.{case}"] for case in cases}
    rows = ((reason(view, told), *(usd.get(case) for case in cases)) for told, usd in found.items())
    return table("risk_reasons", columns, rows, view.say, labels=labels)


def drawn_losses(view: RiskView, drawn: Simulated) -> Table:
    """Return the losses in the histories by year and party."""
    columns = {
        "risk_case": Kind.TEXT,
        "year": Kind.TEXT,
        "party": Kind.TEXT,
        "simulated_usd": Kind.USD,
        "simulated_low": Kind.USD,
        "simulated_high": Kind.USD,
        "tail_usd": Kind.USD,
        "expected_tonnes": Kind.TONNES,
    }
    names = ("mean_usd", "low_usd", "high_usd", "tail_usd", "mean_tonnes")
    rows = (
        (
            view.say[f"risk_case.{row['case']}"],
            str(row["year"]) if row["year"] else view.say["risk.every_year"],
            party(view, row["party"]),
            *(row[name] for name in names),
        )
        for row in drawn.losses.iter_rows(named=True)
    )
    return table("risk_simulated", columns, rows, view.say)


def curve(view: RiskView, drawn: Simulated) -> Table:
    """Return the yearly loss that is exceeded with each chance."""
    return table("risk_curve", _CURVE, _curve_rows(view, drawn.curve.iter_rows()), view.say)


def totals(view: RiskView, drawn: Simulated) -> Table:
    """Return the loss of a whole history that is exceeded with each chance."""
    return table("risk_totals", _CURVE, _curve_rows(view, drawn.totals.iter_rows()), view.say)


_CURVE = {"risk_case": Kind.TEXT, "exceeded": Kind.SHARE, "loss_usd": Kind.USD}


def _curve_rows(view: RiskView, rows: Iterator[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
    for case, *numbers in rows:
        yield (view.say[f"risk_case.{case}"], *numbers)
