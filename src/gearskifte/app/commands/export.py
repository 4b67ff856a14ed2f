# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte registry export`: the registry's objects as messages of the standards again."""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import click
import psycopg

from gearskifte.app import boot
from gearskifte.app.boot import Installation
from gearskifte.connectors.public import Unwritable, interface_of, read, write
from gearskifte.kernel.access import Actor, Role
from gearskifte.kernel.time import parse_timestamp, system_now
from gearskifte.registry.public import Intake, Kind, Operation, Registration, export

NOT_ALL: Final = 1
"""Exit status when some object could not be written in its standard."""

_KINDS: Final = [kind.value for kind in Kind]
_OPERATIONS: Final = {Operation.IMPORT: "importer", Operation.UPDATE: "opdater"}
_Object = tuple[Registration, ...]


@dataclass(slots=True)
class Outcome:
    """How an export went."""

    objects: int = 0
    registrations: int = 0
    files: int = 0
    left_out: dict[UUID, Unwritable] = field(default_factory=dict)


def _moment(_: click.Context, __: click.Parameter, text: str | None) -> datetime | None:
    try:
        return parse_timestamp(text).moment if text else None
    except ValueError:
        raise click.BadParameter("write it as 2024-05-31 or 2024-05-31T12:00:00+02:00") from None


@click.command("export")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--object", "objects", type=click.UUID, multiple=True, help="Only this object.")
@click.option("--kind", "kinds", type=click.Choice(_KINDS), multiple=True, help="Only this kind.")
@click.option("--since", callback=_moment, help="Only objects of which something came since then.")
@click.option("--per-file", type=click.IntRange(1, 1000), default=1, help="Objects in each file.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def export_(
    folder: Path,
    objects: tuple[UUID, ...],
    kinds: tuple[str, ...],
    since: datetime | None,
    per_file: int,
    as_json: bool,
) -> None:
    """Write objects as messages of SF1470 and SF1491 to FOLDER, which must be new or empty.

    An object's registrations come out as they came in, in order; `registry import` of the folder
    gives the same registry again. The files hold CPR numbers, so only you may read them. What
    concerns a person is written to that person's log. Exit status: 0 when all could be written.
    """
    if folder.exists() and any(folder.iterdir()):
        raise click.BadParameter("it is not empty", param_hint="FOLDER")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    outcome = Outcome()
    with (
        boot.running("worker") as installed,
        psycopg.connect(installed.database.worker_url) as connection,
    ):
        found = export(
            _intake(installed, connection),
            _operator(installed),
            kinds=[Kind(kind) for kind in kinds or _KINDS],
            objects=objects or None,
            since=since,
        )
        while batch := list(islice(found, per_file)):
            write_files(folder, batch, outcome)
            if sys.stderr.isatty():
                click.echo(f"\r{outcome.objects} objects written", nl=False, err=True)
    _report(outcome, as_json=as_json)


def _intake(installed: Installation, connection: psycopg.Connection[Any]) -> Intake:
    """What was taken in once is read again whatever its size."""
    return Intake(
        connection, lambda body: read(body, max_bytes=len(body)), installed.vault, system_now
    )


def _operator(installed: Installation) -> Actor:
    """Who runs the command, as the log has it: the machine's user."""
    authority = installed.config.organisation or "gearskifte"
    return Actor(f"uid {os.getuid()}", "", Role.OPERATOR, authority=authority)


def write_files(folder: Path, batch: list[_Object], outcome: Outcome) -> None:
    """Write a batch; an object of which any part cannot be written is left out whole."""
    try:
        messages = _messages(batch)
    except Unwritable:
        batch = [told for told in batch if _is_writable(told, outcome)]
        messages = _messages(batch)
    for name, body in messages:
        handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(body)
    outcome.files += len(messages)
    outcome.objects += len(batch)
    outcome.registrations += sum(map(len, batch))


def _messages(batch: list[_Object]) -> list[tuple[str, bytes]]:
    """A message for each standard and operation that the objects need, named by the first."""
    parts: dict[tuple[str, str], list[Registration]] = defaultdict(list)
    for registration in chain(*batch):
        operation = _OPERATIONS[registration.operation]
        parts[interface_of(registration.kind).lower(), operation].append(registration)
    return [
        (f"{interface}-{operation}-{told[0].object_id}.xml", write(told))
        for (interface, operation), told in parts.items()
    ]


def _is_writable(told: _Object, outcome: Outcome) -> bool:
    try:
        _messages([told])
    except Unwritable as error:
        outcome.left_out[told[0].object_id] = error
        return False
    return True


def _report(outcome: Outcome, *, as_json: bool) -> None:
    numbers = {
        "objects": outcome.objects,
        "registrations": outcome.registrations,
        "files": outcome.files,
        "left_out": len(outcome.left_out),
    }
    if as_json:
        click.echo(json.dumps(numbers))
    else:
        click.echo(err=True)
        for name, number in numbers.items():
            click.echo(f"{name:14} {number:>9}")
    for object_id, error in outcome.left_out.items():
        click.echo(f"left out {object_id}: {error.describe('en')}", err=True)
    if outcome.left_out:
        sys.exit(NOT_ALL)
