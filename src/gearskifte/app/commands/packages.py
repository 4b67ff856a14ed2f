# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte commons pack|inspect|take|…`: robots go from one municipality to another."""

from __future__ import annotations

import base64
import binascii
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NoReturn
from uuid import UUID

import click
import psycopg

from gearskifte.app import boot
from gearskifte.app.boot import Installation
from gearskifte.app.trials import launch
from gearskifte.commons import public as commons
from gearskifte.commons.public import UNNAMED, Held, PackageRefused, State
from gearskifte.kernel.time import system_now
from gearskifte.robots.cli import Workbench

REFUSED: Final = 1
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, path_type=Path)


@click.command("key")
def key() -> None:
    """Print CVR number, public key and name, for others to believe; a hub's number may be `-`."""
    installed = boot.installation()
    public = installed.vault.publishing_key.public_key().public_bytes_raw()
    config = installed.config
    written = base64.b64encode(public).decode()
    click.echo(f"{config.cvr or '-'} {written} {config.organisation or UNNAMED}")


@click.command("trust")
@click.argument("cvr")
@click.argument("public_key")
@click.argument("name")
@click.option("--by", required=True, help="Who has seen that the key is theirs.")
def trust(cvr: str, public_key: str, name: str, by: str) -> None:
    """Believe a municipality's key, so that its packages may be taken in."""
    try:
        raw = base64.b64decode(public_key, validate=True)
    except binascii.Error as error:
        raise click.BadParameter("not base64") from error
    if len(raw) != 32:
        raise click.BadParameter("a public key is 32 bytes")
    with _worker() as (_, connection):
        known = commons.believe(connection.cursor(), cvr, name, raw, by=by, at=system_now())
    if not known:
        raise click.ClickException("Another key was believed for it before; nothing is changed.")
    click.echo(f"{name} ({cvr}) is believed.")


@click.command("pack")
@click.argument("robot")
@click.option("--mock", type=_FILE, required=True, help="The mock of its systems (YAML).")
@click.option("--cases", type=_FILE, required=True, help="Made-up cases and their ends (YAML).")
@click.option("--licence", default="EUPL-1.2", show_default=True, help="SPDX licence.")
@click.option("--out", type=_OUT, required=True, help="Write the package there.")
@click.option("--by", required=True, help="Who shares it.")
def pack(robot: str, mock: Path, cases: Path, licence: str, out: Path, by: str) -> None:
    """Pack a robot's approved recipe, try it on its mock, sign it and write it.

    Exit status: 1 when something in it must not leave, or the trial went wrong.
    """
    with _worker() as (installed, connection):
        publisher = commons.publisher_of(installed.config, installed.vault)
        try:
            made = commons.publish(
                connection.cursor(),
                robot,
                mock.read_text("utf-8"),
                cases.read_text("utf-8"),
                licence=licence,
                publisher=publisher,
                by=by,
                at=system_now(),
            )
        except PackageRefused as refused:
            _refuse(refused.code)
        held = _tried(connection, made)
        body = commons.body_of(connection.cursor(), made)
    _tell(held)
    out.write_bytes(body)
    click.echo(f"{out}: {held.object} {held.version}, {len(body)} bytes, SHA-256 {held.sha256}")


@click.command("inspect")
@click.argument("file", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def inspect(file: Path, as_json: bool) -> None:
    """Read a package, and say what the robot in it may do; it is kept, and nothing is run.

    Exit status: 1 when it is not believed.
    """
    with _worker() as (_, connection):
        cursor = connection.cursor()
        id_ = commons.receive(cursor, file.read_bytes(), by="command line", at=system_now())
        held = _find(connection, id_)
        if held.state is State.REFUSED:
            connection.commit()
            if as_json:
                click.echo(json.dumps({"accepted": False, "because": held.why}))
                sys.exit(REFUSED)
            _refuse(held.why)
        offered = commons.offer(cursor, id_)
    manifest = offered.robot.manifest
    told: dict[str, Any] = {
        "accepted": True,
        "object": manifest.object,
        "version": manifest.version,
        "licence": manifest.licence,
        "sha256": held.sha256,
        "systems": manifest.systems,
        "hosts": manifest.hosts,
        "secrets": manifest.secrets,
        "data": manifest.data,
        "new": offered.change.more,
        "gone": offered.change.less,
        "fill_in": ["ejer", "godkender", *(p.name for p in offered.robot.travelling.parameters)],
    }
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for name, value in told.items():
        click.echo(f"{name:<10} {value if isinstance(value, str | bool) else ', '.join(value)}")


@click.command("take")
@click.argument("file", type=_FILE)
@click.option("--fill", "filled", multiple=True, metavar="NAME=VALUE", help="What is local.")
@click.option("--by", required=True, help="Who takes it in; another approves it.")
@click.option("--department", default="", help="Whose robot it is.")
def take(file: Path, filled: tuple[str, ...], by: str, department: str) -> None:
    """Take in another municipality's robot: believed, filled in, tried, and made a version.

    Exit status: 1 when it is not believed, or the trial went wrong.
    """
    given = dict(each.partition("=")[::2] for each in filled)
    with _worker() as (_, connection):
        cursor = connection.cursor()
        id_ = commons.receive(cursor, file.read_bytes(), by=by, at=system_now())
        held = _find(connection, id_)
        if held.state is State.REFUSED:
            connection.commit()
            _refuse(held.why)
        asked = ["ejer", "godkender"]
        asked += [each.name for each in commons.offer(cursor, id_).robot.travelling.parameters]
        if missing := [name for name in asked if not given.get(name)]:
            raise click.UsageError("Fill in: " + ", ".join(f"--fill {each}=…" for each in missing))
        commons.fill(cursor, id_, given, by=by, department=department)
        held = _tried(connection, id_)
    _tell(held)
    click.echo(f"{held.robot}: waits for a second person's approval.")


def _tried(connection: psycopg.Connection[Any], package: UUID) -> Held:
    """The package after its trial; others that wait are tried on the way."""
    connection.commit()
    while _find(connection, package).state is State.TRYING:
        if not commons.try_next(connection, Workbench(launch), system_now()):
            break
    connection.commit()
    return _find(connection, package)


def _find(connection: psycopg.Connection[Any], package: UUID) -> Held:
    held = commons.find(connection.cursor(), package)
    if held is None:
        raise LookupError("no such package")
    return held


def _tell(held: Held) -> None:
    for each in held.report:
        mark = "✓" if each.passed else "✗"
        click.echo(f"  {mark} {each.case}: {each.ended} ({each.read_back} read back)")
    if held.state is State.FAILED:
        _refuse(held.why)


def _refuse(why: str) -> NoReturn:
    words = commons.refusal_words(why)
    click.echo(f"{words.da}\n{words.en} [{why}]", err=True)
    sys.exit(REFUSED)


@contextmanager
def _worker() -> Iterator[tuple[Installation, psycopg.Connection[Any]]]:
    """A worker's connection, committed at the end."""
    with (
        boot.running("worker") as installed,
        psycopg.connect(installed.database.worker_url) as connection,
    ):
        yield installed, connection
