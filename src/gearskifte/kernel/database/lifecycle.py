# SPDX-License-Identifier: EUPL-1.2
"""Make, start, stop and erase an embedded server.

Whoever calls `start`, `stop` or `erase` holds the gate (see `attach`), so that no other process
does the same at the same time.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import stat
import time
from pathlib import Path

from gearskifte.kernel.database import account, binaries, failures, processes
from gearskifte.kernel.database.account import Account
from gearskifte.kernel.database.binaries import Binaries
from gearskifte.kernel.database.server import ADMIN, PORT, Server, State
from gearskifte.kernel.errors import DatabaseError

# A killed server's number stays taken until its parent collects it, and its last back ends may
# hold the shared memory a little longer; both pass by themselves.
_PATIENCE_SECONDS = 30.0
_JOURNAL_FILE_MIB = 16
_PASSING = ("lock file", "pre-existing shared memory block")
_SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    # Failing statements, and the errors that quote their values, could carry personal data.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
}


def prepare(server: Server) -> None:
    """Make the home folder, and see that this process can keep a server there.

    Raises:
        DatabaseError: GS-DB-003, -005, -007, -012 for what is in the way.
    """
    server.check_socket()
    try:
        missing = [path for path in (server.home, *server.home.parents) if not path.exists()]
        for folder in reversed(missing):
            folder.mkdir(exist_ok=True)
            # What root makes, the server's user must pass through, whatever root's umask.
            folder.chmod(0o755 if os.geteuid() == 0 else 0o700)
        server.check_folder(server.home)
    except OSError as error:
        raise failures.unwritable(server.home, error.strerror or str(error)) from error


def start(server: Server) -> None:
    """Make the cluster if there is none, and start it if it is not running.

    Raises:
        DatabaseError: GS-DB-002, -004, -006, -008, -009, -011, -013 for what is in the way.
    """
    if server.state() is State.RUNNING:
        return
    try:
        runner = account.for_data(server.data)
        programs = binaries.reachable(server.programs, runner, server.home)
        if not server.data.exists():
            _make_cluster(server, runner, programs)
        server.check_version()
        _make_runtime(server, runner)
        _end_orphan(server)
        _start_patiently(server, runner, programs)
    except OSError as error:
        raise _explain(server, error.strerror or str(error)) from error


def stop(server: Server) -> None:
    """Stop the server if it runs: break off sessions, save everything, remove the socket.

    A foreign process that a stale lock file names is left alone.

    Raises:
        DatabaseError: GS-DB-011 if it does not stop.
    """
    runner = account.for_data(server.data)
    problem = ""
    for mode in ("fast", "immediate"):
        if server.is_alive():
            pg_ctl = binaries.reachable(server.programs, runner, server.home).program("pg_ctl")
            command = (pg_ctl, "stop", "--silent", "-D", server.data)
            problem = runner.run(*command, "-m", mode, "-t", "30").stderr
    if server.is_alive():
        raise failures.start_failed(server.log, _telling_line(problem))
    if _is_private(server.runtime, runner) and not processes.named_in(server.lock_files[1]):
        shutil.rmtree(server.runtime)


def erase(server: Server) -> None:
    """Stop the server and remove its data for ever."""
    stop(server)
    shutil.rmtree(server.data, ignore_errors=True)


def _make_cluster(server: Server, runner: Account, programs: Binaries) -> None:
    """Run initdb beside the final place, then rename: a kill half-way leaves no half cluster."""
    server.check_space(server.home)
    fresh = server.home / "database.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    runner.take(fresh)
    access = ("--username", ADMIN, "--auth-local=trust", "--auth-host=reject")
    kind = ("--locale=C.UTF-8", "--encoding=UTF8", "--data-checksums", "--no-instructions")
    # Data that need not survive a power cut (in tests) need not wait for the disk either.
    haste = ("--no-sync",) if server.settings.get("fsync") == "off" else ()
    answer = runner.run(programs.program("initdb"), "--pgdata", fresh, *access, *kind, *haste)
    if answer.returncode != 0:
        shutil.rmtree(fresh, ignore_errors=True)
        raise _explain(server, answer.stderr)
    fresh.rename(server.data)


def _make_runtime(server: Server, runner: Account) -> None:
    """Make the socket's folder, or see that the one there is private to the server's user."""
    try:
        server.runtime.mkdir(mode=0o700)
        runner.take(server.runtime)
    except FileExistsError:
        if not _is_private(server.runtime, runner):
            raise failures.runtime_taken(server.runtime) from None
    except OSError as error:
        raise failures.unwritable(server.runtime, error.strerror or str(error)) from error


def _is_private(folder: Path, runner: Account) -> bool:
    """Whether this is a folder, no link to one, that the server's user alone may enter."""
    if not os.path.lexists(folder):
        return False
    found = folder.lstat()
    own = found.st_uid == runner.uid and not found.st_mode & 0o077
    return own and stat.S_ISDIR(found.st_mode)


def _end_orphan(server: Server) -> None:
    """End a server whose data folder was deleted under it and that still holds the socket.

    It would notice by itself, but only within a minute.
    """
    lock = server.lock_files[1]
    process = processes.named_in(lock)
    if process and process.works_nowhere:
        os.kill(process.pid, signal.SIGQUIT)
        give_up = time.monotonic() + _PATIENCE_SECONDS
        while processes.named_in(lock) == process and time.monotonic() < give_up:
            time.sleep(0.05)


def _start_patiently(server: Server, runner: Account, programs: Binaries) -> None:
    """Start, again and again while what is in the way passes by itself."""
    give_up = time.monotonic() + _PATIENCE_SECONDS
    while server.state() is not State.RUNNING:
        problem = _try_start(server, runner, programs)
        if not problem:
            return
        _refuse_foreign_process(server)
        if not any(text in problem for text in _PASSING) or time.monotonic() > give_up:
            raise _explain(server, problem)
        if server.is_alive() and not server.socket.exists():
            stop(server)  # it runs, but somebody tidied its socket away
            _make_runtime(server, runner)
        time.sleep(0.1)


def _try_start(server: Server, runner: Account, programs: Binaries) -> str:
    """Start and wait until it answers. Returns what the server said if it did not come up."""
    before = server.log.stat().st_size if server.log.exists() else 0
    settings = {**_SETTINGS, "unix_socket_directories": str(server.runtime), **server.settings}
    options = " ".join(f"-c {shlex.quote(f'{key}={value}')}" for key, value in settings.items())
    command = (programs.program("pg_ctl"), "start", "--silent", "-D", server.data)
    answer = runner.run(*command, "-l", server.log, "-t", "60", "-o", options)
    if answer.returncode == 0:
        return ""
    said = server.log.read_bytes()[before:] if server.log.exists() else b""
    return said.decode(errors="replace") or answer.stderr or "nothing"


def _refuse_foreign_process(server: Server) -> None:
    """PostgreSQL will not start while a lock file names a living process of the same user.

    If that is not this server (nor a zombie or an orphan, which pass), a human must judge.
    """
    for file in server.lock_files:
        process = processes.named_in(file)
        if process and not (
            process.zombie or process.works_nowhere or process.works_in(server.data)
        ):
            raise failures.foreign_process(file, process.pid)


def _explain(server: Server, problem: str) -> DatabaseError:
    # On a full disk the server cannot even write down what is wrong.
    free = shutil.disk_usage(server.home).free >> 20
    if "No space left on device" in problem or free < _JOURNAL_FILE_MIB:
        return failures.disk_full(server.home, free)
    for reason in ("Permission denied", "Read-only file system"):
        if reason in problem:
            return failures.unwritable(server.home, reason)
    return failures.start_failed(server.log, _telling_line(problem))


def _telling_line(text: str) -> str:
    """The line that says why: the last with an error, else simply the last."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if any(word in line for word in ("FATAL", "PANIC", "error"))]
    return (telling or lines or ["nothing"])[-1]
