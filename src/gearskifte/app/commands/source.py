# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte registry source …`: which systems may send through the API, and their keys."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import click
import psycopg

from gearskifte.app import boot
from gearskifte.kernel.time import system_now
from gearskifte.registry.public import (
    IssuedKey,
    KeyState,
    SourceCondition,
    add_sender,
    agree,
    as_csv,
    check_inventories,
    find_system,
    keys,
    quality_by_month,
    revoke,
    rotate,
    source_states,
)

AMISS = 1
"""Exit status when a source is not as agreed."""
_AMISS = (SourceCondition.LATE, SourceCondition.SILENT, SourceCondition.LYING)


@click.group()
def source() -> None:
    """Source systems that may send messages through the API, and their keys."""


@source.command("add")
@click.argument("system", metavar="NAME|UUID")
@click.option("--name", default="", help="What to call a system that is given by its UUID.")
@click.option("--json", "as_json", is_flag=True, help="Print the key as JSON.")
def add(system: str, name: str, as_json: bool) -> None:
    """Let a system send, and print its first key. The key is shown this once and kept nowhere.

    Give the UUID that the system's messages name as their sender (Afsender), so that they are known
    to be its own.
    """
    with _cursor() as cursor:
        issued = add_sender(cursor, system.strip(), name=name.strip(), now=system_now())
    _show(issued, as_json=as_json)


@source.command("rotate")
@click.argument("system", metavar="NAME|UUID")
@click.option(
    "--overlap-days",
    type=click.FloatRange(min=0),
    default=14,
    show_default=True,
    help="For how long the keys before it stay valid.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the key as JSON.")
def rotate_(system: str, overlap_days: float, as_json: bool) -> None:
    """Make a new key, and let the ones before it run out."""
    with _cursor() as cursor:
        issued = rotate(cursor, system, now=system_now(), overlap=timedelta(days=overlap_days))
    _show(issued, as_json=as_json)


@source.command("revoke")
@click.argument("system", metavar="NAME|UUID")
@click.option("--key", "prefix", default="", help="Only the key with these first letters.")
def revoke_(system: str, prefix: str) -> None:
    """End a system's keys at once, or one of them."""
    with _cursor() as cursor:
        ended = revoke(cursor, system, prefix=prefix, now=system_now())
    click.echo(f"{len(ended)} keys ended: {', '.join(ended) or '-'}")


@source.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the keys as JSON.")
def list_(as_json: bool) -> None:
    """List every key by its first letters: whose it is, from when to when, and when last used."""
    now = system_now()
    with _cursor() as cursor:
        found = keys(cursor)
    if as_json:
        click.echo(json.dumps([_described(each, now) for each in found]))
        return
    for each in found:
        told = _described(each, now)
        until = told["valid_to"] or "-"
        used = told["used_at"] or "never"
        click.echo(
            f"{each.name:30} gsk_{each.prefix}…  {told['state']:6} until {until}  used {used}"
        )


@source.command("quality")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), required=True, help="From this month.")
def quality(since: datetime) -> None:
    """Print as CSV which rules each system broke, month by month, and how many citizens see it."""
    with _cursor() as cursor:
        click.echo(as_csv(quality_by_month(cursor, since.date())), nl=False)


@source.command("expect")
@click.argument("system", metavar="NAME|UUID")
@click.option("--every-hours", type=click.FloatRange(min=0, min_open=True), required=True)
@click.option("--grace-hours", type=click.FloatRange(min=0), default=0.25, show_default=True)
def expect(system: str, every_hours: float, grace_hours: float) -> None:
    """Write down how often a system has promised to be heard, and how much later it may be."""
    with _cursor() as cursor:
        agree(
            cursor,
            find_system(cursor, system),
            every=timedelta(hours=every_hours),
            grace=timedelta(hours=grace_hours),
            now=system_now(),
        )
    click.echo(f"{system}: every {every_hours} hours, {grace_hours} hours later at most")


@source.command("state")
@click.option("--json", "as_json", is_flag=True, help="Print the states as JSON.")
def state(as_json: bool) -> None:
    """Tell of each system whether it has told everything: fresh, late, silent or lying.

    Exit status: 0 when all are as agreed, 1 when one is late, silent or lying.
    """
    now = system_now()
    with _cursor() as cursor:
        check_inventories(cursor, now)
        found = source_states(cursor, now)
    told = [
        {
            "system": each.id,
            "name": each.name,
            "state": each.state,
            "heard_at": each.heard_at.isoformat() if each.heard_at else "",
            "due_by": each.due_by.isoformat() if each.due_by else "",
            "differs_since": each.differs_since.isoformat() if each.differs_since else "",
            "said": each.said,
            "ours": each.ours,
            "missing": each.missing,
        }
        for each in found
    ]
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        for line in told:
            heard, due = line["heard_at"] or "never", line["due_by"] or "-"
            differs = f"  says {line['said']}, here {line['ours']}" if line["differs_since"] else ""
            click.echo(
                f"{line['name'] or line['system']:30} {line['state']:9} heard {heard}  "
                f"due {due}{differs}"
            )
    if any(each.state in _AMISS for each in found):
        sys.exit(AMISS)


@contextmanager
def _cursor() -> Iterator[psycopg.Cursor[Any]]:
    """A worker's transaction with its database up."""
    with (
        boot.running("worker") as installed,
        psycopg.connect(installed.database.worker_url) as connection,
        connection.cursor() as cursor,
    ):
        yield cursor


def _show(issued: IssuedKey, *, as_json: bool) -> None:
    sender = issued.sender
    if as_json:
        told = {"system": sender.system, "name": sender.name, "key": issued.text}
        click.echo(json.dumps(told))
        return
    click.echo(f"{sender.name} ({sender.system})", err=True)
    click.echo("The key is shown now and never again:", err=True)
    click.echo(issued.text)


def _described(key: KeyState, now: datetime) -> dict[str, str]:
    ended = key.valid_to is not None and key.valid_to <= now
    return {
        "system": key.system,
        "name": key.name,
        "key": key.prefix,
        "state": "ended" if ended else "live",
        "valid_from": key.valid_from.isoformat(),
        "valid_to": key.valid_to.isoformat() if key.valid_to else "",
        "used_at": key.used_at.isoformat() if key.used_at else "",
    }
