# SPDX-License-Identifier: EUPL-1.2
"""A robot's life through commands and pages: written, approved, worked, asked, answered, seen."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.acceptance.conftest import Browser, Run
from tests.builders.people import ANNA

pytestmark = pytest.mark.acceptance

SORTING = """
opskrift: Sorter ansøgninger
trin:
  - læs fil: ind.csv
    som: rækker
  - for hver: række
    i: rækker
    gør:
      - hvis: tal(række.beløb) > 1000
        så:
          - skriv fil: {fil: "stor {i_dag}.csv", rækker: "hvor(rækker; \\"navn\\"; række.navn)"}
  - afslut: "{antal(rækker)} ansøgninger"
"""
NOTES = """
opskrift: Rykning
ejer: Henrik, fagchef
godkender: Lise, direktør
kle: 99.30.12
hjemmel: Retssikkerhedsloven § 11
oplysninger: [CPR-nummer]
manuel tid: {minutter: 8, måling: stopur}
systemer: {fag: fagsystemet}
sag: {felter: [sagsnr, cpr], nøgle: "{sagsnr}", borger: "{cpr}"}
trin:
  - spørg: Skal der rykkes i {sagsnr}?
    valg: [Ja, Nej]
    som: svar
  - hvis: svar er "Nej"
    så: [{afslut: ikke rykket}]
  - send: {system: fag, sti: "/sager/{sagsnr}/notater", data: {tekst: Rykket}}
    effekt: notat i {sagsnr}
    bekræft: {hent: {system: fag, sti: "/sager/{sagsnr}/notater"}, at: antal(svar) = 1}
  - hændelse: {sag: "{sagsnr}", hvad: Rykkede for bilag, borger: "{cpr}"}
"""


@contextmanager
def _case_system() -> Iterator[tuple[str, dict[str, list[str]]]]:
    """A system with notes that are not de-duplicated."""
    notes: dict[str, list[str]] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(notes.get(self.path, []))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            notes.setdefault(self.path, []).append(json.loads(body)["tekst"])
            self._send({})

        def _send(self, content: object) -> None:
            body = json.dumps(content).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", notes
        server.shutdown()


def test_check_points_at_the_line(run: Run, tmp_path: Path) -> None:
    """A manager is told which line is wrong and what to write, in Danish and for a machine."""
    file = tmp_path / "robot.yaml"
    file.write_text("opskrift: Prøve\ntrin:\n  - tryk: Gem\n    efekt: gemt\n", "utf-8")
    outcome = run("robots", "check", str(file))
    assert outcome.status == 1
    assert f"{file}:4:" in outcome.printed
    assert "«efekt» kendes ikke her" in outcome.printed
    told = run("robots", "check", str(file), "--json").json
    assert [(each["line"], each["code"]) for each in told["problems"]] == [(4, "GS-ROB-004")]


def test_a_recipe_runs_without_the_ledger(run: Run, tmp_path: Path) -> None:
    """Files are read, decided on and written, and each step is told."""
    (tmp_path / "robot.yaml").write_text(SORTING, "utf-8")
    (tmp_path / "ind.csv").write_text("navn;beløb\nIda;1.200,50\nBo;300\n", "utf-8")
    outcome = run("robots", "run", str(tmp_path / "robot.yaml"), "--files", str(tmp_path), "--json")
    assert outcome.status == 0, outcome.printed
    assert outcome.json["reason"] == "2 ansøgninger"
    (written,) = tmp_path.glob("stor *.csv")
    assert written.read_text("utf-8-sig").splitlines() == ["navn;beløb", "Ida;1.200,50"]


def test_a_robots_life(browser: Browser, run: Run, program: Run, tmp_path: Path) -> None:
    """Written on the page, approved by another, worked, asked, answered, done."""
    with _case_system() as (address, notes):
        browser.become("Henrik")
        page = browser.send("/robotter/ny/tekst/", "/robotter/ny/tekst/", opskrift=NOTES, gem="ja")
        assert "ikke sagt, hvor robotten skal arbejde" in page.text
        assert run("robots", "bind", "rykning").status == 1
        local = "/robotter/rykning/lokalt/"
        assert "skriv en adresse" in browser.send(local, local, **{"lokal-fag": "fag"}).text
        page = browser.send(local, local, **{"lokal-fag": address, "enheder": "Hjælpemidler"})
        assert "En kollega skal godkende den" in page.text
        assert run("robots", "bind", "rykning", f"fag={address}", "--by", "Henrik").status == 0
        assert run("robots", "approve", "1", "--by", "Lise").status == 0
        items = tmp_path / "items.csv"
        items.write_text(f"sagsnr;cpr\nS-1;{ANNA.cpr}\n", "utf-8")
        assert "1 new items of 1" in run("robots", "enqueue", "rykning", str(items)).printed
        assert "0 new items of 1" in run("robots", "enqueue", "rykning", str(items)).printed
        assert program("robots", "worker", "--once").status == 0
        assert notes == {}
        browser.become("Mette")
        asked = browser.visit("/robotter/opgaver/")
        assert "Skal der rykkes i S-1?" in asked.text
        place = "/robotter/rykning/sager/1/"
        browser.send(place, "/robotter/opgaver/1/svar/", svar="Ja", minutter="2,5")
        assert program("robots", "worker", "--once").status == 0
    assert notes == {"/sager/S-1/notater": ["Rykket"]}
    done = browser.visit(place)
    assert "Læst tilbage" in done.text
    assert ANNA.cpr not in "".join(page.html for page in browser.seen)
    assert "The ledger is whole" in run("robots", "verify").printed
    shown = browser.send(place, place)
    assert "Borgeren kan se" not in shown.text, "it is open now"
    assert run("worker", "--once").status == 0


def test_a_robot_is_built_step_by_step(browser: Browser) -> None:
    """Without a line of YAML: steps added, moved, refused with words, saved and compared."""
    browser.become("Henrik")
    page = browser.send("/robotter/ny/", "/robotter/ny/", navn="Brev i sagen")
    assert "Giv sagen videre" in page.text or "En medarbejder ser på det" in page.text
    place = "/robotter/brev-i-sagen/trin/"

    def press(text: str, act: str, **given: str) -> str:
        page = browser.send(place, place, opskrift=text, gør=act, **given)
        found = re.search(r"<textarea[^>]*hidden>(.*?)</textarea>", page.html, re.DOTALL)
        assert found is not None
        return unescape(found.group(1)).removeprefix("\n")

    text = press("opskrift: Brev i sagen\ntrin:\n- overdrag: En medarbejder\n", "tilføj 0")
    text = press(text, "vælg 0", slags="læs")
    refused = browser.send(place, place, opskrift=text, gør="nyt 0 læs")
    assert refused.status == 422
    text = press(text, "nyt 0 læs", **{"felt:læs/felt": "Navn", "felt:som": "navn"})
    assert "læs: Navn" in text
    text = press(text, "ned 1")
    assert text.index("overdrag") < text.index("læs")
    head = {"felt:opskrift": "Brev i sagen", "felt:ejer": "Henrik", "felt:sag/felter": "nr\ncpr"}
    head["felt:sag/nøgle"] = "{nr}"
    text = press(text, "hoved", **head)
    assert "ejer: Henrik" in text
    saved = browser.send(place, place, opskrift=text, gør="gem")
    assert "Udgave 2" in saved.text
    compared = browser.visit("/robotter/brev-i-sagen/udgaver/2/")
    assert "Tilføjet: Læs" in compared.text
