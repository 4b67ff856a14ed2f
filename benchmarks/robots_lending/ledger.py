# SPDX-License-Identifier: EUPL-1.2
"""An installation of its own that lends the items of one robot to programs from outside."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import psycopg

from benchmarks.fresh import fresh
from gearskifte.app import boot, serving
from gearskifte.kernel.secrets import Vault
from gearskifte.kernel.time import system_now
from gearskifte.robots import cli as robots
from gearskifte.robots import lending

ORCHESTRATED: Final = (sys.executable, str(Path(__file__).with_name("orchestrated.py")))
SLUG: Final = "rykker"
RECIPE: Final = """opskrift: Rykker
ejer: Lone Madsen, jobcenterchef
godkender: Per Holm, afdelingsleder
kle: 15.20.04
hjemmel: LAB § 100
oplysninger: [sagsnummer]
manuel tid: {minutter: 6, måling: stopur på 20 sager}
sag: {felter: [nr], nøgle: "{nr}"}
trin:
  - overdrag: Arbejdet gøres af et program uden for Gearskifte.
"""


@dataclass(frozen=True, slots=True)
class Lent:
    """A line of items, and how a program gets at it: `database` is OpenOrchestrator's way."""

    connection: psycopg.Connection[Any]
    vault: Vault
    address: str
    key: str
    queue: int
    database: str


@contextmanager
def served(items: int, lease: timedelta) -> Iterator[Lent]:
    """A web process in front of a new ledger with so many items in line."""
    with (
        fresh("lending"),
        boot.running("worker") as installed,
        psycopg.connect(installed.database.worker_url, autocommit=True) as connection,
    ):
        cursor = connection.cursor()
        made = robots.make_version(cursor, RECIPE, by="a", now=system_now())
        robots.approve(cursor, made.version, by="b", now=system_now())
        key = lending.give_key(cursor, SLUG, by="a", at=system_now(), lease=lease)
        who = lending.lender(cursor, key)
        assert who is not None
        for number in range(items):
            lending.add(cursor, installed.vault, who, {}, str(number))
        port = serving.free_port()
        web = subprocess.Popen(serving.command("127.0.0.1", port))
        try:
            serving.await_page(f"http://127.0.0.1:{port}/sundhed/", web)
            address = f"127.0.0.1:{port}/api/ats"
            yield Lent(
                connection,
                installed.vault,
                f"http://{address}",
                key,
                who.id,
                f"gearskifte+http://:{key}@{address}?queue={who.id}",
            )
        finally:
            serving.stop([web])
