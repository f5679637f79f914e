"""``supplypact assess``: how dependent the parties are, at which stage, on whom, how sure."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any

import click

from supplypact.assessing.assess import assess as find_dependence
from supplypact.cli.console import (
    DATA,
    Form,
    Settings,
    examples,
    form_options,
    pass_settings,
    print_frame,
    progress_of,
    say_replaced,
)
from supplypact.domain.assessment import DRAWS, EVERY_PARTY, SEED, Assessment, AssessOptions
from supplypact.domain.network import BASE_YEAR, Network
from supplypact.domain.pact import Pact
from supplypact.errors import UsageError, did_you_mean
from supplypact.formats.network_csv import NETWORK_TABLES
from supplypact.planning.plan import plan
from supplypact.reporting.assessment.files import assessment_files
from supplypact.reporting.assessment.summary import assessment_frame, assessment_lines
from supplypact.reporting.plan.compare import read_planned_shares
from supplypact.units import Year
from supplypact.workspace.output import check_writable, save
from supplypact.workspace.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Call:
    """What one call asks; the fields are the options of the command."""

    pact: str
    data: Path | None
    out: Path | None
    materials: tuple[str, ...]
    party: str | None
    stage: str | None
    year: int
    draws: int
    seed: int
    run: Path | None
    form: Form

    def options(self) -> AssessOptions:
        """Return what concerns the assessment itself."""
        return AssessOptions(year=Year(self.year), draws=self.draws, seed=self.seed)


@click.command()
@click.argument("pact")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for page and workbook.")
@DATA
@click.option("--material", "materials", multiple=True, help="Only this material; may be repeated.")
@click.option("--party", help="Only this party (a country code); otherwise all together.")
@click.option("--stage", help="Only this stage: mine, refine, magnet.")
@click.option(
    "--as-of",
    "year",
    type=int,
    default=BASE_YEAR,
    show_default=True,
    metavar="YEAR",
    help="Year to look at; flows are known for the default alone.",
)
@click.option(
    "--draws",
    type=click.IntRange(min=0),
    default=DRAWS,
    show_default=True,
    help="Draws behind the bands; 0 leaves them out.",
)
@click.option(
    "--seed", type=click.IntRange(min=0), default=SEED, show_default=True, help="Seed of the draws."
)
@click.option(
    "--plan",
    "run",
    type=click.Path(path_type=Path),
    metavar="RUN",
    help="Folder of an earlier 'supplypact plan' for the years to come; else --out plans anew.",
)
@form_options
@pass_settings
@examples(
    "supplypact assess us-japan-2025",
    "supplypact assess us-japan-2025 --material lithium --party JPN",
    "supplypact assess us-japan-2025 --out out/us-japan-2025 --plan out/us-japan-2025",
    "supplypact assess us-japan-2025 --as-of 2023 --csv > dependence.csv",
)
def assess(settings: Settings, /, **asked: Any) -> None:
    """Tell how dependent the parties of PACT (an id or a TOML file) are, worst first.

    Bands are the 5 and 95% points of draws in which every figure is off as far as its quality
    lets it be (table uncertainty).
    """
    call = Call(**asked)
    if call.out is not None and (call.materials or call.party or call.stage):
        settings.say("--out writes every material, party and stage; the filters are for the table")
    if call.out is not None:
        check_writable(call.out)
    with progress_of(settings) as tell:
        tell("reading the tables", 0.0)
        workspace = Workspace(call.data)
        pact, network = workspace.open_case(call.pact)
        evidence = workspace.open_evidence()
        _check(call, pact, network)
        planned = read_planned_shares(call.run, pact, network) if call.run else None
        if call.out is not None and planned is None and call.year == BASE_YEAR:
            tell("planning the years to come", 0.1)
            planned = plan(pact, network).shares()
        made = find_dependence(
            pact, network, evidence, call.options(), planned=planned, progress=tell
        )
        started = time.perf_counter()
        if call.out is not None:
            tell("writing the report", 0.9)
            save(assessment_files(made, pact, network, evidence), call.out)
        made.timings["report"] = time.perf_counter() - started
    used = dict.fromkeys((*NETWORK_TABLES, *(field.name for field in fields(evidence))))
    say_replaced(settings, workspace.own_tables(), used)
    _show(call, settings, made, pact, network)


def _show(call: Call, settings: Settings, made: Assessment, pact: Pact, network: Network) -> None:
    party = call.party or (EVERY_PARTY if len(pact.parties) > 1 else pact.party_codes[0])
    chosen = partial(
        assessment_frame,
        made,
        pact,
        network,
        materials=call.materials or None,
        party=party,
        stage=call.stage,
    )
    if call.form is None:
        lines = assessment_lines(
            made, pact, network, materials=call.materials or None, party=party, stage=call.stage
        )
        click.echo("\n".join(lines))
    elif call.form == "csv":
        print_frame(chosen(), form="csv", settings=settings)
    else:
        told = {
            "pact": pact.id,
            "year": call.year,
            "party": party,
            "table": chosen().to_dicts(),
            "indicators": chosen(wide=False).to_dicts(),
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    if call.out is not None:
        settings.say(f"wrote {call.out / 'assessment.html'}, assessment.xlsx, assessment.json")


def _check(call: Call, pact: Pact, network: Network) -> None:
    """Raise UsageError where a filter names nothing that there is."""
    stages = {stage.id for material in network.materials for stage in material.stages}
    for option, value, known in (
        *(("--material", each, [m.id for m in network.materials]) for each in call.materials),
        ("--party", call.party, pact.party_codes),
        ("--stage", call.stage, stages),
    ):
        if value is not None and value not in known:
            what = f"unknown {option.removeprefix('--')} '{value}'"
            raise UsageError(what, where=option, fix=did_you_mean(value, known))
    chosen = [m for m in network.materials if not call.materials or m.id in call.materials]
    if call.stage is not None and all(m.stage_index(call.stage) is None for m in chosen):
        own = sorted({stage.id for material in chosen for stage in material.stages})
        what = f"no stage '{call.stage}' in the tables for {', '.join(call.materials)}"
        raise UsageError(what, where="--stage", fix=f"use one of: {', '.join(own)}")
