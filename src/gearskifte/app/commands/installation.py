# SPDX-License-Identifier: EUPL-1.2
"""Commands for who runs an installation: doctor, config, migrate, web, worker, audit."""

from __future__ import annotations

import json
import sys

import click
import psycopg

from gearskifte.app import boot, serving
from gearskifte.app.doctor import diagnose
from gearskifte.kernel import audit as access_log
from gearskifte.kernel import config as configuration
from gearskifte.kernel.database import provider

UNHEALTHY = 1


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the checks as JSON.")
def doctor(as_json: bool) -> None:
    """Say what is missing on this machine and how to mend it."""
    checks = diagnose()
    if as_json:
        shown = [
            {
                "name": check.name.en,
                "ok": check.ok,
                "detail": check.detail.en,
                "remedy": check.remedy.en if check.remedy and not check.ok else "",
            }
            for check in checks
        ]
        click.echo(json.dumps(shown))
    else:
        for check in checks:
            click.echo(f"{'ok  ' if check.ok else 'FEJL'}  {check.name.da:22} {check.detail.da}")
            if check.remedy and not check.ok:
                click.echo(f"      → {check.remedy.da}")
    if not all(check.ok for check in checks):
        sys.exit(UNHEALTHY)


@click.group()
def config() -> None:
    """The configuration."""


@config.command("explain")
@click.option("--json", "as_json", is_flag=True, help="Print the keys as JSON.")
def explain(as_json: bool) -> None:
    """Print every key, its value and where it came from."""
    lines = configuration.explain()
    if as_json:
        shown = [
            {"key": each.key, "value": each.shown, "origin": each.origin, "help": each.help.en}
            for each in lines
        ]
        click.echo(json.dumps(shown))
        return
    for each in lines:
        click.echo(f"{each.key:24} {each.shown or '(tom)':32} {each.origin}")
        click.echo(f"{'':24} {each.help.da}")


@click.command()
def migrate() -> None:
    """Bring the database to the newest version: roles, tables, functions, rights."""
    installed = boot.installation()
    with provider.serving(installed.database):
        boot.set_up_django(installed, "owner")
        from gearskifte.kernel.database.migrate import migrate as run

        run(installed.database, verbosity=1)
    click.echo("The database is at the newest version.")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=int)
def web(host: str, port: int) -> None:
    """Serve the pages (behind a reverse proxy that speaks TLS)."""
    sys.exit(serving.serve(host, port))


@click.command()
@click.option("--once", is_flag=True, help="Deliver what waits, then stop.")
def worker(once: bool) -> None:
    """Deliver events between the rooms and keep cards fresh, until stopped."""
    from gearskifte.app import subscriptions  # all rooms, which the other commands do without

    with boot.running("worker") as installed:
        subscriptions.work(installed, once=once)


@click.group()
def audit() -> None:
    """The access log."""


@audit.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def verify(as_json: bool) -> None:
    """Prove that no line of the access log was changed, removed or slipped in."""
    with (
        boot.running("worker") as installed,
        psycopg.connect(installed.database.worker_url) as connection,
    ):
        breaks = access_log.verify(connection)
    if as_json:
        click.echo(json.dumps([{"chain": b.chain, "seq": b.seq, "fault": b.fault} for b in breaks]))
    else:
        for found in breaks:
            click.echo(f"chain {found.chain}, line {found.seq}: {found.fault}")
        click.echo("The log is whole." if not breaks else f"{len(breaks)} places are not whole.")
    if breaks:
        sys.exit(UNHEALTHY)
