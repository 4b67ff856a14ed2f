# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte registry rights …`: what each official may see. Without a right it is nothing."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import click

from gearskifte.app.commands.registry import intake_up
from gearskifte.kernel.time import system_now
from gearskifte.registry.public import GivenRight, end_right, give_right
from gearskifte.registry.public import rights as all_rights

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def rights() -> None:
    """What officials may see: owner, KLE subjects and sensitivity, for a time. None is nothing."""


@rights.command("give")
@click.argument("official")
@click.option("--authority", required=True, help="Whose objects: the owner's CVR, or *.")
@click.option("--subjects", default="", help="KLE of cases and documents: 27, 32.03-32.09, or *.")
@click.option("--benefits", default="", help="KLE of grants and payments, written likewise.")
@click.option(
    "--level",
    type=click.IntRange(1, 4),
    required=True,
    help="Highest sensitivity: 1 not confidential, 2 confidential, 3 sensitive, 4 VIP.",
)
@click.option("--as", "identities", type=click.UUID, multiple=True, help="UUID in a profile.")
@click.option("--from", "starts", type=_DAY, help="First day (UTC); at once if left out.")
@click.option("--until", "ends", type=_DAY, help="The day it is over; until ended if left out.")
def give(
    official: str,
    authority: str,
    subjects: str,
    benefits: str,
    level: int,
    identities: tuple[UUID, ...],
    starts: datetime | None,
    ends: datetime | None,
) -> None:
    """Give OFFICIAL (an employee's id, or * for all) a right. Several rights add up.

    With --as come the UUIDs by which a security profile (Sikkerhedsprofil) on an object can name
    the official: their own, their unit's, their function's.
    """
    now = system_now()
    with (
        intake_up() as intake,
        intake.connection.transaction(),
        intake.connection.cursor() as cursor,
    ):
        number = give_right(
            cursor,
            official=official,
            authority=authority,
            of_subjects=subjects,
            of_benefits=benefits,
            level=level,
            identities=identities,
            starts=starts.replace(tzinfo=UTC) if starts else now,
            ends=ends.replace(tzinfo=UTC) if ends else None,
            by=f"uid {os.getuid()}",
            now=now,
        )
    click.echo(f"right {number} is given")


@rights.command("end")
@click.argument("number", type=int)
def end(number: int) -> None:
    """End right NUMBER at once. It stays on the list, with who ended it."""
    with (
        intake_up() as intake,
        intake.connection.transaction(),
        intake.connection.cursor() as cursor,
    ):
        end_right(cursor, number, by=f"uid {os.getuid()}", now=system_now())
    click.echo(f"right {number} has ended")


@rights.command("list")
@click.option("--official", default="", help="Only those that count for this official.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def list_(official: str, as_json: bool) -> None:
    """List every right there has been, also those that have ended."""
    with intake_up() as intake, intake.connection.cursor() as cursor:
        found = [_told(each, system_now()) for each in all_rights(cursor, official)]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for each in found:
        click.echo(
            f"{each['right']:>5}  {each['official']:20} {each['authority']:10} "
            f"level {each['level']}  subjects {each['subjects'] or '-'}  "
            f"benefits {each['benefits'] or '-'}  {each['state']}"
        )


def _told(right: GivenRight, now: datetime) -> dict[str, Any]:
    return {
        "right": right.id,
        "official": right.official,
        "authority": right.authority,
        "subjects": right.subjects,
        "benefits": right.benefits,
        "level": right.level,
        "identities": [str(each) for each in right.identities],
        "starts": right.starts.isoformat(timespec="seconds"),
        "ends": right.ends.isoformat(timespec="seconds") if right.ends else "",
        "given_by": right.given_by,
        "ended_by": right.ended_by,
        "state": "holds" if right.holds_at(now) else "does not hold",
    }
