# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte registry swap`: a new system takes over a vendor's cases, rehearsed first."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Iterator
from typing import Any, Final, TextIO
from uuid import UUID

import click

from gearskifte.app.commands.registry import NUMBERS, intake_up, messages_at
from gearskifte.connectors.public import LogMapping
from gearskifte.registry.public import Message, Rehearsal, find_system, rehearse, swap

TROUBLED: Final = 1
"""Exit status when something must be looked at before the swap."""

_MEANS: Final = {
    "other-person": "same key, other person",
    "several": "several old objects have its key",
    "taken": "another new object is the same old one",
    "not-old": "the list names an object the old system does not have",
    "unseen": "a citizen would see it no more",
}


@click.command("swap")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.argument("paths", nargs=-1, metavar="[PATH…]")
@click.option("--list", "listed", type=click.File("r"), help="CSV: old,new ids of the objects.")
@click.option("--apply", "carry_out", is_flag=True, help="Carry the swap out.")
@click.option("--leave-out-troubled", is_flag=True, help="Swap all but the troubled objects.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def swap_(
    old: str,
    new: str,
    paths: tuple[str, ...],
    listed: TextIO | None,
    carry_out: bool,
    leave_out_troubled: bool,
    as_json: bool,
) -> None:
    """Let the system NEW take over the objects of OLD: same pages, ids and addresses.

    PATHs are what NEW sends, files or folders; without them, what it has sent already. Without
    --apply nothing is written: it is told how each object was known again (by its id, by the list,
    by its user key), what is new, what is left with OLD, and what would change on the pages.
    --apply rehearses first, and goes no further if anything is troubled. Exit status: 0 when all is
    well, 1 when something must be looked at.
    """
    pairs = _pairs(listed) if listed is not None else {}
    with intake_up() as intake:
        with intake.connection.transaction(), intake.connection.cursor() as cursor:
            systems = find_system(cursor, old), _new_system(cursor, new)
        rehearsal = rehearse(intake, *systems, _messages(paths), pairs)
        told = _told(rehearsal)
        troubled = bool(rehearsal.troubles or rehearsal.unread)
        if carry_out and (leave_out_troubled or not troubled):
            outcome = swap(intake, rehearsal, _messages(paths), f"uid {os.getuid()}")
            told |= {
                "taken": outcome.taken,
                "sights_before": outcome.sights[0],
                "sights_after": outcome.sights[1],
                "same_pages": outcome.same_pages,
                **{name: getattr(outcome.tally, name) for name in NUMBERS},
            }
            troubled = not outcome.same_pages
    _show(told, rehearsal, as_json=as_json)
    if troubled:
        sys.exit(TROUBLED)


def _new_system(cursor: Any, given: str) -> str:
    """A new system may not have been heard yet; then it goes by its UUID."""
    try:
        return str(UUID(given))
    except ValueError:
        return find_system(cursor, given)


def _pairs(file: TextIO) -> dict[UUID, UUID]:
    """The new system's ids → the old one's."""
    try:
        return {UUID(line["new"]): UUID(line["old"]) for line in csv.DictReader(file)}
    except (KeyError, ValueError, TypeError):
        raise click.BadParameter("it needs the columns old and new, with UUIDs") from None


def _messages(paths: tuple[str, ...]) -> Iterator[Message]:
    unreadable: list[str] = []
    yield from messages_at(paths, LogMapping(), unreadable)
    if unreadable:
        raise click.ClickException("; ".join(unreadable))


def _told(rehearsal: Rehearsal) -> dict[str, Any]:
    return {
        "old_system": rehearsal.old_system,
        "new_system": rehearsal.new_system,
        "old_objects": rehearsal.old,
        "matched": len(rehearsal.matched),
        "by": dict(rehearsal.by),
        "new_objects": rehearsal.new,
        "left_with_old": rehearsal.left,
        "changes": dict(rehearsal.changes.most_common()),
        "troubles": dict(rehearsal.troubles),
        "unread_messages": rehearsal.unread,
        "examples": [[what, str(object_id)] for what, object_id in rehearsal.examples],
    }


def _show(told: dict[str, Any], rehearsal: Rehearsal, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(told))
        return
    for name, value in told.items():
        if name not in ("examples", "troubles", "changes", "by"):
            click.echo(f"{name:16} {value:>9}" if isinstance(value, int) else f"{name:16} {value}")
    for how, number in rehearsal.by.items():
        click.echo(f"  known again by {how:12} {number:>9}")
    for part, number in rehearsal.changes.most_common():
        click.echo(f"  changes {part:20} {number:>9}")
    for what, number in rehearsal.troubles.items():
        click.echo(f"  TROUBLE {_MEANS[what]}: {number}")
    for what, object_id in rehearsal.examples:
        click.echo(f"    {object_id}  {_MEANS[what]}")
    if "taken" not in told:
        click.echo("Nothing was written. Carry it out with --apply.", err=True)
