# SPDX-License-Identifier: EUPL-1.2
"""One embedded PostgreSQL for a test run, in it one database for each test process.

A test that asks for `database` (or for `owner`, `worker` or `web`, a connection in that role) gets
the product's tables, with nothing in them but what the migrations put there. It may commit what it
likes: afterwards the tables are emptied. Code under test finds the same database, in this process
through Django's aliases `owner`, `worker` and `web`, in programs it starts through the environment.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
from django.db import connections
from psycopg import sql

from gearskifte.app import boot
from gearskifte.kernel.database import binaries, provider, roles
from gearskifte.kernel.database.attach import attach
from gearskifte.kernel.database.migrate import ALIAS, migrate
from gearskifte.kernel.database.provider import OWNER, Database
from gearskifte.kernel.database.server import ADMIN, Server
from gearskifte.overview.publishing import forget_kept

Connection = psycopg.Connection[tuple[Any, ...]]

HOME = "GEARSKIFTE_DATA_DIR"
TEMPLATE = "gearskifte_template"
# The run's data are thrown away, so they need not survive a power cut.
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

# How long an example may take says nothing on a busy machine.
hypothesis.settings.register_profile("gearskifte", deadline=None)
hypothesis.settings.load_profile("gearskifte")

# What migrations put into tables is kept aside, to be put back after each test.
KEEP_SEED = """
DO $$
DECLARE
    origin regclass;
    filled boolean;
BEGIN
    CREATE SCHEMA seed;
    FOR origin IN
        SELECT oid FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
            AND relname <> 'django_migrations'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', origin) INTO filled;
        IF filled THEN
            EXECUTE format('CREATE TABLE seed.%s AS TABLE %s', origin, origin);
        END IF;
    END LOOP;
END
$$
"""
EMPTY = """
DO $$
DECLARE
    origin regclass;
    filled boolean;
BEGIN
    SET LOCAL session_replication_role = replica;
    SET LOCAL lock_timeout = '300s';
    FOR origin IN
        SELECT oid FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
            AND relname <> 'django_migrations'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', origin) INTO filled;
        IF filled THEN
            EXECUTE format('TRUNCATE %s RESTART IDENTITY CASCADE', origin);
        END IF;
    END LOOP;
    FOR origin IN
        SELECT to_regclass(relname) FROM pg_class WHERE relnamespace = to_regnamespace('seed')
    LOOP
        EXECUTE format('INSERT INTO %s TABLE seed.%s', origin, origin);
    END LOOP;
END
$$
"""


def pytest_configure(config: pytest.Config) -> None:
    """Point this process, and all that it starts, at a database that only its tests use."""
    process = getattr(config, "workerinput", {}).get("workerid", "")
    if not process:
        made = Path(tempfile.mkdtemp(prefix="gearskifte-test-"))
        made.chmod(0o755)
        os.environ[HOME] = str(made)
    database = provider.embedded(_server(), f"gearskifte_{process or 'tests'}")
    os.environ["DATABASE_URL"] = database.admin_url
    os.environ["GEARSKIFTE_WORKER_DATABASE_URL"] = database.worker_url
    os.environ["GEARSKIFTE_WEB_DATABASE_URL"] = database.web_url
    os.environ["GEARSKIFTE_SECRET_KEY"] = "7e57" * 16
    os.environ["GEARSKIFTE_MODE"] = "demo"
    # A second process of the web server loads all of the product once more.
    os.environ["GEARSKIFTE_WEB_WORKERS"] = "1"
    # The tests start the program some hundred times, and it is not compiled anew each time.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.pop("GEARSKIFTE_CONFIG", None)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove what the run made."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ[HOME])


def _server() -> Server:
    found = binaries.locate(os.environ.get("GEARSKIFTE_POSTGRES_BIN", ""))
    return Server(Path(os.environ[HOME]), found, settings=HASTY)


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder that every user of the machine can get to."""
    made = Path(tempfile.mkdtemp(prefix="gearskifte-test-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="session")
def shared_server() -> Iterator[Server]:
    """The run's embedded PostgreSQL, shared by all its processes."""
    server = _server()
    with attach(server):
        yield server


@pytest.fixture(scope="session")
def migrated_database(shared_server: Server) -> Iterator[Database]:
    """This process's database, a copy of the one that the first process migrated."""
    installed = boot.installation()
    boot.set_up_django(installed, "web")
    name = psycopg.conninfo.conninfo_to_dict(installed.database.admin_url)["dbname"]
    database = provider.embedded(shared_server, str(name))
    with roles.connected(shared_server.address(ADMIN, "postgres")) as connection:
        connection.execute("SELECT pg_advisory_lock(1)")
        _ensure_template(connection, shared_server)
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}")
        names = (str(name), TEMPLATE, OWNER)
        connection.execute(copy.format(*map(sql.Identifier, names)))
    roles.ensure(database)
    yield database
    connections.close_all()


def _ensure_template(connection: Connection, server: Server) -> None:
    """Migrate an empty database under another name, and give it its own when all is well."""
    query = "SELECT 1 FROM pg_database WHERE datname = %s"
    if connection.execute(query, [TEMPLATE]).fetchone():
        return
    fresh = provider.embedded(server, f"{TEMPLATE}_new")
    owner = connections[ALIAS]
    named = owner.settings_dict["NAME"]
    owner.settings_dict["NAME"] = f"{TEMPLATE}_new"
    try:
        migrate(fresh)
    finally:
        owner.close()
        owner.settings_dict["NAME"] = named
    with roles.connected(fresh.admin_url) as inside:
        inside.execute(KEEP_SEED)
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    names = (f"{TEMPLATE}_new", TEMPLATE)
    connection.execute(rename.format(*map(sql.Identifier, names)))


@pytest.fixture(scope="session")
def broom(migrated_database: Database) -> Iterator[Connection]:
    """A connection that may empty every table."""
    with roles.connected(migrated_database.admin_url) as connection:
        yield connection


@pytest.fixture
def database(migrated_database: Database, broom: Connection) -> Iterator[Database]:
    """The product's database as migrated; emptied again after the test."""
    forget_kept()
    yield migrated_database
    broom.execute(EMPTY)


@pytest.fixture
def owner(database: Database) -> Iterator[Connection]:
    """A connection as the role that owns the tables; what is not committed is rolled back."""
    with closing(psycopg.connect(database.owner_url)) as connection:
        yield connection


@pytest.fixture
def worker(database: Database) -> Iterator[Connection]:
    """A connection as the role that takes messages in; what is not committed is rolled back."""
    with closing(psycopg.connect(database.worker_url)) as connection:
        yield connection


@pytest.fixture
def web(database: Database) -> Iterator[Connection]:
    """A connection as the role behind the pages; what is not committed is rolled back."""
    with closing(psycopg.connect(database.web_url)) as connection:
        yield connection
