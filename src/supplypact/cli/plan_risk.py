"""What ``supplypact plan --risk`` adds: the plan under risk, and what is asked beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

import click

from supplypact.cli.console import Settings
from supplypact.cli.hold import HOLD
from supplypact.cli.search import OWN, Kept, Search, cores, question_of
from supplypact.domain.network import Network
from supplypact.domain.pact import Pact
from supplypact.domain.plan import Plan, PlanOptions
from supplypact.domain.risk import Cover, RiskOptions
from supplypact.domain.risk_study import RiskStudy, Simulated, Together
from supplypact.errors import UsageError
from supplypact.formats.hazards_csv import HAZARD_TABLES
from supplypact.planning.risk.given import RISK_TABLES, RiskData, gather_risk
from supplypact.planning.risk.joint import Joint, plan_and_risk
from supplypact.planning.risk.picture import pictures
from supplypact.planning.risk.stockpile import Progress
from supplypact.planning.study.frontier import frontier as find_frontier
from supplypact.planning.study.members import check_members
from supplypact.planning.study.together import (
    EXAMPLE,
    example,
    together,
    together_on_stocks,
)
from supplypact.planning.study.together import MOST as MOST_WITH_PROJECTS
from supplypact.planning.study.tornado import tornado as find_tornado
from supplypact.reporting.risk.tables import policies_of
from supplypact.reporting.risk.view import Risk
from supplypact.simulation.simulate import simulate
from supplypact.workspace.workspace import Workspace

TABLES = (*HAZARD_TABLES, *RISK_TABLES, "stockpiles")
"""Tables that a plan under risk reads beside those of the network."""
HISTORIES = 10_000
"""Histories that are drawn unless another number is asked for."""
GAP = 1e-3
"""Relative gap at which the search stops unless another is asked for."""

Command = TypeVar("Command", bound=Callable[..., None])


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a call asks of the risk; the fields are the options of the command."""

    risk: bool
    weight: float | None
    covers: tuple[Cover, ...]
    workers: int | None
    simulate: int | None
    together: bool
    members: str | None
    tornado: bool
    resume: str | None

    def check(self) -> None:
        """Raise where something is asked that only --risk answers."""
        given = {
            "--risk-weight": self.weight is not None,
            "--hold": bool(self.covers),
            "--workers": self.workers is not None,
            "--simulate": self.simulate is not None,
            "--together": self.together,
            "--members": self.members is not None,
            "--tornado": self.tornado,
            "--resume": self.resume is not None,
        }
        self.options()
        if self.simulate == 1:
            told = "one history tells nothing of how far others differ"
            raise UsageError(told, where="--simulate", fix="draw 1,000 or more, or 0 for none")
        for option, is_given in given.items():
            if is_given and not self.risk:
                told = f"{option} is of a plan under risk"
                raise UsageError(told, where=option, fix=f"add --risk, or leave {option} out")

    @property
    def codes(self) -> tuple[str, ...]:
        """The parties that may act together; all of the pact if empty."""
        listed = (self.members or "").split(",")
        return tuple(code.strip() for code in listed if code.strip())

    def options(self) -> RiskOptions:
        """Return what is asked of the risk, without the search; raises UsageError."""
        weight = RiskOptions.weight if self.weight is None else self.weight
        return RiskOptions(weight=weight, covers=self.covers)

    def search(self, gap: float) -> Search:
        """Return how the plan is searched."""
        return Search(
            gap=gap,
            seconds=None,
            workers=self.workers or cores(),
            cluster=None,
            fall_back=False,
            checkpoint=None,
            resume=self.resume,
        )


def risk_options(command: Command) -> Command:
    """Add the options that ``Asked`` holds to a command."""
    for option in reversed(
        (
            click.option("--risk", is_flag=True, help="Plan against disruptions: stocks as well."),
            click.option(
                "--risk-weight",
                "weight",
                type=float,
                help="Weight of the worst twentieth, 0 to 1; 0.5 otherwise.",
            ),
            HOLD,
            click.option(
                "--workers",
                type=click.IntRange(min=1),
                help="Processes that solve and draw; one a core, up to eight, otherwise.",
            ),
            click.option(
                "--simulate",
                type=click.IntRange(min=0),
                metavar="N",
                help=f"Histories to draw, {HISTORIES:,} otherwise; 0 draws none.",
            ),
            click.option(
                "--together", is_flag=True, help="What acting together is worth, and who pays."
            ),
            click.option(
                "--members",
                metavar="CODES",
                help="Parties that may act together, such as USA,JPN; all otherwise.",
            ),
            click.option(
                "--tornado",
                is_flag=True,
                help="What changes if hazards are rarer or more frequent.",
            ),
            click.option(
                "--resume",
                is_flag=False,
                flag_value=OWN,
                metavar="[FILE]",
                help="Go on from a search that was cut short: that of this call, or FILE.",
            ),
        )
    ):
        command = option(command)
    return command


class _Last:
    """The last checkpoint of a search, from which others start."""

    def __init__(self, given: RiskOptions) -> None:
        self._given = given
        self._raw: bytes | None = None

    def options(self) -> RiskOptions:
        """Return the options of the search, which hand their checkpoints to both."""
        return replace(self._given, checkpoint=self._keep)

    def resumed(self) -> RiskOptions:
        """Return the options of another search that starts from what this one found out."""
        return replace(self._given, checkpoint=None, resume=self._raw)

    def _keep(self, raw: bytes) -> None:
        self._raw = raw
        if self._given.checkpoint is not None:
            self._given.checkpoint(raw)


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What a call speaks of."""

    settings: Settings
    workspace: Workspace
    pact: Pact
    network: Network


@dataclass(frozen=True, kw_only=True)
class RiskRun:
    """One plan under risk, and what is asked beside it."""

    opened: Opened
    asked: Asked
    options: PlanOptions
    frontier: bool
    gap: float

    def answer(self, tell: Progress) -> tuple[Plan, Risk]:
        """Return the plan under risk, and all that a report says of the risk.

        Raises:
            UsageError: acting together is asked of a single party, or of one that is none, or
                members are named without asking for it.

        """
        self._check_members()
        hazards, laws = self.opened.workspace.open_hazards()
        tables = self.opened.workspace.open_tables((*RISK_TABLES, "stockpiles"))
        data = gather_risk(hazards, laws, tables)
        asked = self.asked.options()
        question = question_of(asked, self.options, self.opened.workspace.own_tables())
        search = self.asked.search(self.gap)
        kept = Kept(search, self.opened.settings, pact=self.opened.pact.id, question=question)
        with kept.told():
            last = _Last(kept.into(asked))
            joint = plan_and_risk(
                self.opened.pact,
                self.opened.network,
                data,
                last.options(),
                self.options,
                progress=kept.watched(tell),
            )
            study = self._study(joint, data, last.resumed(), tell)
        kept.end(joint.result)
        return joint.plan, Risk(
            result=joint.result,
            study=study,
            members={each.country: each.name_en for each in self._example().parties},
            policies=policies_of(tables["stockpiles"], self.opened.pact.party_codes),
            digest=self.opened.workspace.read(TABLES).digest,
        )

    def _check_members(self) -> None:
        """Raise before the plan is made, which takes long."""
        codes = check_members(self.opened.pact, self.asked.codes)
        if self.asked.members is not None and not self.asked.together:
            told = "--members is of acting together"
            raise UsageError(told, where="--members", fix="add --together, or leave it out")
        if self.asked.together and len(codes) < 2:
            what = "one party can act together with nobody"
            raise UsageError(what, where="--together", fix="name two parties, or leave it out")

    def _study(
        self, joint: Joint, data: RiskData, options: RiskOptions, tell: Progress
    ) -> RiskStudy:
        """Return what is asked beside the plan; ``options`` start from what its solver knows."""
        given = (self.opened.pact, self.opened.network, data, options, self.options)
        return RiskStudy(
            simulated=self._histories(joint, data, tell),
            frontier=find_frontier(*given, progress=tell) if self.frontier else (),
            together=tuple(self._together(data, options, tell)) if self.asked.together else (),
            tornado=find_tornado(*given, progress=tell) if self.asked.tornado else None,
        )

    def _histories(self, joint: Joint, data: RiskData, tell: Progress) -> Simulated | None:
        asked = self.asked.simulate
        histories = HISTORIES if asked is None else asked
        if histories == 0:
            return None
        workers = self.asked.workers or cores()
        made = pictures(
            joint.model,
            joint.column,
            data.laws,
            workers=workers,
            progress=lambda part: tell("what is done in each disruption", part),
        )
        return simulate(made, histories=histories, workers=workers, progress=tell)

    def _together(self, data: RiskData, options: RiskOptions, tell: Progress) -> Iterator[Together]:
        """Yield the parties of the pact, with projects if they are few, and the bundled example."""
        pact, network, codes = self.opened.pact, self.opened.network, self.asked.codes
        few = len(codes or pact.party_codes) <= MOST_WITH_PROJECTS
        compare = together if few else together_on_stocks
        yield compare(pact, network, data, options, self.options, members=codes, progress=tell)
        if pact.id != EXAMPLE:
            afresh = replace(options, resume=None)
            yield example(self._example(), network, data, afresh, progress=tell)

    def _example(self) -> Pact:
        return self.opened.workspace.open_pact(EXAMPLE, self.opened.network)
