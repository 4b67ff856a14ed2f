# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte registry quarantine …`: what could not be used, and what to do about it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import click

from gearskifte.app import boot
from gearskifte.app.commands.registry import intake_up
from gearskifte.kernel.access import Actor, Role
from gearskifte.kernel.time import system_now
from gearskifte.registry.public import (
    Decided,
    Waiting,
    mend,
    quarantine_decided,
    reject,
    resume,
    run_again,
    take_out,
    waiting,
)

ALL_AT_ONCE = 10_000
STILL_THERE = 1
"""Exit status when a message went back to quarantine."""


@click.group()
def quarantine() -> None:
    """Messages that could not be used: see, mend, read again or reject them."""


@quarantine.command("list")
@click.option("--code", default="", help="Only those refused with this code.")
@click.option("--decided", is_flag=True, help="What has been decided, instead.")
@click.option("--most", default=50, show_default=True, help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def list_(code: str, decided: bool, most: int, as_json: bool) -> None:
    """List the messages that wait for somebody, and why: first those that citizens wait for."""
    with intake_up() as intake, intake.connection.cursor() as cursor:
        found: list[dict[str, Any]] = (
            [_decision(each) for each in quarantine_decided(cursor, most=most)]
            if decided
            else [_told(each) for each in waiting(cursor, code=code, most=most)]
        )
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for each in found:
        reasons = each.pop("reasons", [])
        citizens = each.pop("citizens", 0)
        told = [str(value) for value in each.values() if value not in ("", None)]
        click.echo("  ".join([*told, *([f"citizens who wait: {citizens}"] if citizens else [])]))
        for reason in reasons:
            click.echo(f"    {reason['code']} {reason['path']} {reason['text']}")


@quarantine.command("show")
@click.argument("message", type=int)
@click.option("--body", type=click.Path(path_type=Path, dir_okay=False), help="Write it here too.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def show(message: int, body: Path | None, as_json: bool) -> None:
    """Show why MESSAGE cannot be used.

    With --body the message itself is written to a new file that only you may read. Everybody whose
    CPR number is in it gets a line in their log.
    """
    with intake_up() as intake:
        with intake.connection.transaction(), intake.connection.cursor() as cursor:
            found = [_told(each) for each in waiting(cursor, message=message)]
        if body is not None:
            text = take_out(intake, _operator(), message)
            with os.fdopen(
                os.open(body, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
            ) as file:
                file.write(text)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for each in found:
        for name, value in each.items():
            if name != "reasons":
                click.echo(f"{name:12} {value}")
        for reason in each["reasons"]:
            click.echo(f"  {reason['code']} {reason['path']}\n    {reason['text']}")


@quarantine.command("run")
@click.argument("messages", nargs=-1, type=int)
@click.option("--all", "every", is_flag=True, help="All that wait.")
@click.option("--code", default="", help="All that were refused with this code.")
def run(messages: tuple[int, ...], every: bool, code: str) -> None:
    """Read MESSAGES again, for instance when their reader has been mended.

    Also those that a corrected message has settled; from then on only people decide on them.

    Exit status: 0 when all could be used now, 1 when some went back.
    """
    if not (messages or every or code):
        raise click.UsageError("name messages, or say --all or --code")
    with intake_up() as intake:
        chosen = list(messages)
        if every or code:
            with intake.connection.transaction(), intake.connection.cursor() as cursor:
                chosen += [each.id for each in waiting(cursor, code=code, most=ALL_AT_ONCE)]
        tally = run_again(intake, sorted(set(chosen)))
    click.echo(f"{tally.messages} read, {tally.applied} applied, {tally.quarantined} back")
    if tally.quarantined:
        sys.exit(STILL_THERE)


@quarantine.command("mend")
@click.argument("message", type=int)
@click.argument("file", type=click.File("rb"))
@click.option("--reason", default="", help="What was mended, for those who come after.")
def mend_(message: int, file: Any, reason: str) -> None:
    """Put FILE in the place of MESSAGE, and read it. MESSAGE is kept as it came.

    Exit status: 0 when the mended message could be used, 1 when it is in quarantine itself.
    """
    body = file.read()
    with intake_up() as intake:
        with intake.connection.transaction(), intake.connection.cursor() as cursor:
            new = mend(
                cursor, intake.vault, message, body, by=_name(), reason=reason, now=system_now()
            )
        tally = resume(intake)
    click.echo(f"{message} is mended by {new}: {tally.applied} applied, {tally.quarantined} back")
    if tally.quarantined:
        sys.exit(STILL_THERE)


@quarantine.command("reject")
@click.argument("messages", nargs=-1, required=True, type=int)
@click.option("--reason", required=True, help="Why, for those who come after.")
def reject_(messages: tuple[int, ...], reason: str) -> None:
    """Decide that what could not be used of MESSAGES is not wanted."""
    with intake_up() as intake, intake.connection.cursor() as cursor:
        for message in messages:
            reject(cursor, message, by=_name(), reason=reason, now=system_now())
        intake.connection.commit()
    click.echo(f"{len(messages)} rejected")


def _name() -> str:
    return f"uid {os.getuid()}"


def _operator() -> Actor:
    authority = boot.current().config.organisation or "gearskifte"
    return Actor(_name(), "", Role.OPERATOR, authority=authority)


def _told(each: Waiting) -> dict[str, Any]:
    return {
        "message": each.id,
        "received_at": each.received_at.isoformat(timespec="seconds"),
        "origin": each.origin,
        "interface": each.interface,
        "system": each.system,
        "size": each.size,
        "citizens": each.citizens,
        "reasons": [
            {"code": reason.code, "path": reason.path, "text": reason.text.en}
            for reason in each.reasons
        ],
    }


def _decision(each: Decided) -> dict[str, Any]:
    return {
        "message": each.id,
        "outcome": each.outcome,
        "at": each.at.isoformat(timespec="seconds"),
        "by": each.who.en,
        "origin": each.origin,
        "reason": each.reason,
        "replacement": each.replacement,
    }
