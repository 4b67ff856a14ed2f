# SPDX-License-Identifier: EUPL-1.2
"""The process that sends events on time, and looks at the pages of the citizens they are about.

Reads one JSON object from standard input (port, key, cookies, first, rate, seconds, senders,
watchers, every) and writes one: the status of each answer, how long each POST took, how long it
took until each watched event was seen, and how many pages were looked at. Times are counted from
when an event was due, so that a server that falls behind is not let off.
"""

from __future__ import annotations

import http.client
import json
import queue
import sys
import threading
import time
from typing import Any, Final

from benchmarks.event_to_visible.message import CITIZENS, case_of, title_of

GLANCE_SECONDS: Final = 0.1
PATIENCE_SECONDS: Final = 60.0


class Load:
    """What is sent and what is seen."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.statuses: list[int] = []
        self.post_seconds: list[float] = []
        self.visible_seconds: list[float] = []
        self.glances = 0
        self._watched: queue.Queue[tuple[int, float] | None] = queue.Queue()

    def run(self) -> None:
        """Send everything on time, and look until all that is watched has been seen."""
        watchers = [threading.Thread(target=self._watch) for _ in range(self.plan["watchers"])]
        number = self.plan["rate"] * self.plan["seconds"]
        senders = self.plan["senders"]
        began = time.monotonic() + 0.5
        threads = [
            threading.Thread(target=self._send, args=(range(n, number, senders), began))
            for n in range(senders)
        ]
        for thread in (*watchers, *threads):
            thread.start()
        for thread in threads:
            thread.join()
        for _ in watchers:
            self._watched.put(None)
        for thread in watchers:
            thread.join()

    def _send(self, events: range, began: float) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.plan["port"], timeout=30)
        headers = {"Authorization": f"Bearer {self.plan['key']}", "Content-Type": "application/xml"}
        for number in events:
            event = self.plan["first"] + number
            body = case_of(event)
            due = began + number / self.plan["rate"]
            time.sleep(max(due - time.monotonic(), 0))
            connection.request("POST", "/api/v1/messages", body, headers)
            answer = connection.getresponse()
            answer.read()
            self.statuses.append(answer.status)
            self.post_seconds.append(time.monotonic() - due)
            if number % self.plan["every"] == 0:
                self._watched.put((event, due))

    def _watch(self) -> None:
        """Look at the pages of the events that were taken on, one after the other."""
        connection = http.client.HTTPConnection("127.0.0.1", self.plan["port"], timeout=30)
        waiting: list[tuple[int, float]] = []
        more = True
        while more or waiting:
            looked_at = time.monotonic()
            more = more and self._take_on(waiting)
            waiting = [each for each in waiting if not self._seen(connection, *each)]
            time.sleep(max(looked_at + GLANCE_SECONDS - time.monotonic(), 0))

    def _take_on(self, waiting: list[tuple[int, float]]) -> bool:
        """Take on what has been sent since; False when there will be no more."""
        while not self._watched.empty():
            try:
                event = self._watched.get_nowait()
            except queue.Empty:
                return True
            if event is None:
                return False
            waiting.append(event)
        return True

    def _seen(self, connection: http.client.HTTPConnection, event: int, due: float) -> bool:
        cookie = self.plan["cookies"][event % CITIZENS]
        self.glances += 1
        connection.request("GET", "/mit-overblik.json", headers={"Cookie": cookie})
        page = connection.getresponse().read().decode()
        seconds = time.monotonic() - due
        if title_of(event) in page:
            self.visible_seconds.append(seconds)
            return True
        if seconds > PATIENCE_SECONDS:
            raise TimeoutError(f"event {event} was never seen")
        return False


def main() -> None:
    """Send and look as the plan on standard input says."""
    load = Load(json.load(sys.stdin))
    load.run()
    told = {
        "statuses": load.statuses,
        "post_seconds": load.post_seconds,
        "visible_seconds": load.visible_seconds,
        "glances": load.glances,
    }
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
