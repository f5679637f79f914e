"""How long and by whom a plan under risk is searched, and the file from which it goes on."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from supplypact.cli.console import Settings
from supplypact.domain.risk import RiskOptions, RiskResult
from supplypact.errors import InfeasibleError, OutputError, SupplypactError, UsageError
from supplypact.workspace.output import check_writable_file, save

MOST_CORES = 8


def cores() -> int:
    """Return the processes that work unless a call says otherwise: one a core, up to eight."""
    return min(os.cpu_count() or 1, MOST_CORES)


Command = TypeVar("Command", bound=Callable[..., None])
OWN = ""
"""What ``--resume`` holds if no file is given with it: the file of this call."""
SERVED = {
    "pools": "The checkpoint is of another problem: its pools served, its bounds did not.",
    "nothing": "The checkpoint is of another problem: nothing in it served.",
}


@dataclass(frozen=True, kw_only=True)
class Search:
    """What a call asks of the search; the fields are the options of the command."""

    gap: float
    seconds: float | None
    workers: int
    cluster: str | None
    fall_back: bool
    checkpoint: Path | None
    resume: str | None

    def __post_init__(self) -> None:
        """Check that the options go together."""
        if self.fall_back and self.cluster is None:
            told = "--fall-back is of a cluster"
            raise UsageError(told, where="--fall-back", fix="add --cluster, or leave it out")
        if self.checkpoint is not None:
            check_writable_file(self.checkpoint, option="--checkpoint")


def search_options(command: Command) -> Command:
    """Add the options of the search to a command; it is told ``search``."""
    names = tuple(Search.__dataclass_fields__)

    @wraps(command)
    def told(*given: Any, **asked: Any) -> None:
        search = Search(**{name: asked.pop(name) for name in names})
        command(*given, search=search, **asked)

    added: Callable[..., None] = told
    for option in reversed(_OPTIONS):
        added = option(added)
    return cast("Command", added)


_OPTIONS = (
    click.option(
        "--gap",
        default=1e-3,
        show_default=True,
        type=click.FloatRange(min=0.0, max=1.0, min_open=True, max_open=True),
        help="Relative gap at which the search stops.",
    ),
    click.option(
        "--seconds",
        type=click.FloatRange(min=0.0, min_open=True),
        help="Time after which the best found so far counts.",
    ),
    click.option(
        "--workers",
        default=cores,
        show_default="one a core, up to 8",
        type=click.IntRange(min=1),
        help="Processes that solve disruptions.",
    ),
    click.option(
        "--cluster",
        metavar="ADDRESS",
        help="Dask scheduler whose workers solve them, such as tcp://10.0.0.1:8786.",
    ),
    click.option(
        "--fall-back",
        is_flag=True,
        help="Solve with local processes if the cluster does not answer.",
    ),
    click.option(
        "--checkpoint",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Keep the search here, now and then and at the end.",
    ),
    click.option(
        "--resume",
        is_flag=False,
        flag_value=OWN,
        metavar="[FILE]",
        help="Go on from a checkpoint: that of this call, or FILE.",
    ),
)


class Kept:
    """The checkpoint file of one call.

    Without ``--checkpoint`` it lies in the user's cache, under a name of its own for every
    question, and goes once the question is answered.
    """

    def __init__(self, search: Search, settings: Settings, *, pact: str, question: str) -> None:
        self._search, self._settings = search, settings
        digest = hashlib.sha256(question.encode()).hexdigest()[:8]
        self.path = search.checkpoint or _cache() / f"stockpile-{pact}-{digest}.npz"
        self._last = ""
        self._state: str | None = None
        self._trouble = ""

    def into(self, options: RiskOptions) -> RiskOptions:
        """Return ``options`` with those of the search.

        Raises:
            UsageError: the cluster does not answer, or there is no checkpoint to go on from.

        """
        search = self._search
        return replace(
            options,
            gap=search.gap,
            seconds=search.seconds,
            workers=search.workers,
            cluster=_cluster(search, self._settings),
            fall_back=search.fall_back,
            resume=None if search.resume is None else self._read(search.resume),
            checkpoint=self._keep,
        )

    def watched(self, tell: Callable[[str, float], None]) -> Callable[[str, float], None]:
        """Return ``tell``; what it is told last is what a checkpoint holds."""

        def watch(what: str, part: float) -> None:
            self._last = what
            tell(what, part)

        return watch

    @contextmanager
    def told(self) -> Iterator[None]:
        """Tell what was saved where the search is cut short."""
        try:
            yield
        except KeyboardInterrupt:
            click.echo(f"\n{self._words()}", err=True)
            raise
        except (InfeasibleError, UsageError):
            raise
        except SupplypactError:
            if self._state is not None:
                click.echo(self._words(), err=True)
            raise

    def end(self, result: RiskResult) -> None:
        """Tell what served and what is kept of a search that came to its end."""
        if told := SERVED.get(result.size.resumed):
            self._settings.say(told)
        if self._search.cluster is not None:
            self._settings.say(f"Solved by {result.size.solved_by}.")
        if not result.finished:
            self._settings.say(f"The search stopped before its gap. {self._words()}")
        elif self._search.checkpoint is not None:
            self._settings.say(self._trouble or f"kept the search in {self.path}")
        else:
            self.path.unlink(missing_ok=True)

    def _keep(self, raw: bytes) -> None:
        try:
            save({self.path.name: raw}, self.path.parent)
        except OutputError as error:
            self._trouble = f"No checkpoint can be kept: {error.what} ({error.where})."
        else:
            self._state, self._trouble = self._last, ""

    def _read(self, given: str) -> bytes:
        path = self.path if given == OWN else Path(given)
        try:
            return path.read_bytes()
        except OSError as error:
            reason = error.strerror or str(error)
            told = "there is no checkpoint of this call" if given == OWN else reason
            raise UsageError(
                told,
                where=f"--resume {path}",
                fix="leave --resume out to start afresh, or give the file of another call",
            ) from error

    def _words(self) -> str:
        if self._trouble:
            return self._trouble
        if self._state is None:
            return "Nothing was found yet that could be saved."
        return (
            f"Saved in {self.path} ({self._state}).\n"
            f"Go on with the same call and --resume {self.path}"
        )


def question_of(options: RiskOptions, *more: object) -> str:
    """Return what tells one question from another, whoever searches and however long."""
    usual = RiskOptions()
    return repr(
        (
            replace(
                options,
                gap=usual.gap,
                seconds=None,
                workers=usual.workers,
                cluster=None,
                fall_back=False,
            ),
            *more,
        )
    )


def _cluster(search: Search, settings: Settings) -> str | None:
    """Return the cluster that answers, or None for local processes."""
    if search.cluster is None:
        return None
    from supplypact.decomposition.actors import connect  # noqa: PLC0415 - slow; rarely asked for

    try:
        connect(search.cluster).close()
    except UsageError as error:
        if not search.fall_back:
            raise
        settings.say(f"{search.cluster}: {error.what}. Local processes solve.")
        return None
    return search.cluster


def _cache() -> Path:
    """Return the folder for what may be lost."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "supplypact"
