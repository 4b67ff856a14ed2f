# SPDX-License-Identifier: EUPL-1.2
"""The commands of `gearskifte backup`: make one, restore one, and prove that it can be done."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path

import click
import psycopg
from psycopg import sql

from gearskifte.app import boot
from gearskifte.app.boot import Installation
from gearskifte.kernel import audit
from gearskifte.kernel.database import backup as backups
from gearskifte.kernel.database import binaries, provider, roles
from gearskifte.kernel.database.backup import Manifest
from gearskifte.kernel.secrets import mark
from gearskifte.kernel.time import system_now

UNHEALTHY = 1
FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group()
def backup() -> None:
    """Backups: make, restore, and rehearse restoring."""


@backup.command()
@click.argument("folder", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Print what was saved as JSON.")
def create(folder: Path, as_json: bool) -> None:
    """Save the database, as it is at one moment, in a new folder in FOLDER.

    The secret key is not in it and must be kept elsewhere: without it a backup cannot be read.
    """
    installed = boot.installation()
    with provider.serving(installed.database):
        made = _create(installed, folder)
    _report(backups.read_manifest(made, mark(installed.key)), made, as_json)


@backup.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print what was restored as JSON.")
def restore(folder: Path, as_json: bool) -> None:
    """Restore the backup in FOLDER into this installation, whose database must be empty.

    Every table is compared with what was saved; then it is brought to the newest version.
    """
    installed = boot.installation()
    programs = binaries.locate(installed.config.postgres_bin)
    with provider.serving(installed.database):
        key = mark(installed.key)
        manifest = backups.restore(installed.database, programs, folder, key=key)
        boot.set_up_django(installed, "owner")
        from gearskifte.kernel.database.migrate import migrate

        migrate(installed.database)
    _report(manifest, folder, as_json)


@backup.command()
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def drill(as_json: bool) -> None:
    """Rehearse: save, restore into a database beside this one, compare every table, clean up.

    The access log of what was restored is verified too. Nothing in use is touched.
    """
    installed = boot.installation()
    with (
        provider.serving(installed.database),
        tempfile.TemporaryDirectory(prefix="gearskifte-drill-") as folder,
    ):
        began = time.perf_counter()
        made = _create(installed, Path(folder))
        saved = time.perf_counter()
        manifest, breaks = _rehearse(installed, made)
        restored = time.perf_counter()
        size = sum(file.stat().st_size for file in made.iterdir())
    found = {
        "tables": len(manifest.tables),
        "rows": manifest.rows,
        "different_tables": 0,
        "access_log_breaks": breaks,
        "bytes": size,
        "save_seconds": round(saved - began, 2),
        "restore_seconds": round(restored - saved, 2),
    }
    if as_json:
        click.echo(json.dumps(found))
    else:
        for name, value in found.items():
            click.echo(f"{name:18} {value:>12}")
        click.echo("Restored equal to what was saved." if not breaks else "The log is not whole.")
    if breaks:
        sys.exit(UNHEALTHY)


def _create(installed: Installation, folder: Path) -> Path:
    return backups.create(
        installed.database,
        binaries.locate(installed.config.postgres_bin),
        folder,
        key=mark(installed.key),
        version=metadata.version("gearskifte"),
        at=system_now(),
    )


def _rehearse(installed: Installation, made: Path) -> tuple[Manifest, int]:
    """Restore beside the database in use; what was restored, and the breaks in its access log."""
    scratch = f"gearskifte_drill_{system_now():%Y%m%d%H%M%S}"
    beside = provider.beside(installed.database, scratch)
    programs = binaries.locate(installed.config.postgres_bin)
    with roles.connected(installed.database.admin_url) as administrator:
        administrator.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(scratch)))
        try:
            manifest = backups.restore(beside, programs, made, key=mark(installed.key))
            with psycopg.connect(beside.owner_url) as connection:
                breaks = audit.verify(connection)
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            administrator.execute(drop.format(sql.Identifier(scratch)))
    return manifest, len(breaks)


def _report(manifest: Manifest, folder: Path, as_json: bool) -> None:
    if as_json:
        shown = {"folder": str(folder), "tables": len(manifest.tables), "rows": manifest.rows}
        click.echo(json.dumps(shown))
        return
    click.echo(f"{len(manifest.tables)} tables, {manifest.rows} rows: {folder}")
