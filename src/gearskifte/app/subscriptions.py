# SPDX-License-Identifier: EUPL-1.2
"""Who hears of what, and the worker that tells them."""

from __future__ import annotations

import signal
import threading
from collections.abc import Mapping
from typing import Final

import psycopg

from gearskifte.app.boot import Installation
from gearskifte.kernel.events import Receiver, deliver
from gearskifte.kernel.time import system_now
from gearskifte.overview.reactions import remember_payment, remember_progress
from gearskifte.registry.public import refresh

SUBSCRIPTIONS: Final[Mapping[str, tuple[Receiver, ...]]] = {
    "CaseProgressed": (remember_progress,),
    "PaymentAnnounced": (remember_payment,),
}
"""Event → the reactions that hear of it."""

PAUSE_SECONDS: Final = 0.5


def work(installed: Installation, *, once: bool) -> None:
    """Deliver events and keep cards fresh, until told to stop (SIGTERM, SIGINT) or once."""
    stop = threading.Event()
    if not once:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
    with psycopg.connect(installed.database.worker_url) as connection:
        while not stop.is_set():
            tried = deliver(connection, SUBSCRIPTIONS, system_now())
            freshened = refresh(connection, system_now())
            if not tried and not freshened:
                if once:
                    return
                stop.wait(PAUSE_SECONDS)
