# SPDX-License-Identifier: EUPL-1.2
"""The command `gearskifte`."""

from __future__ import annotations

import gc
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Final

import click

from gearskifte.kernel.errors import GearskifteError

FAILED = 3
"""Exit status when the command could not be carried out at all."""


COMMANDS: Final[Mapping[str, tuple[str, ...]]] = {
    "demo": ("app.commands.demo:demo",),
    "registry": (
        "app.commands.registry:registry",
        "app.commands.conformance:check",
        "app.commands.conformance:list_rules",
        "app.commands.export:export_",
        "app.commands.quarantine:quarantine",
        "app.commands.retention:retention",
        "app.commands.rights:rights",
        "app.commands.source:source",
        "app.commands.swap:swap_",
        "app.commands.watch:watch",
    ),
    "overview": ("app.commands.overview:overview",),
    "robots": ("app.commands.robots:robots",),
    "effects": (
        "app.commands.effects:effects",
        "app.commands.evaluation:evaluate_",
        "app.commands.evaluation:att_gt",
        "app.commands.analysis:analyse_",
        "app.commands.mapping:mapping",
        "app.commands.evaluation:rebuild_",
    ),
    "workforce": (
        "app.commands.workforce:workforce",
        "app.commands.region:region",
        "app.commands.grading:grade_",
        "app.commands.grading:vintages_",
    ),
    "commons": (
        "commons.cli:commons",
        "app.commands.commons:import_",
        "app.commands.commons:gather",
        "app.commands.commons:hear",
        "app.commands.commons:hub",
        "app.commands.packages:key",
        "app.commands.packages:trust",
        "app.commands.packages:pack",
        "app.commands.packages:inspect",
        "app.commands.packages:take",
    ),
    "doctor": ("app.commands.installation:doctor",),
    "config": ("app.commands.installation:config",),
    "migrate": ("app.commands.installation:migrate",),
    "web": ("app.commands.installation:web",),
    "worker": ("app.commands.installation:worker",),
    "audit": ("app.commands.installation:audit",),
    "backup": ("app.commands.backup:backup",),
}
"""Where each command is, and for a group what is added to it.

A command is imported when it is asked for, since every room takes its time to load."""


class Lazily(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the help."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command with everything that belongs to it."""
        if cmd_name not in COMMANDS:
            return None
        # Hardly anything of it becomes garbage, and looking for that takes a sixth of the start.
        gc.disable()
        try:
            command, *parts = map(_imported, COMMANDS[cmd_name])
        finally:
            gc.enable()
        if isinstance(command, click.Group):
            for part in parts:
                command.add_command(part)
        return command


def _imported(place: str) -> click.Command:
    module, _, name = place.partition(":")
    command = getattr(import_module(f"gearskifte.{module}"), name)
    assert isinstance(command, click.Command)  # noqa: S101 - the table is ours
    return command


@click.command(cls=Lazily, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gearskifte")
def cli() -> None:
    """Gearskifte: what all the municipality's systems know, shown to the citizen it is about."""


def main() -> None:
    """Run the command; what was foreseen to go wrong is told in one sentence, not a traceback."""
    try:
        cli()
    except GearskifteError as error:
        click.echo(error.describe("da"), err=True)
        click.echo(error.describe("en"), err=True)
        sys.exit(FAILED)
