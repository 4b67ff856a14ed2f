# SPDX-License-Identifier: EUPL-1.2
"""An old case system for the kill test: saves slowly, de-duplicates nothing, forgets nothing.

`python -m gearskifte.robots.proving.target PORT SECONDS` serves it on the loopback. A note is saved
a while after it was asked for, whether or not who asked still lives.

    GET  /sager/7/notater     the notes of case 7
    POST /sager/7/notater     one more
    GET  /alle                how many notes each case has
    GET  /antal               how many notes there are
"""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from collections import defaultdict
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Final

_NOTES: Final = re.compile(r"/sager/([^/?]+)/notater")


class Target(BaseHTTPRequestHandler):
    """One connection to the case system."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    notes: ClassVar[dict[str, list[str]]] = defaultdict(list)
    lock: ClassVar[threading.Lock] = threading.Lock()
    seconds: ClassVar[float] = 0.04

    def do_GET(self) -> None:
        """The notes of a case, or the sums."""
        if self.path == "/alle":
            with self.lock:
                self._answer({case: len(notes) for case, notes in self.notes.items()})
        elif self.path == "/antal":
            with self.lock:
                self._answer(sum(map(len, self.notes.values())))
        elif found := _NOTES.fullmatch(self.path):
            with self.lock:
                self._answer([{"tekst": text} for text in self.notes.get(found[1], [])])
        else:
            self._answer({}, HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        """Save one more note, slowly."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        found = _NOTES.fullmatch(self.path)
        if not found:
            self._answer({}, HTTPStatus.NOT_FOUND)
            return
        time.sleep(self.seconds)
        with self.lock:
            self.notes[found[1]].append(body["tekst"])
        self._answer({"gemt": True})

    def _answer(self, content: Any, status: HTTPStatus = HTTPStatus.OK) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        """Says nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who asked may be dead."""


def main() -> None:
    """Serve until killed."""
    port, Target.seconds = int(sys.argv[1]), float(sys.argv[2])
    _Server(("127.0.0.1", port), Target).serve_forever()


if __name__ == "__main__":
    main()
