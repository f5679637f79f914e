"""Descriptions of the evidence tables."""

from __future__ import annotations

from tools.build_data.table import PROVENANCE, Field, Table

ID = Field(name="id", description="Table and number of the row", required=True)
COUNTRY = Field(name="country", description="Country; blank where it is not one country")
PLACE = Field(name="place", description="Country or region in the words of the source")
LABEL = (
    Field(
        name="materials",
        description="Materials the row concerns, separated by ;. Not the basis of its figures",
    ),
    Field(name="label", description="Material in the words of the source"),
)
STAGES = Field(name="stages", description="Stages the row concerns, separated by ;")
NOTE = Field(name="note", description="Remark")
VALUE = (
    Field(name="value", type="number", description="Figure, in the unit of the row"),
    Field(name="unit", description="Unit of the figure"),
)
RANGE = (
    *VALUE,
    Field(name="low", type="number", description="Low end, in the unit of the row"),
    Field(name="high", type="number", description="High end, in the unit of the row"),
)
BY_COUNTRY = (("country", "countries.country"),)


def _text(name: str, description: str) -> Field:
    return Field(name=name, description=description)


def _fraction(name: str, description: str) -> Field:
    return Field(name=name, type="number", description=description, unit="1", minimum=0)


def _degrees(name: str, limit: float) -> Field:
    return Field(
        name=name,
        type="number",
        description=f"{name.capitalize()} of the plant, where known",
        unit="degree",
        minimum=-limit,
        maximum=limit,
    )


TABLES = (
    Table(
        name="stockpiles",
        title="Stockpiles, targets and policies of governments",
        fields=(
            ID,
            COUNTRY,
            PLACE,
            _text("body", "Who holds or plans the stock"),
            *LABEL,
            _text("measure", "What the figure says"),
            *VALUE,
            _text("as_of", "Date of the figure, as precise as the source"),
            _text("kind", "actual, target, plan, funding, policy, gap or price floor"),
            NOTE,
            *PROVENANCE,
        ),
        primary_key=("id",),
        foreign_keys=BY_COUNTRY,
    ),
    Table(
        name="disruptions",
        title="Past disruptions of supply and their effect; an event may have several rows",
        fields=(
            ID,
            _text("event", "Event the row records"),
            _text("title", "Event in a few words"),
            COUNTRY,
            *LABEL,
            STAGES,
            _text("kind", "export ban, licensing, quota, conflict ..."),
            _text("target", "Whom it hit"),
            _text("start", "Start, as precise as the source"),
            _text("end", "End or suspension, or ongoing"),
            _fraction("share_world_supply", "Share of the country in world supply, not the loss"),
            _text("share_note", "Remark on the share"),
            _fraction("price_rise", "Peak rise of the price: 0.5 is half as much again"),
            _text("price_note", "Over what time, and which price"),
            NOTE,
            *PROVENANCE,
        ),
        primary_key=("id",),
        foreign_keys=BY_COUNTRY,
    ),
    Table(
        name="supply_events",
        title="Export controls, taxes and stops since 2009; not a complete list",
        fields=(
            _text("event", "Id of the event"),
            _text("country", "Country that acted"),
            *LABEL,
            _text("kind", "What was done"),
            _text("target", "Whom it hit: all or a country"),
            _text("announced", "Date announced, as precise as the source"),
            _text("effective", "Date in force, as precise as the source"),
            _text("end", "Date of end or suspension"),
            NOTE,
            *PROVENANCE,
        ),
        primary_key=("event",),
        foreign_keys=BY_COUNTRY,
    ),
    Table(
        name="facilities",
        title="Processing plants. Never add: a plant has a row per product and units differ",
        fields=(
            ID,
            _text("facility", "Plant"),
            _text("operator", "Who runs it"),
            COUNTRY,
            *LABEL,
            STAGES,
            Field(name="capacity", type="number", description="In the unit of the row", minimum=0),
            _text("unit", "Unit of the capacity: feed, oxide or metal"),
            Field(
                name="tonnes_per_year",
                type="number",
                description="Capacity in the material's basis, for the one stage of the row; blank "
                "where the unit does not convert with certainty or the plant does not run",
                unit="t",
                minimum=0,
            ),
            _text("conversion", "How tonnes_per_year was found, and how it sits with the output"),
            _text("status", "Status in the words of the source"),
            _degrees("latitude", 90),
            _degrees("longitude", 180),
            NOTE,
            *PROVENANCE,
        ),
        primary_key=("id",),
        foreign_keys=BY_COUNTRY,
    ),
    Table(
        name="transit",
        title="Days at sea between two countries, the same both ways",
        fields=(
            Field(name="from_country", description="Country of one port", required=True),
            Field(name="to_country", description="Country of the other port", required=True),
            Field(name="days", type="number", description="Days at sea", unit="d", minimum=0),
            NOTE,
            *PROVENANCE,
        ),
        primary_key=("from_country", "to_country"),
        foreign_keys=(
            ("from_country", "countries.country"),
            ("to_country", "countries.country"),
        ),
    ),
    Table(
        name="factors",
        title="Conversion factors, yields, contents and inventories",
        fields=(
            ID,
            _text("kind", "conversion factor, yield, loss, content, inventory ..."),
            *LABEL,
            _text("from_form", "Form or stage the factor starts from"),
            _text("to_form", "Form or stage it leads to"),
            *RANGE,
            NOTE,
            *PROVENANCE,
        ),
        primary_key=("id",),
    ),
    Table(
        name="costs",
        title="Lead times, overruns, operating costs and price floors",
        fields=(
            ID,
            _text("topic", "Kind of figure"),
            _text("project", "Project or case"),
            *LABEL,
            STAGES,
            _text("measure", "What the figure says"),
            *RANGE,
            NOTE,
            *PROVENANCE,
        ),
        primary_key=("id",),
    ),
    Table(
        name="economics",
        title="Value added, effects of disruptions, cost gaps and substitution",
        fields=(
            ID,
            _text("topic", "Kind of figure"),
            _text("item", "What the figure says"),
            COUNTRY,
            PLACE,
            *LABEL,
            *RANGE,
            NOTE,
            *PROVENANCE,
        ),
        primary_key=("id",),
        foreign_keys=BY_COUNTRY,
    ),
)
