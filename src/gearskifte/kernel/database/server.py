# SPDX-License-Identifier: EUPL-1.2
"""One embedded PostgreSQL: its folders, its address, what it is doing, what it needs.

    <home>/                      chosen by the configuration; also holds the key file
        database/                the data (PGDATA), private to the server's user
        database.gate            lock: held while starting or stopping       (attach)
        database.users           lock: shared by every process that uses it  (attach)
        postgresql-18.6/         copied programs, only where root needs them (binaries)
    /tmp/gearskifte-<hash>/      the socket; not inside the data, where a base backup would take
                                 it along, and short, because the system allows about 100 bytes

It listens on that socket alone: never on TCP. Who may enter the socket's folder (the user
themselves, and root) may be any role in the database.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

import psycopg

from gearskifte.kernel.database import account, address, failures, processes
from gearskifte.kernel.database.binaries import Binaries

ADMIN: Final = "gearskifte_admin"
PORT: Final = 5432
LONGEST_SOCKET: Final = 103 if sys.platform == "darwin" else 107
# A new cluster takes 40 MiB, and its first journal as much again.
LEAST_FREE_MIB: Final = 200


class State(StrEnum):
    """What an embedded server is doing."""

    ABSENT = "absent"
    STOPPED = "stopped"
    STARTING = "starting"
    RUNNING = "running"


@dataclass(frozen=True)
class Server:
    """The embedded PostgreSQL of one home folder, run by `programs`.

    `settings` are added to the server's own (for instance `{"fsync": "off"}` in tests).
    """

    home: Path
    programs: Binaries
    runtime_root: Path = Path("/tmp")  # noqa: S108  short, and the same for every process
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        """The data folder (PGDATA)."""
        return self.home / "database"

    @property
    def log(self) -> Path:
        """What the server says about its own life. Statements and values are never in it."""
        return self.data / "server.log"

    @property
    def runtime(self) -> Path:
        """The folder of the socket; every process finds the same one from the home folder."""
        name = hashlib.sha256(bytes(self.home.resolve())).hexdigest()[:16]
        return self.runtime_root / f"gearskifte-{name}"

    @property
    def socket(self) -> Path:
        """The socket's own path, whose length the system limits."""
        return self.runtime / f".s.PGSQL.{PORT}"

    @property
    def lock_files(self) -> tuple[Path, Path]:
        """PostgreSQL's own two lock files, which begin with the number of a process."""
        return self.data / "postmaster.pid", self.socket.with_name(f"{self.socket.name}.lock")

    def address(self, user: str, database: str) -> str:
        """The address of a database of this server for one of its roles."""
        where = {"host": str(self.runtime), "port": str(PORT)}
        return address.build({**where, "user": user, "dbname": database})

    def state(self) -> State:
        """What the server is doing now."""
        if not self.data.joinpath("PG_VERSION").exists():
            return State.ABSENT
        if not self.is_alive():
            return State.STOPPED
        return State.RUNNING if self._answers() else State.STARTING

    def is_alive(self) -> bool:
        """Whether the process in the data's lock file lives and is the server of these data."""
        process = processes.named_in(self.lock_files[0])
        return process is not None and process.works_in(self.data)

    def _answers(self) -> bool:
        """Whether the server takes connections (not so while it recovers from a crash)."""
        try:
            with psycopg.connect(self.address(ADMIN, "postgres"), connect_timeout=5):
                return True
        except psycopg.OperationalError:
            return False

    def check_socket(self) -> int:
        """How many bytes the socket's path has; GS-DB-007 if they are too many."""
        length = len(bytes(self.socket))
        if length > LONGEST_SOCKET:
            raise failures.socket_too_long(self.socket, LONGEST_SOCKET)
        return length

    def check_folder(self, folder: Path) -> account.Account:
        """The user the server would run as.

        `folder` is the home folder, or while that is not made the nearest one above it.

        Raises:
            DatabaseError: GS-DB-003 if this process may not write the folder, -012 if the data are
                another user's, -005 if the server's user cannot get there.
        """
        if not os.access(folder, os.W_OK | os.X_OK):
            raise failures.unwritable(folder, "not permitted")
        runner = account.for_data(self.data)
        if self.data.exists() and self.data.stat().st_uid != runner.uid:
            raise failures.foreign_folder(self.data, account.name(self.data.stat().st_uid))
        if not runner.can_enter(folder):
            raise failures.unreachable(folder, runner.name)
        return runner

    def check_space(self, folder: Path) -> int:
        """How many MiB are free for a new cluster; GS-DB-004 if they are too few."""
        free = shutil.disk_usage(folder).free >> 20
        if free < LEAST_FREE_MIB:
            raise failures.disk_full(self.home, free)
        return free

    def check_version(self) -> None:
        """GS-DB-006 if the data are of another major version than the programs, -013 if no data."""
        try:
            version = self.data.joinpath("PG_VERSION").read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            raise failures.not_a_cluster(self.data) from None
        if version != str(self.programs.major):
            raise failures.other_version(self.data, version, self.programs.version)
