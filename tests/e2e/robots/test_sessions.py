# SPDX-License-Identifier: EUPL-1.2
"""Robots of one worker at one system: each works as the user whose secrets it was given."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser

from gearskifte.robots.cli import GivenSecrets, Workbench, try_out
from gearskifte.robots.rules.outcomes import Finished
from gearskifte.robots.screen import browser
from gearskifte.robots.screen.browser import Robots

pytestmark = pytest.mark.e2e

RECIPE = """opskrift: {title}
systemer: {{fag: fagsystemet}}
trin:
  - log ind: {{system: fag, side: /, bruger: Bruger, kode: Kode, tryk: Log på}}
  - åbn: {{system: fag, side: /}}
  - læs: Logget på som
    som: hvem
  - afslut: "{{hvem}}"
"""


class _System(BaseHTTPRequestHandler):
    """Says who is logged in."""

    users: ClassVar[dict[str, str]] = {}
    log_ins: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        cookie = SimpleCookie(self.headers.get("Cookie", ""))
        user = self.users.get(cookie["s"].value, "") if "s" in cookie else ""
        page = (
            f"<dl><dt>Logget på som<dd>{user}</dl>"
            if user
            else (
                "<form method=post><label>Bruger <input name=u></label>"
                "<label>Kode <input name=p type=password></label><button>Log på</button></form>"
            )
        )
        body = f"<!doctype html><html lang=da><meta charset=utf-8><title>x</title>{page}".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        session = secrets.token_urlsafe()
        self.users[session] = form["u"][0]
        self.log_ins.append(form["u"][0])
        self.send_response(303)
        self.send_header("Location", "/")
        self.send_header("Set-Cookie", f"s={session}; HttpOnly; Path=/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def system() -> Iterator[str]:
    """Its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _System) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_two_robots_do_not_share_a_login(
    chromium: Browser, system: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each logs in as itself, once, and stays so while the other works at the same address."""

    @contextmanager
    def running(*_: object, **__: object) -> Iterator[Robots]:
        yield Robots(chromium)

    monkeypatch.setattr(browser, "robots", running)
    bench = Workbench(dict)
    seen = []
    for user in ("anna", "bo", "anna", "bo"):
        given = {"GEARSKIFTE_SECRET_FAG_BRUGER": user, "GEARSKIFTE_SECRET_FAG_KODE": "x"}
        text = RECIPE.format(title=f"Robot for {user}")
        (tried,) = try_out(
            text, [{}], bench, folder, "30-11-2026", GivenSecrets(given), {"fag": system}
        )
        assert isinstance(tried.outcome, Finished), tried.as_text()
        seen.append(tried.outcome.reason)
    bench.begin_anew()
    assert seen == ["anna", "bo", "anna", "bo"]
    assert _System.log_ins == ["anna", "bo"]
