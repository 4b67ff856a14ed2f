# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte registry …`: take messages in, read what waits, make everything anew."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

import click
import psycopg

from gearskifte.app import boot
from gearskifte.connectors.public import (
    LogMapping,
    holds_messages,
    messages_in,
    parse_mapping,
    read,
)
from gearskifte.kernel.time import system_now
from gearskifte.registry.public import (
    Intake,
    Message,
    Tally,
    preparing_in,
    refresh,
    replay,
    resume,
    state_hash,
    take_in,
    usual_processes,
)

REFUSED = 1
"""Exit status when something went to quarantine."""

STANDARD_INPUT = "-"
_LIKE_CPR = re.compile(r"(?<![0-9])[0-9]{6}[- ]?[0-9]{4}(?![0-9])")
NUMBERS = ("messages", "applied", "unchanged", "quarantined", "findings", "objects")
PROCESSES = click.option(
    "--processes",
    type=click.IntRange(min=0),
    default=None,
    help="Processes that read and prepare messages for the one that writes them; as many as there "
    "are cores where nothing is said. A small import is done by the one.",
)


@click.group()
def registry() -> None:
    """The registry: messages from the municipality's systems."""


@registry.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "--mapping",
    type=click.File("rb"),
    help="TOML file: whose an event log's cases are, and what its activities mean.",
)
@PROCESSES
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def import_(
    paths: tuple[str, ...], mapping: BinaryIO | None, processes: int | None, as_json: bool
) -> None:
    """Take in messages: files, folders (all messages below them) or - for standard input.

    Knows SF1470, SF1491 (Ydelsesindeks), Beskedfordeler events, KLE, event logs (XES or CSV, also
    gzipped) and the formats of installed connectors by what is in them. Every message is kept byte
    for byte; a log gives one for each case. Exit status: 0 when all could be used, 1 when something
    is in quarantine.
    """
    missing = [path for path in paths if path != STANDARD_INPUT and not Path(path).exists()]
    if missing:
        raise click.BadParameter(f"there is no {', '.join(missing)}", param_hint="PATH")
    said = parse_mapping(mapping.read(), mapping.name) if mapping is not None else LogMapping()
    unreadable: list[str] = []
    with intake_up(_usual(processes)) as intake:
        messages = messages_at(paths, said, unreadable)
        tally = take_in(intake, messages, None if as_json else _progress)
    for reason in unreadable:
        click.echo(f"could not be read: {reason}", err=True)
    _report(tally, as_json=as_json, failed=bool(unreadable))


@registry.command("resume")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def resume_(as_json: bool) -> None:
    """Read messages that were kept, but not read because the machine stopped."""
    with intake_up() as intake:
        tally = resume(intake)
    _report(tally, as_json=as_json)


@registry.command("replay")
@PROCESSES
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def replay_(processes: int | None, as_json: bool) -> None:
    """Make everything anew from the kept messages, and show that it became the same."""
    now = system_now()
    with intake_up(_usual(processes)) as worker:
        intake = dataclasses.replace(worker, clock=lambda: now)
        while refresh(intake.connection, now):  # what has begun since would be no difference
            pass
        before = state_hash(intake.connection)
        tally = replay(intake)
        after = state_hash(intake.connection)
    if not as_json:
        click.echo(f"before  {before}\nafter   {after}")
    _report(tally, as_json=as_json, before=before, after=after)


@contextmanager
def intake_up(processes: int = 0) -> Iterator[Intake]:
    """A worker with its database up, and so many processes that prepare for it."""
    with (
        boot.running("worker") as installed,
        psycopg.connect(installed.database.worker_url) as connection,
    ):
        reader = partial(read, max_bytes=installed.config.max_message_mib * 1024 * 1024)
        intake = Intake(connection, reader, installed.vault, system_now)
        with preparing_in(processes, intake) as prepared:
            yield prepared


def _usual(processes: int | None) -> int:
    """As many as are asked for, else as many as there usually are."""
    return usual_processes() if processes is None else processes


def messages_at(
    paths: tuple[str, ...], said: LogMapping, unreadable: list[str]
) -> Iterator[Message]:
    """The messages at the paths; why a file could not be opened is added to `unreadable`."""
    for path in paths:
        if path == STANDARD_INPUT:
            with tempfile.TemporaryFile() as spooled:
                shutil.copyfileobj(sys.stdin.buffer, spooled)
                spooled.seek(0)
                yield from _in_file(spooled, "stdin", said)
            continue
        folder = Path(path).is_dir()
        for file in sorted(Path(path).rglob("*")) if folder else [Path(path)]:
            if folder and not file.is_file():
                continue
            name = _named(file.relative_to(path) if folder else Path(file.name))
            try:
                with file.open("rb") as opened:
                    if not folder or file.suffix.lower() == ".xml" or holds_messages(opened):
                        yield from _in_file(opened, name, said)
            except OSError as error:
                unreadable.append(f"{_named(file)}: {error.strerror}")


def _in_file(file: BinaryIO, name: str, said: LogMapping) -> Iterator[Message]:
    """The messages in one file."""
    limit = boot.current().config.max_message_mib * 1024 * 1024
    for origin, body in messages_in(file, name, max_bytes=limit, mapping=said):
        yield Message(origin, body)


def _named(file: Path) -> str:
    """A file's name as it may be kept and shown: in letters there are, and without CPR numbers."""
    readable = os.fsencode(file).decode("utf-8", "replace")
    return _LIKE_CPR.sub("…", readable)


def _progress(tally: Tally) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{tally.messages} messages read", nl=False, err=True)


def _report(tally: Tally, *, as_json: bool, failed: bool = False, **more: str) -> None:
    numbers = {name: getattr(tally, name) for name in NUMBERS}
    refusals = [
        {"origin": origin, "code": refusal.code, "path": refusal.path, "reason": refusal.reason.en}
        for origin, refusal in tally.refused
    ]
    if as_json:
        click.echo(json.dumps({**numbers, **more, "refusals": refusals}))
    else:
        click.echo(err=True)
        for name, number in numbers.items():
            click.echo(f"{name:12} {number:>9}")
        for refusal in refusals:
            click.echo(f"{refusal['origin']}: {refusal['code']} {refusal['reason']}", err=True)
    if tally.quarantined or failed:
        sys.exit(REFUSED)
