# SPDX-License-Identifier: EUPL-1.2
"""An old case system for the kill test: saves slowly, de-duplicates nothing, forgets nothing.

`python -m gearskifte.robots.proving.target PORT SECONDS [HOST]` serves it, on the loopback if no
other is named. A note is saved
a while after it was asked for, whether or not who asked still lives.

    GET  /sager/7/notater     the notes of case 7
    POST /sager/7/notater     one more
    GET  /sager/7             the same on a page, with a form
    POST /sager/7             one more from the form
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
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Final
from urllib.parse import parse_qs

_NOTES: Final = re.compile(r"/sager/([^/?]+)/notater")
_CASE: Final = re.compile(r"/sager/([^/?]+)")
_PAGE: Final = """<!doctype html><html lang=da><meta charset=utf-8><title>Sag {case}</title>
<h1>Sag {case}</h1>
<form method=post><table><tr><td>Notat:<td><input name=n1 size=40></table>
<input type=submit value="Gem notat"></form>
<table><caption>Notater</caption><tr><th>Tekst{rows}</table>"""


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
        elif found := _CASE.fullmatch(self.path):
            with self.lock:
                rows = "".join(f"<tr><td>{escape(text)}" for text in self.notes.get(found[1], []))
            page = _PAGE.format(case=escape(found[1]), rows=rows)
            self._send(page.encode(), "text/html; charset=utf-8")
        else:
            self._answer({}, HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        """Save one more note, slowly."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if found := _NOTES.fullmatch(self.path):
            self._save(found[1], json.loads(body)["tekst"])
            self._answer({"gemt": True})
        elif found := _CASE.fullmatch(self.path):
            self._save(found[1], parse_qs(body.decode())["n1"][0])
            self.send_response(HTTPStatus.SEE_OTHER)
            self.send_header("Location", self.path)
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._answer({}, HTTPStatus.NOT_FOUND)

    def _save(self, case: str, text: str) -> None:
        time.sleep(self.seconds)
        with self.lock:
            self.notes[case].append(text)

    def _answer(self, content: Any, status: HTTPStatus = HTTPStatus.OK) -> None:
        self._send(json.dumps(content).encode(), "application/json", status)

    def _send(self, body: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
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
    host = sys.argv[3] if len(sys.argv) > 3 else "127.0.0.1"
    _Server((host, port), Target).serve_forever()


if __name__ == "__main__":
    main()
