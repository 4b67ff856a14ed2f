# SPDX-License-Identifier: EUPL-1.2
"""Several processes share one embedded server."""

from __future__ import annotations

import fcntl

import pytest

from gearskifte.kernel.database.attach import attach, erase
from gearskifte.kernel.database.server import Server, State
from gearskifte.kernel.errors import DatabaseError
from tests.integration.conftest import StartClient

pytestmark = pytest.mark.integration

STARTS = "starting PostgreSQL"


def test_processes_that_come_at_once_share_one_server(
    each_server: Server, start_client: StartClient
) -> None:
    """Of four processes that attach at the same moment, exactly one makes and starts the server."""
    clients = [start_client("hold", each_server) for _ in range(4)]
    assert [client.says() for client in clients] == ["attached"] * 4
    assert each_server.log.read_text(encoding="utf-8").count(STARTS) == 1
    for client in clients:
        assert each_server.state() is State.RUNNING
        client.leaves()
    assert each_server.state() is State.STOPPED


def test_the_last_one_out_stops_the_server(server: Server, start_client: StartClient) -> None:
    """Who leaves while another stays does not stop the server; who leaves last does."""
    with attach(server):
        other = start_client("hold", server)
        assert other.says() == "attached"
    assert server.state() is State.RUNNING
    other.leaves()
    assert server.state() is State.STOPPED
    assert not server.runtime.exists()


def test_a_server_is_started_again_with_its_data(server: Server) -> None:
    """The second start finds what the first one made."""
    with attach(server):
        made = (server.data / "PG_VERSION").stat().st_ino
    with attach(server):
        assert (server.data / "PG_VERSION").stat().st_ino == made
        assert server.log.read_text(encoding="utf-8").count(STARTS) == 2


def test_one_process_may_attach_twice(server: Server) -> None:
    """An inner block that ends leaves the server to the outer one."""
    with attach(server):
        with attach(server):
            pass
        assert server.state() is State.RUNNING
    assert server.state() is State.STOPPED


def test_whoever_hangs_at_the_gate_is_named(server: Server) -> None:
    """A process that waits too long for another's start or stop is told which one it is."""
    with attach(server):
        pass
    with (server.home / "database.gate").open("r+") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        gate.write("4711")
        gate.flush()
        with pytest.raises(DatabaseError, match=r"GS-DB-010.*4711"), attach(server, patience=0.2):
            pass


def test_data_are_erased_only_when_nobody_uses_them(
    server: Server, start_client: StartClient
) -> None:
    """Erasing is refused while a process is attached, and afterwards removes everything."""
    client = start_client("hold", server)
    assert client.says() == "attached"
    with pytest.raises(DatabaseError, match="GS-DB-014"):
        erase(server)
    assert server.state() is State.RUNNING
    client.leaves()
    erase(server)
    assert server.state() is State.ABSENT
