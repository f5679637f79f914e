"""The tables of the answer: what page, workbook and ``plan.json`` show."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from supplypact.domain.network import Network
from supplypact.domain.pact import Pact, Reading
from supplypact.domain.plan import Plan, PlannedProject
from supplypact.reporting.phrases import load_phrases
from supplypact.reporting.plan import pact_tables, supply_tables
from supplypact.reporting.plan.losses import loss_table
from supplypact.reporting.plan.view import CASES, View
from supplypact.reporting.table import Cell, Kind, Table, table


def plan_tables(plan: Plan, pact: Pact, network: Network) -> dict[str, object]:
    """Return every table as JSON-ready data, by its id."""
    view = View(plan, pact, network, load_phrases("en"))
    return {
        "pact": pact.id,
        "title": pact.title_en,
        "status": plan.status,
        "objective_usd": plan.objective,
        "tables": {each.id: each.to_json() for each in every_table(view)},
    }


def every_table(view: View) -> list[Table]:
    """Return every table, in the order of the report."""
    makers: list[Callable[[View], Table]] = [
        targets,
        readings,
        projects,
        outputs,
        support,
        costs,
        bindings,
        loss_table,
        supply_tables.shares,
        supply_tables.sourcing,
        supply_tables.routes,
        supply_tables.flows,
        supply_tables.dependence,
        supply_tables.estimates,
        supply_tables.unannounced,
        pact_tables.assumptions,
        pact_tables.milestones,
        pact_tables.indicators,
        pact_tables.sources,
    ]
    return [make(view) for make in makers]


def targets(view: View) -> Table:
    """Return each target for each material: goal, share without and with the plan, met or not."""
    columns = {
        "target": Kind.TEXT,
        "material": Kind.TEXT,
        "stage": Kind.TEXT,
        "year": Kind.YEAR,
        "reading": Kind.TEXT,
        "binding": Kind.YES,
        "goal": Kind.SHARE,
        "base_share": Kind.SHARE,
        "planned_share": Kind.SHARE,
        "met": Kind.YES,
        "nearest_goal": Kind.SHARE,
    }
    rows = (
        (
            each.target,
            view.material(each.material),
            view.stage(each.stage),
            each.year,
            view.say[f"reading.{each.reading.value}"],
            each.binding,
            each.goal,
            each.base_share,
            each.planned_share,
            each.met,
            each.nearest_goal,
        )
        for each in view.plan.targets
    )
    return table("targets", columns, rows, view.say)


def readings(view: View) -> Table:
    """Return each target under each of the three readings, base and plan, in its year."""
    columns = {
        "material": Kind.TEXT,
        "stage": Kind.TEXT,
        "year": Kind.YEAR,
        "reading": Kind.TEXT,
        "read_so": Kind.YES,
        "goal": Kind.SHARE,
        "base_share": Kind.SHARE,
        "planned_share": Kind.SHARE,
        "met": Kind.YES,
    }
    return table("readings", columns, _reading_rows(view), view.say)


def _reading_rows(view: View) -> Iterator[tuple[Cell, ...]]:
    for target in view.material_targets():
        for reading in Reading:
            base, planned = (view.reading(target, reading, case) for case in CASES)
            yield (
                view.material(target.material),
                view.stage(target.stage),
                target.year,
                view.say[f"reading.{reading.value}"],
                reading is target.reading,
                target.goal,
                base,
                planned,
                None if planned is None else view.reaches(planned, target.goal),
            )


def projects(view: View) -> Table:
    """Return the projects started, in order of start."""
    labels = {
        f"support_usd_{party}": view.say["column.support_of"].format(party=view.country(party))
        for party in view.pact.party_codes
    }
    columns = {
        "project": Kind.TEXT,
        "project_id": Kind.TEXT,
        "host": Kind.TEXT,
        "owners": Kind.PROSE,
        "concern_owned": Kind.YES,
        "part": Kind.SHARE,
        "start_year": Kind.YEAR,
        "first_output_year": Kind.YEAR,
        "capex": Kind.USD,
        "capex_is_estimate": Kind.ESTIMATE,
        "capex_support": Kind.USD,
        "price_floor": Kind.USD,
        **dict.fromkeys(labels, Kind.USD),
        "source": Kind.PROSE,
    }
    return table("projects", columns, _project_rows(view), view.say, labels=labels)


def _project_rows(view: View) -> Iterator[tuple[Cell, ...]]:
    for each in view.projects:
        candidate = view.candidate(each)
        yield (
            each.name,
            each.id,
            view.country(each.host),
            each.owners or None,
            candidate.concern_owned if candidate else None,
            each.part,
            each.start_year,
            each.first_output_year,
            each.capex,
            each.capex_is_estimate,
            capex_support(each),
            each.price_floor,
            *(each.support_by_party.get(party, 0.0) for party in view.pact.party_codes),
            view.citation(candidate.source) if candidate else None,
        )


def project_list(view: View) -> Table:
    """Return the projects started in few columns, for the page."""
    labels = {
        f"support_usd_{party}": view.say["column.support_short"].format(party=view.country(party))
        for party in view.pact.party_codes
    }
    columns = {
        "project": Kind.TEXT,
        "project_id": Kind.TEXT,
        "host": Kind.TEXT,
        "owners": Kind.TEXT,
        **({"part": Kind.SHARE} if view.plan.options.relaxed else {}),
        "years_text": Kind.TEXT,
        "capex_text": Kind.TEXT,
        "capex_support": Kind.USD,
        "price_floor": Kind.USD,
        **dict.fromkeys(labels, Kind.USD),
    }
    rows = (
        (
            each.name,
            each.id,
            view.country(each.host),
            each.owners or None,
            *((each.part,) if view.plan.options.relaxed else ()),
            f"{each.start_year} → {each.first_output_year}",
            view.capex(each),
            capex_support(each),
            each.price_floor,
            *(each.support_by_party.get(party, 0.0) for party in view.pact.party_codes),
        )
        for each in view.projects
    )
    return table("project_list", columns, rows, view.say, labels=labels)


def capex_support(project: PlannedProject) -> float:
    """Return the public share of a project's capex: its support without the price floor."""
    return max(sum(project.support_by_party.values()) - project.price_floor, 0.0)


def outputs(view: View) -> Table:
    """Return what each started project makes at full output."""
    columns = {
        "project": Kind.TEXT,
        "material": Kind.TEXT,
        "stage": Kind.TEXT,
        "product": Kind.TEXT,
        "tonnes_per_year": Kind.TONNES,
    }
    rows = (
        (
            each.name,
            view.material(out.material),
            view.stage(out.stage),
            view.product(out.material, out.stage),
            each.part * out.capacity,
        )
        for each in view.projects
        for out in each.outputs
    )
    return table("outputs", columns, rows, view.say)


def support(view: View) -> Table:
    """Return public money by party and year against the funding lines."""
    columns = {
        "party": Kind.TEXT,
        "year": Kind.YEAR,
        "support_usd": Kind.USD,
        "limit_usd": Kind.USD,
        "part_of_limit": Kind.SHARE,
    }
    frame = view.plan.support.select("party", "year", "support_usd", "limit_usd")
    rows = (
        (view.country(party), year, paid, limit, paid / limit if limit else None)
        for party, year, paid, limit in frame.iter_rows()
    )
    return table("support", columns, rows, view.say)


def costs(view: View) -> Table:
    """Return the cost lines over the horizon; the discounted ones add up to the objective."""
    columns = {"cost": Kind.TEXT, "discounted_usd": Kind.USD, "undiscounted_usd": Kind.USD}
    rows = (
        (line.label[:1].upper() + line.label[1:], line.discounted, line.undiscounted)
        for line in view.plan.costs
    )
    return table("costs", columns, rows, view.say)


def bindings(view: View) -> Table:
    """Return the constraints that hold the plan back, with their shadow prices."""
    columns = {
        "sentence": Kind.PROSE,
        "shadow_price": Kind.NUMBER,
        "price_unit": Kind.TEXT,
        "constraint": Kind.TEXT,
    }
    rows = ((each.sentence, each.value, each.unit, each.name) for each in view.plan.bindings)
    return table("bindings", columns, rows, view.say)
