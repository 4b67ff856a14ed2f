# SPDX-License-Identifier: EUPL-1.2
"""A process that attaches to an embedded server: `client hold|write HOME BIN [UID GID]`.

`hold` prints a line when it is attached and leaves when its standard input ends. `write` commits
one row after the other and prints the number of each when it is committed, until it is killed.
Started by root with the numbers of a user and group, it becomes that user first.
"""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

import psycopg

from gearskifte.kernel.database import binaries
from gearskifte.kernel.database.attach import attach
from gearskifte.kernel.database.server import ADMIN, Server
from gearskifte.kernel.errors import GearskifteError


def hold() -> None:
    """Stay attached until standard input ends."""
    sys.stdout.write("attached\n")
    sys.stdout.flush()
    sys.stdin.read()


def write(server: Server) -> None:
    """Commit rows for ever."""
    with psycopg.connect(server.address(ADMIN, "postgres"), autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS written (number integer)")
        for number in itertools.count():
            connection.execute("INSERT INTO written VALUES (%s)", [number])
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


def become(uid: int, gid: int) -> None:
    """Give up root for good."""
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def main(action: str, home: str, programs: str, *user: str) -> None:
    """Attach, then hold or write; print the code of what is in the way."""
    if user:
        become(*map(int, user))
    server = Server(Path(home), binaries.locate(programs))
    try:
        with attach(server):
            if action == "hold":
                hold()
            else:
                write(server)
    except GearskifteError as error:
        sys.stdout.write(f"{error.code}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
