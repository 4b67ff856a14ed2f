# SPDX-License-Identifier: EUPL-1.2
"""Share one embedded server: the first process in starts it, the last one out stops it.

Two locks in the home folder, both kept by the kernel and so gone with a process that is killed:
`database.gate` is held alone while the server is being started or stopped, `database.users` is
shared by everybody who uses it. Who leaves and can have `database.users` alone was the last.

When the last user is killed nobody stops the server. It keeps what was committed, and the next
process to attach finds it running (or starts it, if it was killed too) and stops it on leaving.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from gearskifte.kernel.database import account, failures, lifecycle
from gearskifte.kernel.database.server import Server

_PATIENCE_SECONDS = 90.0


@contextmanager
def attach(server: Server, patience: float = _PATIENCE_SECONDS) -> Iterator[None]:
    """Keep the server running for as long as the block does.

    `patience` is how many seconds to wait for another process that is starting or stopping it.

    Raises:
        DatabaseError: GS-DB-001 to -013 for what is in the way.
    """
    lifecycle.prepare(server)
    with _opened(server, "database.users") as users:
        try:
            with _gate(server, patience):
                fcntl.flock(users, fcntl.LOCK_SH)
                lifecycle.start(server)
            yield
        finally:
            with _gate(server, patience):
                if _alone(users):
                    lifecycle.stop(server)


def erase(server: Server, patience: float = _PATIENCE_SECONDS) -> None:
    """Stop the server and remove its data for ever.

    Raises:
        DatabaseError: GS-DB-014 if another process uses them.
    """
    lifecycle.prepare(server)
    with _opened(server, "database.users") as users, _gate(server, patience):
        if not _alone(users):
            raise failures.in_use(server.data)
        lifecycle.erase(server)


def _alone(users: int) -> bool:
    """Whether no other process uses the server; if so, none can begin to until we let go."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _gate(server: Server, patience: float) -> Iterator[None]:
    """Hold the gate, and leave our number in it for whoever waits too long."""
    with _opened(server, "database.gate") as gate:
        give_up = time.monotonic() + patience
        while not _alone(gate):
            if time.monotonic() > give_up:
                holder = os.pread(gate, 20, 0).decode(errors="replace").strip()
                raise failures.busy(server.home / "database.gate", holder)
            time.sleep(0.05)
        os.ftruncate(gate, 0)
        os.pwrite(gate, str(os.getpid()).encode(), 0)
        yield


@contextmanager
def _opened(server: Server, name: str) -> Iterator[int]:
    """A lock file, which is unlocked by being closed."""
    path = server.home / name
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        account.for_data(server.data).take(path)
    except OSError as error:
        raise failures.unwritable(path, error.strerror or str(error)) from error
    try:
        yield handle
    finally:
        os.close(handle)
