"""The parts of the report that a plan under risk adds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supplypact.domain.hazard import MONTHS
from supplypact.domain.risk_study import Simulated, Together, Tornado
from supplypact.reporting.numbers import percent
from supplypact.reporting.plan.sections import Section
from supplypact.reporting.risk import (
    page_tables,
    pictures,
    sentences,
    study_sentences,
    study_tables,
)
from supplypact.reporting.risk.view import RiskView
from supplypact.reporting.table import Table


def risk_sections(view: RiskView) -> list[Section]:
    """Return the parts that have something to tell: stocks, losses, and what was asked beside."""
    return [*_stocks(view), *_losses(view), *_studies(view)]


def _stocks(view: RiskView) -> Iterator[Section]:
    held = view.year is not None and view.held(view.year).height > 0
    yield Section(
        id="risk",
        heading=view.say["risk_section.answer"],
        finding=sentences.verdict(view) if view.year is None else "",
        answers=tuple((question, tuple(texts)) for question, texts in sentences.answers(view)),
        charts=(pictures.stock_chart(view, view.year),) if view.year is not None and held else (),
        note=view.say["risk_note.stocks"] if held else "",
    )


def _losses(view: RiskView) -> Iterator[Section]:
    if view.year is None:
        return
    yield Section(
        id="risk-losses",
        heading=view.say["risk_section.losses"],
        finding=view.say["risk_finding.cases"],
        charts=(pictures.case_chart(view), pictures.curve_chart(view, view.year)),
        tables=(page_tables.hazards(view, most=page_tables.MOST_HAZARDS),),
        folded=(page_tables.uses(view), page_tables.by_material(view)),
        note=view.say["risk_note.losses"].format(year=view.year, months=MONTHS),
    )


def _studies(view: RiskView) -> Iterator[Section]:
    study = view.study
    if study.simulated is not None:
        yield _histories(view, study.simulated)
    if study.frontier:
        yield Section(
            id="risk-frontier",
            heading=view.say["risk_section.frontier"],
            charts=(pictures.frontier_chart(view),),
            note=view.say["risk_note.frontier"],
        )
    if study.together:
        yield _together(view, study.together)
    if study.tornado is not None:
        yield _rates(view, study.tornado)


def _histories(view: RiskView, drawn: Simulated) -> Section:
    return Section(
        id="risk-histories",
        heading=view.say["risk_section.histories"],
        finding=study_sentences.claim_finding(view, drawn),
        tables=(study_tables.reasons(view, drawn),) if drawn.reasons.height else (),
        folded=(study_tables.claim(view, drawn), study_tables.drawn_losses(view, drawn)),
        note=view.say["risk_note.histories"].format(seed=drawn.seed),
    )


def _together(view: RiskView, every: tuple[Together, ...]) -> Section:
    first = every[0]
    return Section(
        id="risk-together",
        heading=view.say["risk_section.together"],
        points=(
            study_sentences.split_finding(view, first),
            study_sentences.core_finding(view, first),
        ),
        charts=tuple(pictures.level_chart(view, each, n) for n, each in enumerate(every)),
        tables=tuple(_split(view, each, alone=len(every) == 1) for each in every),
        note=" ".join(
            [
                view.say["risk_note.together"],
                *([view.say["risk_note.example"]] if len(every) > 1 else []),
                *_missed(view, every),
            ]
        ),
    )


def _missed(view: RiskView, every: Sequence[Together]) -> Iterator[str]:
    """Tell how far targets may be missed, so that every coalition is asked the same."""
    missed = max(each.missed for each in every)
    if missed > 0:
        yield view.say["risk_note.missed"].format(missed=percent(missed))


def _split(view: RiskView, each: Together, *, alone: bool) -> Table:
    """Return who pays what, titled with the members where there are several of it."""
    made = study_tables.split(view, each)
    members = view.coalition("+".join(each.members))
    told = view.say["risk.split_of"].format(title=made.title, members=members)
    return made if alone else made.titled(told)


def _rates(view: RiskView, tornado: Tornado) -> Section:
    changed = tornado.conclusions.height > 0
    return Section(
        id="risk-rates",
        heading=view.say["risk_section.rates"],
        finding=study_sentences.rates_finding(view, tornado),
        charts=(pictures.tornado_chart(view, tornado),),
        tables=(study_tables.conclusions(view, tornado),) if changed else (),
        folded=(study_tables.plans(view, tornado),),
        note=view.say["risk_note.rates"],
    )
