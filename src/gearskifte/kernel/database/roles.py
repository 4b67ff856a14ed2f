# SPDX-License-Identifier: EUPL-1.2
"""Three roles, and the check that the one behind the web pages cannot see past row security.

- gearskifte_owner owns the database and everything in it; it migrates.
- gearskifte_worker takes messages in and sends events out; it may make temporary types.
- gearskifte_web owns nothing and sees the rows that row security gives it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

import psycopg
from psycopg import errors, sql

from gearskifte.kernel.database import failures, queries
from gearskifte.kernel.database.binaries import OLDEST
from gearskifte.kernel.database.provider import OWNER, WEB, WORKER, Database
from gearskifte.kernel.database.server import ADMIN, Server

_ALL: Final = (OWNER, WORKER, WEB)
_SQL = queries.load("gearskifte.kernel.database", "roles")
_PRIVILEGES = sql.SQL(
    """
    REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC;
    GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {worker};
    GRANT CONNECT ON DATABASE {database} TO {web};
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    GRANT USAGE ON SCHEMA public TO {worker}, {web}
    """
)


def ensure(database: Database) -> None:
    """See that the database and the three roles exist, own and may what they should.

    Changes nothing that is already so; several processes may do it at once.

    Raises:
        DatabaseError: GS-DB-016 if the database does not answer or is too old, GS-DB-017 if
            something is missing that this login may not make.
    """
    if database.managed is not None:
        _ensure_database(database.managed, database.admin_url)
    with connected(database.admin_url) as connection:
        login, name = connection.info.user, connection.info.dbname
        try:
            with connection.transaction():
                _ensure_roles(connection)
        except errors.InsufficientPrivilege as error:
            raise failures.roles_missing(_for_administrator(login, name)) from error
        if database.managed is not None and connection.execute(_SQL.can_count).fetchone():
            connection.execute(_SQL.count_statements)


@contextmanager
def connected(url: str) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """A connection that commits each statement by itself, closed at the end.

    Raises:
        DatabaseError: GS-DB-016 if the database does not answer or is too old.
    """
    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise failures.no_answer(str(error).strip().splitlines()[-1]) from error
    with connection:
        if connection.info.server_version < OLDEST * 10_000:
            raise failures.no_answer(f"PostgreSQL {connection.info.server_version // 10_000}")
        yield connection


def _ensure_database(server: Server, admin_url: str) -> None:
    """Make the database in the embedded server unless it is there."""
    name = psycopg.conninfo.conninfo_to_dict(admin_url)["dbname"]
    with connected(server.address(ADMIN, "postgres")) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('gearskifte: make database'))")
        if not cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(str(name))))


def _ensure_roles(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    connection.execute(_SQL.lock_preparation)
    for (role,) in connection.execute(_SQL.missing_roles, {"roles": list(_ALL)}).fetchall():
        # Roles belong to the whole cluster: another database's preparation may be as far as ours.
        with suppress(errors.DuplicateObject, errors.UniqueViolation), connection.transaction():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
    # Before PostgreSQL 16 every member could take on the role.
    right = "SET" if connection.info.server_version >= 160_000 else "MEMBER"
    wanted = {"roles": list(_ALL), "right": right}
    for (role,) in connection.execute(_SQL.roles_not_to_be_taken_on, wanted).fetchall():
        grant = sql.SQL("GRANT {} TO SESSION_USER").format(sql.Identifier(role))
        connection.execute(grant)
    name, owner = connection.execute(_SQL.database_owner).fetchall()[0]
    if owner != OWNER:
        change = sql.SQL("ALTER DATABASE {} OWNER TO {}")
        connection.execute(change.format(sql.Identifier(name), sql.Identifier(OWNER)))
    connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(OWNER)))
    connection.execute(
        _PRIVILEGES.format(
            database=sql.Identifier(name),
            worker=sql.Identifier(WORKER),
            web=sql.Identifier(WEB),
        )
    )


def _for_administrator(login: str, database: str) -> str:
    """The statements that somebody with more rights has to run once."""
    roles = ", ".join(_ALL)
    create = " ".join(f"CREATE ROLE {role} LOGIN;" for role in _ALL)
    return f"{create} GRANT {roles} TO {login}; ALTER DATABASE {database} OWNER TO {OWNER};"


def check_web_role(
    connection: psycopg.Connection[Any],
    published: Collection[str] = (),
    trusted_functions: Collection[str] = (),
) -> None:
    """Refuse a web role that could see past row security. Run at start-up, as the web role.

    Every table it has any right on must have row security on, every view must run with the
    reader's rights, and no function it may call may run with its owner's rights. Exceptions are
    named by the caller: `published` tables and views, the same for everybody to read, and
    `trusted_functions`, all of them in the schema public.

    Raises:
        DatabaseError: GS-DB-018 or -019, naming what is wrong and the statement that mends it.
    """
    with connection.cursor(row_factory=psycopg.rows.tuple_row) as cursor:
        stronger = {"stronger": [OWNER, WORKER]}
        me = cursor.execute(_SQL.who_am_i, stronger).fetchall()[0]
        _check_attributes(*me)
        owned = [name for (name,) in cursor.execute(_SQL.owned)]
        if owned:
            raise failures.web_role_too_strong(
                f"Den ejer {', '.join(owned)}.",
                f"It owns {', '.join(owned)}.",
                f"ALTER {owned[0].upper().split()[0]} … OWNER TO {OWNER}",
            )
        exempt = {"published": list(published), "trusted": list(trusted_functions)}
        for query in (_SQL.unguarded_relations, _SQL.unguarded_functions):
            found = cursor.execute(query, exempt).fetchall()
            if found:
                remedies = "; ".join(remedy for _, remedy in found)
                raise failures.unguarded([name for name, _ in found], remedies)


def _check_attributes(name: str, superuser: bool, bypasses: bool, member_of: list[str]) -> None:
    if superuser:
        raise failures.web_role_too_strong(
            f"{name} er superbruger.", f"{name} is a superuser.", f"ALTER ROLE {name} NOSUPERUSER"
        )
    if bypasses:
        raise failures.web_role_too_strong(
            f"{name} omgår rækkesikkerhed.",
            f"{name} bypasses row security.",
            f"ALTER ROLE {name} NOBYPASSRLS",
        )
    if member_of:
        roles = ", ".join(member_of)
        raise failures.web_role_too_strong(
            f"{name} er medlem af {roles}.",
            f"{name} is a member of {roles}.",
            f"REVOKE {roles} FROM {name}",
        )
