"""Tables of where supply comes from, and how much of that is known."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from supplypact.domain.assessment import EVERY_PARTY
from supplypact.domain.network import BASE_YEAR
from supplypact.domain.pact import Origin
from supplypact.domain.plan import TargetResult
from supplypact.reporting.plan.view import CASES, View
from supplypact.reporting.table import Cell, Kind, Table, table


def shares(view: View) -> Table:
    """Return the share from outside the countries of concern by year, reading, base and plan."""
    return share_table(view, view.plan.readings)


def share_table(view: View, readings: pl.DataFrame) -> Table:
    """Return rows of the frame ``readings`` of a plan, base and plan beside each other."""
    columns = {
        "material": Kind.TEXT,
        "stage": Kind.TEXT,
        "reading": Kind.TEXT,
        "year": Kind.YEAR,
        "base_share": Kind.SHARE,
        "planned_share": Kind.SHARE,
    }
    keys = ["material", "stage", "reading", "year"]
    wide = _by_case(readings, keys, "share")
    rows = (
        (
            view.material(material),
            view.stage(stage),
            view.say[f"reading.{reading}"],
            year,
            base,
            planned,
        )
        for material, stage, reading, year, base, planned in wide.iter_rows()
    )
    return table("shares", columns, rows, view.say)


def _by_case(frame: pl.DataFrame, keys: list[str], value: str) -> pl.DataFrame:
    """Return the keys with the value of base and plan beside each other, in the given order."""
    base, planned = (
        frame.filter(pl.col("case") == case).select(*keys, pl.col(value).alias(case))
        for case in CASES
    )
    both = base.join(planned, on=keys, how="full", coalesce=True, maintain_order="left_right")
    return both.select(*keys, *CASES)


def sourcing(view: View) -> Table:
    """Return what the parties use of the materials with a target, by origin, stage and year."""
    materials = [target.material for target in view.material_targets()]
    return sourcing_table(view, view.plan.sourcing.filter(pl.col("material").is_in(materials)))


def sourcing_table(view: View, frame: pl.DataFrame) -> Table:
    """Return rows of the frame ``sourcing`` of a plan, base and plan beside each other."""
    columns = {
        "material": Kind.TEXT,
        "stage": Kind.TEXT,
        "party": Kind.TEXT,
        "origin": Kind.TEXT,
        "year": Kind.YEAR,
        "base_tonnes": Kind.TONNES,
        "planned_tonnes": Kind.TONNES,
    }
    keys = ["material", "stage", "party", "origin", "year"]
    wanted = frame.filter(pl.col("party") != EVERY_PARTY)
    rows = (
        (
            view.material(material),
            view.stage(stage),
            view.country(party),
            view.say[f"origin.{origin}"],
            year,
            base,
            planned,
        )
        for material, stage, party, origin, year, base, planned in _by_case(
            wanted, keys, "tonnes"
        ).iter_rows()
    )
    return table("sourcing", columns, rows, view.say)


def flows(view: View) -> Table:
    """Return the world's flows of the materials with a target in its year, base and plan."""
    return _flow_table("flows", view, _in_target_years(view, view.plan.flows))


def routes(view: View) -> Table:
    """Return the part of those flows that ends with the parties."""
    return route_table(view, _in_target_years(view, view.plan.routes))


def route_table(view: View, frame: pl.DataFrame) -> Table:
    """Return rows of the frame ``routes`` of a plan, base and plan beside each other."""
    return _flow_table("routes", view, frame)


def _in_target_years(view: View, frame: pl.DataFrame) -> pl.DataFrame:
    wanted = [(each.material, each.year) for each in view.material_targets()]
    schema = {"material": pl.String, "year": pl.Int64}
    at = pl.DataFrame(wanted, schema=schema, orient="row").unique(maintain_order=True)
    return at.join(frame, on=["material", "year"], how="inner", maintain_order="left_right")


def _flow_table(name: str, view: View, frame: pl.DataFrame) -> Table:
    columns = {
        "material": Kind.TEXT,
        "year": Kind.YEAR,
        "stage": Kind.TEXT,
        "exporter": Kind.TEXT,
        "importer": Kind.TEXT,
        "base_tonnes": Kind.TONNES,
        "planned_tonnes": Kind.TONNES,
    }
    keys = ["material", "year", "stage", "exporter", "importer"]
    rows = (
        (
            view.material(material),
            year,
            view.stage(stage),
            view.country(exporter),
            view.country(importer),
            base,
            planned,
        )
        for material, year, stage, exporter, importer, base, planned in _by_case(
            frame, keys, "tonnes"
        ).iter_rows()
    )
    return table(name, columns, rows, view.say)


def dependence(view: View) -> Table:
    """Return the share from outside the countries of concern, for every material and stage."""
    columns = {
        "material": Kind.TEXT,
        "material_ja": Kind.TEXT,
        "stage": Kind.TEXT,
        "year": Kind.YEAR,
        "used_tonnes": Kind.TONNES,
        "base_share": Kind.SHARE,
        "planned_share": Kind.SHARE,
    }
    together = view.plan.sourcing.filter(
        (pl.col("party") == EVERY_PARTY) & (pl.col("year") == view.year)
    )
    outside = pl.col("tonnes").filter(pl.col("origin") != Origin.CONCERN.value).sum()
    grouped = together.group_by("case", "material", "stage", maintain_order=True).agg(
        used=pl.col("tonnes").sum(), share=outside / pl.col("tonnes").sum()
    )
    wide = _by_case(grouped, ["material", "stage"], "share").join(
        grouped.filter(pl.col("case") == "plan").select("material", "stage", "used"),
        on=["material", "stage"],
    )
    rows = (
        (
            view.material(material),
            view.material_ja(material),
            view.stage(stage),
            view.year,
            used,
            *((base, planned) if used else (None, None)),
        )
        for material, stage, base, planned, used in wide.iter_rows()
    )
    return table("dependence", columns, rows, view.say)


def estimates(view: View) -> Table:
    """Return how much of what is behind each target is an estimate, stage by stage."""
    columns = {
        "material": Kind.TEXT,
        "stage": Kind.TEXT,
        "output_estimated": Kind.SHARE,
        "demand_estimated": Kind.SHARE,
        "flow_estimated": Kind.SHARE,
        "unannounced_share": Kind.SHARE,
    }
    return table("estimates", columns, _estimate_rows(view), view.say)


def _estimate_rows(view: View) -> Iterator[tuple[Cell, ...]]:
    parties = list(view.pact.party_codes)
    network = view.network
    for target in view.material_targets():
        for stage in view.stages(target.material):
            here = (pl.col("material") == target.material) & (pl.col("stage") == stage.id)
            output = network.output.filter(here & (pl.col("year") == BASE_YEAR))
            yield (
                view.material(target.material),
                view.stage(stage.id),
                estimated_share(output),
                estimated_share(network.demand.filter(here & pl.col("country").is_in(parties))),
                estimated_share(network.flow.filter(here & pl.col("importer").is_in(parties))),
                unannounced_share(view, target.material, stage.id, target.year),
            )


def estimated_share(frame: pl.DataFrame) -> float | None:
    """Return the part of the tonnes that is an estimate, None if there are none."""
    whole = float(frame["tonnes"].sum())
    return float(frame.filter("estimate")["tonnes"].sum()) / whole if whole > 0 else None


def flow_estimated(view: View, target: TargetResult) -> float | None:
    """Return the part of the tonnes reaching the parties at the last stage that is estimated."""
    last = view.stages(target.material)[-1].id
    here = (pl.col("material") == target.material) & (pl.col("stage") == last)
    buyers = pl.col("importer").is_in(list(view.pact.party_codes))
    return estimated_share(view.network.flow.filter(here & buyers))


def unannounced_share(view: View, material: str, stage: str, year: int) -> float | None:
    """Return unannounced supply over all that the base case ships, None if nothing is shipped."""
    at = (pl.col("material") == material) & (pl.col("stage") == stage) & (pl.col("year") == year)
    shipped = float(view.plan.flows.filter(at & (pl.col("case") == "base"))["tonnes"].sum())
    assumed = float(view.plan.unannounced.filter(at)["tonnes"].sum())
    return assumed / shipped if shipped > 0 else None


def unannounced(view: View) -> Table:
    """Return the supply that the base case assumes beyond known capacity."""
    columns = {
        "material": Kind.TEXT,
        "stage": Kind.TEXT,
        "year": Kind.YEAR,
        "tonnes": Kind.TONNES,
    }
    frame = view.plan.unannounced.filter(pl.col("tonnes") > 0)
    rows = (
        (view.material(material), view.stage(stage), year, tonnes)
        for material, stage, year, tonnes in frame.select(
            "material", "stage", "year", "tonnes"
        ).iter_rows()
    )
    return table("unannounced", columns, rows, view.say)
