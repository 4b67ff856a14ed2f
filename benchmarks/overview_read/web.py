# SPDX-License-Identifier: EUPL-1.2
"""The pages as a browser gets them: granian, the web role, a login for every citizen."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.utils.crypto import get_random_string

from benchmarks.overview_read import cpu
from benchmarks.overview_read.registry import Group
from benchmarks.overview_read.report import Sample
from benchmarks.overview_read.servers import postmaster
from gearskifte.app import serving
from gearskifte.kernel.access import Actor, Role
from gearskifte.kernel.database.server import Server
from gearskifte.kernel.identity import COOKIE, sign_in

PATHS: Final = {"json": "/mit-overblik.json", "html": "/mit-overblik/"}
MOST_LOGINS: Final = 5000


@dataclass(frozen=True, slots=True)
class Site:
    """Web servers that run, the database server behind them, and a proxy in front, if any."""

    port: int
    pids: tuple[int, ...]
    database: Server
    proxy: tuple[int, ...] = ()

    def ask(
        self, page: str, group: Group, *, clients: int, seconds: float, think: float = 0.0
    ) -> Sample:
        """Let random citizens of a group ask for a page for some seconds.

        Each asks again at once, or after having thought for `think` seconds in the mean.
        """
        plan = {
            "port": self.port,
            "path": PATHS[page],
            "cookies": _logins(group),
            "clients": clients,
            "seconds": seconds,
            "think": think,
        }
        app, database = self._cpu()
        answer = subprocess.run(
            [sys.executable, "-m", "benchmarks.overview_read.load"],
            input=json.dumps(plan),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        app_after, database_after = self._cpu()
        took = json.loads(answer.stdout)
        used = {"app_cpu": app_after - app, "database_cpu": database_after - database}
        return Sample(took["milliseconds"], took["seconds"], **used, parts=took["parts"])

    def _cpu(self) -> tuple[float, float]:
        pages = sum(cpu.by_process((*self.pids, *self.proxy)).values())
        return pages, cpu.used(postmaster(self.database))


@contextmanager
def serve(
    database: Server, application: str = serving.APPLICATION, workers: int | None = None
) -> Iterator[Site]:
    """The web server, started as the product starts it."""
    port = serving.free_port()
    process = serving.start(serving.command("127.0.0.1", port, application, workers))
    try:
        serving.await_page(f"http://127.0.0.1:{port}/sundhed/", process)
        yield Site(port, (process.pid,), database)
    finally:
        serving.stop([process])


def _logins(group: Group) -> list[str]:
    """Cookies of citizens drawn anew each time, so that nobody's rows are warmer than others'."""
    number = min(group.citizens, MOST_LOGINS)
    return [login(group, n) for n in random.sample(range(1, group.citizens + 1), number)]


def login(group: Group, number: int) -> str:
    """The cookie of one citizen of a group."""
    digest = hashlib.md5(f"{group.name} {number}".encode(), usedforsecurity=False)
    response = HttpResponse()
    sign_in(response, Actor(str(UUID(digest.hexdigest())), f"Borger {number}", Role.CITIZEN))
    form = f"{settings.CSRF_COOKIE_NAME}={get_random_string(CSRF_SECRET_LENGTH)}"
    return f"{COOKIE}={response.cookies[COOKIE].value}; {form}"
