# SPDX-License-Identifier: EUPL-1.2
"""Who can reach an embedded server, and what it is told and tells."""

from __future__ import annotations

import sys
from pathlib import Path

import psycopg
import pytest

from gearskifte.kernel.database.attach import attach
from gearskifte.kernel.database.processes import named_in
from gearskifte.kernel.database.server import ADMIN, Server

pytestmark = pytest.mark.integration

VALUE = "a value that is nobody's business"


def test_the_server_listens_on_its_socket_alone(server: Server) -> None:
    """There is no TCP port, and the socket does not lie in the data."""
    with attach(server), psycopg.connect(server.address(ADMIN, "postgres")) as connection:
        assert connection.execute("SHOW listen_addresses").fetchall() == [("",)]
        assert connection.execute("SELECT inet_server_addr()").fetchall() == [(None,)]
        assert not server.socket.is_relative_to(server.data)
        assert not list(server.data.glob(".s.PGSQL*"))


def test_the_log_never_holds_a_value(each_server: Server) -> None:
    """A statement that fails on a value leaves neither the statement nor the value in the log."""
    with attach(each_server):
        address = each_server.address(ADMIN, "postgres")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE TABLE one (name text PRIMARY KEY)")
            connection.execute("INSERT INTO one VALUES (%s)", [VALUE])
            with pytest.raises(psycopg.errors.UniqueViolation):
                connection.execute("INSERT INTO one VALUES (%s)", [VALUE])
            with pytest.raises(psycopg.errors.InvalidTextRepresentation):
                connection.execute("SELECT %s::text::integer", [VALUE])
    log = each_server.log.read_text(encoding="utf-8")
    assert "database system is ready" in log
    assert "INSERT" not in log
    assert VALUE not in log


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_server_learns_nothing_from_our_environment(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the secret key nor another database's settings reach the server's process."""
    monkeypatch.setenv("GEARSKIFTE_SECRET_KEY", VALUE)
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PGDATA", "/nowhere")
    with attach(server):
        process = named_in(server.lock_files[0])
        assert process
        environment = Path(f"/proc/{process.pid}/environ").read_text(encoding="utf-8")
    assert "PATH=" in environment
    assert VALUE not in environment
    assert "PGPORT" not in environment


def test_data_are_utf_8_ordered_by_code_point_and_checked(each_server: Server) -> None:
    """Every cluster has the same encoding, order and checksums, whatever the machine's language."""
    address = each_server.address(ADMIN, "postgres")
    with attach(each_server), psycopg.connect(address) as connection:
        for setting, wanted in (("server_encoding", "UTF8"), ("data_checksums", "on")):
            assert connection.execute(f"SHOW {setting}").fetchall() == [(wanted,)]
        words = connection.execute("SELECT x FROM unnest('{Å,b,Æ,a,Z}'::text[]) x ORDER BY x")
        assert [word for (word,) in words] == ["Z", "a", "b", "Å", "Æ"]
        assert connection.execute("SELECT lower('ÆØÅ')").fetchall() == [("æøå",)]
