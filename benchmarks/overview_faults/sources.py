# SPDX-License-Identifier: EUPL-1.2
"""Sources that misbehave for as long as a block lasts."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from uuid import uuid4

from psycopg import Connection

from gearskifte.kernel.time import system_now
from gearskifte.registry.public import add_sender

HANGING = 8
LYING = 2


def key_of(worker: Connection[object]) -> str:
    """The key of a system that may send, a new one in each run, as a key is told once."""
    with worker.transaction(), worker.cursor() as cursor:
        system = str(uuid4())
        return add_sender(cursor, system, name=f"Kilde {system}", now=system_now()).text


@contextmanager
def dead(owner: Connection[object]) -> Iterator[None]:
    """Every source was last heard a month before it was."""
    back = "UPDATE registry_system SET heard_at = heard_at {} interval '30 days'"
    owner.execute(back.format("-").encode())
    owner.commit()
    yield
    owner.execute(back.format("+").encode())
    owner.commit()


@contextmanager
def hanging(port: int, key: str) -> Iterator[None]:
    """A source's calls are open and send nothing more."""
    head = (
        "POST /api/v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Authorization: Bearer {key}\r\nContent-Type: application/xml\r\n"
        "Content-Length: 100000\r\n\r\n<begun"
    )
    with ExitStack() as stack:
        for _ in range(HANGING):
            call = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            call.sendall(head.encode())
        yield


@contextmanager
def lying(port: int, key: str) -> Iterator[None]:
    """A source sends, call after call, what no message is."""
    over = threading.Event()

    def lie() -> None:
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/xml"}
        number = 0
        while not over.wait(0.1):
            number += 1
            call = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            call.request("POST", "/api/v1/messages", f"<løgn n='{number}'>".encode(), headers)
            call.getresponse().read()
            call.close()

    threads = [threading.Thread(target=lie) for _ in range(LYING)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()
