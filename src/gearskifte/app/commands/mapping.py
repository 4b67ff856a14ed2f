# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte effects mapping …`: what the activities of a process mean, version by version."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
import msgspec
import psycopg

from gearskifte.app import boot
from gearskifte.effects.public import (
    Change,
    Meanings,
    MeaningVersion,
    Milestone,
    Topic,
    Written,
    preview_meaning,
    read_meanings,
    read_topics,
    read_written,
    save_version,
    written_as_csv,
    written_as_json,
    written_of,
)
from gearskifte.kernel.time import local_date, system_now

OVERTAKEN = 1
"""Exit status when somebody else saved a version meanwhile."""
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_authority = click.option("--authority", required=True, help="Id of the authority (CVR number).")
_topic = click.option("--topic", required=True, help="KLE number; it holds for all below it too.")


@click.group("mapping")
def mapping() -> None:
    """What the activities of a process mean: shown, fetched, tried and saved."""


@mapping.command("show")
@_authority
@_topic
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(authority: str, topic: str, *, as_json: bool) -> None:
    """Print the activities of a kind of case, how often each occurs and what it counts as."""
    with _cursor() as cursor:
        versions = read_meanings(cursor, authority, topic)
        kinds = {each.number: each for each in read_topics(cursor, authority)}
    held = Meanings.of(versions).version_on(local_date(system_now()))
    found = _seen(kinds.get(topic), held)
    if as_json:
        told = {"in_force": _version(held), "versions": list(map(_version, versions))}
        click.echo(json.dumps(told | {"activities": found}, ensure_ascii=False))
        return
    for version in versions:
        since = version.valid_from or "the beginning"
        mark = "*" if held and version.id == held.id else " "
        click.echo(
            f"{mark} {version.topic} version {version.meaning.version} from {since}, "
            f"{version.at:%Y-%m-%d} by {version.by}: {version.why}"
        )
    for each in found:
        meant = each["milestone"] or "(nobody has looked at it)"
        click.echo(
            f"{each['cases'] or '-':>8} {each['events'] or '-':>8}  {meant:26} {each['activity']}"
        )


@mapping.command("export")
@_authority
@_topic
@click.option("--csv", "as_csv", is_flag=True, help="As CSV; else JSON.")
def export(authority: str, topic: str, *, as_csv: bool) -> None:
    """Print the version that is in force, as `preview` and `save` read it."""
    with _cursor() as cursor:
        versions = read_meanings(cursor, authority, topic)
    held = Meanings.of(versions).version_on(local_date(system_now()))
    if held is None:
        raise click.ClickException("No version has been saved.")
    written = written_of(held)
    click.echo(written_as_csv(written) if as_csv else written_as_json(written).decode(), nl=False)


@mapping.command("preview")
@click.argument("file", type=_FILE)
@_authority
@_topic
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d"]), help="First day it is read by.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def preview(
    file: Path, authority: str, topic: str, since: datetime | None, *, as_json: bool
) -> None:
    """Print what the mapping in FILE (CSV or JSON) would change; nothing is saved."""
    written = _written(file, topic, since, "tried")
    with _cursor() as cursor:
        change = preview_meaning(cursor, authority, written, system_now())
    if as_json:
        click.echo(msgspec.json.encode(change).decode())
    else:
        _tell(change)


@mapping.command("save")
@click.argument("file", type=_FILE)
@_authority
@_topic
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d"]), help="First day it is read by.")
@click.option("--why", default="", help="The reason, which stays beside it; else the file's own.")
@click.option("--by", required=True, help="Who saves it.")
def save(file: Path, authority: str, topic: str, since: datetime | None, why: str, by: str) -> None:
    """Save the mapping in FILE (CSV or JSON) as a new version, and print what it changes.

    Exit status 1 if somebody else saved one meanwhile.
    """
    written = _written(file, topic, since, why)
    now = system_now()
    with _cursor() as cursor:
        newest = Meanings.of(read_meanings(cursor, authority, topic)).newest
        change = preview_meaning(cursor, authority, written, now)
        saved = save_version(cursor, authority, written, newest, by=by, now=now)
    if saved is None:
        click.echo("Another version was saved meanwhile. Look at it, and try again.", err=True)
        sys.exit(OVERTAKEN)
    _tell(change)
    click.echo(f"Saved as version {saved} of {topic}.")


def _written(file: Path, topic: str, since: datetime | None, why: str) -> Written:
    said = {"topic": topic, "valid_from": since.date().isoformat() if since else "", "why": why}
    return read_written(file.read_text(encoding="utf-8-sig"), said)


def _seen(kind: Topic | None, held: MeaningVersion | None) -> list[dict[str, Any]]:
    """Each activity that is seen, and then each that is only mapped."""
    meant: dict[str, Milestone] = dict(held.meaning.milestones) if held else {}
    rows: list[dict[str, Any]] = []
    for each in kind.shown.activities if kind else ():
        milestone = meant.pop(each.activity, None)
        rows.append(msgspec.to_builtins(each) | {"milestone": milestone})
    nothing: dict[str, date | int | None] = {"cases": None, "events": None}
    rows += [{"activity": name, "milestone": meant[name]} | nothing for name in sorted(meant)]
    return rows


def _version(version: MeaningVersion | None) -> dict[str, Any] | None:
    return None if version is None else msgspec.to_builtins(version)


def _tell(change: Change) -> None:
    before, after = msgspec.structs.asdict(change.before), msgspec.structs.asdict(change.after)
    click.echo(f"{change.changed} of {before['cases']} cases are read otherwise.")
    for name, value in before.items():
        mark = "  " if value == after[name] else "* "
        click.echo(f"{mark}{name:12} {value!s:>8} → {after[name]!s:>8}")


@contextmanager
def _cursor() -> Iterator[psycopg.Cursor[Any]]:
    """A worker's transaction with its database up."""
    with (
        boot.running("worker") as installed,
        psycopg.connect(installed.database.worker_url) as connection,
        connection.cursor() as cursor,
    ):
        yield cursor
