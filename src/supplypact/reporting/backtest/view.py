"""What a report of a backtest speaks of, and its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from supplypact.domain.backtest import Backtest, PastEvent, Scored
from supplypact.domain.network import Network, Source
from supplypact.domain.pact import Pact
from supplypact.reporting.numbers import percent
from supplypact.reporting.phrases import Phrases, load_phrases

BACKTEST = "phrases/backtest"


@dataclass(frozen=True, kw_only=True, eq=False)
class BacktestView:
    """A backtest, and the names of what is in it."""

    result: Backtest
    pact: Pact
    countries: Mapping[str, str]
    sources: Mapping[str, Source]
    say: Phrases

    def country(self, code: str) -> str:
        """Return the name of a country."""
        return self.countries.get(code, code)

    def listed(self, codes: Iterable[str]) -> str:
        """Return countries in words."""
        return self.say.listed([self.country(code) for code in codes])

    def forecast(self, name: str) -> str:
        """Return what a forecast is called."""
        return self.say[f"forecast.{name}"]

    def why(self, event: PastEvent) -> str:
        """Return why the model was off, empty where nobody has looked into it."""
        return self.say.get(f"why.{event.id}", "")

    def title(self, each: Scored) -> str:
        """Return the English title of an event."""
        return each.event.title_en

    def cited(self, source: str) -> str:
        """Return the publication behind a source id."""
        found = self.sources.get(source)
        return source if found is None else found.title

    def change(self, part: float) -> str:
        """Return a change with its sign."""
        return self.say["backtest.up" if part >= 0 else "backtest.down"].format(
            part=percent(abs(part))
        )


def view_of(result: Backtest, pact: Pact, network: Network) -> BacktestView:
    """Return the view of a backtest in English; its words stand over the common ones."""
    common, own = load_phrases("en"), load_phrases("en", BACKTEST)
    return BacktestView(
        result=result,
        pact=pact,
        countries={each.id: each.name_en for each in network.countries},
        sources={each.id: each for each in network.sources},
        say=Phrases("en", {**common.texts, **own.texts}),
    )
