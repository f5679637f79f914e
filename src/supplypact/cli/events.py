"""``supplypact events``: declared disruptions, bundled or the user's own file."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
import polars as pl

from supplypact.cli.console import (
    DATA,
    Form,
    Settings,
    examples,
    form_options,
    pass_settings,
    print_frame,
)
from supplypact.errors import UsageError
from supplypact.workspace.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from supplypact.domain.event import Cut, Event

EVERYONE = "everyone"
OPEN_END = "not known"


@click.command(name="events")
@click.argument("event", metavar="[NAME]", required=False)
@click.option("--toml", is_flag=True, help="Print the file itself, to start your own from.")
@DATA
@form_options
@pass_settings
@examples(
    "supplypact events",
    "supplypact events gallium-germanium-2023",
    "supplypact events cobalt-drc-2025 --toml > my-event.toml",
)
def command(
    settings: Settings, form: Form, event: str | None, toml: bool, data: Path | None
) -> None:
    """List the bundled events, or show one: who cuts what, for whom, since when, how much.

    NAME is the id of a bundled event or the path of an event file, which is checked as it is read.
    """
    workspace = Workspace(data)
    if event is None:
        if toml:
            raise UsageError("--toml goes with one event", where="--toml", fix="add its name")
        found = [workspace.open_event(each) for each in workspace.event_ids()]
        rows = [_summary(each) for each in sorted(found, key=lambda each: each.start)]
        print_frame(pl.DataFrame(rows, infer_schema_length=None), form=form, settings=settings)
        return
    shown = workspace.open_event(event)
    if toml:
        click.echo(shown.text, nl=False)
    elif form == "json":
        click.echo(json.dumps(_plain(shown), ensure_ascii=False, indent=1))
    elif form == "csv":
        print_frame(_cuts(shown), form=form, settings=settings)
    else:
        _print_event(shown, settings)


def _summary(event: Event) -> dict[str, object]:
    """Return one row about an event."""
    cuts = event.cuts
    return {
        "event": event.id,
        "start": event.start.isoformat(),
        "end": None if event.end is None else event.end.isoformat(),
        "kind": event.kind,
        "supplier": _joined(cut.supplier for cut in cuts),
        "buyers": _joined(_buyers(cut) for cut in cuts),
        "materials": _joined(each for cut in cuts for each in cut.materials),
        "share": max(cut.share for cut in cuts),
        "title": event.title_en,
        "sources": len(event.sources),
    }


def _cuts(event: Event) -> pl.DataFrame:
    """Return one row for each cut."""
    rows = [
        {
            "supplier": cut.supplier,
            "buyers": _buyers(cut),
            "materials": " ".join(cut.materials),
            "stages": " ".join(cut.stages),
            "hs": " ".join(cut.hs),
            "share": cut.share,
            "low": cut.low,
            "high": cut.high,
        }
        for cut in event.cuts
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _plain(event: Event) -> dict[str, object]:
    """Return the event without its text as JSON-ready data."""
    fields = dataclasses.asdict(event)
    del fields["text"]
    return cast("dict[str, object]", json.loads(json.dumps(fields, default=str)))


def _print_event(event: Event, settings: Settings) -> None:
    """Print one event for people."""
    end = OPEN_END if event.end is None else event.end.isoformat()
    click.echo(f"{event.title_en}\n{event.title_ja}\n")
    click.echo(f"{event.kind}, from {event.start.isoformat()}; over on: {end}")
    if event.end is None:
        click.echo(f"how long it lasts: law '{event.law}' (supplypact data show duration_laws)")
    if event.delay_days:
        click.echo(f"nothing leaves in the first {event.delay_days:g} days")
    click.echo()
    print_frame(_cuts(event), form=None, settings=settings)
    if event.note:
        click.echo(f"\n{event.note}")
    click.echo("\nsources" if event.sources else "\nsources: none given")
    for source in event.sources:
        click.echo(f"  {source.text}" + (f" <{source.url}>" if source.url else ""))


def _buyers(cut: Cut) -> str:
    return " ".join(cut.buyers) or EVERYONE


def _joined(words: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(words))
