# SPDX-License-Identifier: EUPL-1.2
"""The three roles, and the check that the web role cannot see past row security."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import psycopg
import pytest

from gearskifte.kernel.config import Config
from gearskifte.kernel.database import provider, roles
from gearskifte.kernel.database.provider import OWNER, WEB, WORKER, Database
from gearskifte.kernel.database.server import ADMIN, Server
from gearskifte.kernel.errors import DatabaseError

pytestmark = pytest.mark.integration

FUNCTION = "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'"


def _as_owner(database: Database, *statements: str) -> None:
    with roles.connected(database.owner_url) as connection:
        for statement in statements:
            connection.execute(statement)


def _check(
    database: Database, published: tuple[str, ...] = (), trusted: tuple[str, ...] = ()
) -> None:
    with roles.connected(database.web_url) as connection:
        roles.check_web_role(connection, published, trusted)


def _refusal(database: Database) -> str:
    with pytest.raises(DatabaseError) as caught:
        _check(database)
    return str(caught.value)


def test_the_roles_are_made_once_however_many_processes_ask(shared_server: Server) -> None:
    """Eight at once, on two new databases, all end with the database owned by the owner."""
    names = [f"test_{uuid.uuid4().hex}" for _ in range(2)]
    databases = [provider.embedded(shared_server, name) for name in names for _ in range(4)]
    failed: list[BaseException] = []

    def ensure(database: Database) -> None:
        try:
            roles.ensure(database)
        except BaseException as error:  # noqa: BLE001  shown by the assertion
            failed.append(error)

    threads = [threading.Thread(target=ensure, args=[database]) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with roles.connected(shared_server.address(ADMIN, "postgres")) as connection:
        query = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = ANY (%s)"
        assert connection.execute(query, [names]).fetchall() == [(OWNER,), (OWNER,)]
        for name in names:
            connection.execute(f"DROP DATABASE {name}")


def test_each_address_leads_to_its_role(empty_database: Database) -> None:
    """Owner, worker and web arrive as themselves, none of them a superuser."""
    addresses = {
        OWNER: empty_database.owner_url,
        WORKER: empty_database.worker_url,
        WEB: empty_database.web_url,
    }
    for role, address in addresses.items():
        with closing(psycopg.connect(address)) as connection:
            query = "SELECT current_user, session_user, current_setting('is_superuser')"
            assert connection.execute(query).fetchone() == (role, role, "off")


def test_only_the_owner_makes_tables(empty_database: Database) -> None:
    """The worker may make temporary tables for loading, the web role none at all."""
    permitted = {
        ("owner", "CREATE TABLE a (x int)"): True,
        ("worker", "CREATE TABLE b (x int)"): False,
        ("worker", "CREATE TEMPORARY TABLE c (x int)"): True,
        ("web", "CREATE TABLE d (x int)"): False,
        ("web", "CREATE TEMPORARY TABLE e (x int)"): False,
    }
    for (role, statement), allowed in permitted.items():
        with roles.connected(getattr(empty_database, f"{role}_url")) as connection:
            if allowed:
                connection.execute(statement)
            else:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(statement)


def test_a_web_role_that_reaches_nothing_passes(empty_database: Database) -> None:
    """Tables without row security do no harm while the web role has no right on them."""
    _as_owner(empty_database, "CREATE TABLE secret (person_id int)")
    _check(empty_database)


@pytest.mark.parametrize(
    "right",
    ["SELECT", "INSERT", "UPDATE", "DELETE", "SELECT (person_id)", "UPDATE (person_id)"],
)
def test_any_right_on_an_unguarded_table_is_refused(empty_database: Database, right: str) -> None:
    """Whatever the right, even on one column, the table is named with the statement that mends."""
    _as_owner(
        empty_database,
        "CREATE TABLE letter (person_id int, body text)",
        f"GRANT {right} ON letter TO gearskifte_web",
    )
    said = _refusal(empty_database)
    assert "GS-DB-019" in said
    remedy = "ALTER TABLE letter ENABLE ROW LEVEL SECURITY"
    assert remedy in said
    _as_owner(empty_database, remedy)
    _check(empty_database)


def test_a_right_given_to_everybody_counts(empty_database: Database) -> None:
    """A table opened to PUBLIC is open to the web role."""
    _as_owner(empty_database, "CREATE TABLE letter (x int)", "GRANT SELECT ON letter TO PUBLIC")
    assert "letter" in _refusal(empty_database)


def test_a_published_table_needs_no_row_security(empty_database: Database) -> None:
    """Reference tables named by the caller may be read by everybody; others still may not."""
    _as_owner(
        empty_database,
        "CREATE TABLE subject (x int)",
        "CREATE TABLE letter (x int)",
        "GRANT SELECT ON subject, letter TO gearskifte_web",
    )
    with pytest.raises(DatabaseError) as caught:
        _check(empty_database, published=("subject",))
    assert "letter" in caught.value.what.en
    assert "subject" not in caught.value.what.en
    _check(empty_database, published=("subject", "letter"))


def test_a_view_must_run_with_the_readers_rights(empty_database: Database) -> None:
    """A view that reads as its owner sees past row security and is refused until it does not."""
    _as_owner(
        empty_database,
        "CREATE TABLE letter (person_id int)",
        "ALTER TABLE letter ENABLE ROW LEVEL SECURITY",
        "CREATE VIEW letters AS SELECT * FROM letter",
        "GRANT SELECT ON letters TO gearskifte_web",
    )
    remedy = "ALTER VIEW letters SET (security_invoker = true)"
    assert remedy in _refusal(empty_database)
    _as_owner(empty_database, remedy)
    _check(empty_database)


def test_a_function_must_run_with_the_callers_rights(empty_database: Database) -> None:
    """A function with its owner's rights is refused unless the caller trusts it by name."""
    _as_owner(
        empty_database,
        "CREATE FUNCTION peek() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
    )
    assert "REVOKE EXECUTE ON FUNCTION peek()" in _refusal(empty_database)
    _check(empty_database, trusted=("peek",))
    _as_owner(empty_database, "REVOKE EXECUTE ON FUNCTION peek() FROM PUBLIC")
    _check(empty_database)


@pytest.mark.parametrize(
    ("strengthen", "weaken", "word"),
    [
        ("ALTER ROLE {role} SUPERUSER", "ALTER ROLE {role} NOSUPERUSER", "superuser"),
        ("ALTER ROLE {role} BYPASSRLS", "ALTER ROLE {role} NOBYPASSRLS", "bypasses"),
        (f"GRANT {OWNER} TO {{role}}", f"REVOKE {OWNER} FROM {{role}}", OWNER),
        (f"GRANT {WORKER} TO {{role}}", f"REVOKE {WORKER} FROM {{role}}", WORKER),
        ("CREATE TABLE t (x int); ALTER TABLE t OWNER TO {role}", "DROP TABLE t", "table t"),
        ("CREATE SCHEMA s AUTHORIZATION {role}", "DROP SCHEMA s", "schema s"),
        (f"{FUNCTION}; ALTER FUNCTION f OWNER TO {{role}}", "DROP FUNCTION f", "function f()"),
    ],
)
def test_a_web_role_with_power_is_refused(
    empty_database: Database, strengthen: str, weaken: str, word: str
) -> None:
    """A web role that is a superuser, bypasses, belongs to a stronger role or owns is refused."""
    # A role of the test's own: roles are shared with tests that run at the same time.
    role = f"web_{uuid.uuid4().hex}"
    address = empty_database.web_url.replace(WEB, role)
    with roles.connected(empty_database.admin_url) as admin:
        admin.execute(f"CREATE ROLE {role} LOGIN; GRANT USAGE ON SCHEMA public TO {role}")
        try:
            _check(replace(empty_database, web_url=address))
            admin.execute(strengthen.format(role=role))
            said = _refusal(replace(empty_database, web_url=address))
            assert "GS-DB-018" in said
            assert word in said
            admin.execute(weaken.format(role=role))
            _check(replace(empty_database, web_url=address))
        finally:
            admin.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")


@pytest.fixture
def login(empty_database: Database) -> Iterator[str]:
    """An ordinary login of a database server that is not ours to rule."""
    name = f"login_{uuid.uuid4().hex}"
    with roles.connected(empty_database.admin_url) as admin:
        admin.execute(f"CREATE ROLE {name} LOGIN")
        yield name
        admin.execute(f"DROP OWNED BY {name}; DROP ROLE {name}")


def test_a_login_without_rights_is_told_what_to_ask_for(
    empty_database: Database, login: str
) -> None:
    """Where the login may not prepare the database, the error has the SQL for who may."""
    configured = Config(database_url=empty_database.admin_url.replace(ADMIN, login))
    database = provider.resolve(configured)
    with pytest.raises(DatabaseError) as caught:
        roles.ensure(database)
    assert caught.value.code == "GS-DB-017"
    assert login in caught.value.do.en
    assert f"CREATE ROLE {WEB}" in caught.value.do.en


def test_one_login_serves_all_three_roles(empty_database: Database, login: str) -> None:
    """With DATABASE_URL alone the login takes on each role, and web passes its check."""
    with roles.connected(empty_database.admin_url) as admin:
        admin.execute(f"GRANT {OWNER}, {WORKER}, {WEB} TO {login}")
    configured = Config(database_url=empty_database.admin_url.replace(ADMIN, login))
    database = provider.resolve(configured)
    roles.ensure(database)
    addresses = {OWNER: database.owner_url, WORKER: database.worker_url, WEB: database.web_url}
    for role, address in addresses.items():
        with closing(psycopg.connect(address)) as connection:
            query = "SELECT current_user, session_user"
            assert connection.execute(query).fetchone() == (role, login)
    _check(database)


def test_a_database_that_does_not_answer_is_named(shared_server: Server) -> None:
    """A wrong address is an error that tells what PostgreSQL said."""
    database = provider.resolve(Config(database_url=shared_server.address(ADMIN, "no_such")))
    with pytest.raises(DatabaseError, match=r"GS-DB-016.*no_such"):
        roles.ensure(database)
