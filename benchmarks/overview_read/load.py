# SPDX-License-Identifier: EUPL-1.2
"""The process that asks for pages: a few connections that stay open, one request at a time each.

Reads one JSON object from standard input (port, path, cookies, clients, seconds, think) and writes
one: the time of every answer in milliseconds, how long all of it took, and where an answer says
(Server-Timing) what its time went to. Every cookie is used once before any is used again. With
`think` at 0 a client asks again at once; else it first thinks, exponentially distributed, so many
seconds in the mean. An answer's time counts from when its client wanted to ask.

One thread with plain sockets, as it shares the machine with what it measures.
"""

from __future__ import annotations

import json
import random
import re
import selectors
import socket
import sys
import time
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import cycle
from typing import Any, Final

_END: Final = b"\r\n\r\n"
_LENGTH: Final = re.compile(rb"\ncontent-length: *(\d+)", re.IGNORECASE)
_TIMING: Final = re.compile(rb"\nserver-timing: *([^\r]*)", re.IGNORECASE)
_PART: Final = re.compile(rb"(\w+);dur=([0-9.]+)")
_LONGEST_WAIT: Final = 30.0


@dataclass(slots=True)
class Client:
    """Somebody who asks, and what has come of their answer so far."""

    line: socket.socket
    wanted: float = 0.0
    got: bytearray = field(default_factory=bytearray)
    size: int = 0

    def read(self) -> bool:
        """Take in what has come; whether the answer is whole."""
        came = self.line.recv(1 << 18)
        assert came, "the server hung up"
        self.got += came
        if not self.size and (head := self.got.find(_END)) >= 0:
            length = _LENGTH.search(self.got, 0, head)
            assert length is not None, "an answer without its length"
            self.size = head + len(_END) + int(length[1])
        return 0 < self.size <= len(self.got)


@dataclass(slots=True)
class Load:
    """What is asked for, and what was measured."""

    plan: dict[str, Any]
    took: list[float] = field(default_factory=list)
    parts: list[dict[str, float]] = field(default_factory=list)

    def run(self) -> float:
        """Ask until the time is up and every answer has come; how many seconds that took."""
        cookies = cycle(self.plan["cookies"])
        began = time.perf_counter()
        until = began + self.plan["seconds"]
        with selectors.DefaultSelector() as watch:
            clients = [self._client(watch) for _ in range(self.plan["clients"])]
            due = [(began + self._thought(), number) for number in range(len(clients))]
            heapify(due)
            asking = 0
            while asking or due:
                now = time.perf_counter()
                while due and due[0][0] <= now:
                    wanted, number = heappop(due)
                    self._ask(clients[number], wanted, next(cookies))
                    asking += 1
                patience = max(due[0][0] - now, 0.0) if due else _LONGEST_WAIT
                ready = watch.select(min(patience, _LONGEST_WAIT))
                assert ready or due, f"no answer for {_LONGEST_WAIT} seconds"
                for key, _ in ready:
                    client = key.data
                    if not client.read():
                        continue
                    now = time.perf_counter()
                    self._note(client, now)
                    asking -= 1
                    again = now + self._thought()
                    if again < until:
                        heappush(due, (again, clients.index(client)))
            for client in clients:
                client.line.close()
        return time.perf_counter() - began

    def _client(self, watch: selectors.BaseSelector) -> Client:
        client = Client(socket.create_connection(("127.0.0.1", self.plan["port"])))
        client.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        watch.register(client.line, selectors.EVENT_READ, client)
        return client

    def _thought(self) -> float:
        mean = self.plan["think"]
        return random.expovariate(1 / mean) if mean else 0.0

    def _ask(self, client: Client, wanted: float, cookie: str) -> None:
        client.wanted, client.size = wanted, 0
        client.got.clear()
        client.line.sendall(
            f"GET {self.plan['path']} HTTP/1.1\r\nHost: 127.0.0.1:{self.plan['port']}\r\n"
            f"Cookie: {cookie}\r\n\r\n".encode()
        )

    def _note(self, client: Client, now: float) -> None:
        head = bytes(client.got[: client.got.find(_END)])
        assert b" 200 " in head[:16], f"{self.plan['path']} answered {bytes(client.got[:300])!r}"
        self.took.append((now - client.wanted) * 1000)
        if timing := _TIMING.search(head):
            parts = _PART.findall(timing[1])
            self.parts.append({name.decode(): float(value) for name, value in parts})


def main() -> None:
    """Ask for pages as the plan on standard input says."""
    load = Load(json.load(sys.stdin))
    seconds = load.run()
    json.dump({"milliseconds": load.took, "parts": load.parts, "seconds": seconds}, sys.stdout)


if __name__ == "__main__":
    main()
