"""The shell of every page: self-contained HTML, its own scripts by hash, and no network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import metadata, resources
from typing import Any

import jinja2
from markupsafe import Markup

from supplypact.reporting import table as tabular
from supplypact.reporting.phrases import Phrases

STYLE = "templates/report.css"
CHARTS = ("static/echarts.min.js", "templates/charts.js")
"""What draws the charts of a page."""


def render_page(
    template: str,
    say: Phrases,
    *,
    styles: Sequence[str] = (),
    early: Sequence[str] = (),
    scripts: Sequence[str] = CHARTS,
    **context: Any,
) -> str:
    """Return a page made from ``template`` without outside parts.

    Args:
        template: File in ``templates`` that extends ``shell.html``.
        say: The words.
        styles: Further style sheets beside the common one.
        early: Scripts that run before the page is drawn.
        scripts: Scripts that run at its end.
        context: What the template speaks of.
    """
    first, last = ([_asset(name) for name in names] for names in (early, scripts))
    return (
        _environment()
        .get_template(template)
        .render(
            say=say,
            style=Markup("\n").join(_asset(name) for name in (STYLE, *styles)),
            early=first,
            scripts=last,
            policy=_policy([*first, *last]),
            versions={name: metadata.version(name) for name in ("supplypact", "highspy")},
            **context,
        )
    )


def _policy(scripts: Sequence[str]) -> str:
    """Return the page's content security policy: our scripts by hash, and no network at all."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in scripts
    )
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _asset(name: str) -> Markup:
    text = resources.files("supplypact.reporting").joinpath(name).read_text("utf-8")
    return Markup(text)  # noqa: S704 -- our own file


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=jinja2.PackageLoader("supplypact.reporting", "templates"),
    )
    environment.filters["cell"] = tabular.shown
    return environment
