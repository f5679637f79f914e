"""Commands of a lazy group are imported when asked for, not before."""

import sys

import click

from supplypact.cli.lazy import LazyCommand, LazyGroup


def given_group() -> LazyGroup:
    group = LazyGroup("tool")
    group.add_command(LazyCommand("run", "wave:open", help="Open a wave."))
    group.add_command(LazyCommand("act", "supplypact.cli.pact:pact", help="Act."))
    return group


def test_help_lists_the_commands_in_order_without_importing_them() -> None:
    sys.modules.pop("wave", None)
    group = given_group()
    text = group.get_help(click.Context(group))
    assert text.index("run  Open a wave.") < text.index("act  Act.")
    assert "wave" not in sys.modules


def test_the_command_asked_for_is_loaded() -> None:
    group = given_group()
    command = group.get_command(click.Context(group), "act")
    assert command is not None
    assert command.name == "pact"
    assert group.get_command(click.Context(group), "none") is None
