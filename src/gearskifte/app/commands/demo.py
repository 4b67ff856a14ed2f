# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte demo`: a synthetic municipality, from nothing to pages one can click."""

from __future__ import annotations

import os
import secrets
import signal
import sys
import threading
from typing import Any, Final

import click
import msgspec
import psycopg

from gearskifte.app import boot, demo_neighbour, demo_service, serving
from gearskifte.app.boot import Installation
from gearskifte.app.fellowship import here_of
from gearskifte.app.subscriptions import SUBSCRIPTIONS
from gearskifte.connectors.public import read
from gearskifte.demo.public import (
    CITIZENS,
    LOOKED_IN,
    STAFF,
    TELLER,
    Build,
    Size,
    delivered_table,
    finish_build,
    looked_up,
    open_build,
    open_robots,
    published,
    seed_commons,
    share_robots,
    statistics_files,
)
from gearskifte.effects.public import refresh_pictures
from gearskifte.kernel import config as configuration
from gearskifte.kernel.database import attach, provider
from gearskifte.kernel.errors import ConfigurationError, Text
from gearskifte.kernel.events import deliver
from gearskifte.kernel.time import local_date, system_now
from gearskifte.overview.public import (
    LookUpReport,
    publish_guide,
    read_deliveries_csv,
    renew_waits,
    take_deliveries,
    take_look_ups,
)
from gearskifte.registry.public import (
    EVERYTHING,
    Intake,
    Message,
    Tally,
    give_right,
    resume,
    rights,
    take_in,
)
from gearskifte.workforce.public import file_kind, keep_file, use_file

OLD_CASE_PORT: Final = 8011
_LINE_START: Final = "\r" if sys.stdout.isatty() else ""


@click.command()
@click.option("--size", type=click.Choice(["s", "m", "l"]), default="s", show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--reset", is_flag=True, help="Remove the demo's data and begin again.")
@click.option("--once", is_flag=True, help="Build, serve, fetch the first page, stop.")
@click.option("--port", type=int, help="Port on the loopback; a free one if left out.")
def demo(size: Size, seed: int, reset: bool, once: bool, port: int | None) -> None:
    """Build a small synthetic municipality and show it in the browser. Ctrl-C stops everything."""
    os.environ.setdefault("GEARSKIFTE_ORGANISATION", "Korsbæk Kommune")
    os.environ.setdefault("GEARSKIFTE_WEB_WORKERS", "1")
    post = provider.data_folder(configuration.load(), os.environ) / "digital-post"
    os.environ.setdefault("GEARSKIFTE_POST_FOLDER", str(post))
    installed = boot.installation()
    _refuse_production(installed)
    if reset:
        _erase(installed)
    demo_neighbour.join(installed)
    with boot.running("worker") as installed:
        old_case_port = serving.free_port(OLD_CASE_PORT)
        with psycopg.connect(installed.database.worker_url) as connection:
            _build(installed, connection, size, seed)
            _put_robots_to_work(installed, connection, old_case_port)
        _serve(port or serving.free_port(), old_case_port, once=once)
    click.echo("Stopped. The data is kept; start again with `make demo`.", err=True)


def _refuse_production(installed: Installation) -> None:
    if installed.config.production:
        raise ConfigurationError(
            "GS-DEMO-001",
            what=Text("Demoen kører ikke i production.", "The demo does not run in production."),
            why=Text(
                "Her kan enhver logge ind som enhver.", "In it anybody can log in as anybody."
            ),
            do=Text(
                "Sæt mode til demo, i en tom installation.", "Set mode to demo, if it is empty."
            ),
        )


def _erase(installed: Installation) -> None:
    if installed.database.managed is None:
        raise ConfigurationError(
            "GS-DEMO-002",
            what=Text("--reset sletter ikke her.", "--reset removes nothing here."),
            why=Text("DATABASE_URL peger på en anden database.", "DATABASE_URL names a database."),
            do=Text("Tøm den selv, eller fjern DATABASE_URL.", "Empty it, or unset DATABASE_URL."),
        )
    attach.erase(installed.database.managed)
    demo_neighbour.forget()


def _build(
    installed: Installation,
    connection: psycopg.Connection[Any],
    size: Size,
    seed: int,
) -> None:
    """Take the municipality's messages in, or go on where a killed demo stopped."""
    build = open_build(connection, size=size, seed=seed, now=system_now())
    limit = installed.config.max_message_mib * 1024 * 1024
    intake = Intake(
        connection, lambda body: read(body, max_bytes=limit), installed.vault, system_now
    )
    resume(intake)
    _entitle(connection)
    if build.complete:
        click.echo(f"Korsbæk Kommune is here already (size {build.size}, seed {build.seed}).")
        return
    click.echo(f"Building Korsbæk Kommune (size {build.size}, seed {build.seed}) …")
    _publish(connection, build)
    old = take_in(intake, demo_service.archive(build.ends_at, limit), _progress)
    while deliver(connection, SUBSCRIPTIONS, system_now()):
        pass
    refresh_pictures(connection, system_now())  # what can be promised is said from history
    sent = (Message(each.name, each.body) for each in build.messages())
    tally = take_in(intake, sent, _progress)
    demo_service.doubt(intake)
    demo_service.say(connection, build.ends_at)
    _send_statistics(connection)
    with connection.transaction(), connection.cursor() as cursor:
        lines = read_deliveries_csv(delivered_table(local_date(build.ends_at)))
        take_deliveries(cursor, lines, TELLER, system_now())
        told = msgspec.json.decode(looked_up(build.ends_at), type=LookUpReport)
        by = {"system": str(LOOKED_IN.id), "name": LOOKED_IN.name}
        take_look_ups(cursor, told, installed.vault, system_now(), **by)
    renew_waits(connection, build.ends_at, again=True)
    with connection.transaction(), connection.cursor() as cursor:
        seed_commons(cursor, system_now(), installed.config.organisation)
        share_robots(cursor, here_of(installed.config), system_now())
    finish_build(connection)
    click.echo(
        f"{_LINE_START}{tally.messages} messages from 4 systems: {tally.applied} used, "
        f"{tally.unchanged} told nothing new, {tally.quarantined} in quarantine, "
        f"{tally.findings} findings. {old.messages - 1} old cases from a table."
    )


def _entitle(connection: psycopg.Connection[Any]) -> None:
    """Let every case worker see what their authority owns, but for VIP cases."""
    now = system_now()
    with connection.transaction(), connection.cursor() as cursor:
        if not rights(cursor):
            give_right(
                cursor,
                official=EVERYTHING,
                authority=EVERYTHING,
                of_subjects=EVERYTHING,
                of_benefits=EVERYTHING,
                level=3,
                starts=now,
                by="demo",
                now=now,
            )


def _publish(connection: psycopg.Connection[Any], build: Build) -> None:
    """Publish answer times and phone numbers, as the municipality's own people would."""
    with connection.transaction(), connection.cursor() as cursor:
        publish_guide(cursor, published(build.ends_at), by="demo", now=build.ends_at)


def _put_robots_to_work(
    installed: Installation, connection: psycopg.Connection[Any], port: int
) -> None:
    """Give the robots their recipes, secrets and items; Gammel Sag learns the same password."""
    os.environ["GAMMEL_SAG_PASSWORD"] = password = secrets.token_urlsafe()
    address = f"http://127.0.0.1:{port}"
    now = system_now()
    new = open_robots(connection, installed.vault, address=address, password=password, now=now)
    click.echo(f"3 robots work in Gammel Sag, an old case system at {address}: {new} new items.")


def _send_statistics(connection: psycopg.Connection[Any]) -> None:
    """The files that the workforce's numbers are made from, kept and used."""
    now = system_now()
    with connection.cursor() as cursor:
        for name, body in statistics_files(now.year):
            kept = keep_file(cursor, kind=file_kind(body), name=name, body=body, who="demo", at=now)
            use_file(cursor, kept, now)


def _progress(tally: Tally) -> None:
    if _LINE_START:
        click.echo(f"{_LINE_START}  {tally.messages} messages", nl=False)


def _robots_folder() -> str:
    return str(provider.data_folder(configuration.load(), os.environ) / "robots")


def _serve(port: int, old_case_port: int, *, once: bool) -> None:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    address = f"http://127.0.0.1:{port}"
    processes = [serving.start(serving.command("127.0.0.1", port))]
    try:
        serving.await_page(f"{address}/demo/", processes[0])
        programs = (
            ["gearskifte", "worker"],
            ["gearskifte.demo.oldcase", str(old_case_port)],
            ["gearskifte", "robots", "worker", "--files", _robots_folder()],
            ["gearskifte.app.demo_neighbour"],
        )
        processes += [serving.start([sys.executable, "-m", *each]) for each in programs]
        click.echo(f"\n  {address}\n\nOpen it and choose who to be:")
        for person in (*CITIZENS, *STAFF):
            click.echo(f"  {person.name:24} {person.story.en}")
        click.echo("\nCtrl-C stops everything.")
        while not once and not stop.wait(1.0):
            if any(process.poll() is not None for process in processes):
                break
    finally:
        serving.stop(processes)
