# SPDX-License-Identifier: EUPL-1.2
"""Embedded servers of a test's own, every PostgreSQL on this machine, and another user."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest

from gearskifte.kernel.database import binaries, lifecycle, provider, roles
from gearskifte.kernel.database.account import Account
from gearskifte.kernel.database.binaries import Binaries
from gearskifte.kernel.database.provider import Database
from gearskifte.kernel.database.server import ADMIN, Server
from gearskifte.kernel.errors import DatabaseError
from tests.builders.shop import Shop

ROOT = Path(__file__).parents[2]
SYSTEM = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name)


class Client:
    """Another process, by what it says."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.pid = process.pid

    def says(self) -> str:
        """The next line; empty when there is none any more."""
        assert self._process.stdout
        return self._process.stdout.readline().removesuffix("\n")

    def leaves(self) -> str:
        """Let it come to its end, and read what it has still to say."""
        return self._process.communicate()[0]

    def is_killed(self) -> None:
        """Kill it as nothing can prepare for."""
        self._process.kill()
        self._process.wait()


StartClient = Callable[..., Client]


@pytest.fixture
def programs() -> Binaries:
    """The PostgreSQL that the suite runs on."""
    return binaries.locate(os.environ.get("GEARSKIFTE_POSTGRES_BIN", ""))


@pytest.fixture(params=["first found", "newest of the system"])
def each_postgres(request: pytest.FixtureRequest, programs: Binaries) -> Binaries:
    """The PostgreSQL that the suite runs on, and that of the distribution if it is another."""
    if request.param == "first found":
        return programs
    try:
        installed = binaries.locate(str(SYSTEM[-1]) if SYSTEM else "/usr/lib/postgresql")
    except DatabaseError as error:
        pytest.skip(f"no PostgreSQL of the distribution here: {error.why.en}")
    if installed.folder == programs.folder:
        pytest.skip("the suite runs on the distribution's PostgreSQL already")
    return installed


@pytest.fixture
def server(folder: Path, programs: Binaries) -> Iterator[Server]:
    """A server of the test's own, not made yet and in haste; stopped afterwards."""
    own = Server(folder / "home", programs, settings={"fsync": "off"})
    yield own
    lifecycle.stop(own)


@pytest.fixture
def each_server(folder: Path, each_postgres: Binaries) -> Iterator[Server]:
    """A server as in production, not made yet, once for every PostgreSQL on the machine."""
    own = Server(folder / "home", each_postgres)
    yield own
    lifecycle.stop(own)


@pytest.fixture
def start_client() -> Iterator[StartClient]:
    """Start processes that attach (see kernel/client.py); what still runs is killed at the end."""
    with ExitStack() as stack:

        def start(action: str, server: Server, user: Account | None = None) -> Client:
            command = ["-m", "tests.integration.kernel.client", action]
            where = [str(server.home), str(server.programs.folder)]
            become = [str(user.uid), str(user.gid)] if user and user.borrowed else []
            process = subprocess.Popen(
                [sys.executable, *command, *where, *become],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            stack.enter_context(process)
            stack.callback(process.kill)
            return Client(process)

        yield start


@pytest.fixture
def ordinary_user(programs: Binaries) -> Account:
    """Somebody who is not root: who runs the tests, or `daemon` when that is root."""
    if os.geteuid() != 0:
        me = pwd.getpwuid(os.geteuid())
        return Account(me.pw_name, me.pw_uid, me.pw_gid, borrowed=False)
    other = pwd.getpwnam("daemon")
    account = Account(other.pw_name, other.pw_uid, other.pw_gid, borrowed=True)
    if not account.can_enter(programs.folder):
        pytest.skip("PostgreSQL's programs lie where only root can read them")
    return account


@pytest.fixture
def needs_root() -> None:
    """For what only root can meet."""
    if os.geteuid() != 0:
        pytest.skip("only root meets this")


@pytest.fixture
def on_small_disk(folder: Path, needs_root: None) -> Iterator[Callable[[str], Path]]:
    """Mount a disk of the wanted kind ("size=8m", "ro"); it is gone after the test."""
    place = folder / "disk"
    place.mkdir()
    mounted = False

    def mount(options: str) -> Path:
        nonlocal mounted
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        if answer.returncode != 0:
            pytest.skip(f"root may not mount a disk here: {answer.stderr.strip()}")
        mounted = True
        return place

    yield mount
    if mounted:
        subprocess.run(["umount", "--lazy", str(place)], check=True)  # noqa: S607


@pytest.fixture
def new_database(shared_server: Server) -> Iterator[Callable[[], Database]]:
    """Makes databases of the test's own with the roles and no tables."""
    made: list[str] = []

    def make() -> Database:
        made.append(f"test_{uuid.uuid4().hex}")
        database = provider.embedded(shared_server, made[-1])
        roles.ensure(database)
        return database

    yield make
    with roles.connected(shared_server.address(ADMIN, "postgres")) as connection:
        for name in made:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def empty_database(new_database: Callable[[], Database]) -> Database:
    """A database of the test's own with the roles and no tables."""
    return new_database()


@pytest.fixture
def shop(worker: psycopg.Connection[tuple[Any, ...]], database: Database) -> Iterator[Shop]:
    """Somewhere to make robots."""
    made = Shop(worker, database.worker_url)
    yield made
    made.close()
