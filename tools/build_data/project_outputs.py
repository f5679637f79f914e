"""What a project makes, in tonnes of the basis of each material and stage."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tools.build_data.project_inputs import Term

RARE_EARTHS = "magnet_rare_earths"
HEAVY = "dysprosium_terbium"

MAGNET_CONTENT = {RARE_EARTHS: ("Nd (with Pr)", "Dy"), HEAVY: ("Dy",)}
"""Rows of the yields table that give the shares of a magnet's weight, to be added."""

FACTORS = {
    "NdPr oxide": ("NdPr", "NdPr oxide", "NdPr metal"),
    "Dy oxide": ("dysprosium", "Dy2O3", "Dy"),
    "Tb oxide": ("terbium", "Tb4O7", "Tb"),
    "Li2CO3": ("lithium", "Li2CO3", "Li"),
    "LiOH.H2O": ("lithium", "LiOH.H2O", "Li"),
    "Li2O": ("lithium", "Li2O", "Li"),
    "WO3": ("tungsten", "WO3", "W"),
}
"""Material, from and to of the row of the yields table that gives the element in a form."""

DY_TO_TB = 5
"""Tonnes of dysprosium per tonne of terbium where a source gives only their sum (as at Caremag)."""


@dataclass(frozen=True, kw_only=True)
class Output:
    """Tonnes a year of one material at one stage."""

    project: str
    material: str
    stage: str
    tonnes: float
    added: float
    """Tonnes a year of it on top of the output of 2024."""
    source: str
    quality: str
    method: str
    note: str

    @property
    def key(self) -> tuple[str, str, str]:
        """Project, material and stage."""
        return self.project, self.material, self.stage


def contents(yields: Iterable[Mapping[str, str]]) -> dict[str, float]:
    """Return tonnes of element per tonne of each form, and the contents of a magnet by material."""
    rows = list(yields)
    known = {
        (row["material"], row["from_stage"], row["to_stage"]): float(row["value"])
        for row in rows
        if row["kind"] in ("conversion factor", "content") and row["value"]
    }
    found = {form: known[key] for form, key in FACTORS.items()}
    heavy = (DY_TO_TB * found["Dy oxide"] + found["Tb oxide"]) / (DY_TO_TB + 1)
    magnet = {
        material: sum(known["NdFeB magnets", "magnet", part] for part in parts) / 100
        for material, parts in MAGNET_CONTENT.items()
    }
    return found | {"DyTb oxide": heavy, "element": 1.0} | magnet


def ndpr_share(terms: Sequence[Term]) -> float:
    """Return the median share of NdPr oxide in total rare-earth oxide where both are known."""
    total = {(t.project, t.stage): t.tonnes for t in terms if t.element == "REO"}
    known = {(t.project, t.stage): t.tonnes for t in terms if t.element == "NdPr"}
    return median(known[key] / total[key] for key in total if key in known)


def outputs(
    terms: Sequence[Term], content: Mapping[str, float], recovery: Mapping[str, float]
) -> list[Output]:
    """Return the outputs of all projects, one for each project, material and stage.

    Where only total rare-earth oxide is known, the median NdPr share of the others is taken.
    ``recovery`` is tonnes refined per tonne mined, by material.
    """
    grouped: dict[tuple[str, str], list[Term]] = defaultdict(list)
    for term in terms:
        grouped[term.project, term.stage].append(term)
    share = ndpr_share(terms)
    found: list[Output] = []
    for (_, stage), group in grouped.items():
        made = _stage_outputs(group, stage.split("+")[-1], content, share)
        found += made
        if stage == "mine+refine":
            found += [_mined(output, recovery[output.material]) for output in made]
    return found


def _stage_outputs(
    group: Sequence[Term], stage: str, content: Mapping[str, float], share: float
) -> list[Output]:
    tonnes: dict[str, float] = defaultdict(float)
    added: dict[str, float] = defaultdict(float)
    methods: dict[str, str] = {}
    cited: dict[str, Term] = {}
    for term in group:
        for material in _materials(term.element):
            amount = term.tonnes * content[material if term.form == "magnet" else term.form]
            tonnes[material] += amount
            added[material] += amount * term.new_share
            cited.setdefault(material, term)
            if term.quality == "estimate":
                methods[material] = term.note or "derived by the compiler"
    total = next((term for term in group if term.element == "REO"), None)
    if total and not any(term.element == "NdPr" for term in group):
        amount = total.tonnes * share * content["NdPr oxide"]
        tonnes[RARE_EARTHS] += amount
        added[RARE_EARTHS] += amount * total.new_share
        methods[RARE_EARTHS] = (
            f"NdPr taken as {share:.1%} of rare-earth oxide, median of the deposits"
        )
        cited.setdefault(RARE_EARTHS, total)
    return [
        Output(
            project=cited[material].project,
            material=material,
            stage=stage,
            tonnes=tonnes[material],
            added=added[material],
            source=cited[material].source,
            quality="estimate" if material in methods else cited[material].quality,
            method=methods.get(material, ""),
            note=cited[material].note if material not in methods else "",
        )
        for material in tonnes
    ]


def _materials(element: str) -> tuple[str, ...]:
    """Return the materials that count an element; Dy and Tb count in both rare-earth materials."""
    by_element = {
        "REO": (),
        "NdPr": (RARE_EARTHS,),
        "Dy": (RARE_EARTHS, HEAVY),
        "Tb": (RARE_EARTHS, HEAVY),
        "DyTb": (RARE_EARTHS, HEAVY),
        "magnet": (RARE_EARTHS, HEAVY),
    }
    return by_element.get(element, (element,))


def _mined(refined: Output, recovery: float) -> Output:
    """Return what the project's own mine must yield for its refined output."""
    return Output(
        project=refined.project,
        material=refined.material,
        stage="mine",
        tonnes=refined.tonnes / recovery,
        added=refined.added / recovery,
        source=refined.source,
        quality="estimate",
        method=f"refined output over recovery {recovery:.3g}",
        note="",
    )
