# SPDX-License-Identifier: EUPL-1.2
"""The server counts what its time goes to, and only the owner's function tells of it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from gearskifte.kernel.config import Config
from gearskifte.kernel.database import provider, roles
from gearskifte.kernel.database.statements import read_taken

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]


@pytest.fixture
def home() -> Iterator[str]:
    """A folder that the server's own user may enter."""
    with tempfile.TemporaryDirectory(prefix="gearskifte-count-") as folder:
        Path(folder).chmod(0o755)
        yield folder


def test_the_embedded_server_counts_and_the_owner_sees_it(home: str) -> None:
    """The owner may see how often others' statements ran; the web role may not."""
    environ = {**os.environ, "GEARSKIFTE_POSTGRES_BIN": ""}
    config = Config(data_dir=home, postgres_bin=os.environ.get("GEARSKIFTE_POSTGRES_BIN", ""))
    with provider.serving(provider.resolve(config, environ)) as database:
        roles.ensure(database)
        roles.ensure(database)
        with roles.connected(database.web_url) as web:
            web.execute("SELECT 17 AS seventeen")
        query = "SELECT query, calls FROM pg_stat_statements WHERE query LIKE '%AS seventeen'"
        with roles.connected(database.owner_url) as owner:
            assert owner.execute(query).fetchall() == [("SELECT $1 AS seventeen", 1)]
        with (
            roles.connected(database.web_url) as web,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            web.execute(query)


def test_where_nobody_counts_nothing_is_told(web: Connection) -> None:
    """A server that was not asked to count gives no lines, and no error."""
    with web.cursor() as cursor:
        assert read_taken(cursor) == []
