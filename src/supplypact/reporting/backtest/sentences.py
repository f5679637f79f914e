"""What a backtest says, in words: what was better, what happened, where the model fails."""

from __future__ import annotations

import numpy as np

from supplypact.domain.backtest import CUT_ONLY, FORECASTS, MODEL, PastCut, Scored
from supplypact.reporting.backtest.view import BacktestView
from supplypact.reporting.numbers import percent


def verdict(view: BacktestView) -> str:
    """Return the answer: whether the model is better than the hardest naive forecast."""
    result, count = view.result, len(view.result.counted)
    model, naive = (percent(result.mean_part(name)) for name in (MODEL, CUT_ONLY))
    won = sum(each.skill(CUT_ONLY) > 0 for each in result.counted)
    worse = result.mean_part(MODEL) >= result.mean_part(CUT_ONLY)
    told = view.say["backtest.worst" if worse else "backtest.better"]
    return told.format(model=model, naive=naive, won=won, lost=count - won, count=count)


def is_better(view: BacktestView) -> bool:
    """Return whether the model has the least mean error of all forecasts."""
    parts = {name: view.result.mean_part(name) for name in FORECASTS}
    return min(parts, key=lambda name: (parts[name], name == MODEL)) == MODEL


def points(view: BacktestView) -> list[str]:
    """Return what else has to be known of the answer."""
    result = view.result
    errors = [
        view.say["backtest.verdict_part"].format(
            forecast=view.forecast(name), error=percent(result.mean_part(name))
        )
        for name in FORECASTS
    ]
    wins = [
        view.say["backtest.wins_part"].format(forecast=view.forecast(name), count=count)
        for name, count in result.wins().items()
    ]
    tuned = [view.title(each) for each in result.scored if each.tuned]
    said = [
        view.say["backtest.verdict"].format(parts=view.say.listed(errors)),
        view.say["backtest.wins"].format(parts=view.say.listed(wins)),
        view.say["backtest.alike"].format(count=len(result.counted)),
    ]
    if left := [view.title(each) for each in result.scored if each not in result.counted]:
        said.append(view.say["backtest.left"].format(events="; ".join(left)))
    if tuned:
        said.append(view.say["backtest.tuned"].format(events="; ".join(tuned)))
    return said


def told(view: BacktestView, each: Scored) -> list[str]:
    """Return what was announced, forecast and happened in one event."""
    trade, event = each.trade, each.event
    said = [
        view.say["backtest.reading"].format(
            product=event.product_en,
            hs=event.hs,
            year=event.year,
            importers=view.listed(trade.importers),
            supplier=view.country(event.supplier),
            covered=percent(trade.covered),
        ),
        view.say["backtest.said"].format(
            cuts="; ".join(_cut(view, cut) for cut in event.cuts),
            forecast=percent(each.cut(each.model)),
            actual=_gone(view, each.cut(trade.actual)),
        ),
        view.say["backtest.sum"].format(
            model=view.change(each.change(each.model)),
            actual=view.change(each.change(trade.actual)),
            lost=_amount(each.lost),
            surge=_amount(each.surge),
            reroute=_amount(each.reroute),
            missing=_amount(each.missing),
        ),
        _ahead(view, each),
        _miss(view, each),
    ]
    if why := view.why(event):
        said.append(view.say["backtest.why"].format(why=why))
    said.append(
        view.say["backtest.data"].format(filled=percent(trade.filled), odd=percent(trade.odd))
    )
    if trade.doubtful:
        said.append(view.say["backtest.doubtful"].format(origins=view.listed(trade.doubtful)))
    return [sentence for sentence in said if sentence]


def best(view: BacktestView, each: Scored) -> str:
    """Return which forecast came nearest."""
    if each.best == MODEL:
        return view.say["backtest.best_model"]
    return view.say["backtest.best_naive"].format(forecast=view.forecast(each.best))


def _amount(tonnes: float) -> str:
    """Return tonnes to three digits."""
    return f"{float(f'{tonnes:.3g}'):,.{0 if tonnes >= 100 else 1}f} t"


def _cut(view: BacktestView, cut: PastCut) -> str:
    end = "" if cut.end is None else view.say["backtest.until"].format(end=cut.end.isoformat())
    said = view.say["backtest.cut"].format(
        part=view.say.get(f"cut.{cut.part}", cut.part),
        share=percent(cut.share),
        start=cut.start.isoformat(),
        end=end,
    )
    if cut.delay_days:
        said += view.say["backtest.delay"].format(days=f"{cut.delay_days:g}")
    return said


def _gone(view: BacktestView, part: float) -> str:
    """Return what became of the supplier's shipments."""
    return view.say["backtest.gone" if part >= 0 else "backtest.rose"].format(
        part=percent(abs(part))
    )


def _ahead(view: BacktestView, each: Scored) -> str:
    """Return how imports of the year before stood to those before, empty if that is unknown."""
    earlier = float(each.trade.earlier.sum())
    if earlier <= 0:
        return ""
    change = float(each.trade.before.sum()) / earlier - 1.0
    return view.say["backtest.before" if change >= 0 else "backtest.before_less"].format(
        change=percent(abs(change))
    )


def _miss(view: BacktestView, each: Scored) -> str:
    said, was = each.model.sum(axis=0), each.trade.actual.sum(axis=0)
    place = int(np.argmax(np.abs(said - was)))
    return view.say["backtest.miss"].format(
        origin=view.country(each.trade.origins[place]),
        said=_amount(float(said[place])),
        was=_amount(float(was[place])),
    )
