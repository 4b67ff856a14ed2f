# SPDX-License-Identifier: EUPL-1.2
"""Two municipalities, each an installation of its own: database, key, CVR number, web process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from playwright.sync_api import Browser
from psycopg import sql

from gearskifte.app import serving
from gearskifte.kernel.database import provider, roles
from gearskifte.kernel.database.provider import OWNER, Database
from gearskifte.kernel.database.server import ADMIN, Server
from tests.e2e.conftest import EMPTY, environment, free_port
from tests.e2e.visiting import Visitors

AHEAD = Path(__file__).parent / "ahead"
"""What sets a program's clock ahead."""

NAMES = (("Korsbæk", "29189994"), ("Havneby", "29190623"))


@dataclass
class Town:
    """One municipality: its name, its environment, its address, database and visitors."""

    name: str
    env: dict[str, str]
    address: str
    database: Database
    visitors: Visitors

    def run(self, *arguments: str, status: int = 0, days: int = 0) -> str:
        """The command-line program of this municipality, so many days ahead; what it printed."""
        command = [sys.executable, "-m", "gearskifte", *arguments]
        env = {**self.env, "DAYS_AHEAD": str(days), "PYTHONPATH": str(AHEAD)}
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """A program of this municipality that goes on until it is stopped."""
        return subprocess.Popen([sys.executable, "-m", "gearskifte", *arguments], env=self.env)


@contextmanager
def two_towns(server: Server, migrated: Database, browser: Browser) -> Iterator[tuple[Town, Town]]:
    """Both towns, until the block ends."""
    own = psycopg.conninfo.conninfo_to_dict(migrated.admin_url)["dbname"]
    made, processes = [], []
    for number, (name, cvr) in enumerate(NAMES):
        database_name = f"{own}_town_{number}"
        database = provider.embedded(server, database_name)
        with roles.connected(server.address(ADMIN, "postgres")) as connection:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            connection.execute(drop.format(sql.Identifier(database_name)))
            copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}")
            names = (database_name, EMPTY, OWNER)
            connection.execute(copy.format(*map(sql.Identifier, names)))
        roles.ensure(database)
        env = {
            **environment(database),
            "GEARSKIFTE_ORGANISATION": f"{name} Kommune",
            "GEARSKIFTE_CVR": cvr,
            "GEARSKIFTE_SECRET_KEY": f"{number + 1:064x}",
        }
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        web = subprocess.Popen(serving.command("127.0.0.1", port), env=env)
        processes.append(web)
        serving.await_page(f"{address}/sundhed/", web)
        made.append(Town(name, env, address, database, Visitors(browser, address)))
    try:
        yield made[0], made[1]
    finally:
        serving.stop(processes)
