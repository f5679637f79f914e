"""A group whose commands are imported only when they run, so that help is quick."""

from __future__ import annotations

import importlib
from typing import cast

import click


class LazyCommand(click.Command):
    """Stands for a command in the help of its group."""

    def __init__(self, name: str, place: str, *, help: str) -> None:  # noqa: A002 - click's word
        super().__init__(name, help=help)
        self.place = place
        """``module:attribute`` of the command itself."""

    def load(self) -> click.Command:
        """Import the command itself."""
        module, attribute = self.place.split(":")
        return cast("click.Command", getattr(importlib.import_module(module), attribute))


class LazyGroup(click.Group):
    """A group that holds ``LazyCommand`` and loads the one that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands in the order they were added."""
        del ctx
        return list(self.commands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported."""
        command = super().get_command(ctx, cmd_name)
        return command.load() if isinstance(command, LazyCommand) else command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, each.help or "") for name, each in self.commands.items()])
