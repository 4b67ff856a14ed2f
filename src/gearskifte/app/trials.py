# SPDX-License-Identifier: EUPL-1.2
"""Robot packages are tried beside the rest of the worker's work, as a trial may open a browser."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import psycopg

from gearskifte.app.boot import Installation
from gearskifte.app.browser import find_browser, launch_options
from gearskifte.commons.public import try_next
from gearskifte.kernel.time import system_now
from gearskifte.robots.cli import Workbench

PAUSE_SECONDS: Final = 1.0
_log = logging.getLogger(__name__)


@contextmanager
def trying(installed: Installation, stop: threading.Event, *, once: bool) -> Iterator[None]:
    """Try packages in a thread of its own until told to stop; with `once`, those that wait now."""
    over = threading.Event()

    def work() -> None:
        while not (stop.is_set() or over.is_set()):
            _try_all(installed)
            over.wait(PAUSE_SECONDS)

    if once:
        yield
        _try_all(installed)
        return
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=5)


def _try_all(installed: Installation) -> None:
    """Try everything that waits."""
    try:
        with psycopg.connect(installed.database.worker_url, autocommit=True) as connection:
            while try_next(connection, Workbench(launch), system_now()):
                pass
    except psycopg.OperationalError as error:
        _log.warning("No trials: the database does not answer (%s).", type(error).__name__)


def launch() -> Mapping[str, Any] | None:
    """How the browser of this machine is started, if it has one."""
    found = find_browser()
    return None if found is None else launch_options(found)
