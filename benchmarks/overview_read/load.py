# SPDX-License-Identifier: EUPL-1.2
"""The process that asks for pages: a few connections that stay open, one request at a time each.

Reads one JSON object from standard input (port, path, cookies, clients, seconds) and writes one:
the time of every answer in milliseconds, and how long all of it took. Every cookie is used once
before any is used again.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
from collections.abc import Iterator
from itertools import cycle
from typing import Any


def ask(plan: dict[str, Any], cookies: Iterator[str], until: float, took: list[float]) -> None:
    """Ask until the time is up.

    Raises:
        AssertionError: if a page is not answered with 200.
    """
    connection = http.client.HTTPConnection("127.0.0.1", plan["port"], timeout=30)
    while (began := time.perf_counter()) < until:
        connection.request("GET", plan["path"], headers={"Cookie": next(cookies)})
        answer = connection.getresponse()
        body = answer.read()
        took.append((time.perf_counter() - began) * 1000)
        assert answer.status == 200, f"{plan['path']} answered {answer.status}: {body[:200]!r}"
    connection.close()


def main() -> None:
    """Ask for pages as the plan on standard input says."""
    plan = json.load(sys.stdin)
    lists: list[list[float]] = [[] for _ in range(plan["clients"])]
    began = time.perf_counter()
    threads = [
        threading.Thread(
            target=ask,
            args=(plan, cycle(plan["cookies"][i :: len(lists)]), began + plan["seconds"], took),
        )
        for i, took in enumerate(lists)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = [one for each in lists for one in each]
    json.dump({"milliseconds": took, "seconds": time.perf_counter() - began}, sys.stdout)


if __name__ == "__main__":
    main()
