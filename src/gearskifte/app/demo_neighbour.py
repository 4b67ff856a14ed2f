# SPDX-License-Identifier: EUPL-1.2
"""`python -m gearskifte.app.demo_neighbour`: Havneby, the demo's second municipality.

An installation of its own in the same database server: its database, its key, its robots, no pages.
It reads Korsbæk's feed at the hub, takes Korsbæk's robot in, tries it, lets it work in an old case
system of its own, and tells so; Korsbæk hears it. Both do it by the product's own commands, while
the demo's visitor is already at Korsbæk's pages. What went before is not done again.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

import click
from psycopg import sql

from gearskifte.app import boot, serving
from gearskifte.app.boot import Installation
from gearskifte.demo.public import CITIZENS
from gearskifte.kernel import config as configuration
from gearskifte.kernel.database import provider, roles
from gearskifte.kernel.database.provider import Database

NAME: Final = "Havneby Kommune"
CVR: Final = "11111112"
DATABASE: Final = "gearskifte_havneby"
KORSBAEK_CVR: Final = "11111111"
"""The public test authority's number, and the one after it; neither is anybody's."""

ROBOT: Final = "kontrol-af-joblog"
MADE_BY: Final = "Mette Kjær, afdelingsleder"
APPROVED_BY: Final = "Aksel Lund, direktør"
UNIT: Final = "Jobcenter Havneby"
CASES: Final = 5
PATIENCE_SECONDS: Final = 120.0
_USUAL_PORT: Final = 8012


class Stuck(Exception):
    """A command of one of the towns did not do what it should; what it said."""


@dataclass(frozen=True, slots=True)
class Town:
    """One of the two, by the environment of its commands."""

    environment: Mapping[str, str]

    def run(self, *arguments: str, said: str = "") -> str:
        """What a command of this town's prints.

        Raises:
            Stuck: if it ends badly.
        """
        command = [sys.executable, "-m", "gearskifte", *arguments]
        process = serving.start(command, self.environment, spoken_to=True)
        out, _ = process.communicate(said.encode())
        if process.returncode:
            raise Stuck(f"{' '.join(arguments[:2])}: {out.decode(errors='replace').strip()}")
        return out.decode()


def join(installed: Installation) -> None:
    """Let the demo's municipality take part in a fellowship, whose hub it keeps itself."""
    folder = _folder()
    public = installed.vault.publishing_key.public_key().public_bytes_raw()
    for name, value in {
        "GEARSKIFTE_CVR": KORSBAEK_CVR,
        "GEARSKIFTE_COMMONS_HUB": str(folder / "hub"),
        "GEARSKIFTE_COMMONS_HUB_KEY": base64.b64encode(public).decode(),
        "GEARSKIFTE_COMMONS_FEED_FOLDER": str(folder / "korsbaek"),
    }.items():
        os.environ.setdefault(name, value)


def forget() -> None:
    """Remove what the two told each other, for a demo that begins again."""
    shutil.rmtree(_folder(), ignore_errors=True)


def main() -> None:
    """Do what is not done yet, then wait to be told to stop."""
    installed = boot.installation()
    if installed.database.managed is not None:
        try:
            meet(installed)
        except (Stuck, OSError) as error:
            click.echo(f"Havneby could not be shown: {error}", err=True)
    signal.pause()


def meet(installed: Installation) -> None:
    """Havneby takes Korsbæk's robot in, works with it, and Korsbæk hears of it."""
    folder = _folder()
    home, other = _towns(installed, folder)
    _make_database(installed)
    other.run("migrate")
    if not _worked(other):
        package = folder / f"{ROBOT}.robot"
        _pack(home, package)
        _collect(home, other, folder)
        other.run("commons", "hear")
        with _old_case_system() as (address, password):
            _take_in(other, package, address, password)
            _work(other, folder)
    other.run("worker", "--once")
    _collect(home, other, folder)
    home.run("commons", "hear")


def _towns(installed: Installation, folder: Path) -> tuple[Town, Town]:
    own = _at(installed.database)
    database = provider.beside(installed.database, DATABASE)
    theirs = {
        **_at(database),
        "GEARSKIFTE_DATA_DIR": str(folder / "havneby-data"),
        "GEARSKIFTE_ORGANISATION": NAME,
        "GEARSKIFTE_CVR": CVR,
        "GEARSKIFTE_COMMONS_FEED_FOLDER": str(folder / "havneby"),
    }
    return Town({**os.environ, **own}), Town({**os.environ, **theirs})


def _at(database: Database) -> dict[str, str]:
    return {
        "DATABASE_URL": database.admin_url,
        "GEARSKIFTE_WORKER_DATABASE_URL": database.worker_url,
        "GEARSKIFTE_WEB_DATABASE_URL": database.web_url,
    }


def _make_database(installed: Installation) -> None:
    with roles.connected(installed.database.admin_url) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not known.fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def _worked(town: Town) -> bool:
    """Whether the robot has ended items there."""
    known: dict[str, dict[str, int]] = json.loads(town.run("robots", "status", "--json"))
    return bool(sum(known.get(ROBOT, {}).values()))


def _pack(home: Town, package: Path) -> None:
    """Korsbæk packs its robot with a mock and made-up cases, and tries it on them."""
    trial = files("gearskifte.demo").joinpath("recipes", "joblog_trial")
    with (
        as_file(trial.joinpath("mock.yaml")) as mock,
        as_file(trial.joinpath("cases.yaml")) as cases,
    ):
        home.run(
            *("commons", "pack", ROBOT, "--mock", str(mock), "--cases", str(cases)),
            *("--out", str(package), "--by", "Signe Aaberg Holt"),
        )


def _collect(home: Town, other: Town, folder: Path) -> None:
    """The hub reads both feeds; Korsbæk's is there as soon as its worker has told the first."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not (folder / "korsbaek" / "head.json").exists():
        if time.monotonic() > give_up:
            raise Stuck("Korsbæk told nothing")
        time.sleep(0.5)
    other.run("worker", "--once")
    members = folder / "members.toml"
    members.write_text(_member(home, folder / "korsbaek") + _member(other, folder / "havneby"))
    home.run("commons", "hub", str(members), str(folder / "hub"))


def _member(town: Town, feed: Path) -> str:
    cvr, key, name = town.run("commons", "key").strip().split(" ", 2)
    lines = {"name": name, "key": key, "feed": str(feed)}
    told = "\n".join(f"{field} = {json.dumps(value)}" for field, value in lines.items())
    return f"[{cvr}]\n{told}\n\n"


@contextmanager
def _old_case_system() -> Iterator[tuple[str, str]]:
    """Havneby's own old case system: its address, and the robot's password."""
    password = secrets.token_urlsafe()
    port = serving.free_port(_USUAL_PORT)
    command = [sys.executable, "-m", "gearskifte.demo.oldcase", str(port)]
    process = serving.start(command, {**os.environ, "GAMMEL_SAG_PASSWORD": password})
    try:
        yield f"http://127.0.0.1:{port}", password
    finally:
        serving.stop([process])


def _take_in(other: Town, package: Path, address: str, password: str) -> None:
    """Believed by the hub's word, filled in, tried on its mock, approved by another."""
    other.run(
        *("commons", "take", str(package), "--by", MADE_BY, "--department", UNIT),
        *("--fill", f"ejer={MADE_BY}", "--fill", f"godkender={APPROVED_BY}"),
        *("--fill", f"gammelsag={address}"),
    )
    other.run("robots", "approve", "1", "--by", APPROVED_BY)
    for field, secret in (("bruger", "robot"), ("kode", password)):
        other.run("robots", "secret", ROBOT, f"gammelsag.{field}", "--by", MADE_BY, said=secret)


def _work(other: Town, folder: Path) -> None:
    """The first cases, worked off at once."""
    lines = [f"JC-2026-{n:03};{who.cpr};november" for n, who in enumerate(CITIZENS[:CASES], 1)]
    items = folder / "items.csv"
    items.write_text("\n".join(["sagsnr;cpr;måned", *lines]), "utf-8")
    try:
        other.run("robots", "enqueue", ROBOT, str(items))
    finally:
        items.unlink()
    other.run("robots", "worker", "--once", "--files", str(folder / "robots"))


def _folder() -> Path:
    folder = provider.data_folder(configuration.load(), os.environ) / "fellowship"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


if __name__ == "__main__":
    main()
