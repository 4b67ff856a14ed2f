# SPDX-License-Identifier: EUPL-1.2
"""Bring the tables to the newest version, then functions, row policies and rights.

A Django app keeps its functions, views and row policies in `sql/functions.sql` (more of them in
`sql/functions_*.sql`), and what worker and web may do with its tables in `sql/grants.sql`. They are
run after the migrations, in the order of INSTALLED_APPS, and must bear being run again. The grants
are the whole truth: all earlier rights on tables are withdrawn in the same transaction, so a right
that is no longer in a file is gone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.apps import apps
from django.core.management import call_command
from django.db import connections, transaction
from django.db.utils import OperationalError
from psycopg.errors import LockNotAvailable

from gearskifte.kernel.database import failures, queries, roles
from gearskifte.kernel.database.provider import Database

ALIAS: Final = "owner"
# Long enough for a running read, short enough that nobody queues up behind a waiting ALTER TABLE.
_TABLE_LOCK_SECONDS = 5


def migrate(database: Database, verbosity: int = 0, patience: int = 120) -> None:
    """Prepare roles, run Django's migrations as the owner, then every app's functions and grants.

    Django must be set up with the aliases of `provider.django_databases(database, …)`. Several
    processes may migrate at once: they take turns, each waiting up to `patience` seconds for its.

    Raises:
        DatabaseError: GS-DB-016 or -017 from the roles, GS-DB-020 if a lock was not had in time.
    """
    roles.ensure(database)
    try:
        with roles.connected(database.owner_url) as turn:
            turn.execute(f"SET lock_timeout = '{patience}s'")
            turn.execute("SELECT pg_advisory_lock(hashtext('gearskifte: migrate'))")
            _migrate_in_turn(verbosity)
    except (LockNotAvailable, OperationalError) as error:
        if not isinstance(error, LockNotAvailable) and not isinstance(
            error.__cause__, LockNotAvailable
        ):
            raise
        raise failures.migration_blocked(str(error).strip().splitlines()[0]) from error


def _migrate_in_turn(verbosity: int) -> None:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{_TABLE_LOCK_SECONDS}s'")
        try:
            call_command("migrate", database=ALIAS, interactive=False, verbosity=verbosity)
            _apply_sql_files()
        finally:
            cursor.execute("RESET lock_timeout")


def _apply_sql_files() -> None:
    with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
        cursor.execute(queries.load("gearskifte.kernel.database", "roles").withdraw_grants)
        for names in ("functions*.sql", "grants.sql"):
            for app in apps.get_app_configs():
                for file in sorted(Path(app.path, "sql").glob(names)):
                    cursor.execute(file.read_text(encoding="utf-8"))
