# SPDX-License-Identifier: EUPL-1.2
"""Which database is used, by which addresses."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict

from gearskifte.kernel.config import Config
from gearskifte.kernel.database import address, provider
from gearskifte.kernel.database.provider import OWNER, WEB, WORKER
from gearskifte.kernel.errors import DatabaseError

pytestmark = pytest.mark.unit

PASSWORD = "p@ss/w:rd%?&=#+ æ'"
ADDRESS = address.build({"host": "db.kommune.dk", "user": "app", "password": PASSWORD})
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)


@given(st.dictionaries(st.sampled_from(["user", "password", "dbname", "options"]), WORDS))
def test_an_address_carries_any_value(parameters: dict[str, str]) -> None:
    """Whatever stands in a password or a name, the address gives it back unchanged."""
    assert address.parse(address.build(parameters), "DATABASE_URL") == parameters


def test_each_role_is_taken_on_by_the_configured_login() -> None:
    """With DATABASE_URL alone, the same login connects for each role and takes it on."""
    database = provider.resolve(Config(database_url=ADDRESS))
    for url, role in (
        (database.owner_url, OWNER),
        (database.worker_url, WORKER),
        (database.web_url, WEB),
    ):
        assert conninfo_to_dict(url) == {
            "host": "db.kommune.dk",
            "user": "app",
            "password": PASSWORD,
            "dbname": "gearskifte",
            "options": f"-c role={role}",
        }
    assert "options" not in conninfo_to_dict(database.admin_url)
    assert database.managed is None


def test_a_roles_own_address_is_used_as_it_stands() -> None:
    """Where web and worker have logins of their own, those are used."""
    configured = Config(
        database_url=ADDRESS,
        worker_database_url="postgresql://worker@db.kommune.dk/other",
        web_database_url="host=db2.kommune.dk user=web sslmode=verify-full",
    )
    database = provider.resolve(configured)
    assert conninfo_to_dict(database.worker_url) == {
        "host": "db.kommune.dk",
        "user": "worker",
        "dbname": "other",
    }
    assert conninfo_to_dict(database.web_url) == {
        "host": "db2.kommune.dk",
        "user": "web",
        "sslmode": "verify-full",
        "dbname": "gearskifte",
    }


def test_options_that_are_there_already_stay() -> None:
    """Taking on a role is added to what the address asks for."""
    url = address.build({"user": "app", "options": "-c statement_timeout=9s"})
    database = provider.resolve(Config(database_url=url))
    wanted = f"-c statement_timeout=9s -c role={WEB}"
    assert conninfo_to_dict(database.web_url)["options"] == wanted


def test_a_login_that_is_the_role_takes_on_nothing() -> None:
    """Who logs in as the owner is the owner, also through poolers that know no options."""
    database = provider.resolve(Config(database_url=f"postgresql://{OWNER}@db.kommune.dk"))
    assert "options" not in conninfo_to_dict(database.owner_url)


def test_a_password_is_never_shown() -> None:
    """Neither the text of a database nor the error of an unreadable address shows a password."""
    assert "ss/w" not in repr(provider.resolve(Config(database_url=ADDRESS)))
    with pytest.raises(DatabaseError, match="GS-DB-015") as caught:
        provider.resolve(Config(database_url="postgresql://app:topsecret@[bad"))
    assert "DATABASE_URL" in str(caught.value)
    assert "topsecret" not in f"{caught.value} {caught.value.__cause__}"
    with pytest.raises(DatabaseError, match="GEARSKIFTE_WEB_DATABASE_URL"):
        provider.resolve(Config(database_url=ADDRESS, web_database_url="user=web password"))


def test_the_embedded_database_has_a_login_for_each_role(tmp_path: Path) -> None:
    """Without DATABASE_URL the database is an embedded one in the data folder."""
    database = provider.resolve(Config(data_dir=str(tmp_path / "data")))
    assert database.managed
    assert database.managed.home == tmp_path / "data"
    socket = str(database.managed.runtime)
    for url, role in (
        (database.owner_url, OWNER),
        (database.worker_url, WORKER),
        (database.web_url, WEB),
    ):
        found = conninfo_to_dict(url)
        assert (found["user"], found["host"], found["dbname"]) == (role, socket, "gearskifte")
    assert not (tmp_path / "data").exists()


def test_the_data_folder_follows_the_users_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The configured folder goes first, then the system's for root, the user's for others."""
    environ = {"HOME": "/home/anna", "XDG_DATA_HOME": "/data/anna"}
    assert provider.data_folder(Config(data_dir="/srv/here"), environ) == Path("/srv/here")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert provider.data_folder(Config(), environ) == Path("/var/lib/gearskifte")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert provider.data_folder(Config(), environ) == Path("/data/anna/gearskifte")
    del environ["XDG_DATA_HOME"]
    assert provider.data_folder(Config(), environ) == Path("/home/anna/.local/share/gearskifte")


def test_django_gets_three_aliases_and_a_default() -> None:
    """Each alias is its role's address; connections persist and are checked when taken up."""
    found = provider.django_databases(provider.resolve(Config(database_url=ADDRESS)), "web")
    assert set(found) == {"default", "owner", "worker", "web"}
    assert found["default"] == found["web"]
    assert found["web"] == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "gearskifte",
        "USER": "app",
        "PASSWORD": PASSWORD,
        "HOST": "db.kommune.dk",
        "PORT": "",
        "OPTIONS": {"options": f"-c role={WEB}"},
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
