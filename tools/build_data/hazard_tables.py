"""Descriptions of the tables of past events, hazards and duration laws."""

from __future__ import annotations

from supplypact.domain.hazard import KINDS, MONTHS, TARGETS
from supplypact.hazarding.events import STATES
from tools.build_data.table import PROVENANCE, Field, Table

KIND = Field(name="kind", description="Kind of hazard", required=True, enum=KINDS)
MOST_A_YEAR = 12
"""Events a year: more than one a month is no event."""


def _text(name: str, description: str, *, required: bool = False) -> Field:
    return Field(name=name, description=description, required=required)


def _share(name: str, description: str, *, required: bool = False) -> Field:
    return Field(
        name=name,
        type="number",
        description=description,
        unit="1",
        required=required,
        minimum=0,
        maximum=1,
    )


def _rate(name: str, description: str) -> Field:
    return Field(
        name=name,
        type="number",
        description=description,
        unit="1/year",
        required=True,
        minimum=0,
        maximum=MOST_A_YEAR,
    )


EVENTS = Table(
    name="hazard_events",
    title="Past events behind the hazards, each told once",
    description=(
        "Made of disruptions and supply_events, whose records of one event are joined, and of "
        "three further facts.  Not a complete list."
    ),
    fields=(
        _text("event", "Id", required=True),
        _text("title", "Event in a few words", required=True),
        KIND,
        _text("country", "Supplier that was hit; blank for a sea route"),
        _text("materials", "Materials that were hit, separated by ;"),
        _text("stages", "Stages that were hit, separated by ;"),
        _text("start", "First month, YYYY-MM; July where only the year is known", required=True),
        _text("end", "Last month, YYYY-MM"),
        Field(
            name="state",
            description="Whether it is over; unknown: the records do not tell",
            required=True,
            enum=STATES,
        ),
        _share("cut", "Part of the shipments that was cut, where a record tells"),
        _share("cut_low", "Low end"),
        _share("cut_high", "High end"),
        _text("cut_note", "What the part comes from; other remarks"),
        _text("left_out", "Why it counts neither for rates nor for durations; blank if it does"),
        _text("records", "Ids of the rows of disruptions and supply_events, separated by ;"),
        *PROVENANCE,
    ),
    primary_key=("event",),
    foreign_keys=(("country", "countries.country"),),
)

HAZARDS = Table(
    name="hazards",
    title="What may cut a supplier's shipments: how often, how deep, for how long",
    description=(
        "One row for each class of events on suppliers with 10 % or more of the world's output at "
        "a stage.  All materials of a row are hit at once.  Intervals are 90 %."
    ),
    fields=(
        _text("hazard", "Id", required=True),
        KIND,
        _text("supplier", "Country whose shipments are cut", required=True),
        _text("stage", "Stage of the shipments", required=True),
        _text("materials", "Materials hit at once, separated by ;", required=True),
        Field(
            name="target",
            description="Whose purchases are cut: all, or only the parties of a pact",
            required=True,
            enum=TARGETS,
        ),
        _share(
            "severity", "Part of the supplier's shipments to the target that is cut", required=True
        ),
        _share("severity_low", "Low end", required=True),
        _share("severity_high", "High end", required=True),
        _rate("rate", "Events a year"),
        _rate("rate_low", "5 % point"),
        _rate("rate_high", "95 % point"),
        _text("law", "How long it lasts, see duration_laws", required=True),
        _text("events", "Past events of the supplier behind the rate, see hazard_events"),
        _text("note", "Remark"),
        *PROVENANCE,
    ),
    primary_key=("hazard",),
    foreign_keys=(("supplier", "countries.country"),),
)

LAWS = Table(
    name="duration_laws",
    title="How long events last: the chance that one is still on after so many months",
    fields=(
        _text("law", "Id", required=True),
        Field(
            name="month",
            type="integer",
            description="Months since the start",
            unit="month",
            required=True,
            minimum=0,
            maximum=MONTHS,
        ),
        _share("alive", "Chance that it is still on: 1 at month 0, never rising", required=True),
        _share("low", "The same if events are short (5 % point)", required=True),
        _share("high", "The same if events are long (95 % point)", required=True),
        *PROVENANCE,
    ),
    primary_key=("law", "month"),
)

TABLES = (EVENTS, HAZARDS, LAWS)
