# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.robots_first`: prints one JSON; exit status 1 if it takes over two minutes.

A copy of the last commit in an empty folder, with no environment and no data: it is installed as
the README says, and a robot does its first item on the screen of a small case system. Neither apt
nor Docker is asked for anything. `--cold` also begins without the package caches of pip and npm.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar, Final
from urllib.parse import parse_qs

import click

ROOT: Final = Path(__file__).parents[2]
MOST_SECONDS: Final = 120
RECIPE: Final = """opskrift: Første robot
ejer: Lone Madsen, jobcenterchef
godkender: Per Holm, afdelingsleder
kle: 15.20.04
hjemmel: LAB § 100
oplysninger: [sagsnummer]
manuel tid: {minutter: 4, måling: stopur på 20 sager}
systemer: {fag: et fagsystem}
sag: {felter: [nr], nøgle: "{nr}"}
trin:
  - åbn: {system: fag, side: /ny}
  - udfyld: {felt: Bemærkning, med: "Sag {nr}"}
  - tryk: Gem
    effekt: notat i sag {nr}
    bekræft: {åbn: {system: fag, side: /alle}, vises: "Sag {nr}"}
"""


class CaseSystem(BaseHTTPRequestHandler):
    """A form with one field, and everything that was saved."""

    notes: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        """The form, or the notes."""
        form = "<h1>Nyt notat</h1><form method=post><label>Bemærkning <input name=t></label>"
        notes = "".join(f"<p>{each}" for each in self.notes)
        self._send(notes if self.path == "/alle" else f"{form}<button>Gem</button></form>")

    def do_POST(self) -> None:
        """Save, without looking whether it is there."""
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.notes.append(parse_qs(sent)["t"][0])
        self._send("<p>Gemt")

    def _send(self, body: str) -> None:
        page = f"<!doctype html><html lang=da><meta charset=utf-8><title>Fag</title>{body}".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
        """Say nothing."""


@click.command()
@click.option("--cold", is_flag=True, help="Without the package caches of pip and npm.")
def main(cold: bool) -> None:
    """Install a copy of the source, and let a robot do its first item."""
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="gearskifte-first-") as folder, _case_system() as fag:
        # The database server's own user gets at it.
        Path(folder).chmod(0o755)
        place = Path(folder)
        for stage, commands in _stages(place, fag).items():
            began = time.monotonic()
            for command in commands:
                _run(command, place, cold=cold)
            seconds[stage] = round(time.monotonic() - began, 1)
    total = round(sum(seconds.values()), 1)
    done = CaseSystem.notes == ["Sag 1"]
    report = {"caches": "cold" if cold else "as they are", "seconds": seconds, "total": total}
    print(json.dumps({**report, "done_once": done, "goal": MOST_SECONDS}))
    sys.exit(0 if done and total <= MOST_SECONDS else 1)


def _stages(place: Path, fag: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """What is typed, by stage."""
    tree = place / "gearskifte"
    program = str(tree / ".venv" / "bin" / "gearskifte")
    (place / "robot.yaml").write_text(RECIPE, encoding="utf-8")
    (place / "sager.csv").write_text("nr\n1\n", encoding="utf-8")
    tar = f"mkdir {tree} && git -C {ROOT} archive HEAD | tar -x -C {tree}"
    slug = "foerste-robot"
    return {
        "copy": (("sh", "-c", tar),),
        "install": (("sh", str(tree / "scripts" / "bootstrap.sh"), "run"),),
        "robot": (
            (program, "robots", "install", "robot.yaml", "--by", "Lone"),
            (program, "robots", "bind", slug, f"fag={fag}", "--by", "Lone"),
            (program, "robots", "approve", "1", "--by", "Per"),
            (program, "robots", "enqueue", slug, "sager.csv"),
        ),
        "first_item": ((program, "robots", "worker", "--once"),),
    }


def _run(command: tuple[str, ...], place: Path, *, cold: bool) -> None:
    kept = ("PATH", "HOME", "LANG", "TERM", "SSL_CERT_FILE", "GEARSKIFTE_POSTGRES_BIN")
    told = ("PIP_", "npm_", "NPM_", "http", "HTTP", "no_proxy", "NO_PROXY")
    env = {n: v for n, v in os.environ.items() if n in kept or n.startswith(told)}
    env["GEARSKIFTE_DATA_DIR"] = str(place / "data")
    if cold:
        env |= {"PIP_CACHE_DIR": str(place / "pip"), "npm_config_cache": str(place / "npm")}
    done = subprocess.run(
        command, cwd=place, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        print(done.stdout.decode(errors="replace"), file=sys.stderr)
        sys.exit(f"{' '.join(command)}: {done.returncode}")


@contextmanager
def _case_system() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), CaseSystem)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


if __name__ == "__main__":
    main()
