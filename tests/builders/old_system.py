# SPDX-License-Identifier: EUPL-1.2
"""An old-fashioned case system of a few pages: tables, frames, slow saves, questions, files."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep
from typing import Final
from urllib.parse import parse_qs, urlsplit

SLOW: Final = 1.2
"""Seconds that a save takes."""

HEAD: Final = "<!doctype html><html lang='da'><meta charset='utf-8'><title>Sager</title>"
PAGES: Final = {
    "/sag": """<h1>Sag</h1><form method="post" action="/gem"><table>
      <tr><td>CPR-nummer:</td><td><input name="a1"></td></tr>
      <tr><td>Sagstype</td><td><select name="a2"><option>Vælg<option>Bolig
        <option>Børn</select></td></tr>
      <tr><td>Virkningsdato</td><td><input type="date" name="a3"></td></tr>
      <tr><td>Bemærkning</td><td><textarea name="a4"></textarea></td></tr>
      </table><label><input type="checkbox" name="a5" style="display:none"><b>Haster</b></label>
      <fieldset><legend>Kanal</legend><label><input type="radio" name="k" value="d">Digital</label>
      <label><input type="radio" name="k" value="b">Brev</label></fieldset>
      <label>Låst <input readonly value="x"></label>
      <button>Gem sag</button></form>""",
    "/rammer": """<iframe src="/indre" width="600" height="200"></iframe><button>Gem</button>""",
    "/indre": """<p>Beløb i kr. <input id="amount"></p>""",
    "/liste": """<h2>Sager</h2><table><tr><th>Sag</th><th>Status</th><th>Beløb</th><th></th></tr>
      <tr><td>S-1</td><td>Åben</td><td><input value="100,00"></td><td><button>Vis</button></td></tr>
      <tr><td>S-2</td><td>Lukket</td><td><input value="200,00"></td><td><button
      onclick="document.title='S-2 vist'">Vis</button></td></tr></table>
      <dl><dt>Sagsbehandler</dt><dd>Team Bolig</dd></dl><p>Frist: 24-12-2026</p>
      <dl><dt>Leveret:<dd></dd><dt>Modtager:<dd>Ida</dl><a href="/sag">Ny opgave</a>""",
    "/sporg": """<button onclick="if (confirm('Er du sikker?'))
      document.getElementById('s').textContent = 'Slettet'">Slet</button><p id="s">Findes</p>""",
    "/sen": """<p>Vent</p><script>setTimeout(() => {
      document.body.insertAdjacentHTML('beforeend', '<label>Sent felt <input id=late></label>');
      }, 700)</script>""",
    "/vindue": """<a href="/indre" target="_blank">Åbn beløb</a>""",
    "/filer": """<label>Bilag <input type="file"></label>
      <a href="/rapport.csv" download>Hent rapport</a>""",
    "/hemmeligt": """<style>body{margin:0}</style><p style="font:40px monospace;margin:0"
      id="c">CPR {cpr}</p><input value="{cpr}" style="font:40px monospace;width:400px">
      <label>Kode <input id="code" style="font:40px monospace"></label>""",
}
CPR: Final = "-".join(("710190", "1234"))
"""Of nobody: the day is past 60."""


class _Handler(BaseHTTPRequestHandler):
    saved: list[dict[str, list[str]]]

    def do_GET(self) -> None:
        """A page by its path."""
        path = urlsplit(self.path).path
        if path == "/rapport.csv":
            self._send("sag;beløb\nS-1;100\n", "text/csv")
        elif path in PAGES:
            self._send(HEAD + PAGES[path].replace("{cpr}", CPR), "text/html")
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        """Save, slowly."""
        length = int(self.headers["Content-Length"])
        self.saved.append(parse_qs(self.rfile.read(length).decode()))
        sleep(SLOW)
        self._send(f"{HEAD}<p>Sagen er gemt</p>", "text/html")

    def _send(self, body: str, kind: str) -> None:
        content = body.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
        """Say nothing."""


@contextmanager
def old_system() -> Iterator[tuple[str, list[dict[str, list[str]]]]]:
    """The system's address, and what was saved in it."""
    saved: list[dict[str, list[str]]] = []
    handler = type("Handler", (_Handler,), {"saved": saved})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", saved
        server.shutdown()
        thread.join()
