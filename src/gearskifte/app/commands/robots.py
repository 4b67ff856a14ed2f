# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte robots …`: check a recipe, try it, put items in line, work them off, prove it."""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import click
import psycopg

from gearskifte.app import boot
from gearskifte.app.boot import Installation
from gearskifte.app.browser import find_browser, launch_options
from gearskifte.kernel.database import provider
from gearskifte.kernel.errors import GearskifteError
from gearskifte.kernel.time import local_date, system_now
from gearskifte.robots import cli as tools
from gearskifte.robots.cli import Tried

REFUSED: Final = 1
"""Exit status when a recipe or an item could not be used."""


@click.group()
def robots() -> None:
    """Robots: recipes in the language of the work, and the ledger of what was done."""


@robots.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--english", is_flag=True, help="Tell the recipe in English.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def check(file: Path, english: bool, as_json: bool) -> None:
    """Say which lines of a recipe are wrong, tell it in sentences, and whether it may be approved.

    Exit status: 0 when it may be approved, 1 when not.
    """
    told = tools.check(file.read_text("utf-8"), "en" if english else "da")
    click.echo(json.dumps(told.as_json(), ensure_ascii=False) if as_json else told.as_text(file))
    if not told.approvable:
        sys.exit(REFUSED)


@robots.command("schema")
def schema() -> None:
    """Print the JSON Schema of recipes, for editors."""
    click.echo(json.dumps(tools.schema(), ensure_ascii=False, indent=2))


@robots.command("run")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--item", "fields", multiple=True, metavar="NAME=VALUE", help="A field of the item.")
@click.option(
    "--items",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV or Excel file with an item in each row.",
)
@click.option(
    "--files",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="Folder that file steps work in.",
)
@click.option("--bind", "local", multiple=True, metavar="NAME=VALUE", help="Filled in here.")
@click.option("--dry", is_flag=True, help="Change nothing: steps with an effect are only told.")
@click.option("--show", is_flag=True, help="Show the browser on the screen.")
@click.option("--json", "as_json", is_flag=True, help="Print each outcome as a line of JSON.")
def run(
    file: Path,
    fields: tuple[str, ...],
    items: Path | None,
    files: Path,
    local: tuple[str, ...],
    dry: bool,
    show: bool,
    as_json: bool,
) -> None:
    """Carry out a recipe here and now, without the ledger, and tell each step.

    Exit status: 0 when every item ended, 1 when one waits for a person or failed.
    """
    today = local_date(system_now()).strftime("%d-%m-%Y")
    given = tools.given_items(fields, items)
    failed = False
    bench = tools.Workbench(_launch, watched=show, dry=dry)
    secrets, text = tools.GivenSecrets(os.environ), file.read_text("utf-8")
    try:
        for tried in tools.try_out(text, given, bench, files, today, secrets, _pairs(local)):
            failed = failed or not tried.ended
            _tell(tried, as_json=as_json)
    finally:
        bench.begin_anew()
    if failed:
        sys.exit(REFUSED)


def _pairs(written: tuple[str, ...]) -> dict[str, str]:
    return {name.strip(): value.strip() for name, _, value in (w.partition("=") for w in written)}


def _tell(tried: Tried, *, as_json: bool) -> None:
    click.echo(json.dumps(tried.as_json(), ensure_ascii=False) if as_json else tried.as_text())


@robots.command("record")
@click.argument("address")
@click.option("--title", default="Optaget opskrift", show_default=True, help="What it is called.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write it there.")
def record(address: str, title: str, out: Path | None) -> None:
    """Show a browser, note what you do in it until you close its window, and print the recipe.

    What you write in a password field is never noted, and a CPR number becomes a field of the item.
    Say of each press how its effect is read back before the recipe is approved.
    """
    launch = _launch()
    if launch is None:
        raise click.ClickException("There is no browser here; see `gearskifte doctor`.")
    recipe = tools.record(launch, address, title)
    if out is None:
        click.echo(recipe)
    else:
        out.write_text(recipe, encoding="utf-8")
        click.echo(f"{out}: written.")


@robots.command("install")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", required=True, help="Who made it.")
@click.option("--department", default="", help="Whose robot it is.")
def install(file: Path, by: str, department: str) -> None:
    """Keep a recipe as the next version of its robot. It must be approved before it works."""
    with _worker() as (_, connection), connection.cursor() as cursor:
        made = tools.make_version(
            cursor, file.read_text("utf-8"), by=by, now=system_now(), department=department
        )
    word = "is new" if made.new else "was there"
    click.echo(f"{made.slug}: version {made.number} {word} (id {made.version})")


@robots.command("bind")
@click.argument("robot")
@click.argument("local", nargs=-1, metavar="[NAME=VALUE]...")
@click.option("--answers", multiple=True, metavar="UNIT", help="A unit that answers its questions.")
@click.option("--by", default="", help="Who fills it in.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def bind(
    robot: str, local: tuple[str, ...], answers: tuple[str, ...], by: str, as_json: bool
) -> None:
    """Fill in what a recipe leaves to each municipality: addresses of systems, units, work lists.

    Without values it prints what is asked for. Exit status: 0 when nothing is missing, 1 otherwise.
    """
    if (local or answers) and not by:
        raise click.UsageError("Say who fills it in: --by NAME.")
    with _worker() as (_, connection), connection.cursor() as cursor:
        if local:
            tools.fill_in(cursor, robot, _pairs(local), by=by, now=system_now())
        if answers:
            tools.let_answer(cursor, tools.number_of(cursor, robot), answers, by=by)
        asked = tools.filled(connection, robot)
    if as_json:
        click.echo(json.dumps([asdict(each) for each in asked], ensure_ascii=False))
    else:
        for each in asked:
            click.echo(each.as_text())
    if any(each.wrong for each in asked):
        sys.exit(REFUSED)


@robots.command("approve")
@click.argument("version", type=int)
@click.option("--by", required=True, help="Who approves it; another than who made it.")
def approve(version: int, by: str) -> None:
    """Approve a version: it is in force from now on."""
    with _worker() as (_, connection), connection.cursor() as cursor:
        tools.approve(cursor, version, by=by, now=system_now())
    click.echo("Approved.")


@robots.command("enqueue")
@click.argument("robot")
@click.argument("items", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--priority", type=int, default=0, show_default=True)
def enqueue(robot: str, items: Path, priority: int) -> None:
    """Put the rows of a CSV or Excel file in line for a robot. What was there before stays."""
    with _worker() as (installed, connection):
        given = tools.given_items((), items)
        new = tools.put_in_line(connection, installed.vault, robot, given, priority=priority)
        connection.commit()
    click.echo(f"{new} new items of {len(given)}.")


@robots.command("secret")
@click.argument("robot")
@click.argument("name", metavar="SYSTEM.bruger|SYSTEM.kode|SYSTEM.nøgle")
@click.option("--by", required=True, help="Who gives it.")
def secret(robot: str, name: str, by: str) -> None:
    """Give a secret to a robot's newest version; it is read from standard input or asked for.

    It belongs to that text and the system's address; a changed one is given it anew.
    """
    word = click.prompt("", hide_input=True, prompt_suffix="") if sys.stdin.isatty() else ""
    word = word or sys.stdin.readline().rstrip("\n")
    with _worker() as (installed, connection):
        tools.give_secret(connection, installed.vault, robot, name, word, by=by)
    click.echo("Kept.")


@robots.command("lend")
@click.argument("robot")
@click.option("--by", required=True, help="Who lets the program in.")
@click.option(
    "--lease",
    type=click.FloatRange(min=1),
    default=900.0,
    show_default=True,
    help="Seconds of silence after which a person is asked about the item.",
)
@click.option("--withdraw", is_flag=True, help="Withdraw the robot's keys instead.")
def lend(robot: str, by: str, lease: float, withdraw: bool) -> None:
    """Give a program from outside a key to a robot's items; it is shown this once."""
    with _worker() as (_, connection), connection.cursor() as cursor:
        if withdraw:
            click.echo(f"{tools.withdraw_keys(cursor, robot, system_now())} withdrawn.")
            return
        term = timedelta(seconds=lease)
        click.echo(tools.give_key(cursor, robot, by=by, at=system_now(), lease=term))


@robots.command("worker")
@click.option("--once", is_flag=True, help="Work off what is there, then stop.")
@click.option("--processes", type=click.IntRange(1, 64), default=1, show_default=True)
@click.option(
    "--lease",
    type=click.FloatRange(min=0.2),
    default=30.0,
    show_default=True,
    help="Seconds after which another worker goes on for one that died.",
)
@click.option(
    "--files",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Folder in which each robot has its own folder of files.",
)
def worker(once: bool, processes: int, lease: float, files: Path) -> None:
    """Work items off, on any machine that reaches the database, until stopped."""
    with boot.running("worker") as installed:
        _close_connections()

        def work(stop: threading.Event) -> None:
            ended = tools.work(
                lambda: _connect(installed),
                installed.vault,
                tools.Workbench(_launch),
                name=f"{socket.gethostname()}:{os.getpid()}",
                lease=timedelta(seconds=lease),
                files=files,
                stop=stop,
                once=once,
            )
            if once:
                click.echo(f"{ended} items ended.")

        tools.load_browsers()
        tools.keep_alive(processes, work)


@robots.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print the numbers as JSON.")
def status(as_json: bool) -> None:
    """How many items of each robot are in which state."""
    with _worker() as (_, connection):
        found = tools.status(connection)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for slug, states in found.items():
        click.echo(f"{slug:40} " + "  ".join(f"{name} {n}" for name, n in states.items()))


@robots.command("tasks")
def tasks() -> None:
    """What waits for a person."""
    with _worker() as (_, connection):
        for each in tools.open_tasks(connection):
            click.echo(f"{each.id}  {each.robot}  {each.label}  linje {each.line}: {each.question}")
            if each.choices:
                click.echo(f"    {' / '.join(each.choices)}")


@robots.command("answer")
@click.argument("task", type=int)
@click.argument("said")
@click.option("--by", required=True, help="Who answers.")
@click.option("--minutes", type=float, help="How many minutes it took.")
def answer(task: int, said: str, by: str, minutes: float | None) -> None:
    """Answer a question; the item goes on where it stopped."""
    with _worker() as (installed, connection), connection.cursor() as cursor:
        spent = None if minutes is None else Decimal(str(minutes))
        known = tools.answer(cursor, installed.vault, task, said=said, by=by, minutes=spent)
    click.echo("Answered." if known else "It was answered before.")


@robots.command("verify")
def verify() -> None:
    """Prove that no line of the ledger's log, and no step, was changed, removed or slipped in."""
    with _worker() as (_, connection):
        breaks = tools.breaks(connection)
    for chain, seq, fault in breaks:
        click.echo(f"chain {chain}, {seq}: {fault}")
    click.echo("The ledger is whole." if not breaks else f"{len(breaks)} places are not whole.")
    if breaks:
        sys.exit(REFUSED)


@robots.command("kill-test")
@click.option("--items", type=int, default=500, show_default=True)
@click.option("--kills", type=int, default=50, show_default=True)
@click.option("--screens", type=int, help="Items worked on in a browser; one in 50 if not given.")
@click.option("--workers", type=int, default=4, show_default=True)
@click.option("--lease", type=float, default=1.0, show_default=True)
@click.option("--save-seconds", type=float, default=0.04, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option(
    "--most-minutes", type=float, default=180.0, show_default=True, help="End after so long."
)
def kill_test(items: int, screens: int | None, save_seconds: float, **given: Any) -> None:
    """Kill workers, browsers and the database, and count what was lost or done twice.

    It runs in a database of its own, which is removed afterwards. Exit status: 0 when every item
    was done exactly once.
    """
    from gearskifte.app.killing import run as prove

    in_a_browser = items // 50 if screens is None else min(screens, items)
    report = prove(items=items, screens=in_a_browser, seconds=save_seconds, **given)
    click.echo(json.dumps(report, indent=2))
    if report["lost"] or report["double"] or report["hanging"]:
        sys.exit(REFUSED)


@contextmanager
def _worker() -> Iterator[tuple[Installation, psycopg.Connection[Any]]]:
    """A worker's connection, committed at the end."""
    with (
        boot.running("worker") as installed,
        psycopg.connect(installed.database.worker_url) as connection,
    ):
        yield installed, connection


def _connect(installed: Installation) -> psycopg.Connection[Any]:
    """A connection of a robot worker; an embedded database that was killed is started again."""
    try:
        return psycopg.connect(installed.database.worker_url, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError:
        time.sleep(0.2)
        try:
            with provider.serving(installed.database):
                return psycopg.connect(installed.database.worker_url, autocommit=True)
        except GearskifteError as error:
            raise psycopg.OperationalError(error.code) from error


def _launch() -> Mapping[str, Any] | None:
    """How the browser of this machine is started, if it has one."""
    found = find_browser()
    return None if found is None else launch_options(found)


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()
