# SPDX-License-Identifier: EUPL-1.2
"""`python -m gearskifte.demo.oldcase PORT [MORE]` serves Gammel Sag on the loopback till killed.

MORE is how many job logs there are beside those of the demo's citizens.
The password is given in the environment (GAMMEL_SAG_PASSWORD), never on the command line.
"""

from __future__ import annotations

import os
import secrets
import sys
import time
from http import HTTPStatus
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar, Final
from urllib.parse import parse_qs, quote, urlsplit

from gearskifte.demo.oldcase import pages
from gearskifte.demo.oldcase.cases import Archive, OldCase

SAVE_SECONDS: Final = 0.8
USER: Final = "robot"


class Handler(BaseHTTPRequestHandler):
    """One request to Gammel Sag."""

    archive: ClassVar[Archive] = Archive()
    sessions: ClassVar[set[str]] = set()
    password: ClassVar[str] = ""

    def do_GET(self) -> None:
        """A page, for who is logged in."""
        if not self._logged_in():
            self._send(pages.log_in(wrong=False))
            return
        place = urlsplit(self.path)
        case = self._case(parse_qs(place.query).get("nr", [""])[0])
        with self.archive.lock:
            page = self._page(place.path, case)
        self._send(page or "", HTTPStatus.OK if page else HTTPStatus.NOT_FOUND)

    def _page(self, path: str, case: OldCase | None) -> str | None:
        if path == "/":
            return pages.overview(self.archive.cases.values())
        if case is None:
            return None
        match path:
            case "/sag":
                return pages.case(case)
            case "/opgave":
                return pages.new_task(case.number, moved=self.archive.moved)
            case "/notat":
                return pages.new_note(case.number)
            case "/status":
                return pages.new_status(case.number)
        return None

    def do_POST(self) -> None:
        """Log in, or save; saving takes its time and asks nobody whether it was done before."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        if self.path == "/login":
            self._log_in(form)
            return
        case = self._case(form.get("nr", ""))
        if case is None or not self._logged_in():
            self._send("", HTTPStatus.FORBIDDEN)
            return
        time.sleep(SAVE_SECONDS)
        with self.archive.lock:
            self._save(case, form)
        self._redirect(f"/sag?nr={quote(case.number)}")

    def _save(self, case: OldCase, form: dict[str, str]) -> None:
        match self.path:
            case "/opgave":
                old = "f1" in form or "f2" in form
                names = ("f1", "f2", "f3") if old else ("f91", "f90", "f92")
                told = [form.get(name, "") for name in names]
                case.tasks.append(dict(zip(("Emne", "Opgavetype", "Frist"), told, strict=True)))
            case "/notat":
                case.notes.append(form.get("n1", ""))
            case "/status":
                case.status = form.get("s1", case.status)

    def _log_in(self, form: dict[str, str]) -> None:
        given = form.get("p1", "").encode()
        if form.get("u1") != USER or not secrets.compare_digest(given, self.password.encode()):
            self._send(pages.log_in(wrong=True))
            return
        session = secrets.token_urlsafe()
        self.sessions.add(session)
        self._redirect("/", f"gammelsag={session}; HttpOnly; Path=/")

    def _logged_in(self) -> bool:
        cookies = SimpleCookie(self.headers.get("Cookie", ""))
        return "gammelsag" in cookies and cookies["gammelsag"].value in self.sessions

    def _case(self, number: str) -> OldCase | None:
        return self.archive.cases.get(number)

    def _redirect(self, place: str, cookie: str = "") -> None:
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Location", place)
        if cookie:
            self.send_header("Set-Cookie", cookie)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, page: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        body = page.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        """Says nothing."""


def main() -> None:
    """Serve until killed."""
    Handler.password = os.environ["GAMMEL_SAG_PASSWORD"]
    Handler.archive = Archive(int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
    server.daemon_threads = True
    server.serve_forever()


if __name__ == "__main__":
    main()
