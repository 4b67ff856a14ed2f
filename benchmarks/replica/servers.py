# SPDX-License-Identifier: EUPL-1.2
"""PostgreSQL on one of the machines, reachable over its cable."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import psycopg

from benchmarks.replica.machines import Machine
from gearskifte.kernel.database.account import for_data
from gearskifte.kernel.database.binaries import reachable
from gearskifte.kernel.database.server import Server

PORT: Final = 5432
PATIENCE: Final = 60.0


def open_server(server: Server, rule: str) -> None:
    """Let others than the machine itself in by a rule, and make a place for its socket."""
    user = server.data.stat()
    with (server.data / "pg_hba.conf").open("a", encoding="utf-8") as rules:
        rules.write(f"{rule} trust\n")
    server.runtime.mkdir(mode=0o755, exist_ok=True)
    os.chown(server.runtime, user.st_uid, user.st_gid)


def start_server(
    server: Server, machine: Machine, data: Path, sockets: Path, listen: str = ""
) -> Any:
    """Start a server on its data; it listens at the machine's address, or at `listen`."""
    user = server.data.stat()
    return machine.run(
        user.st_uid,
        user.st_gid,
        program_of(server, "postgres"),
        *("-D", data, "-k", sockets, "-p", PORT),
        *("-c", f"listen_addresses={listen or machine.address}"),
        background=True,
    )


def program_of(server: Server, name: str) -> Path:
    """A program of the server's, where the server's own user gets at it."""
    user = for_data(server.data)
    return reachable(server.programs, user, server.home).program(name)


def await_true(holds: Callable[[], bool]) -> None:
    """Wait until it holds; a server that is not up yet counts as no.

    Raises:
        TimeoutError: after a minute.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if holds():
                return
        except psycopg.OperationalError:
            pass
        time.sleep(0.01)
    raise TimeoutError("the machines did not agree in time")


def answers(url: str) -> bool:
    """Whether a database can be reached.

    Raises:
        psycopg.OperationalError: if not, or not yet.
    """
    with psycopg.connect(url):
        return True


def end_server(process: subprocess.Popen[bytes], data: Path) -> None:
    """Stop a server that was started here, by the number in its own file."""
    file = data / "postmaster.pid"
    if process.poll() is None and file.exists():
        os.kill(int(file.read_text(encoding="utf-8").split()[0]), signal.SIGINT)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
