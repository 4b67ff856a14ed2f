# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.robots_evidence`: prints one JSON; exit status 1 if a goal is not met."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import click

from benchmarks.robots_drift.forms import FORMS
from benchmarks.robots_drift.rendering import Look, html
from gearskifte.app.browser import find_browser, launch_options
from gearskifte.robots.rules.binding import bind
from gearskifte.robots.rules.driver import Tools
from gearskifte.robots.rules.interpreter import run
from gearskifte.robots.rules.journal import Done, MemoryJournal
from gearskifte.robots.rules.outcomes import Finished
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.steps import Step
from gearskifte.robots.screen.browser import robots
from gearskifte.robots.screen.window import Window

SLOWER: Final = 1.25
LARGEST: Final = 100 * 1024
SAVE: Final = 0.04
"""Seconds that the case system takes to save, as in the exactly-once tests."""

RECIPE: Final = """
opskrift: Opret sag
systemer: {sager: sagssystemet}
trin:
  - åbn: {system: sager, side: /ny}
  - udfyld:
      felter:
        CPR-nummer: 710190-1234
        Sagstitel: Ansøgning om boligstøtte
        KLE-emne: 32.06.04
        Startdato: 01-12-2026
        Slutdato: 31-12-2026
        Bemærkninger: Modtaget digitalt. Bilag er vedlagt.
  - vælg: {felt: Sagsbehandler, valg: Første}
  - tryk: Gem
    effekt: sag oprettet
    bekræft: {vises: Sagen er gemt}
"""


class Pictures(MemoryJournal):
    """A journal that counts the pictures it is given."""

    def __init__(self, *, wanted: bool) -> None:
        super().__init__()
        self.pictures = wanted
        self.taken: list[int] = []

    def begin(self, at: str, step: Step, said: str, picture: bytes) -> None:
        """Count the picture before a change."""
        super().begin(at, step, said, picture)
        self.taken.append(len(picture))

    def done(self, at: str, step: Step, result: Done) -> None:
        """Count the picture after a change."""
        super().done(at, step, result)
        self.taken.append(len(result.picture))


@click.command()
@click.option("--items", default=30, show_default=True, help="Items with, and as many without.")
def main(items: int) -> None:
    """Save cases with and without pictures in turn, and compare."""
    executable = find_browser()
    assert executable is not None, "no browser: run `python hatch_build.py browser`"
    seconds: dict[bool, list[float]] = {True: [], False: []}
    sizes: list[int] = []
    with (
        _system() as address,
        robots(launch_options(executable)) as browser,
        tempfile.TemporaryDirectory() as files,
        browser.window(Path(files)) as window,
    ):
        _item(window, address, Pictures(wanted=True))
        for number in range(2 * items):
            wanted = number % 2 == 0
            journal = Pictures(wanted=wanted)
            seconds[wanted].append(_item(window, address, journal))
            if wanted:
                sizes.append(sum(journal.taken))
    ratio = statistics.median(seconds[True]) / statistics.median(seconds[False])
    written: dict[str, Any] = {
        "items": items,
        "seconds_with": round(statistics.median(seconds[True]), 3),
        "seconds_without": round(statistics.median(seconds[False]), 3),
        "ratio": round(ratio, 3),
        "kib_per_item_median": round(statistics.median(sizes) / 1024, 1),
        "kib_per_item_largest": round(max(sizes) / 1024, 1),
        "goals": {
            "ratio": SLOWER,
            "kib_per_item": LARGEST // 1024,
            "met": ratio <= SLOWER and max(sizes) <= LARGEST,
        },
    }
    print(json.dumps(written, indent=2))
    sys.exit(0 if written["goals"]["met"] else 1)


def _item(window: Window, address: str, journal: Pictures) -> float:
    bound = bind(read_recipe(RECIPE), {"sager": address})
    begun = time.perf_counter()
    outcome = run(bound, {}, Tools(pause=window.pause, screen=window), journal)
    took = time.perf_counter() - begun
    assert isinstance(outcome, Finished), outcome
    return took


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """The form, which posts itself when it is saved."""
        page = html(FORMS[0], Look("table", tied=False)).replace(
            '<form onsubmit="return false">', '<form method="post">'
        )
        self._send(page.replace('type="button"', 'type="submit"'))

    def do_POST(self) -> None:
        """Save."""
        self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(SAVE)
        self._send("<!doctype html><title>Sager</title><h1>Sagssystem</h1><p>Sagen er gemt</p>")

    def _send(self, page: str) -> None:
        content = page.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
        """Say nothing."""


@contextmanager
def _system() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


if __name__ == "__main__":
    main()
