"""Plants of a small network, as the tables of the bundled one tell them."""

from supplypact.domain.network import Network
from supplypact.tracking.plants import Counted, Made, Plant


def plants_of(network: Network) -> tuple[Plant, ...]:
    """Return the projects that a network itself names: its plants under way and candidates."""
    under_way = {
        name: list(rows.iter_rows(named=True))
        for (name,), rows in network.addition.group_by("project", maintain_order=True)
    }
    plants = [
        Plant(
            id=str(name),
            name=rows[0]["name"],
            host=rows[0]["country"],
            first=min(row["year"] for row in rows),
            candidate=False,
            producing=False,
            makes=tuple(
                Made(
                    material=row["material"],
                    stage=row["stage"],
                    tonnes=row["tonnes"],
                    counted=Counted.ADDED,
                )
                for row in rows
            ),
        )
        for name, rows in under_way.items()
    ]
    candidates = [
        Plant(
            id=project.id,
            name=project.name,
            host=project.host,
            first=project.earliest_start + project.lead_time,
            candidate=True,
            producing=False,
            makes=tuple(
                Made(
                    material=each.material,
                    stage=each.stage,
                    tonnes=float(each.capacity),
                    counted=Counted.PROJECTED if each.in_projection else Counted.ADDED,
                )
                for each in project.outputs
            ),
        )
        for project in network.projects
    ]
    return (*plants, *candidates)
