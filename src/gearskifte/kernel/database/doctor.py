# SPDX-License-Identifier: EUPL-1.2
"""What the database part of `gearskifte doctor` looks at. Nothing is made, started or changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from gearskifte.kernel.config import Config
from gearskifte.kernel.database import provider, roles
from gearskifte.kernel.database.provider import Database
from gearskifte.kernel.database.server import Server, State
from gearskifte.kernel.errors import GearskifteError, Text

_DANISH = {
    State.ABSENT: "ikke oprettet",
    State.STOPPED: "stoppet",
    State.STARTING: "starter",
    State.RUNNING: "kører",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `remedy` says what to do and is there unless it is `ok`."""

    name: Text
    ok: bool
    detail: Text
    remedy: Text | None = None


def diagnose(config: Config, environ: Mapping[str, str] | None = None) -> list[Check]:
    """Everything the database needs on this machine, in the order in which it is needed."""
    try:
        database = provider.resolve(config, environ)
    except GearskifteError as error:
        return [_failed(Text("PostgreSQL", "PostgreSQL"), error)]
    if database.managed is None:
        return [_check(Text("Database", "Database"), lambda: _answer(database))]
    server = database.managed
    return [
        _programs(server),
        _check(Text("Datamappe", "Data folder"), lambda: _folder(server)),
        _check(Text("Diskplads", "Disk space"), lambda: _space(server)),
        _check(Text("Databasens adresse", "Database address"), lambda: _socket(server)),
        _check(Text("Data", "Data"), lambda: _data(server)),
    ]


def _check(name: Text, look: Callable[[], Text]) -> Check:
    try:
        return Check(name, ok=True, detail=look())
    except GearskifteError as error:
        return _failed(name, error)


def _failed(name: Text, error: GearskifteError) -> Check:
    detail = Text(f"{error.what.da} {error.why.da}", f"{error.what.en} {error.why.en}")
    return Check(name, ok=False, detail=detail, remedy=error.do)


def _programs(server: Server) -> Check:
    found = server.programs
    said = f"{found.version}, {found.origin}, {found.folder}"
    return Check(Text("PostgreSQL", "PostgreSQL"), ok=True, detail=Text(said, said))


def _answer(database: Database) -> Text:
    with roles.connected(database.web_url) as connection:
        number = connection.info.server_version // 10_000
    return Text(f"svarer, version {number}", f"answers, version {number}")


def _folder(server: Server) -> Text:
    """The home folder, or the nearest folder above it, can be written and reached."""
    runner = server.check_folder(_nearest(server.home))
    return Text(
        f"{server.home}, serveren kører som {runner.name}",
        f"{server.home}, the server runs as {runner.name}",
    )


def _space(server: Server) -> Text:
    free = server.check_space(_nearest(server.home))
    return Text(f"{free} MiB ledig", f"{free} MiB free")


def _nearest(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if os.path.lexists(path))


def _socket(server: Server) -> Text:
    said = f"{server.socket} ({server.check_socket()} bytes)"
    return Text(said, said)


def _data(server: Server) -> Text:
    """There are no data yet, or some that these programs can read."""
    if not server.data.exists():
        return Text("ingen endnu", "none yet")
    server.check_version()
    state, version = server.state(), server.programs.major
    return Text(f"version {version}, {_DANISH[state]}", f"version {version}, {state}")
