# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte commons import`: a catalogue that exists already becomes entries."""

from __future__ import annotations

from pathlib import Path

import click
import psycopg

from gearskifte.app import boot
from gearskifte.commons.public import import_catalogue
from gearskifte.kernel.time import system_now


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--municipality", default="", help="Whose entries they are; this one's if left out.")
@click.option("--title", default="title", show_default=True, help="The column of the title.")
@click.option(
    "--description", default="description", show_default=True, help="The column of the text."
)
@click.option("--phase", default="phase", show_default=True, help="The column of the phase.")
def import_(file: Path, municipality: str, title: str, description: str, phase: str) -> None:
    """Take in publiccode.yml, OS2autoproces (JSON), CSV or Excel, whole or not at all."""
    mapping = {"title": title, "description": description, "phase": phase}
    with (
        boot.running("worker") as installed,
        psycopg.connect(installed.database.worker_url) as connection,
    ):
        whose = municipality or installed.config.organisation
        cursor = connection.cursor()
        read, new = import_catalogue(
            cursor, file.name, file.read_bytes(), whose, mapping, system_now()
        )
    click.echo(f"{read} entries read, {new} of them new.")
