# SPDX-License-Identifier: EUPL-1.2
"""What is left after something was killed, and how the next process gets going again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from gearskifte.kernel.database import account, lifecycle, processes
from gearskifte.kernel.database.attach import attach
from gearskifte.kernel.database.server import ADMIN, Server, State
from gearskifte.kernel.errors import DatabaseError
from tests.integration.conftest import StartClient

pytestmark = pytest.mark.integration

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def _rows(server: Server) -> set[int]:
    with psycopg.connect(server.address(ADMIN, "postgres")) as connection:
        return {number for (number,) in connection.execute("SELECT number FROM written")}


def _postmaster(server: Server) -> int:
    process = processes.named_in(server.lock_files[0])
    assert process
    return process.pid


def _children(parent: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(status.parent.name))
    return found


@linux_only
def test_nothing_committed_is_lost_when_everything_is_killed(
    each_server: Server, start_client: StartClient
) -> None:
    """After kill -9 of writer, server and back ends in mid-write, every committed row is there."""
    writer = start_client("write", each_server)
    acknowledged = {int(writer.says()) for _ in range(200)}
    postmaster = _postmaster(each_server)
    for pid in (postmaster, *_children(postmaster), writer.pid):
        os.kill(pid, signal.SIGKILL)
    # The last line may have been cut off.
    acknowledged |= {int(line) for line in writer.leaves().split("\n")[:-1]}
    with attach(each_server):
        assert acknowledged <= _rows(each_server)


@linux_only
def test_a_killed_process_leaves_its_server_to_the_next(
    server: Server, start_client: StartClient
) -> None:
    """When the only attached process is killed, the next one takes its server over and stops it."""
    writer = start_client("write", server)
    assert writer.says() == "0"
    before = _postmaster(server)
    writer.is_killed()
    assert server.state() is State.RUNNING
    with attach(server):
        assert _postmaster(server) == before
        assert 0 in _rows(server)
    assert server.state() is State.STOPPED


@contextmanager
def _process_of_the_servers_user(server: Server, *command: str) -> Iterator[subprocess.Popen[str]]:
    user = account.for_data(server.data)
    with subprocess.Popen(
        command, text=True, cwd="/", user=user.uid if user.borrowed else None
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _name_in_lock_file(server: Server, pid: int) -> None:
    file = server.lock_files[0]
    file.write_text(f"{pid}\n{server.data}\n0\n5432\n\n\n", encoding="ascii")
    account.for_data(server.data).take(file)


@linux_only
def test_a_zombie_in_the_lock_file_is_waited_out(each_server: Server) -> None:
    """A dead server whose number is still taken delays the start and does not prevent it."""
    with attach(each_server):
        pass
    with _process_of_the_servers_user(each_server, "/bin/true") as dead:
        os.waitid(os.P_PID, dead.pid, os.WEXITED | os.WNOWAIT)
        _name_in_lock_file(each_server, dead.pid)
        found = processes.named_in(each_server.lock_files[0])
        assert found
        assert found.zombie
        collector = threading.Timer(1.0, dead.wait)
        collector.start()
        with attach(each_server):
            assert each_server.state() is State.RUNNING
        collector.join()


@linux_only
def test_another_living_process_in_the_lock_file_is_left_alone(server: Server) -> None:
    """A lock file with a foreign process is refused with its number, and neither is touched."""
    with attach(server):
        pass
    with _process_of_the_servers_user(server, "/bin/sleep", "600") as foreign:
        _name_in_lock_file(server, foreign.pid)
        with pytest.raises(DatabaseError, match=f"GS-DB-009.* {foreign.pid}"), attach(server):
            pass
        assert foreign.poll() is None
        assert server.lock_files[0].exists()
    server.lock_files[0].unlink()


def test_a_stale_lock_file_is_no_hindrance(server: Server) -> None:
    """A lock file of a process that is gone, as after a power cut, does not prevent a start."""
    with attach(server):
        pass
    with _process_of_the_servers_user(server, "/bin/true") as dead:
        dead.wait()
        _name_in_lock_file(server, dead.pid)
    with attach(server):
        assert server.state() is State.RUNNING


def test_a_cluster_left_half_made_is_made_anew(server: Server) -> None:
    """A kill while the cluster is being made leaves nothing that the next start trips over."""
    half = server.home / "database.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n", encoding="ascii")
    with attach(server):
        assert server.state() is State.RUNNING
    assert not half.exists()


@linux_only
def test_a_server_whose_socket_was_tidied_away_is_started_again(
    server: Server, start_client: StartClient
) -> None:
    """When the socket's folder is removed under a running server, the next process mends it."""
    writer = start_client("write", server)
    assert writer.says() == "0"
    writer.is_killed()
    shutil.rmtree(server.runtime)
    with attach(server):
        assert 0 in _rows(server)


@linux_only
def test_data_deleted_under_a_running_server_begin_anew(
    server: Server, start_client: StartClient
) -> None:
    """Who deletes the folder of a server that still runs gets a new, empty one at once."""
    writer = start_client("write", server)
    assert writer.says() == "0"
    before = _postmaster(server)
    writer.is_killed()
    # Not by shutil: the server may tidy up at the same time.
    subprocess.run(["/bin/rm", "-rf", server.home], check=True)
    with attach(server):
        assert _postmaster(server) != before
        with psycopg.connect(server.address(ADMIN, "postgres")) as connection:
            tables = connection.execute("SELECT relname FROM pg_class WHERE relname = 'written'")
            assert tables.fetchall() == []
    assert "FATAL" not in server.log.read_text(encoding="utf-8")


def test_an_interrupted_start_leaves_no_server(server: Server) -> None:
    """Whatever ends the block, even Ctrl-C, the last one out stops the server."""
    with pytest.raises(KeyboardInterrupt), attach(server):
        raise KeyboardInterrupt
    assert server.state() is State.STOPPED
    lifecycle.stop(server)
    assert server.state() is State.STOPPED
