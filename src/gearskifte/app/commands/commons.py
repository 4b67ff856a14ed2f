# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte commons import | hub | hear`: catalogues taken in, and the federation."""

from __future__ import annotations

import base64
import tomllib
from pathlib import Path

import click
import httpx
import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gearskifte.app import boot
from gearskifte.app.fellowship import here_of, hub_key_of
from gearskifte.commons.public import Hub, fetch_from, gather_own, hear_others, import_catalogue
from gearskifte.kernel.errors import InputRefused, Text
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


@click.command("gather")
def gather() -> None:
    """Own robots and promises that no entry names yet become entries."""
    with (
        boot.running("worker") as installed,
        psycopg.connect(installed.database.worker_url) as connection,
    ):
        known, new = gather_own(connection.cursor(), here_of(installed.config), system_now())
    click.echo(f"{known} robots and promises, {new} of them new entries.")


@click.command("hear")
def hear() -> None:
    """Take in what is new at the hub now; the worker does so every ten minutes."""
    with (
        boot.running("worker") as installed,
        psycopg.connect(installed.database.worker_url) as connection,
    ):
        config = installed.config
        key = hub_key_of(config)
        heard = 0
        if config.commons_hub:
            heard = hear_others(connection, here_of(config), config.commons_hub, key, system_now())
    click.echo(f"{heard} events heard.")


@click.command("hub")
@click.argument("members", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def hub(members: Path, folder: Path) -> None:
    """Read every municipality's feed in MEMBERS and serve them from FOLDER, once.

    MEMBERS is TOML: a table for each CVR number with `name`, `key` (the key that `commons key`
    prints there) and `feed` (an address or a folder). Run it now and then; FOLDER may be on any
    web server or file share.
    """
    told = _members(members)
    with httpx.Client(timeout=20.0) as client:
        feeds = {cvr: fetch_from(each["feed"], client) for cvr, each in told.items()}
        keys = {cvr: base64.b64decode(each["key"]) for cvr, each in told.items()}
        names = {cvr: each["name"] for cvr, each in told.items()}
        refused = Hub(folder, _key(), keys, names).collect(feeds, system_now())
    click.echo(f"{len(told) - len(refused)} of {len(told)} feeds read.")
    for cvr, why in sorted(refused.items()):
        click.echo(f"{cvr} {names[cvr]}: refused ({why}).")


def _key() -> Ed25519PrivateKey:
    return boot.installation().vault.publishing_key


def _members(file: Path) -> dict[str, dict[str, str]]:
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        return {
            cvr: {
                "name": str(each["name"]),
                "feed": str(each["feed"]),
                "key": base64.b64encode(base64.b64decode(each["key"], validate=True)).decode(),
            }
            for cvr, each in told.items()
        }
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise InputRefused(
            "GS-COM-032",
            what=Text("Navets medlemmer kan ikke læses.", "The hub's members cannot be read."),
            why=Text(
                f"{file.name}: {type(error).__name__}: {error}.",
                f"{file.name}: {type(error).__name__}: {error}.",
            ),
            do=Text(
                "Skriv for hver kommune: [CVR-nummer], name, key og feed.",
                "Write for each municipality: [CVR number], name, key and feed.",
            ),
        ) from error
