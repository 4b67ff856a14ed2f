# SPDX-License-Identifier: EUPL-1.2
"""A case system of an old kind: a list, a search, a record that can be changed, a journal.

It saves whatever it is sent, as often as it is sent: nothing in it hinders doing a thing twice.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

Record = dict[str, str]
NOTE: Final = ("Type", "Tekst")


@dataclass(slots=True)
class System:
    """The records by number, their journals, and what the form of a record holds."""

    look: str
    records: dict[str, Record]
    form: Mapping[str, Any]
    button: str = "Gem"
    journal: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    saves: int = 0

    def page(self, path: str, query: Mapping[str, list[str]]) -> str | None:
        """The page at a path, None if there is none."""
        parts = [unquote(part) for part in path.strip("/").split("/")]
        match parts:
            case ["poster"]:
                return _list("Alle poster", self.records)
            case ["soeg"]:
                sought = query.get("q", [""])[0].casefold()
                found = {
                    number: record
                    for number, record in self.records.items()
                    if sought and any(sought in value.casefold() for value in record.values())
                }
                search = '<form><label>Søg <input name="q"></label><button>Find</button></form>'
                return search + (_list("Fundet", found) if sought else "")
            case ["poster", number] if number in self.records:
                return self._record(number)
            case ["poster", number, "notat"] if number in self.records:
                return self._form(
                    {"Type": ["Notat", "Brev", "Advis"], "Tekst": "område"}, "Opret notat"
                )
        return None

    def save(self, path: str, sent: Mapping[str, list[str]]) -> str:
        """Keep what was sent; gives where to go afterwards."""
        parts = [unquote(part) for part in path.strip("/").split("/")]
        number = parts[1]
        self.saves += 1
        if len(parts) == 3:
            note = sent.get("f0", [""])[0], sent.get("f1", [""])[0]
            self.journal.setdefault(number, []).append(note)
        else:
            for at, (label, control) in enumerate(self.form.items()):
                given = sent.get(f"f{at}", [""])[0]
                ticked = "ja" if given else "nej"
                self.records[number][label] = ticked if control == "kryds" else given
        return f"/poster/{number}"

    def _record(self, number: str) -> str:
        facts = "".join(
            f"<tr><td>{escape(label)}</td><td>{escape(value)}</td></tr>"
            for label, value in self.records[number].items()
            if label not in self.form
        )
        notes = "".join(
            f"<tr>{''.join(f'<td>{escape(each)}</td>' for each in note)}</tr>"
            for note in self.journal.get(number, [])
        )
        head = "".join(f"<th>{label}</th>" for label in NOTE)
        return (
            f"<h1>Post {escape(number)}</h1><table>{facts}</table>"
            + (self._form(self.form, self.button, self.records[number]) if self.form else "")
            + f'<h2>Journal</h2><table><tr>{head}</tr>{notes}</table><a href="/poster/'
            f'{escape(number)}/notat">Nyt notat</a>'
        )

    def _form(self, form: Mapping[str, Any], button: str, record: Record | None = None) -> str:
        rows = [
            (escape(label), _control(f"f{at}", control, (record or {}).get(label, "")))
            for at, (label, control) in enumerate(form.items())
        ]
        if self.look == "div":
            inner = "".join(
                f"<div><span>{label}</span><br>{control}</div>" for label, control in rows
            )
        else:
            cells = (f"<tr><td>{label}:</td><td>{control}</td></tr>" for label, control in rows)
            inner = f"<table>{''.join(cells)}</table>"
        return f'<form method="post">{inner}<button>{escape(button)}</button></form>'


def _list(title: str, records: Mapping[str, Record]) -> str:
    labels = list(dict.fromkeys(label for record in records.values() for label in record))
    head = "".join(f"<th>{escape(label)}</th>" for label in ("Nr.", *labels))
    rows = "".join(
        f'<tr><td><a href="/poster/{escape(number)}">{escape(number)}</a></td>'
        + "".join(f"<td>{escape(record.get(label, ''))}</td>" for label in labels)
        + "</tr>"
        for number, record in records.items()
    )
    return f"<h2>{title}</h2><table><tr>{head}</tr>{rows}</table>"


def _control(name: str, control: Any, value: str) -> str:
    if isinstance(control, list):
        options = "".join(
            f"<option{' selected' if option == value else ''}>{escape(option)}</option>"
            for option in control
        )
        return f'<select name="{name}">{options}</select>'
    match control:
        case "kryds":
            ticked = " checked" if value == "ja" else ""
            return f'<input type="checkbox" name="{name}"{ticked}>'
        case "område":
            return f'<textarea name="{name}">{escape(value)}</textarea>'
    return f'<input name="{name}" value="{escape(value)}">'


@contextmanager
def running(system: System) -> Iterator[str]:
    """The system's address, while it runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            page = system.page(parts.path, parse_qs(parts.query))
            if system.look == "ramme" and page is not None and parts.query != "indre":
                page = f'<iframe src="{parts.path}?indre" width="900" height="600"></iframe>'
            self._send(200 if page is not None else 404, page or "Findes ikke")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            target = system.save(urlsplit(self.path).path, parse_qs(body))
            self.send_response(303)
            self.send_header("Location", target)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _send(self, status: int, page: str) -> None:
            content = f"<!doctype html><title>Fagsystem</title>{page}".encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
