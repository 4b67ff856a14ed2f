# SPDX-License-Identifier: EUPL-1.2
"""The benchmark's own embedded PostgreSQL, with settings for each of its stages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from django.db import connections

from gearskifte.app.boot import Installation
from gearskifte.kernel.database.attach import attach
from gearskifte.kernel.database.server import Server

MEASURING: Final = {"shared_buffers": "1GB", "max_wal_size": "1GB"}
"""A machine of its own would give it as much or more. Durable: every commit waits for the disk."""
COUNTING: Final = {**MEASURING, "shared_preload_libraries": "pg_stat_statements"}
HASTE: Final = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
}
FILLING: Final = {**MEASURING, **HASTE}
"""Filling anew is cheaper than surviving a power cut."""


@contextmanager
def running(installed: Installation, settings: Mapping[str, str]) -> Iterator[Server]:
    """The embedded server with these settings; stopped afterwards."""
    server = replace(managed(installed), settings=settings)
    with attach(server):
        try:
            yield server
        finally:
            connections.close_all()


def managed(installed: Installation) -> Server:
    """The embedded server of an installation that has one, as this benchmark's always has."""
    server = installed.database.managed
    assert server is not None
    return server


def postmaster(server: Server) -> int:
    """The number of the process that all of the server's others descend from."""
    return int(server.lock_files[0].read_text(encoding="utf-8").split()[0])
