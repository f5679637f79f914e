"""The tables of demand and of the evidence behind it, field by field."""

from __future__ import annotations

from tools.build_data.table import PROVENANCE, Field, Table

END_USES = ("defence_aerospace", "electronics", "ev_battery", "energy", "industry_other")

MATERIAL = Field(name="material", description="Material id", required=True)
END_USE = Field(name="end_use", description="Class of use", required=True, enum=END_USES)
NOTE = Field(name="note", description="Remark on the figure")

DEMAND = Table(
    name="demand",
    title="Demand by country and use in the base year; use equals supply, stock change is ignored",
    fields=(
        MATERIAL,
        Field(
            name="stage",
            description="Stage whose product is used: the last, or an earlier one used directly",
            required=True,
        ),
        Field(name="country", description="Country whose industry uses it, or ROW", required=True),
        END_USE,
        Field(
            name="tonnes",
            type="number",
            description="Use in the year",
            unit="t/yr",
            required=True,
            minimum=0,
        ),
        *PROVENANCE,
    ),
    primary_key=("material", "stage", "country", "end_use"),
    foreign_keys=(("material", "materials.material"), ("country", "countries.country")),
)

GROWTH = Table(
    name="demand_growth",
    title="Growth of world demand",
    fields=(
        MATERIAL,
        Field(
            name="index",
            type="number",
            description="World demand, 2024 = 1",
            unit="1",
            required=True,
            minimum=0,
        ),
        Field(name="scenario", description="Scenario of the source", required=True),
        *PROVENANCE,
    ),
    primary_key=("material", "year"),
    foreign_keys=(("material", "materials.material"),),
)

EVIDENCE = Table(
    name="end_uses",
    title="Published shares of use; sources for one material stand side by side, never add them",
    fields=(
        MATERIAL,
        Field(name="region", description="Country (ISO), EU27, WORLD or as named", required=True),
        Field(name="end_use_text", description="Use in the words of the source", required=True),
        END_USE,
        Field(
            name="share",
            type="number",
            description="Share of the region's use; blank where the source only names the use",
            unit="1",
            minimum=0,
            maximum=1,
        ),
        NOTE,
        *PROVENANCE,
    ),
    foreign_keys=(("material", "materials.material"),),
)

PARTY = Table(
    name="party_demand",
    title="Published consumption and net imports; measures differ, never add them",
    fields=(
        MATERIAL,
        Field(name="country", description="Country (ISO), EU27, WORLD or as named", required=True),
        Field(name="measure", description="What is counted", required=True),
        Field(name="form", description="Product or code"),
        Field(
            name="tonnes",
            type="number",
            description="Tonnes in the form; negative: net exports; blank: withheld",
            unit="t",
        ),
        NOTE,
        *PROVENANCE,
    ),
    foreign_keys=(("material", "materials.material"),),
)
