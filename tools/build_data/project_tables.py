"""The tables of projects, their outputs and the capital intensities, field by field."""

from __future__ import annotations

from tools.build_data.project_inputs import STATUSES
from tools.build_data.table import PROVENANCE, QUALITIES, Field, Table

IN_PROJECTION = (
    "true: already inside the IEA projection of its host, so not to be added to it; false: not; "
    "blank: no projection for this material and stage"
)

PROJECTS = Table(
    name="projects",
    title="Mining, refining and magnet projects outside China",
    fields=(
        Field(name="project", description="Project id", required=True),
        Field(name="name", description="Name", required=True),
        Field(name="host", description="Host country, ISO 3166-1 alpha-3", required=True),
        Field(
            name="status",
            description="decision_pending: permitted or financed or a decision announced; "
            "target: a government aim without a plant; beyond_horizon: delivers after 2035",
            required=True,
            enum=(*STATUSES, "beyond_horizon"),
        ),
        Field(name="owners", description="Owners as reported"),
        Field(
            name="concern_owned",
            type="boolean",
            description="Whether Chinese companies own 25% or more",
            required=True,
        ),
        Field(
            name="in_base",
            type="boolean",
            description="Operating, commissioning or under construction: no decision. A decision "
            "candidate is not in the base, has outputs, and is not cancelled or beyond the horizon",
            required=True,
        ),
        Field(
            name="in_projection",
            type="boolean",
            description=IN_PROJECTION + ". Of a project: true where all its outputs are inside",
        ),
        Field(
            name="capex_usd",
            type="number",
            description="Capital cost borne by the outputs in project_outputs, at prices of "
            "capex_year",
            unit="USD",
            minimum=0,
        ),
        Field(name="capex_year", type="integer", description="Price year", unit="year"),
        Field(name="capex_quality", description="As quality, for capex_usd", enum=QUALITIES),
        Field(name="capex_method", description="How an estimated capex was made"),
        Field(name="capex_source", description="Source of capex_usd"),
        Field(
            name="first_output",
            type="integer",
            description="Of a project in the base: calendar year of first output, taken from the "
            "status where no year is known (2024 stands for 2024 or before); where a plant ran "
            "already in 2024 and adds to it, of what it adds (see note); blank for the others",
            unit="year",
            minimum=1900,
        ),
        Field(
            name="earliest_start",
            type="integer",
            description="First calendar year in which construction can be funded (estimate from "
            "the planned first year, the status and the lead time)",
            unit="year",
            minimum=2026,
        ),
        Field(
            name="lead_time_years",
            type="integer",
            description="Whole years from funding to first output: the project's own, or the "
            "median of its stage",
            unit="year",
            minimum=1,
        ),
        Field(
            name="latitude",
            type="number",
            description="Latitude",
            unit="degree",
            minimum=-90,
            maximum=90,
        ),
        Field(
            name="longitude",
            type="number",
            description="Longitude",
            unit="degree",
            minimum=-180,
            maximum=180,
        ),
        Field(name="note", description="What a reader must know"),
        *PROVENANCE,
    ),
    primary_key=("project",),
    foreign_keys=(("host", "countries.country"), ("capex_source", "sources.source")),
)

OUTPUTS = Table(
    name="project_outputs",
    title="What the projects make a year, on the basis of each material",
    fields=(
        Field(name="project", description="Project id", required=True),
        Field(name="material", description="Material id", required=True),
        Field(name="stage", description="Stage id", required=True),
        Field(
            name="tonnes_per_year",
            type="number",
            description="Output at full capacity, tonnes of the material's basis; Dy+Tb are also "
            "inside the row of all magnet rare earths",
            unit="t/yr",
            required=True,
            minimum=0,
        ),
        Field(
            name="added_tonnes_per_year",
            type="number",
            description="Of a project in the base, at full output: what it makes beyond its own "
            "output of 2024 and is in no projection, so to be added to its host from first_output "
            "on; 0: it ran fully in 2024; blank: inside the projection, or not in the base",
            unit="t/yr",
            minimum=0,
        ),
        Field(name="in_projection", type="boolean", description=IN_PROJECTION),
        Field(name="note", description="What a reader must know"),
        *PROVENANCE,
    ),
    primary_key=("project", "material", "stage"),
    foreign_keys=(("project", "projects.project"), ("material", "materials.material")),
)

INTENSITY = Table(
    name="capital_intensity",
    title="Capital cost per tonne of yearly output, from projects whose cost is known",
    fields=(
        Field(name="material", description="Material id", required=True),
        Field(name="stage", description="Stage id, or mine+refine", required=True),
        Field(
            name="usd_per_tonne_per_year",
            type="number",
            description="Median; costs at prices of different years",
            unit="USD per t/yr",
            required=True,
            minimum=0,
        ),
        Field(name="low", type="number", description="Lowest", unit="USD per t/yr", minimum=0),
        Field(name="high", type="number", description="Highest", unit="USD per t/yr", minimum=0),
        Field(name="count", type="integer", description="Number of projects", minimum=1),
        *PROVENANCE,
    ),
    primary_key=("material", "stage"),
    foreign_keys=(("material", "materials.material"),),
)
