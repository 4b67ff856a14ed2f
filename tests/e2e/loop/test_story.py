# SPDX-License-Identifier: EUPL-1.2
"""One story through all rooms, as its people live it; nobody touches a database by hand."""

from __future__ import annotations

import csv
import io
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from gearskifte.demo.public import CITIZENS, statistics_files
from gearskifte.effects.public import refresh_pictures
from gearskifte.kernel.database.provider import Database
from gearskifte.kernel.database.server import Server
from gearskifte.kernel.time import local_date, system_now
from tests.builders.people import Person
from tests.builders.xml import case_message
from tests.e2e.conftest import ROOT, free_port
from tests.e2e.towns import Town, two_towns

pytestmark = pytest.mark.e2e

RECIPE = ROOT / "src" / "gearskifte" / "demo" / "recipes" / "joblog.yaml"
FIXTURE = ROOT / "src" / "gearskifte" / "demo" / "recipes" / "joblog_trial"
ROBOT = "kontrol-af-joblog"
KORSBAEK = ("11111111", "Korsbæk Kommune")
PASSWORD = "kode til gammel sag"
UNKNOWN = "JC-2026-999"
LEASE_SECONDS = "2"


class OldSystem:
    """Gammel Sag, as a process of its own: slow to save, and it saves twice if told twice."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"

    def tasks(self) -> dict[str, int]:
        """How many tasks each case of job logs has."""
        with httpx.Client(base_url=self.address, follow_redirects=True) as client:
            client.post("/login", data={"u1": "robot", "p1": PASSWORD})
            pages = {n: client.get("/sag", params={"nr": n}).text for n in numbers()}
        return {number: page.count("Manglende joblog") for number, page in pages.items()}


def numbers() -> list[str]:
    """The case numbers of the citizens' job logs in Gammel Sag."""
    return [f"JC-2026-{number:03}" for number in range(1, len(CITIZENS) + 1)]


@contextmanager
def old_system() -> Iterator[OldSystem]:
    """Gammel Sag, until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "gearskifte.demo.oldcase", str(port)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "GAMMEL_SAG_PASSWORD": PASSWORD}
    with subprocess.Popen(command, env=environment) as process:
        try:
            yield OldSystem(port)
        finally:
            process.kill()


class Story:
    """The steps of the story, in their order; each ends with what somebody then sees."""

    def __init__(self, towns: tuple[Town, Town], old: OldSystem, folder: Path) -> None:
        self.home, self.other = towns
        self.old, self.folder = old, folder

    def see(self, person: str, path: str) -> str:
        """What somebody reads on a page."""
        with self.home.visitors.visit(person, language="da") as page:
            page.goto(path)
            return page.locator("main").inner_text()

    def messages_arrive_from_two_vendors(self) -> None:
        """Every citizen's case comes as a standard message, half of them from each vendor."""
        sent = self.folder / "messages"
        sent.mkdir()
        for at, (number, citizen) in enumerate(zip(numbers(), CITIZENS, strict=True)):
            message = case_message(
                number,
                Person(citizen.name, citizen.cpr),
                title="Opfølgning på jobsøgning",
                kle="99.20.04",
                owner=KORSBAEK,
            ).replace(b"2024-JC", b"JC")
            if at % 2:
                message = message.replace("Prøvefag".encode(), b"Tidevand Job")
            (sent / f"{number}.xml").write_bytes(message)
        self.home.run("registry", "import", str(sent))
        self.home.run("worker", "--once")
        assert "Opfølgning på jobsøgning" in self.see("jonas", "/mit-overblik/")

    def a_promise_is_made_before(self) -> None:
        """The director promises shorter waits before the robot goes live."""
        with self.home.visitors.visit("lise", language="da") as page:
            page.goto("/loefter/nyt/")
            page.locator("#titel").fill("Robotten kontrollerer joblog")
            page.locator("#emne").select_option("99.20.04")
            page.locator("#aendring").fill("-20")
            tomorrow = local_date(system_now()) + timedelta(days=1)
            page.locator("#start").fill(tomorrow.isoformat())
            page.locator("main form button").click()
            expect(page.locator("h1")).to_have_text("Robotten kontrollerer joblog")

    def a_department_head_makes_a_robot(self) -> None:
        """Written and filled in by one, approved by another; it has its secrets and its items."""
        with self.home.visitors.visit("henrik", language="da") as page:
            page.goto("/robotter/ny/tekst/")
            page.locator("textarea[name=opskrift]").fill(RECIPE.read_text("utf-8"))
            page.locator("button[name=gem]").click()
            page.goto(f"/robotter/{ROBOT}/lokalt/")
            page.locator("[name=lokal-gammelsag]").fill(self.old.address)
            page.locator("main form button").first.click()
        self.home.run("robots", "approve", "1", "--by", "Signe Aaberg Holt")
        for name, secret in (("bruger", "robot"), ("kode", PASSWORD)):
            self.give_secret(name, secret)
        items = self.folder / "items.csv"
        lines = [
            f"{number};{who.cpr};november" for number, who in zip(numbers(), CITIZENS, strict=True)
        ]
        lines.append(f"{UNKNOWN};{CITIZENS[0].cpr};november")
        items.write_text("\n".join(["sagsnr;cpr;måned", *lines]), "utf-8")
        assert "9 new items of 9" in self.home.run("robots", "enqueue", ROBOT, str(items))

    def give_secret(self, name: str, secret: str) -> None:
        """Given on standard input, never on a command line."""
        command = [sys.executable, "-m", "gearskifte", "robots", "secret", ROBOT]
        subprocess.run(
            [*command, f"gammelsag.{name}", "--by", "Henrik"],
            env=self.home.env, input=secret, text=True, check=True, capture_output=True,
        )  # fmt: skip

    def it_works_and_a_worker_is_killed(self) -> None:
        """One worker is killed while it saves; the next goes on, and nothing is done twice."""
        worker = self.home.start("robots", "worker", "--lease", LEASE_SECONDS)
        deadline = time.monotonic() + 300
        while not any(self.old.tasks().values()):
            assert time.monotonic() < deadline, "the robot never began"
            time.sleep(0.2)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        time.sleep(float(LEASE_SECONDS))
        self.home.run("robots", "worker", "--once", "--lease", LEASE_SECONDS)
        assert set(self.old.tasks().values()) == {0, 1}
        assert "The ledger is whole" in self.home.run("robots", "verify")

    def one_item_needs_a_person(self) -> None:
        """A case that is not there becomes a question, which somebody of the department answers."""
        assert UNKNOWN in self.home.run("robots", "tasks")
        with self.home.visitors.visit("henrik", language="da") as page:
            page.goto("/robotter/opgaver/")
            page.locator("main").get_by_role("link").first.click()
            expect(page.locator("main")).to_contain_text(UNKNOWN)
            self.answer(page)
        self.home.run("robots", "worker", "--once", "--lease", LEASE_SECONDS)
        assert UNKNOWN not in self.see("henrik", "/robotter/opgaver/")

    def answer(self, page: Page) -> None:
        """Take the item over, whichever way the question offers."""
        last = page.locator("[name=svar]").last
        last.check() if last.get_attribute("type") == "radio" else last.click()
        if page.locator("[name=minutter]").count():
            page.locator("[name=minutter]").fill("3")
            page.locator("main form button").first.click()

    def the_citizen_sees_the_robot(self) -> None:
        """What the robot did stands where the citizen looks, with the robot's name."""
        self.home.run("worker", "--once")
        assert re.search("robot", self.see("karen", "/hvem-har-set/"), re.IGNORECASE)

    def hours_are_measured_and_answered_for(self) -> None:
        """Five timed items give net hours; the director says what they went to."""
        with self.home.visitors.visit("henrik", language="da") as page:
            for minutes in ("5", "6", "7", "6", "6"):
                page.goto(f"/robotter/{ROBOT}/")
                form = page.locator("form[action$='/minutter/']")
                form.locator("[name=slags][value=sample]").check()
                form.locator("[name=minutter]").fill(minutes)
                form.get_by_role("button").click()
        self.home.run("worker", "--once")
        with self.home.visitors.visit("lise", language="da") as page:
            page.goto("/haenderne/frigjorte/")
            page.get_by_label("Hvem havde timerne?").select_option("aeldre")
            page.get_by_label("Så stor en del er brugt til andet").select_option("100")
            page.get_by_role("button", name="Gem").click()
            expect(page.locator("main")).to_contain_text("Sagt af Lise")

    def freed_hours_change_the_shortage(self) -> None:
        """With the files of the municipality in use, the robots' bar is there with its range."""
        with self.home.visitors.visit("torben", language="da") as page:
            for name, body in statistics_files(2026):
                page.goto("/haenderne/filer/")
                sent = {"name": name, "mimeType": "text/csv", "buffer": body}
                page.locator("#fil").set_input_files(sent)  # type: ignore[arg-type]
                page.get_by_role("button", name="Læs filen").click()
                page.get_by_role("button", name="Brug filen").click()
            told = page.request.get("/haenderne/tal/vandfald.csv").text()
        bars = {row[0]: row for row in csv.reader(io.StringIO(told), delimiter=";") if row}
        assert {"today", "robotter", "left"} <= set(bars)

    def the_promise_is_reckoned(self) -> None:
        """When its time has come it is there by itself; one municipality alone proves nothing."""
        with psycopg.connect(self.home.database.worker_url) as connection:
            refresh_pictures(connection, system_now() + timedelta(days=500))
        page = self.see("lise", "/loefter/")
        assert "Kan ikke afgøres" in page

    def the_robot_is_shared_and_taken_in(self) -> None:
        """Tried and packed here; read, filled in, tried and approved in the other municipality."""
        file = self.folder / "joblog.robot"
        mock, cases = (str(FIXTURE / name) for name in ("mock.yaml", "cases.yaml"))
        pack = ["commons", "pack", ROBOT, "--mock", mock, "--cases", cases]
        self.home.run(*pack, "--out", str(file), "--by", "Henrik")
        cvr, key, name = self.home.run("commons", "key").strip().split(" ", 2)
        self.other.run("commons", "trust", cvr, key, name, "--by", "Bo Kær")
        local = ["ejer=Bo Kær, fagchef", "godkender=Ida Lund", "gammelsag=https://sag.example.dk"]
        filled = [part for each in local for part in ("--fill", each)]
        self.other.run("commons", "take", str(file), *filled, "--by", "Bo Kær")
        self.other.run("robots", "approve", "1", "--by", "Ida Lund")
        with self.other.visitors.visit("henrik", language="da") as page:
            page.goto("/faelles/robotter/")
            expect(page.locator("main")).to_contain_text("Kontrol af joblog")

    def the_director_sees_the_loop(self) -> None:
        """One page has it all: hours, verdict, hands, and nothing that was typed in twice."""
        page = self.see("lise", "/gearkassen/")
        for words in ("Frigjort det seneste år", "Vist bedre", "Mangler i"):
            assert words in page


def test_one_story_goes_through_all_rooms(
    shared_server: Server, migrated_database: Database, chromium: Browser, tmp_path: Path
) -> None:
    """From two vendors' messages to a robot at work, measured, reckoned, shared and taken in."""
    with two_towns(shared_server, migrated_database, chromium) as towns, old_system() as old:
        story = Story(towns, old, tmp_path)
        story.messages_arrive_from_two_vendors()
        story.a_promise_is_made_before()
        story.a_department_head_makes_a_robot()
        story.it_works_and_a_worker_is_killed()
        story.one_item_needs_a_person()
        story.the_citizen_sees_the_robot()
        story.hours_are_measured_and_answered_for()
        story.freed_hours_change_the_shortage()
        story.the_promise_is_reckoned()
        story.the_robot_is_shared_and_taken_in()
        story.the_director_sees_the_loop()
