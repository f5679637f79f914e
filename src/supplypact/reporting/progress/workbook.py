"""Progress as the sheets of a workbook: the answer, every table, rules and sources."""

from __future__ import annotations

from importlib import metadata

from supplypact.domain.progress import ReferenceClass
from supplypact.reporting.progress import asides, asks, flow_tables, more_tables, sentences, tables
from supplypact.reporting.progress.promises import promises, rule_codes
from supplypact.reporting.progress.view import ProgressView
from supplypact.reporting.table import Table
from supplypact.reporting.workbook import Lines


def progress_sheets(view: ProgressView) -> list[Lines | Table]:
    """Return the sheets for ``reporting.workbook.write_workbook``."""
    say = view.say
    return [
        Lines(say["sheet.summary"], _summary(view)),
        tables.promise_table(view),
        tables.envelope_table(view),
        tables.use_table(view),
        tables.money_table(view),
        tables.target_table(view),
        tables.milestone_table(view),
        tables.project_table(view),
        more_tables.stock_table(view),
        *flow_tables.flow_tables(view),
        more_tables.indicator_table(view),
        more_tables.change_table(view),
        more_tables.reported_table(view),
        more_tables.entry_table(view),
        Lines(say["sheet.rules"], _rules(view)),
        Lines(say["sheet.sources"], _sources(view)),
    ]


def _summary(view: ProgressView) -> list[tuple[str, str]]:
    say, progress = view.say, view.progress
    told = {
        "pact": [view.pact_title()],
        "marking": [view.marking],
        "record": [sentences.knowledge(view)],
        "answer": [*asides.record(view), sentences.headline(view)],
        "money": [sentences.envelope(each, view) for each in progress.envelope],
        "drawn": asides.money(view),
        "target": [
            *(sentences.target(each, view) for each in progress.targets),
            *asides.late_class(view),
        ],
        "milestones": sentences.milestones(view),
        "stocks": asides.stocks(view),
        "act": [asks.ask(each, view) for each in asks.asks(view)],
    }
    return [(say[f"sheet.{name}"], line) for name, lines in told.items() for line in lines]


def _rules(view: ProgressView) -> list[tuple[str, str]]:
    """Return the rules that gave the verdicts, each with what it says."""
    return [(code, view.rule(code)) for code in rule_codes(promises(view))]


def _sources(view: ProgressView) -> list[tuple[str, str]]:
    """Return what the entries rest on, the past projects of the forecast, and the record."""
    say, root = view.say, view.progress.root.hex()
    cited = dict.fromkeys(
        (each.evidence.source, each.evidence.url) for each in view.entries.values()
    )
    return [
        *((say["column.source"], f"{view.citation(name)} {url}".strip()) for name, url in cited),
        *((say["sheet.class"], _class(each, view)) for each in view.progress.classes),
        (say["sheet.record"], root),
        (say["sheet.version"], f"supplypact {metadata.version('supplypact')}"),
    ]


def _class(found: ReferenceClass, view: ProgressView) -> str:
    say = view.say
    told = say[f"class.{found.id}"].format(
        count=len(found.members),
        measured=found.measured,
        half=f"{found.half:.3g}",
        nine="–" if found.nine_of_ten is None else f"{found.nine_of_ten:.3g}",
        low=f"{found.low:.3g}",
        high=f"{found.high:.3g}",
        members=say.listed(list(found.members)),
    )
    biased = say["class.biased"] if found.only_overran else ""
    return say["list.space"].join(part for part in (told, biased) if part)
