"""Positions, given as a sentence would give them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from supplypact.domain.entry import Entry, Evidence, IndicatorValue, Quality
from supplypact.domain.network import Network, Project
from supplypact.domain.position import (
    CostState,
    Measure,
    MilestoneState,
    MoneyLine,
    Position,
    StockAccount,
)
from supplypact.domain.record import Record
from supplypact.tracking.plants import Counted, Made, Plant
from tests.given import material, network, stage

TODAY = date(2026, 11, 22)
EVIDENCE = Evidence(source="test", quality=Quality.OFFICIAL)


def position(
    *,
    as_of: date = TODAY,
    records: Sequence[Record] = (),
    money: Sequence[MoneyLine] = (),
    milestones: Sequence[MilestoneState] = (),
    costs: Sequence[CostState] = (),
    stocks: Sequence[StockAccount] = (),
    indicators: Sequence[IndicatorValue] = (),
) -> Position:
    return Position(
        as_of=as_of,
        known_at=None,
        records=tuple(records),
        money=tuple(money),
        milestones=tuple(milestones),
        costs=tuple(costs),
        outputs=(),
        stocks=tuple(stocks),
        loans=(),
        calls=(),
        revenue=(),
        indicators=tuple(indicators),
    )


def money(
    measure: Measure,
    usd: str,
    *,
    line: str = "JPN-line",
    party: str = "JPN",
    entry: str = "e",
    project: str = "",
    stated: str = "",
    day: date = date(2026, 3, 1),
) -> MoneyLine:
    return MoneyLine(
        entry=entry,
        measure=measure,
        party=party,
        funding_line=line,
        sector="",
        project=project,
        date=day,
        step=None,
        stated=Decimal(stated or usd),
        currency="USD",
        stated_usd=Decimal(stated or usd),
        usd=Decimal(usd),
    )


def milestone(
    due: date,
    *,
    first_due: date | None = None,
    name: str = "first-output",
    project: str = "nolans",
    party: str = "JPN",
    met: date | None = None,
    missed: date | None = None,
) -> MilestoneState:
    first = first_due or due
    return MilestoneState(
        milestone=name,
        project=project,
        text="",
        party=party,
        first_due=first,
        due=due,
        moves=int(first != due),
        met=met,
        missed=missed,
        entries=(),
    )


def cost(project: str, first: str, latest: str) -> CostState:
    return CostState(
        project=project,
        first=Decimal(first),
        first_on=date(2022, 1, 1),
        latest=Decimal(latest),
        latest_on=date(2025, 1, 1),
        entries=(),
        growth=Decimal(latest) / Decimal(first) if Decimal(first) else None,
    )


def account(holder: str, tonnes: str, *, place: str = "", form: str = "refine") -> StockAccount:
    none = Decimal(0)
    return StockAccount(
        holder=holder,
        material="testium",
        form=form,
        place=place,
        opening=Decimal(tonnes),
        bought=none,
        released=none,
        lent=none,
        borrowed=none,
        returned=none,
        regained=none,
        rotated=none,
        entries=("s",),
    )


def record(entry: Entry, *, seq: int = 0, on: date = TODAY) -> Record:
    return Record(
        seq=seq,
        recorded_at=datetime(on.year, on.month, on.day, 12, tzinfo=UTC),
        actor="test",
        entry=entry,
    )


def plant(
    name: str,
    tonnes: float,
    *,
    first: int = 2027,
    host: str = "AUS",
    counted: Counted = Counted.ADDED,
    candidate: bool = False,
    producing: bool = False,
) -> Plant:
    return Plant(
        id=name,
        name=name.title(),
        host=host,
        first=first,
        candidate=candidate,
        producing=producing,
        makes=(Made(material="testium", stage="refine", tonnes=tonnes, counted=counted),),
    )


def one_stage(
    *,
    output: Mapping[tuple[str, int], float],
    addition: Mapping[tuple[str, int], float] | None = None,
    projects: tuple[Project, ...] = (),
) -> Network:
    """Refining alone.  Used: USA 30, JPN 30, CHN 40, of 90 from China and 10 from Japan in 2024."""
    return network(
        (material("testium", stage("refine")),),
        output={("testium", "refine", *key): tonnes for key, tonnes in output.items()},
        demand={
            ("testium", "refine", "USA"): 30,
            ("testium", "refine", "JPN"): 30,
            ("testium", "refine", "CHN"): 40,
        },
        flow={
            ("testium", "refine", "CHN", "USA"): 28,
            ("testium", "refine", "JPN", "USA"): 2,
            ("testium", "refine", "CHN", "JPN"): 22,
            ("testium", "refine", "JPN", "JPN"): 8,
            ("testium", "refine", "CHN", "CHN"): 40,
        },
        addition={("testium", "refine", *key): tonnes for key, tonnes in (addition or {}).items()},
        projects=projects,
    )
