# SPDX-License-Identifier: EUPL-1.2
"""What takes messages in: a worker's connection, the connectors, the key and the clock."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any, Final

import psycopg

from gearskifte.app.boot import Installation
from gearskifte.connectors.public import read
from gearskifte.kernel.database import provider
from gearskifte.kernel.errors import Text
from gearskifte.kernel.faults import write_down
from gearskifte.kernel.time import system_now
from gearskifte.registry.public import Intake, Reading, Refusal

RECONNECT_SECONDS: Final = 1.0
_OUR_FAULT: Final = Refusal(
    "GS-REG-003",
    "",
    Text(
        "Beskeden er gemt, men vores læsning af den fejlede. Den læses igen, når fejlen er rettet.",
        "The message is kept, but our reading of it failed. It is read again when that is mended.",
    ),
)
_log = logging.getLogger(__name__)

Reader = Callable[[bytes], Reading]


def open_intake(installed: Installation, connection: psycopg.Connection[Any]) -> Intake:
    """An intake that reads every format there is a connector for."""
    limit = installed.config.max_message_mib * 1024 * 1024
    reader = guarded(lambda body: read(body, max_bytes=limit))
    return Intake(connection, reader, installed.vault, system_now)


def keep_taking_in(
    installed: Installation, stop: threading.Event, work: Callable[[Intake], None]
) -> None:
    """Do `work`, and begin it anew when the database went away, until it ends or `stop` is set.

    An embedded database that was killed is started again.
    """
    while not stop.is_set():
        try:
            with (
                provider.serving(installed.database),
                psycopg.connect(installed.database.worker_url) as connection,
            ):
                work(open_intake(installed, connection))
                return
        except psycopg.OperationalError as error:
            _log.warning("The database does not answer (%s); trying again.", type(error).__name__)
            stop.wait(RECONNECT_SECONDS)


def guarded(reader: Reader) -> Reader:
    """A reader of which a fault stops the message that it fails on, and no other."""

    def read_or_refuse(body: bytes) -> Reading:
        try:
            return reader(body)
        except Exception as error:  # noqa: BLE001 - one message must not keep all others waiting
            write_down(_log, "A connector", error)
            return Reading("", refusals=(_OUR_FAULT,))

    return read_or_refuse
