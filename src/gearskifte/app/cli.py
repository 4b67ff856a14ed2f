# SPDX-License-Identifier: EUPL-1.2
"""The command `gearskifte`."""

from __future__ import annotations

import sys

import click

from gearskifte.app.commands.analysis import analyse_
from gearskifte.app.commands.backup import backup
from gearskifte.app.commands.commons import hear, hub, import_
from gearskifte.app.commands.conformance import check, list_rules
from gearskifte.app.commands.demo import demo
from gearskifte.app.commands.effects import effects
from gearskifte.app.commands.evaluation import att_gt, evaluate_, rebuild_
from gearskifte.app.commands.export import export_
from gearskifte.app.commands.installation import audit, config, doctor, migrate, web, worker
from gearskifte.app.commands.overview import overview
from gearskifte.app.commands.packages import COMMANDS as PACKAGES
from gearskifte.app.commands.quarantine import quarantine
from gearskifte.app.commands.registry import registry
from gearskifte.app.commands.retention import retention
from gearskifte.app.commands.rights import rights
from gearskifte.app.commands.robots import robots
from gearskifte.app.commands.source import source
from gearskifte.app.commands.swap import swap_
from gearskifte.app.commands.watch import watch
from gearskifte.app.commands.workforce import workforce
from gearskifte.commons.cli import commons
from gearskifte.kernel.errors import GearskifteError

FAILED = 3
"""Exit status when the command could not be carried out at all."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gearskifte")
def cli() -> None:
    """Gearskifte: what all the municipality's systems know, shown to the citizen it is about."""


for command in (check, list_rules, export_, quarantine, retention, rights, source, swap_, watch):
    registry.add_command(command)
for command in (evaluate_, att_gt, analyse_, rebuild_):
    effects.add_command(command)
for each in (import_, hub, hear, *PACKAGES):
    commons.add_command(each)
for command in (demo, registry, overview, robots, effects, workforce, commons):
    cli.add_command(command)
for command in (doctor, config, migrate, web, worker, audit, backup):
    cli.add_command(command)


def main() -> None:
    """Run the command; what was foreseen to go wrong is told in one sentence, not a traceback."""
    try:
        cli()
    except GearskifteError as error:
        click.echo(error.describe("da"), err=True)
        click.echo(error.describe("en"), err=True)
        sys.exit(FAILED)
