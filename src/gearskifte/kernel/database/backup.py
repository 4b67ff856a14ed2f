# SPDX-License-Identifier: EUPL-1.2
"""Backups (sikkerhedskopi), and the proof that they can be restored.

    <folder>/gearskifte-20261129T034500Z/
        database.dump     made by pg_dump: tables, functions and row policies at one moment
        manifest.json     when, of which version and key, and the sum of every table

A backup never holds the secret key, and is of no use without it: messages and CPR numbers are
enciphered. It is complete when its folder has lost the ending `.partial`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec
import psycopg
from psycopg import IsolationLevel, sql

from gearskifte.kernel.database import address, failures, queries, roles
from gearskifte.kernel.database.binaries import Binaries
from gearskifte.kernel.database.provider import Database

DUMP: Final = "database.dump"
MANIFEST: Final = "manifest.json"
_SQL: Final = queries.load("gearskifte.kernel.database", "backup")


class TableSum(msgspec.Struct, frozen=True):
    """What a table held: its rows, and a sum over them that any change of a row changes."""

    rows: int
    digest: str


class Manifest(msgspec.Struct, frozen=True):
    """What a backup says of itself.

    Attributes:
        version: of Gearskifte.
        server: the version of the PostgreSQL it was made on.
        key: the mark of the secret key, which tells keys apart and gives none away.
        sha256: of the dump.
    """

    made_at: datetime
    version: str
    server: str
    key: str
    sha256: str
    tables: dict[str, TableSum]

    @property
    def rows(self) -> int:
        """How many rows the tables had together."""
        return sum(table.rows for table in self.tables.values())


def create(
    database: Database, programs: Binaries, folder: Path, *, key: str, version: str, at: datetime
) -> Path:
    """Copy the database as it is at one moment, while it is in use; the folder of the backup.

    Args:
        database: read as its owner.
        programs: with `pg_dump` of the server's version or a newer one.
        folder: where backups are kept; made if it is not there.
        key: the mark of the secret key (`secrets.mark`).
        version: of Gearskifte.
        at: now.

    Raises:
        DatabaseError: GS-DB-021 if it could not be made; nothing half-made is left.
    """
    made = folder / f"gearskifte-{at:%Y%m%dT%H%M%SZ}"
    partial = made.with_name(f"{made.name}.partial")
    try:
        partial.mkdir(mode=0o700, parents=True)
        with psycopg.connect(database.owner_url) as connection:
            connection.isolation_level = IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            snapshot = str(connection.execute(_SQL.export_snapshot).fetchall()[0][0])
            _run(
                programs.program("pg_dump"),
                database.owner_url,
                *("--format=custom", "--no-owner", "--no-privileges", "--schema=public"),
                *(f"--snapshot={snapshot}", f"--file={partial / DUMP}"),
            )
            manifest = Manifest(
                made_at=at,
                version=version,
                server=connection.info.parameter_status("server_version") or "",
                key=key,
                sha256=_sha256(partial / DUMP),
                tables=_sums(connection),
            )
        (partial / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
        _settle(partial)
        partial.rename(made)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise failures.backup_failed(error.strerror or "") from error
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return made


def read_manifest(backup: Path, key: str) -> Manifest:
    """What a backup says of itself, if it is whole and of this key.

    Raises:
        DatabaseError: GS-DB-022 if it is not.
    """
    try:
        manifest = msgspec.json.decode((backup / MANIFEST).read_bytes(), type=Manifest)
        whole = _sha256(backup / DUMP) == manifest.sha256
    except (OSError, msgspec.MsgspecError) as error:
        raise failures.backup_unusable(backup, "den er ikke hel", "it is not whole") from error
    if not whole:
        raise failures.backup_unusable(
            backup, "kopien er ændret efter den blev taget", "it was changed after it was made"
        )
    if manifest.key != key:
        raise failures.backup_unusable(
            backup,
            "den er taget med en anden nøgle; sæt den rigtige secret_key først",
            "it was made with another key; set the right secret_key first",
        )
    return manifest


def restore(database: Database, programs: Binaries, backup: Path, *, key: str) -> Manifest:
    """Restore a backup into a database that holds nothing yet, and prove it equal.

    Functions and rights are of the backup's version until `migrate` is run.

    Raises:
        DatabaseError: GS-DB-021 if it could not be restored, -022 if the backup is not whole or of
            another key, -023 if the database is not empty, -024 if a table came out different.
    """
    manifest = read_manifest(backup, key)
    roles.ensure(database)
    with psycopg.connect(database.owner_url) as connection:
        if connection.execute(_SQL.tables).fetchone():
            raise failures.not_empty()
    _run(
        programs.program("pg_restore"),
        database.owner_url,
        *("--no-owner", "--no-privileges", "--schema=public"),
        *("--single-transaction", "--exit-on-error"),
        str(backup / DUMP),
    )
    with psycopg.connect(database.owner_url) as connection:
        restored = _sums(connection)
    different = sorted(
        name
        for name in manifest.tables.keys() | restored.keys()
        if manifest.tables.get(name) != restored.get(name)
    )
    if different:
        raise failures.restored_differently(different)
    return manifest


def _sums(connection: psycopg.Connection[Any]) -> dict[str, TableSum]:
    connection.execute(_SQL.written_alike)
    sums = {}
    for (name,) in connection.execute(_SQL.tables).fetchall():
        statement = sql.SQL(_SQL.sum).format(table=sql.Identifier(str(name)))
        ((rows, digest),) = connection.execute(statement).fetchall()
        sums[str(name)] = TableSum(int(rows), str(digest))
    return sums


def _run(program: Path, url: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on a database; its password goes by the environment."""
    login = address.parse(url, "DATABASE_URL")
    environment = {**os.environ, "PGPASSWORD": login.pop("password", ""), "LC_ALL": "C"}
    command = [str(program), f"--dbname={address.build(login)}", *arguments]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode != 0:
        raise failures.backup_failed((done.stderr.strip().splitlines() or ["?"])[0])


def _sha256(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _settle(folder: Path) -> None:
    """See that what was written is on the disk before the backup is called complete."""
    for path in (*folder.iterdir(), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
