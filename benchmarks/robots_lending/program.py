# SPDX-License-Identifier: EUPL-1.2
"""A robot as it is written for Odense's automation server: next item, do it, say that it is done.

`python -m benchmarks.robots_lending.program ADDRESS KEY QUEUE TARGET`. It makes the calls that the
published client makes for `for item in queue: with item: …`, and nothing more: no lease, no sign of
life, no reading back. It waits for more when the line is empty.
"""

from __future__ import annotations

import sys
import time

import httpx


def main(address: str, key: str, queue: str, target: str) -> None:
    """Work until killed."""
    with httpx.Client(headers={"Authorization": f"Bearer {key}"}, timeout=30) as client:
        while True:
            answer = client.get(f"{address}/workqueues/{queue}/next_item")
            if answer.status_code != httpx.codes.OK:
                time.sleep(0.2)
                continue
            item = answer.json()
            case = item["reference"]
            httpx.post(f"{target}/sager/{case}/notater", json={"tekst": "Rykket"}, timeout=30)
            client.put(
                f"{address}/workitems/{item['id']}/status",
                json={"status": "completed", "message": "Completed"},
            )


if __name__ == "__main__":
    main(*sys.argv[1:5])
