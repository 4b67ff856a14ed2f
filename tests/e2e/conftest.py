# SPDX-License-Identifier: EUPL-1.2
"""One browser for all tests of a process, and the product with a whole municipality in it.

The municipality is built once in a run, by `gearskifte demo` itself; every process that needs it
serves a copy of its own, so that what one test does is in nobody else's log.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from psycopg import sql

from gearskifte.app import serving
from gearskifte.app.browser import find_browser, launch_options
from gearskifte.kernel.database import provider, roles
from gearskifte.kernel.database.provider import OWNER, Database
from gearskifte.kernel.database.server import ADMIN, Server
from tests.e2e.visiting import PATIENCE, Visitors

ROOT = Path(__file__).resolve().parents[2]
EMPTY = "gearskifte_template"
BUILT = "gearskifte_korsbaek"
SECONDS = 1000
"""A program that has not built the municipality by then never will."""

STATEMENT = "https://korsbaek.example/tilgaengelighed"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each test gets a profile of its own."""
    executable = find_browser()
    assert executable is not None, "no browser: run `python hatch_build.py browser`"
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, and Django takes that for async code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(**launch_options(executable))
        expect.set_options(timeout=PATIENCE)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def korsbaek(shared_server: Server, migrated_database: Database) -> Database:
    """A database with the demo's municipality and some messages from elsewhere."""
    return _municipality(shared_server, migrated_database, "pages")


@pytest.fixture(scope="module")
def korsbaek_apart(shared_server: Server, migrated_database: Database) -> Database:
    """The same once more, for a module that changes what the others look at."""
    return _municipality(shared_server, migrated_database, f"apart_{uuid4().hex[:8]}")


def _municipality(server: Server, migrated: Database, ending: str) -> Database:
    name = f"{psycopg.conninfo.conninfo_to_dict(migrated.admin_url)['dbname']}_{ending}"
    database = provider.embedded(server, name)
    with roles.connected(server.address(ADMIN, "postgres")) as connection:
        connection.execute("SELECT pg_advisory_lock(2)")
        query = "SELECT 1 FROM pg_database WHERE datname = %s"
        if connection.execute(query, [BUILT]).fetchone() is None:
            _build(connection, server)
        _copy(connection, BUILT, name)
    roles.ensure(database)
    return database


def _build(connection: psycopg.Connection[tuple[object, ...]], server: Server) -> None:
    """Build under another name, and give it its own when all is well."""
    unfinished = provider.embedded(server, f"{BUILT}_new")
    _copy(connection, EMPTY, f"{BUILT}_new")
    roles.ensure(unfinished)
    _run(unfinished, "demo", "--once", "--size", "s", "--port", str(free_port()))
    _run(unfinished, "registry", "import", str(ROOT / "tests" / "fixtures" / "messages"))
    _run(unfinished, "worker", "--once")
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    connection.execute(rename.format(*map(sql.Identifier, (f"{BUILT}_new", BUILT))))


def _copy(connection: psycopg.Connection[tuple[object, ...]], template: str, name: str) -> None:
    copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}")
    connection.execute(copy.format(*map(sql.Identifier, (name, template, OWNER))))


def _run(database: Database, *arguments: str) -> None:
    """Run the command-line program on a database, and see that all went well."""
    command = [sys.executable, "-m", "gearskifte", *arguments]
    # Into a file and not a pipe: a pipe would be waited for till its last holder had ended.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(
            command,
            env=environment(database),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            timeout=SECONDS,
            check=False,
        )
        said.seek(0)
        assert done.returncode == 0, said.read()


def environment(database: Database) -> dict[str, str]:
    """The environment of the product's processes on a database."""
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "DATABASE_URL": database.admin_url,
        "GEARSKIFTE_WORKER_DATABASE_URL": database.worker_url,
        "GEARSKIFTE_WEB_DATABASE_URL": database.web_url,
        "GEARSKIFTE_ORGANISATION": "Korsbæk Kommune",
        "GEARSKIFTE_ACCESSIBILITY_STATEMENT": STATEMENT,
        "GEARSKIFTE_SMTP_HOST": "mail.korsbaek.example",
        "GEARSKIFTE_MAIL_FROM": "besked@korsbaek.example",
        "GEARSKIFTE_POST_FOLDER": str(Path(tempfile.gettempdir()) / "korsbaek-post"),
    }


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def product(korsbaek: Database) -> Iterator[str]:
    """The address of the product's own web process on that database."""
    with _served(korsbaek) as address:
        yield address


@contextmanager
def _served(database: Database) -> Iterator[str]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = serving.command("127.0.0.1", port)
    with subprocess.Popen(command, env=environment(database)) as web:
        serving.await_page(f"{address}/sundhed/", web)
        yield address
        serving.stop([web])


@pytest.fixture(scope="session")
def visitors(chromium: Browser, product: str) -> Visitors:
    """The people of the demo, each with a browser profile, at the product's pages."""
    return Visitors(chromium, product)


@pytest.fixture(scope="module")
def visitors_apart(chromium: Browser, korsbaek_apart: Database) -> Iterator[Visitors]:
    """The same people, at pages that nobody else looks at."""
    with _served(korsbaek_apart) as address:
        yield Visitors(chromium, address)
