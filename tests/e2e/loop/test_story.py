# SPDX-License-Identifier: EUPL-1.2
"""One story through all rooms, as its people live it; nobody touches a database by hand."""

from __future__ import annotations

import csv
import io
import itertools
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
import pytest
from playwright.sync_api import Browser, Page, expect

from gearskifte.demo.public import CITIZENS, statistics_files
from gearskifte.kernel.database.provider import Database
from gearskifte.kernel.database.server import Server
from gearskifte.kernel.time import local_date, system_now
from tests.builders.people import Person
from tests.builders.xml import case_message
from tests.e2e.conftest import ROOT, free_port
from tests.e2e.loop.later import (
    A_MONTH,
    AFTER,
    AUTHORITY,
    TOPIC,
    TOUCHED,
    Fellows,
    case_files,
    days_until,
    first_of,
)
from tests.e2e.towns import Town, two_towns

pytestmark = pytest.mark.e2e

RECIPE = ROOT / "src" / "gearskifte" / "demo" / "recipes" / "joblog.yaml"
FIXTURE = ROOT / "src" / "gearskifte" / "demo" / "recipes" / "joblog_trial"
ROBOT = "kontrol-af-joblog"
PASSWORD = "kode til gammel sag"
UNKNOWN = "JC-2026-999"
LEASE_SECONDS = "2"
PROMISED = "Robotten kontrollerer joblog"
IDEA = "Robot holder øje med joblog"
MORE = 2 * AFTER * A_MONTH + 2
"""Job logs beside the citizens': of the months to come in both towns, and two of the other's."""


class OldSystem:
    """Gammel Sag, as a process of its own: slow to save, and it saves twice if told twice."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"

    def tasks(self) -> dict[str, int]:
        """How many tasks each case of job logs has."""
        with httpx.Client(base_url=self.address, follow_redirects=True, timeout=300) as client:
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
    command = [sys.executable, "-m", "gearskifte.demo.oldcase", str(port), str(MORE)]
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

    def first_cases(self, town: Town) -> dict[str, Person | None]:
        """Whose job logs a town has from the beginning, by number."""
        if town is self.home:
            citizens = (Person(each.name, each.cpr) for each in CITIZENS)
            return dict(zip(numbers(), citizens, strict=True))
        last = len(CITIZENS) + MORE
        return {f"JC-2026-{number:03}": None for number in (last - 1, last)}

    def see(self, person: str, path: str) -> str:
        """What somebody reads on a page."""
        with self.home.visitors.visit(person, language="da") as page:
            page.goto(path)
            return page.locator("main").inner_text()

    def messages_arrive_from_two_vendors(self) -> None:
        """Every case comes as a standard message, half of them from each vendor."""
        begun = (system_now() - timedelta(days=3)).isoformat()
        for town in (self.home, self.other):
            sent = self.folder / f"messages-{town.name}"
            sent.mkdir()
            for at, (number, person) in enumerate(self.first_cases(town).items()):
                message = case_message(
                    number,
                    person,
                    title="Opfølgning på jobsøgning",
                    states=(("Opstaaet", begun),),
                    kle=TOPIC,
                    owner=(AUTHORITY, f"{town.name} Kommune"),
                ).replace(b"2024-JC", b"JC")
                if at % 2:
                    message = message.replace("Prøvefag".encode(), b"Tidevand Job")
                (sent / f"{number}.xml").write_bytes(message)
            town.run("registry", "import", str(sent))
            town.run("worker", "--once")
        assert "Opfølgning på jobsøgning" in self.see("jonas", "/mit-overblik/")

    def promises_are_made_before(self) -> None:
        """Both directors promise shorter waits before the robot goes live."""
        tomorrow = local_date(system_now()) + timedelta(days=1)
        for town in (self.home, self.other):
            with town.visitors.visit("lise", language="da") as page:
                page.goto("/loefter/nyt/")
                page.locator("#titel").fill(PROMISED)
                page.locator("#emne").select_option(TOPIC)
                page.locator("#aendring").fill("-20")
                page.locator("#start").fill(tomorrow.isoformat())
                page.locator("main form button").click()
                expect(page.locator("h1")).to_have_text(PROMISED)

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
        self.give_secrets(self.home)
        assert "9 new items of 9" in self.enqueue(self.home, [*numbers(), UNKNOWN])

    def enqueue(self, town: Town, cases: list[str], days: int = 0) -> str:
        """Put job logs of November in the robot's line, from a file."""
        items = self.folder / "items.csv"
        citizens = itertools.cycle(CITIZENS)
        lines = [
            f"{number};{who.cpr};november" for number, who in zip(cases, citizens, strict=False)
        ]
        items.write_text("\n".join(["sagsnr;cpr;måned", *lines]), "utf-8")
        return town.run("robots", "enqueue", ROBOT, str(items), days=days)

    def give_secrets(self, town: Town) -> None:
        """Given on standard input, never on a command line."""
        for name, secret in (("bruger", "robot"), ("kode", PASSWORD)):
            command = [sys.executable, "-m", "gearskifte", "robots", "secret", ROBOT]
            subprocess.run(
                [*command, f"gammelsag.{name}", "--by", "Henrik"],
                env=town.env, input=secret, text=True, check=True, capture_output=True,
            )  # fmt: skip

    def it_works_and_a_worker_is_killed(self) -> None:
        """One worker is killed while it saves; the next goes on, and nothing is done twice."""
        worker = self.home.start("robots", "worker", "--lease", LEASE_SECONDS)
        deadline = time.monotonic() + 900
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

    def the_robot_is_shared_and_taken_in(self) -> None:
        """Tried and packed here; read, filled in, tried and approved in the other municipality."""
        file = self.folder / "joblog.robot"
        mock, cases = (str(FIXTURE / name) for name in ("mock.yaml", "cases.yaml"))
        pack = ["commons", "pack", ROBOT, "--mock", mock, "--cases", cases]
        self.home.run(*pack, "--out", str(file), "--by", "Henrik")
        cvr, key, name = self.home.run("commons", "key").strip().split(" ", 2)
        self.other.run("commons", "trust", cvr, key, name, "--by", "Bo Kær")
        local = ["ejer=Bo Kær, fagchef", "godkender=Ida Lund", f"gammelsag={self.old.address}"]
        filled = [part for each in local for part in ("--fill", each)]
        whose = ["--by", "Bo Kær", "--department", "Sundhed og Omsorg"]
        self.other.run("commons", "take", str(file), *filled, *whose)
        self.other.run("robots", "approve", "1", "--by", "Ida Lund")
        with self.other.visitors.visit("henrik", language="da") as page:
            page.goto("/faelles/robotter/")
            expect(page.locator("main")).to_contain_text("Kontrol af joblog")
        self.give_secrets(self.other)
        assert "2 new items" in self.enqueue(self.other, list(self.first_cases(self.other)))
        self.other.run("robots", "worker", "--once")
        self.other.run("worker", "--once")

    def the_idea_is_shared_and_taken_over(self, fellows: Fellows) -> None:
        """It has its robot and its promise in both; the other found it by writing the same."""
        with self.home.visitors.visit("henrik", language="da") as page:
            self.write_idea(page)
            page.locator("button[name=do][value=save]").click()
            self.plan(page)
            page.locator("button[name=do][value=share]").click()
        fellows.meet(0)
        with self.other.visitors.visit("henrik", language="da") as page:
            self.write_idea(page)
            page.locator("button[name=do][value=look]").click()
            page.locator("#hits").get_by_role("link", name=IDEA).first.click()
            page.get_by_role("button", name="Vi genbruger den").click()
            self.plan(page)

    def write_idea(self, page: Page) -> None:
        """Two fields, as anybody would."""
        page.goto("/faelles/ny/")
        page.locator("[name=title]").fill(IDEA)
        page.locator("[name=description]").fill("Den ledige får en opgave, når der mangler job.")

    def plan(self, page: Page) -> None:
        """The entry is given its robot and its promise."""
        page.get_by_role("link", name="Ret teksten og planen").click()
        page.locator("[name=promise]").select_option(label=PROMISED)
        page.locator("[name=robot]").select_option(ROBOT)
        page.locator("main form button").last.click()
        expect(page.locator("h1")).to_have_text(IDEA)

    def both_use_it_for_three_months(self) -> None:
        """New cases come in both municipalities; the robot works on three of five each month."""
        later = days_until(first_of(4))
        first = len(CITIZENS) + 1
        for place, town in enumerate((self.home, self.other)):
            start = first + place * AFTER * A_MONTH
            cases = [f"JC-2026-{number:03}" for number in range(start, start + AFTER * A_MONTH)]
            sent = self.folder / f"later-{town.name}"
            sent.mkdir()
            for number, body in case_files(town.name, cases):
                (sent / f"{number}.xml").write_bytes(body)
            town.run("registry", "import", str(sent), days=later)
            town.run("worker", "--once", days=later)
            touched = [each for at, each in enumerate(cases) if at % A_MONTH < TOUCHED]
            self.enqueue(town, touched, days=later)
            town.run("robots", "worker", "--once", days=later)
            town.run("worker", "--once", days=later)

    def the_promises_are_reckoned(self, fellows: Fellows) -> None:
        """In each municipality by itself, against what twenty-four others told, and together."""
        before, after = days_until(first_of(6)) - 3, days_until(first_of(6)) + 1
        fellows.others_tell(before)
        fellows.meet(before)
        fellows.meet(before)
        for town in (self.home, self.other):
            town.run("worker", "--once", days=after)
            with town.visitors.visit("lise", language="da") as page:
                page.goto("/loefter/")
                page.get_by_role("link", name=PROMISED).click()
                told = page.locator("main").inner_text()
            assert "1 anden kommune bruger den samme" in told, told
            assert "Sammen med de andre, der bruger det samme" in told
            assert "Bedre: ventetiden blev" in told

    def the_front_runner_has_both_effects(self, fellows: Fellows) -> None:
        """The other tells what the robot gave it, and the owner's entry shows both, measured."""
        after = days_until(first_of(6)) + 1
        fellows.meet(after)
        fellows.meet(after)
        with self.home.visitors.visit("henrik", language="da") as page:
            page.goto("/faelles/")
            page.get_by_role("link", name=IDEA).first.click()
            told = page.locator("main").inner_text()
        assert "Kilde: Havneby Kommune, Korsbæk Kommune" in told, told
        assert "Frontløber: Korsbæk Kommune. 1 anden kommune bruger den" in told

    def the_director_sees_the_loop(self) -> None:
        """One page has it all: hours, verdict, hands, and nothing that was typed in twice."""
        page = self.see("lise", "/gearkassen/")
        for words in ("Frigjort det seneste år", "Vist bedre", "Mangler i"):
            assert words in page


@pytest.mark.timeout(3600)
def test_one_story_goes_through_all_rooms(
    shared_server: Server, migrated_database: Database, chromium: Browser, tmp_path: Path
) -> None:
    """From two vendors' messages to a robot at work, measured, reckoned, shared and taken in."""
    with two_towns(shared_server, migrated_database, chromium) as towns, old_system() as old:
        fellows = Fellows(towns, tmp_path)
        fellows.take_part()
        story = Story(towns, old, tmp_path)
        story.messages_arrive_from_two_vendors()
        story.promises_are_made_before()
        story.a_department_head_makes_a_robot()
        story.it_works_and_a_worker_is_killed()
        story.one_item_needs_a_person()
        story.the_citizen_sees_the_robot()
        story.hours_are_measured_and_answered_for()
        story.freed_hours_change_the_shortage()
        story.the_robot_is_shared_and_taken_in()
        story.the_idea_is_shared_and_taken_over(fellows)
        story.both_use_it_for_three_months()
        story.the_promises_are_reckoned(fellows)
        story.the_front_runner_has_both_effects(fellows)
        story.the_director_sees_the_loop()
