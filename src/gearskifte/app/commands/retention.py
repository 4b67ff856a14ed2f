# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte registry retention …`: what may be deleted when, and deletion with a proof."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from datetime import date, datetime
from typing import Any, Final

import click

from gearskifte.app.commands.registry import intake_up
from gearskifte.connectors.public import write
from gearskifte.kernel.events import deliver
from gearskifte.kernel.time import system_now
from gearskifte.registry.public import Kind, Run, due, erase, erasures, prove_everywhere

_DAY = click.DateTime(["%Y-%m-%d"])
LEFT_BEHIND: Final = 1
"""Exit status when something was found of what had been deleted."""
_MEANS: Final = {
    "open": "the case is open",
    "no-period": "the plan has no period for its subject",
    "archives": "of lasting value, and not handed over to the archives",
    "other-case": "filed on a case that is kept",
    "runs": "the grant runs, or tells no day",
    "its-case": "follows from a case that is kept",
    "its-grant": "paid of a grant that is kept",
}


@click.group()
def retention() -> None:
    """What may be deleted when (KLE's periods), and deletion runs that prove what they removed."""


@retention.command("due")
@click.option("--on", "day", type=_DAY, help="The day that is asked about; today if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print every object as JSON.")
def due_(day: datetime | None, as_json: bool) -> None:
    """Tell which closed cases, with all that hangs on them, may be deleted, and what is in the way.

    The plan (KLE) must have been imported. Nothing is deleted.
    """
    now = system_now()
    wanted = day.date() if day else now.date()
    with intake_up() as intake, intake.connection.cursor() as cursor:
        found = due(cursor, now)
    if as_json:
        told = [
            {
                "id": str(each.id),
                "kind": each.kind,
                "kle": each.kle,
                "on": each.verdict.on.isoformat() if each.verdict.on else "",
                "why": each.verdict.why,
            }
            for each in found
        ]
        click.echo(json.dumps(told))
        return
    ready = Counter(each.kind for each in found if each.verdict.on and each.verdict.on <= wanted)
    later = sum(1 for each in found if each.verdict.on and each.verdict.on > wanted)
    kept = Counter(each.verdict.why for each in found if each.verdict.on is None)
    numbers = ", ".join(f"{ready[kind]} {kind}s" for kind in Kind)
    click.echo(f"may be deleted on {wanted}: {numbers}")
    click.echo(f"later: {later}")
    for why, number in kept.items():
        click.echo(f"kept, {_MEANS[why]}: {number}")


@retention.command("run")
@click.option("--due-by", type=_DAY, required=True, help="Delete what may be on this day.")
@click.option("--yes", is_flag=True, help="Really delete. It cannot be undone.")
@click.option("--json", "as_json", is_flag=True, help="Print the proof as JSON.")
def run(due_by: datetime, yes: bool, as_json: bool) -> None:
    """Delete what may be deleted, and prove that it is gone from every table and every message.

    Exit status: 0 when nothing was found of it afterwards, 1 when something was.
    """
    day = due_by.date()
    if day > system_now().date():
        raise click.BadParameter("it lies in the future", param_hint="--due-by")
    from gearskifte.app.subscriptions import SUBSCRIPTIONS  # all rooms

    with intake_up() as intake:
        if not yes:
            with intake.connection.cursor() as cursor:
                number = _number(due(cursor, system_now()), day)
            click.echo(f"{number} objects may be deleted. Nothing was: say --yes.")
            return
        done = erase(intake, write, due_by=day, by=f"uid {os.getuid()}")
        while deliver(intake.connection, SUBSCRIPTIONS, system_now()):
            pass  # the other rooms hear of it, and delete what they have
        with intake.connection.transaction(), intake.connection.cursor() as cursor:
            done = prove_everywhere(cursor, done)
    _show([done], as_json=as_json)
    if any(done.proof[name] for name in done.proof if name.startswith("found_in_")):
        sys.exit(LEFT_BEHIND)


@retention.command("runs")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def runs(as_json: bool) -> None:
    """Show every deletion run with its proof, the newest first."""
    with intake_up() as intake, intake.connection.cursor() as cursor:
        found = erasures(cursor)
    _show(found, as_json=as_json)


def _number(found: list[Any], day: date) -> int:
    return sum(1 for each in found if each.verdict.on and each.verdict.on <= day)


def _show(found: list[Run], *, as_json: bool) -> None:
    told = [
        {
            "run": each.id,
            "at": each.at.isoformat(timespec="seconds"),
            "by": each.by,
            "due_by": each.due_by.isoformat(),
            "objects": each.number,
            **each.proof,
        }
        for each in found
    ]
    if as_json:
        click.echo(json.dumps(told))
        return
    for line in told:
        for name, value in line.items():
            click.echo(f"{name:30} {value}")
