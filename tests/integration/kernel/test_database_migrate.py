# SPDX-License-Identifier: EUPL-1.2
"""Migrations, functions and rights are brought to the newest version, and may be again."""

from __future__ import annotations

import threading
from typing import Any

import psycopg
import pytest
from django.db import connections

from gearskifte.app import boot
from gearskifte.kernel.database import roles
from gearskifte.kernel.database.migrate import migrate
from gearskifte.kernel.database.provider import Database
from gearskifte.kernel.errors import DatabaseError

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]

RIGHTS = """
    SELECT oid::regclass::text, relacl::text, relrowsecurity
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'S')
    ORDER BY 1
"""


def _rights(connection: Connection) -> list[tuple[Any, ...]]:
    found = connection.execute(RIGHTS).fetchall()
    connection.commit()
    return found


def test_the_products_web_role_cannot_see_past_row_security(web: Connection) -> None:
    """After migration the web role passes its check, with the exceptions the product publishes."""
    roles.check_web_role(web, boot.PUBLISHED, boot.TRUSTED_FUNCTIONS)


def test_the_product_belongs_to_the_owner(owner: Connection) -> None:
    """Every table and function is the owner's, whoever started the migration."""
    tables = "SELECT count(*), bool_and(tableowner = 'gearskifte_owner') FROM pg_tables"
    found = owner.execute(f"{tables} WHERE schemaname = 'public'").fetchone()
    assert found is not None
    assert found[0] > 0
    assert found[1] is True


def test_migrating_again_changes_nothing(database: Database, owner: Connection) -> None:
    """A second run leaves tables, row security and rights exactly as they were."""
    before = _rights(owner)
    migrate(database)
    assert _rights(owner) == before


def test_a_right_that_is_in_no_file_is_gone(database: Database, owner: Connection) -> None:
    """What somebody granted by hand, even to everybody, does not outlive the next migration."""
    before = _rights(owner)
    owner.execute("GRANT DELETE ON kernel_audit TO gearskifte_web")
    owner.execute("GRANT SELECT ON kernel_outbox TO PUBLIC")
    owner.commit()
    assert _rights(owner) != before
    migrate(database)
    assert _rights(owner) == before


def test_processes_that_migrate_at_once_take_turns(database: Database, owner: Connection) -> None:
    """Four that migrate the same database at the same moment all succeed."""
    before = _rights(owner)
    failed: list[BaseException] = []

    def run() -> None:
        try:
            migrate(database)
        except BaseException as error:  # noqa: BLE001  shown by the assertion
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert _rights(owner) == before


def test_a_table_that_is_held_is_not_waited_for_long(
    database: Database, owner: Connection, web: Connection
) -> None:
    """While somebody holds a table the migration gives up with a clear error, nothing changed."""
    before = _rights(owner)
    web.execute("LOCK TABLE kernel_audit IN ACCESS SHARE MODE")
    with pytest.raises(DatabaseError, match="GS-DB-020"):
        migrate(database)
    web.rollback()
    assert _rights(owner) == before
    migrate(database)


def test_a_migration_in_progress_is_waited_for_in_turn(
    database: Database, owner: Connection
) -> None:
    """When another process's migration never ends, the wait does, with the same error."""
    owner.execute("SELECT pg_advisory_lock(hashtext('gearskifte: migrate'))")
    with pytest.raises(DatabaseError, match="GS-DB-020"):
        migrate(database, patience=1)
