"""A progress made by hand on 22 November 2026: real pledges, and a few steps that follow them.

Pledges are those of the joint fact sheet of 28 October 2025 and of the first two tranches (table
pact_projects).  Firm: 33.3 + 2.1 + 0.6 + 2 + 0.35 = 38.35 bn.  Ceilings: 100 + 15 + (73 - 40) + 40
= 188 bn; of the second tranche (73 bn) 40 bn are counted by its part.  The diamond grit of the
fact sheet (0.5 bn) is announced again in the first tranche and adds nothing.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from supplypact.domain.entry import (
    Bound,
    Commitment,
    Decision,
    Disbursement,
    Entry,
    Evidence,
    Instrument,
    MilestoneMet,
    MilestonePlanned,
    Movement,
    Pledge,
    Project,
    Quality,
    Repayment,
    Step,
    Stock,
    Tlp,
)
from supplypact.domain.network import Network
from supplypact.domain.pact import (
    EnvelopeWhole,
    FundingLine,
    Indicator,
    Milestone,
    Pact,
    Party,
    Reading,
    Sector,
)
from supplypact.domain.position import (
    CostState,
    Measure,
    MilestoneState,
    MoneyLine,
    Position,
    StockAccount,
)
from supplypact.domain.progress import (
    Change,
    Drawn,
    EnvelopeProgress,
    IndicatorProgress,
    MilestoneProgress,
    Progress,
    ProjectProgress,
    ReferenceClass,
    ReportedTotal,
    Status,
    StockProgress,
    TargetProgress,
    TrackOptions,
    Verdict,
)
from supplypact.domain.record import Record
from supplypact.reporting.progress.view import ProgressView
from supplypact.units import Share, Usd, Year
from tests import given as world

AS_OF = date(2026, 11, 22)
LINE = "japan-commitments"
SHEET = "Joint fact sheet on US-Japan investment, 28 October 2025"
TRANCHE = "First tranche of projects under the Japan strategic investment (JETRO, 2026-02-18)"
BN = Decimal(1_000_000_000)
BEGINS = date(2026, 11, 2)
FIRST = 10
"""Entries that were recorded on the first day of the record; the others on 20 November."""


def pact() -> Pact:
    line = FundingLine(
        id=LINE,
        party="JPN",
        kind="commitment",
        amount=Usd(430e9),
        first_year=Year(2026),
        last_year=Year(2035),
        sectors=("energy_security", "critical_minerals"),
        clause=world.CLAUSE,
    )
    other = replace(line, id="us-incentives", party="USA", kind="incentive", amount=Usd(120e9))
    names = (("USA", "United States", "アメリカ合衆国"), ("JPN", "Japan", "日本"))
    return replace(
        world.pact(world.target("testium")),
        id="us-japan-2025",
        title_en="US-Japan Strategic Investments Framework",
        title_ja="日米戦略的投資枠組み(報道による)",
        parties=tuple(
            Party(country=code, name_en=en, name_ja=ja, clause=world.CLAUSE)
            for code, en, ja in names
        ),
        envelope=(other, line),
        whole=EnvelopeWhole(
            amount=Usd(550e9),
            first=date(2025, 9, 4),
            due=date(2029, 1, 19),
            clause=world.CLAUSE,
        ),
        sectors=(
            Sector(
                id="energy_security",
                name_en="Energy security",
                name_ja="エネルギー安全保障",
                clause=world.CLAUSE,
            ),
            Sector(
                id="critical_minerals",
                name_en="Critical minerals",
                name_ja="重要鉱物",
                clause=world.CLAUSE,
            ),
        ),
        milestones=(
            Milestone(
                id="ministerial",
                text="A ministerial on minerals is held",
                text_ja="鉱物に関する閣僚会合が開かれる",
                due=date(2026, 4, 26),
                clause=world.CLAUSE,
            ),
        ),
        indicators=(
            Indicator(
                id="japan-defence-spending",
                party="JPN",
                text="Defence spending as a share of gross domestic product",
                text_ja="防衛費の対GDP比",
                value=2,
                unit="% of GDP",
                year=Year(2027),
                clause=world.CLAUSE,
            ),
        ),
        text='id = "us-japan-2025"',
    )


def network() -> Network:
    return world.two_stages()


def evidence(source: str = SHEET, url: str = "") -> Evidence:
    return Evidence(source=source, quality=Quality.REPORTED, url=url)


def pledge(name: str, bn: str, day: date, text: str, **other: Any) -> Pledge:
    given: dict[str, Any] = {
        "step": Step.INTEREST,
        "bound": Bound.UP_TO,
        "sector": "energy_security",
        "funding_lines": (LINE,),
        "evidence": evidence(),
    }
    return Pledge(
        id=name,
        date=day,
        party="JPN",
        binding=False,
        amount=Decimal(bn) * BN,
        currency="USD",
        text=text,
        **(given | other),
    )


def entries() -> tuple[Entry, ...]:
    sheet, first, second = date(2025, 10, 28), date(2026, 2, 17), date(2026, 3, 19)
    selected = {"step": Step.SELECTED, "bound": Bound.FIRM, "evidence": evidence(TRANCHE)}
    minerals = {"sector": "critical_minerals", "bound": Bound.FIRM}
    declared = [
        ("ohio-gas", "Gas power 9.2 GW, Ohio", "Ohio", "40.4", "-82.9", ("SB Energy",)),
        ("gulflink", "Texas GulfLink", "", None, None, ("Sentinel Midstream",)),
        ("diamond-grit", "Synthetic diamond grit plant, Georgia", "", None, None, ("Element Six",)),
        ("copper-smelter", "Western US copper smelter", "", None, None, ("Falcon Copper",)),
    ]
    return (
        *(
            Project(
                id=f"declare-{name}",
                date=sheet,
                party="JPN",
                project=name,
                name=title,
                host="USA",
                sector="energy_security",
                place=place,
                latitude=None if lat is None else Decimal(lat),
                longitude=None if lon is None else Decimal(lon),
                owners=owners,
                evidence=evidence(),
            )
            for name, title, place, lat, lon, owners in declared
        ),
        pledge("fs-ap1000", "100", sheet, "AP1000 and SMR programme"),
        pledge("fs-murata", "15", sheet, "Electronic parts"),
        pledge("fs-copper", "2", sheet, "Copper smelter", project="copper-smelter", **minerals),
        pledge("fs-lfp", "0.35", sheet, "LFP cathode", **minerals),
        pledge("fs-diamond", "0.5", sheet, "Diamond grit", **minerals, repeats="t1-diamond"),
        pledge("t1-ohio", "33.3", first, "Ohio gas power", project="ohio-gas", **selected),
        pledge("t1-gulflink", "2.1", first, "Texas GulfLink", project="gulflink", **selected),
        pledge(
            "t1-diamond",
            "0.6",
            first,
            "Diamond grit plant",
            project="diamond-grit",
            **(selected | {"sector": "critical_minerals"}),
        ),
        pledge("t2-all", "73", second, "Second tranche", step=Step.CANDIDATE),
        pledge("t2-smr", "40", second, "SMR", step=Step.CANDIDATE, parent="t2-all"),
        MilestonePlanned(
            id="ohio-plan",
            date=first,
            party="JPN",
            milestone="first-output",
            project="ohio-gas",
            due=date(2028, 6, 30),
            text="First power",
            evidence=evidence(TRANCHE),
        ),
        MilestonePlanned(
            id="committee-plan",
            date=sheet,
            party="USA",
            milestone="committee",
            due=date(2025, 12, 31),
            text="The Consultation Committee meets",
            evidence=evidence(),
        ),
        MilestoneMet(
            id="committee-met",
            date=date(2025, 12, 18),
            party="USA",
            milestone="committee",
            evidence=evidence(url="https://example.org/committee"),
        ),
        Decision(
            id="tranche-1",
            date=first,
            party="JPN",
            text="First tranche of three projects is selected",
            evidence=evidence(TRANCHE),
        ),
        Stock(
            id="stock-opening",
            date=date(2026, 1, 1),
            party="JPN",
            movement=Movement.OPENING,
            material="testium",
            form="refine",
            tonnes=Decimal(120),
            place="Kobe",
            evidence=evidence(),
            tlp=Tlp.AMBER,
        ),
    )


def paid() -> tuple[Entry, ...]:
    """Return steps that nobody has reported: a commitment, a payment, a repayment (invented)."""
    return (
        Commitment(
            id="ohio-loan",
            date=date(2026, 9, 1),
            party="JPN",
            counterparties=("JBIC",),
            amount=Decimal(10) * BN,
            currency="USD",
            project="ohio-gas",
            sector="energy_security",
            instrument=Instrument.LOAN,
            funding_lines=(LINE,),
            pledge="t1-ohio",
            text="Loan agreement",
            evidence=evidence("Test"),
        ),
        Disbursement(
            id="ohio-paid",
            date=date(2026, 10, 15),
            party="JPN",
            commitment="ohio-loan",
            amount=Decimal("1500000000.50"),
            currency="USD",
            evidence=evidence("Test"),
        ),
        Repayment(
            id="ohio-back",
            date=date(2026, 11, 1),
            party="JPN",
            commitment="ohio-loan",
            amount=Decimal(25000000),
            currency="USD",
            evidence=evidence("Test"),
        ),
    )


def records(listed: tuple[Entry, ...]) -> tuple[Record, ...]:
    return tuple(
        Record(
            seq=seq,
            recorded_at=datetime(2026, 11, 2 if seq < FIRST else 20, 9, seq % 60, tzinfo=UTC),
            actor="clerk",
            entry=entry,
        )
        for seq, entry in enumerate(listed)
    )


COUNTED = {"t2-all": ("33", "parts", ""), "fs-diamond": ("0", "repeats", "t1-diamond")}
"""What counts where it is less than stated, in billions."""


def money(listed: tuple[Entry, ...]) -> tuple[MoneyLine, ...]:
    kinds: Mapping[str, Measure] = {
        "commitment": Measure.COMMITTED,
        "disbursement": Measure.DISBURSED,
        "repayment": Measure.REPAID,
    }
    found = []
    for entry in listed:
        if isinstance(entry, Pledge):
            up_to = entry.bound is Bound.UP_TO
            measure = Measure.CEILING if up_to else Measure.FIRM
        elif entry.kind in kinds:
            measure = kinds[entry.kind]
        else:
            continue
        amount: Decimal = entry.amount  # type: ignore[attr-defined]
        counts, why, other = COUNTED.get(entry.id, (str(amount / BN), "", ""))
        later = entry.kind in {"disbursement", "repayment"}
        found.append(
            MoneyLine(
                entry=entry.id,
                measure=measure,
                party="JPN",
                funding_line=LINE,
                sector=getattr(entry, "sector", "energy_security"),
                project="ohio-gas" if later else getattr(entry, "project", ""),
                date=entry.date,
                step=getattr(entry, "step", None),
                stated=amount,
                currency="USD",
                stated_usd=amount,
                usd=Decimal(counts) * BN,
                why=why,
                other=other,
            )
        )
    return tuple(found)


def state(name: str, due: date, **other: Any) -> MilestoneState:
    given: dict[str, Any] = {"project": "", "text": "", "party": "", "first_due": due}
    rest: dict[str, Any] = {"moves": 0, "met": None, "missed": None, "entries": ()}
    return MilestoneState(milestone=name, due=due, **(given | rest | other))


def milestone(found: MilestoneState, status: Status, rule: str, *who: str) -> MilestoneProgress:
    days = (found.due - AS_OF).days
    return MilestoneProgress(
        state=found, days=days, verdict=Verdict(status=status, rule=rule, who=who)
    )


OHIO = state(
    "first-output",
    date(2029, 3, 31),
    project="ohio-gas",
    party="JPN",
    first_due=date(2028, 6, 30),
    moves=1,
    entries=("ohio-plan",),
)
ACCOUNT = StockAccount(
    holder="JPN",
    material="testium",
    form="refine",
    place="Kobe",
    opening=Decimal(120),
    bought=Decimal(0),
    released=Decimal(0),
    lent=Decimal(0),
    borrowed=Decimal(0),
    returned=Decimal(0),
    regained=Decimal(0),
    rotated=Decimal(0),
    entries=("stock-opening",),
)


def position(listed: tuple[Entry, ...]) -> Position:
    return Position(
        as_of=AS_OF,
        known_at=None,
        records=records(listed),
        money=money(listed),
        milestones=(OHIO,),
        costs=(COST,),
        outputs=(),
        stocks=(ACCOUNT,),
        loans=(),
        calls=(),
        revenue=(),
        indicators=(),
    )


COST = CostState(
    project="diamond-grit",
    first=Decimal("0.5") * BN,
    first_on=date(2025, 10, 28),
    latest=Decimal("0.6") * BN,
    latest_on=date(2026, 2, 17),
    entries=("fs-diamond", "t1-diamond"),
)


def envelope(
    found: Position, scope: str, party: str, amount: int, first: date, due: date, verdict: Verdict
) -> EnvelopeProgress:
    lines = [each for each in found.money if scope in {"whole", "lines", each.funding_line}]
    sums = {
        measure: sum((each.usd for each in lines if each.measure is measure), Decimal(0))
        for measure in Measure
    }
    return EnvelopeProgress(
        scope=scope,
        party=party,
        amount=amount * BN,
        first=first,
        due=due,
        elapsed=Share((AS_OF - first).days / (due - first).days),
        ceiling=sums[Measure.CEILING],
        firm=sums[Measure.FIRM],
        committed=sums[Measure.COMMITTED],
        disbursed=sums[Measure.DISBURSED],
        repaid=sums[Measure.REPAID],
        verdict=verdict,
    )


def project(name: str, title: str, verdict: Verdict, **other: Any) -> ProjectProgress:
    given: dict[str, Any] = {
        "host": "USA",
        "sector": "energy_security",
        "owners": (),
        "place": "",
        "latitude": None,
        "longitude": None,
        "materials": (),
        "first_output": None,
        "slip_months": None,
        "cost": None,
        "overrun": None,
        "late_by": None,
        "reference_class": "",
        "ceiling": Decimal(0),
        "firm": Decimal(0),
        "committed": Decimal(0),
        "disbursed": Decimal(0),
    }
    return ProjectProgress(project=name, name=title, verdict=verdict, **(given | other))


def target(
    material: str, status: Status, rule: str, now: float, expected: float, low: float
) -> TargetProgress:
    return TargetProgress(
        target="sourcing",
        material=material,
        stage="refine",
        year=Year(2030),
        reading=Reading.WORLD,
        goal=Share(0.3),
        binding=True,
        now=Share(now),
        now_year=Year(2024),
        expected=Share(expected),
        expected_low=Share(low),
        replanned=None,
        short=None,
        reached=date(2029, 6, 30) if expected >= 0.3 else None,
        reached_late=date(2030, 6, 30) if low >= 0.3 else None,
        verdict=Verdict(status=status, rule=rule, who=("USA",) if status is Status.AT_RISK else ()),
    )


def progress(*more: Entry, since: date | None = date(2026, 11, 1)) -> Progress:
    listed = (*entries(), *more)
    found = position(listed)
    start, end = date(2026, 1, 1), date(2035, 12, 31)
    jpn = Verdict(status=Status.AT_RISK, rule="E6", who=("JPN",))
    usa = Verdict(status=Status.UNKNOWN, rule="E1", who=("USA",))
    unknown = Verdict(status=Status.UNKNOWN, rule="P1", who=("JPN",))
    ohio = {
        "owners": ("SB Energy (SoftBank)",),
        "place": "Ohio",
        "latitude": Decimal("40.4"),
        "longitude": Decimal("-82.9"),
        "first_output": OHIO,
        "slip_months": 9.0,
        "late_by": (11.0, 38.0),
        "reference_class": "late",
        "firm": Decimal("33.3") * BN,
    }
    ministerial = state("ministerial", date(2026, 4, 26), text="A ministerial on minerals is held")
    committee = state(
        "committee",
        date(2025, 12, 31),
        party="USA",
        text="The Consultation Committee meets",
        met=date(2025, 12, 18),
        entries=("committee-plan", "committee-met"),
    )
    return Progress(
        pact="us-japan-2025",
        options=TrackOptions(as_of=AS_OF, since=since),
        position=found,
        origin="bundled",
        size=len(listed),
        root=bytes(range(32)),
        begins=BEGINS,
        envelope=(
            envelope(found, "us-incentives", "USA", 120, start, end, usa),
            envelope(found, LINE, "JPN", 430, start, end, jpn),
            envelope(found, "whole", "", 550, date(2025, 9, 4), date(2029, 1, 19), jpn),
        ),
        targets=(
            target("testium", Status.AT_RISK, "T8", 0.12, 0.24, 0.19),
            target("together", Status.ON_TRACK, "T4", 0.2, 0.36, 0.31),
        ),
        milestones=(
            milestone(ministerial, Status.LATE, "M4", "USA", "JPN"),
            milestone(committee, Status.MET, "M1"),
            milestone(OHIO, Status.AT_RISK, "M6", "JPN"),
        ),
        projects=(
            project(
                "ohio-gas",
                "Gas power 9.2 GW, Ohio",
                Verdict(status=Status.AT_RISK, rule="P4", who=("JPN",)),
                **ohio,
            ),
            project("gulflink", "Texas GulfLink", unknown, firm=Decimal("2.1") * BN),
            project(
                "diamond-grit",
                "Synthetic diamond grit plant, Georgia",
                Verdict(status=Status.ON_TRACK, rule="P6"),
                sector="critical_minerals",
                materials=("testium",),
                cost=COST,
                overrun=Share(0.2),
                firm=Decimal("0.6") * BN,
            ),
            project(
                "copper-smelter",
                "Western US copper smelter",
                unknown,
                sector="critical_minerals",
                firm=Decimal(2) * BN,
            ),
        ),
        stocks=(
            StockProgress(
                account=ACCOUNT,
                target=Decimal(180),
                target_source="plan under risk, 2030",
                verdict=Verdict(status=Status.AT_RISK, rule="S4", who=("JPN",)),
            ),
        ),
        stocks_without_account=0,
        indicators=(
            IndicatorProgress(
                indicator="japan-defence-spending",
                party="JPN",
                text="Defence spending as a share of gross domestic product",
                goal=2,
                unit="% of GDP",
                year=Year(2027),
                value=None,
                value_year=None,
                entry="",
                verdict=Verdict(status=Status.UNKNOWN, rule="I1", who=("JPN",)),
            ),
        ),
        drawn=Drawn(
            central=date(2042, 3, 31) if more else None,
            late=date(2045, 3, 31) if more else None,
            pace=Decimal(35) * BN if more else Decimal(0),
            needed=Decimal(254) * BN,
            reference_class="",
        ),
        reported=(
            ReportedTotal(
                id="meti-items",
                text="Items of interest of the joint fact sheet (METI)",
                text_ja="共同ファクトシートの関心案件(経済産業省)",
                published=Decimal(400) * BN,
                about=True,
                source=SHEET,
                ours=Decimal("117.85") * BN,
                counted=Decimal("117.35") * BN,
                unknown=2,
                entries=("fs-ap1000", "fs-murata", "fs-copper", "fs-lfp", "fs-diamond"),
                reason="Only five of the 21 items stand in this test.",
                reason_ja="この試験には21件のうち5件だけがある。",
            ),
        ),
        changes=()
        if since is None
        else tuple(
            Change(entry=each.entry, recorded_on=each.recorded_on, what="new")
            for each in found.records[:13]
        ),
        classes=(
            ReferenceClass(
                id="delay",
                unit="months",
                members=("Past plant A", "Past plant B"),
                measured=1,
                half=11.0,
                nine_of_ten=38.0,
                low=0.0,
                high=60.0,
                only_overran=False,
            ),
        ),
    )


def view(language: str = "en", *more: Entry, **other: Any) -> ProgressView:
    return ProgressView(
        progress=progress(*more, **other),
        pact=pact(),
        network=network(),
        language=language,
        alpha_2={"USA": "US", "JPN": "JP"},
    )
