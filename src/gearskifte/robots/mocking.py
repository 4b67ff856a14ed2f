# SPDX-License-Identifier: EUPL-1.2
"""Serving mock systems on the loopback, one path for each, for as long as a robot is tried."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qsl, quote, unquote

from gearskifte.robots.rules.mock import NOTHING_THERE, Described, Mock, Reply, Sheet

MOST_BYTES: Final = 64 * 1024
"""Of what is sent to a mock."""

_HEAD: Final = "<!doctype html><html lang='da'><meta charset='utf-8'><title>{0}</title><h1>{0}</h1>"


@contextmanager
def serving_mocks(described: Mapping[str, Described]) -> Iterator[dict[str, str]]:
    """The mocks as they begin, served; the address of each system."""
    mocks = {name: Mock(each) for name, each in described.items()}
    lock = threading.Lock()

    class Handler(_Handler):
        """One connection to these mocks."""

        def answer(self, method: str, body: bytes) -> None:
            name, _, rest = self.path.lstrip("/").partition("/")
            mock = mocks.get(unquote(name))
            if mock is None:
                self.tell(NOTHING_THERE, name)
                return
            address = "/" + unquote(rest.replace("+", " "))
            with lock:
                if method == "GET":
                    reply = mock.get(address)
                else:
                    reply = mock.send(method, address, _given(self.headers, body))
            self.tell(reply, name)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        base = f"http://127.0.0.1:{server.server_address[1]}"
        yield {name: f"{base}/{quote(name)}" for name in mocks}
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


class _Handler(BaseHTTPRequestHandler):
    def answer(self, method: str, body: bytes) -> None:
        """Answer a request; what a mock says is in the subclass."""
        raise NotImplementedError

    def do_GET(self) -> None:
        """A page or an answer."""
        self.answer("GET", b"")

    def do_POST(self) -> None:
        """A form or JSON that is sent."""
        length = int(self.headers.get("Content-Length") or 0)
        if length > MOST_BYTES:
            self.send_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return
        self.answer(self.command, self.rfile.read(length))

    def do_PUT(self) -> None:
        """JSON that is sent."""
        self.do_POST()

    def do_PATCH(self) -> None:
        """JSON that is sent."""
        self.do_POST()

    def do_DELETE(self) -> None:
        """Something is taken away."""
        self.do_POST()

    def tell(self, reply: Reply, system: str) -> None:
        """Write an answer; what is in it is text, whatever it looks like."""
        body, kind = reply.json, "application/json"
        if reply.page is not None:
            body, kind = _page(reply.page), "text/html"
        written = body.encode()
        self.send_response(reply.status)
        if reply.to:
            self.send_header("Location", f"/{system}{quote(reply.to, safe='/?=&')}")
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Security-Policy", "default-src 'none'; form-action 'self'")
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


def _given(headers: Any, body: bytes) -> dict[str, str]:
    """The fields of a form or of a JSON object; what is no text in it is written as JSON."""
    if "json" in (headers.get("Content-Type") or ""):
        try:
            sent = json.loads(body or b"{}")
        except ValueError:
            return {}
        return (
            {
                str(key): value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                for key, value in sent.items()
            }
            if isinstance(sent, dict)
            else {}
        )
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def _page(sheet: Sheet) -> str:
    parts = [_HEAD.format(escape(sheet.heading))]
    if sheet.shows:
        shown = "".join(
            f"<tr><td>{escape(label)}:</td><td>{escape(value)}</td></tr>"
            for label, value in sheet.shows
        )
        parts.append(f"<table>{shown}</table>")
    for title, columns, rows in sheet.tables:
        head = "".join(f"<th>{escape(column)}</th>" for column in columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
        )
        parts.append(f"<h2>{escape(title)}</h2><table><tr>{head}</tr>{body}</table>")
    if sheet.button:
        fields = "".join(_field(each.label, each.options, each.secret) for each in sheet.inputs)
        button = f"<button>{escape(sheet.button)}</button>"
        parts.append(f"<form method='post'>{fields}{button}</form>")
    return "".join(parts)


def _field(label: str, options: tuple[str, ...], secret: str) -> str:
    name = escape(label, quote=True)
    if options:
        listed = "".join(f"<option>{escape(option)}</option>" for option in options)
        return f"<p><label>{name} <select name='{name}'>{listed}</select></label></p>"
    kind = "password" if secret else "text"
    return f"<p><label>{name} <input type='{kind}' name='{name}'></label></p>"
