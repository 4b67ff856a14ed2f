# SPDX-License-Identifier: EUPL-1.2
"""Which database this installation uses, and the address of it for each role.

`DATABASE_URL` if it is set, else the embedded server of the data folder. A role's own address
(`GEARSKIFTE_WEB_DATABASE_URL`, `GEARSKIFTE_WORKER_DATABASE_URL`) is used as it stands; without one,
the login of `DATABASE_URL` takes on the role when it connects. The former is safer: a login that
took on the web role can lay it off again, one that never was anything else cannot.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from gearskifte.kernel.config import Config
from gearskifte.kernel.database import address, binaries
from gearskifte.kernel.database.attach import attach
from gearskifte.kernel.database.server import ADMIN, Server

COUNTING: Final = "pg_stat_statements"
OWNER: Final = "gearskifte_owner"
WORKER: Final = "gearskifte_worker"
WEB: Final = "gearskifte_web"
NAME: Final = "gearskifte"


@dataclass(frozen=True, slots=True)
class Database:
    """One database by its addresses (`postgresql://…`), which may hold passwords.

    `admin_url` may make the roles and the database; `owner_url` migrates; `worker_url` takes
    messages in; `web_url` sees what row security lets it. `managed` is the embedded server it
    lives in, or None.
    """

    admin_url: str = field(repr=False)
    owner_url: str = field(repr=False)
    worker_url: str = field(repr=False)
    web_url: str = field(repr=False)
    managed: Server | None = None


def resolve(config: Config, environ: Mapping[str, str] | None = None) -> Database:
    """The database of this configuration. Nothing is started, made or connected to.

    `environ` is where the user's home and data folder are looked up (the process's own if None).

    Raises:
        DatabaseError: GS-DB-015 for an unreadable address, GS-DB-001 or -002 if the embedded
            server is to be used and there are no programs for it.
    """
    if config.database_url:
        return _configured(config)
    home = data_folder(config, os.environ if environ is None else environ)
    programs = binaries.locate(config.postgres_bin)
    # The server's own counting of what its time goes to, for the page of how it runs.
    counting = {"shared_preload_libraries": COUNTING} if programs.has_library(COUNTING) else {}
    return embedded(Server(home, programs, settings=counting))


def embedded(server: Server, name: str = NAME) -> Database:
    """The database called `name` of an embedded server, each role with a login of its own."""
    return Database(
        admin_url=server.address(ADMIN, name),
        owner_url=server.address(OWNER, name),
        worker_url=server.address(WORKER, name),
        web_url=server.address(WEB, name),
        managed=server,
    )


def beside(database: Database, name: str) -> Database:
    """The database called `name` on the same server, with the same logins."""

    def named(url: str) -> str:
        return address.build({**address.parse(url, "DATABASE_URL"), "dbname": name})

    return Database(
        admin_url=named(database.admin_url),
        owner_url=named(database.owner_url),
        worker_url=named(database.worker_url),
        web_url=named(database.web_url),
        managed=database.managed,
    )


@contextmanager
def serving(database: Database) -> Iterator[Database]:
    """Keep the database running while the block does: attach to it if it is embedded."""
    if database.managed is None:
        yield database
        return
    with attach(database.managed):
        yield database


def data_folder(config: Config, environ: Mapping[str, str]) -> Path:
    """The home folder of the embedded server and the key file.

    `GEARSKIFTE_DATA_DIR`; without it /var/lib/gearskifte for root and the user's data folder
    ($XDG_DATA_HOME, else ~/.local/share) for anybody else.
    """
    if config.data_dir:
        return Path(config.data_dir).expanduser().absolute()
    if os.geteuid() == 0:
        return Path("/var/lib", NAME)
    shared = environ.get("XDG_DATA_HOME") or Path(environ.get("HOME", "~"), ".local", "share")
    return Path(shared, NAME).expanduser().absolute()


def _configured(config: Config) -> Database:
    login = {"dbname": NAME, **address.parse(config.database_url, "DATABASE_URL")}

    def for_role(role: str, own_address: str, variable: str) -> str:
        if own_address:
            return address.build({"dbname": NAME, **address.parse(own_address, variable)})
        return address.build(address.in_role(login, role))

    return Database(
        admin_url=address.build(login),
        owner_url=for_role(OWNER, "", "DATABASE_URL"),
        worker_url=for_role(WORKER, config.worker_database_url, "GEARSKIFTE_WORKER_DATABASE_URL"),
        web_url=for_role(WEB, config.web_database_url, "GEARSKIFTE_WEB_DATABASE_URL"),
    )


def django_databases(database: Database, default: str) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: `owner`, `worker`, `web`, and `default`, which is one of these again.

    Connections stay open between requests (a pool costs a quarter more CPU) and are checked when
    they are taken up again.
    """
    aliases = {
        "owner": _django(database.owner_url),
        "worker": _django(database.worker_url),
        "web": _django(database.web_url),
    }
    return {"default": dict(aliases[default]), **aliases}


def _django(url: str) -> dict[str, Any]:
    parameters = address.parse(url, "DATABASE_URL")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parameters.pop("dbname"),
        "USER": parameters.pop("user", ""),
        "PASSWORD": parameters.pop("password", ""),
        "HOST": parameters.pop("host", ""),
        "PORT": parameters.pop("port", ""),
        "OPTIONS": parameters,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
