# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte overview …`: what the municipality publishes, and how it shows its cases."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from uuid import UUID

import click
import msgspec
import psycopg

from gearskifte.app import boot
from gearskifte.kernel.access import Actor, Role
from gearskifte.kernel.audit import Delay, delay_log, read_delays
from gearskifte.kernel.errors import InputRefused, Text
from gearskifte.kernel.time import COPENHAGEN, system_now
from gearskifte.overview.public import (
    LookUpReport,
    count_messages,
    look_up_faults,
    newest_guide,
    publish_guide,
    read_deliveries_csv,
    read_guide,
    take_deliveries,
    take_look_ups,
)
from gearskifte.registry.public import find_person


@click.group()
def overview() -> None:
    """The citizen's page: answer times, contacts, and which cases are shown how."""


@overview.command("messages")
def messages() -> None:
    """Print how many messages to citizens stand where, as JSON; about nobody."""
    with boot.running("worker") as installed:
        connection = psycopg.connect(installed.database.worker_url)
        with connection, connection.cursor() as cursor:
            click.echo(msgspec.json.encode(count_messages(cursor)).decode())


@overview.command("deliveries")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", required=True, help="The system that tells it, as citizens know it.")
def deliveries(file: Path, source: str) -> None:
    """Take in how much of granted help was delivered, from the CSV table FILE, whole or not at all.

    Columns: bevilling;ydelse;fra;til;leveret;enhed. The same table again changes nothing.
    """
    lines = read_deliveries_csv(file.read_text(encoding="utf-8"))
    with boot.running("worker") as installed:
        connection = psycopg.connect(installed.database.worker_url)
        with connection, connection.cursor() as cursor:
            changed = take_deliveries(cursor, lines, source, system_now())
    click.echo(f"{len(lines)} rows: {changed} new or mended, {len(lines) - changed} unchanged.")


@overview.command("look-ups")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--system", required=True, type=click.UUID, help="The system's id in the index.")
@click.option("--name", required=True, help="The system's name, as citizens know it.")
def look_ups(file: Path, system: UUID, name: str) -> None:
    """Write the look-ups in the JSON FILE to the logs of those they were about, all or none.

    For a system that cannot call the API, in the same form. The same file again changes nothing.
    """
    now = system_now()
    try:
        report = msgspec.json.decode(file.read_bytes(), type=LookUpReport)
        faults = look_up_faults(report, now)
    except msgspec.DecodeError:
        raise _not_read(0, Text("den er ikke som beskrevet", "it is not as described")) from None
    if faults:
        raise _not_read(*faults[0])
    with boot.running("worker") as installed:
        connection = psycopg.connect(installed.database.worker_url)
        with connection, connection.cursor() as cursor:
            new = take_look_ups(cursor, report, installed.vault, now, system=str(system), name=name)
    click.echo(f"{len(report.look_ups)} look-ups: {new} new, {len(report.look_ups) - new} known.")


def _not_read(number: int, why: Text) -> InputRefused:
    return InputRefused(
        "GS-OVW-031",
        what=Text("Opslagene blev ikke læst ind.", "The look-ups were not read in."),
        why=Text(f"Opslag {number}: {why.da}.", f"Look-up {number}: {why.en}."),
        do=Text(
            "Ret filen (se docs/api.md), og læs den ind igen. Intet er ændret.",
            "Mend the file (see docs/api.md) and read it again. Nothing was changed.",
        ),
    )


@overview.command("delay-log")
@click.option("--authority", required=True, help="CVR number of the authority whose lines wait.")
@click.option("--by", required=True, help="Who decided it, by name.")
@click.option("--unit", default="", help="Their unit, which the citizen is told afterwards.")
@click.option("--law", required=True, help="The law that allows it, with its section.")
@click.option("--since", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Lines from then.")
@click.option("--until", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Shown from then.")
def delay_lines(
    authority: str, by: str, unit: str, law: str, since: datetime, until: datetime
) -> None:
    """Let lines of a citizen's log wait, by law; the CPR number is asked for and not shown."""
    delay = Delay(law, since.replace(tzinfo=COPENHAGEN), until.replace(tzinfo=COPENHAGEN))
    with boot.running("worker") as installed:
        cpr = click.prompt("CPR", hide_input=True).strip().replace("-", "")
        actor = Actor(f"by hand: {by}", by, Role.CASE_WORKER, unit, authority)
        connection = psycopg.connect(installed.database.worker_url)
        with connection, connection.cursor() as cursor:
            person = find_person(cursor, installed.vault.fingerprint(cpr))
            if person is None:
                raise click.ClickException("Nobody with this number is known here.")
            delay_log(cursor, actor, person, delay, system_now())
    click.echo(f"Lines since {since:%Y-%m-%d} wait until {until:%Y-%m-%d}. The decision is logged.")


@overview.command("log-delays")
def log_delays() -> None:
    """Print every decision that lines of a log wait, as JSON: who, by which law, until when."""
    with boot.running("worker") as installed:
        connection = psycopg.connect(installed.database.worker_url)
        with connection, connection.cursor() as cursor:
            found = [{"at": at, **msgspec.to_builtins(entry)} for at, entry in read_delays(cursor)]
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n")


@overview.group()
def guide() -> None:
    """What is published: a table with rows emne, enhed, kilde, hændelse and visning."""


@guide.command("publish")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", default="", help="Who publishes it.")
@click.option("--check", is_flag=True, help="Only say whether the table can be used.")
def publish(file: Path, by: str, check: bool) -> None:
    """Let the table in FILE hold from now, whole; a table with a fault changes nothing."""
    try:
        read = read_guide(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise InputRefused(
            "GS-OVW-011",
            what=Text("Filen kan ikke læses.", "The file cannot be read."),
            why=Text("Den er ikke gemt som UTF-8.", "It is not saved as UTF-8."),
            do=Text("Gem den som «CSV UTF-8».", "Save it as “CSV UTF-8”."),
        ) from None
    counts = (
        f"{len(read.subjects)} subjects, {len(read.units)} units, {len(read.sources)} sources, "
        f"{len(read.events)} events, {len(read.exposures)} views"
    )
    if check:
        click.echo(f"{file.name} can be used: {counts}.")
        return
    with boot.running("worker") as installed:
        connection = psycopg.connect(installed.database.worker_url)
        with connection, connection.cursor() as cursor:
            publish_guide(cursor, read, by=by, now=system_now())
    click.echo(f"Published: {counts}. Pages show it within seconds.")


@guide.command("show")
def show() -> None:
    """Print what holds now, as JSON."""
    with boot.running("worker") as installed:
        connection = psycopg.connect(installed.database.worker_url)
        with connection, connection.cursor() as cursor:
            found = newest_guide(cursor)
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n")
