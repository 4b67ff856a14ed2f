# SPDX-License-Identifier: EUPL-1.2
"""The kill test: work items on a target that de-duplicates nothing, while everything is killed.

Most items are worked on by API, the last on the target's pages in a browser. Workers and browsers
die by SIGKILL at random moments, and now and then so does the database. In the end the target's own
books say how many notes each case got: exactly one is right.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import psycopg

HEAD: Final = """
ejer: Lone Madsen, jobcenterchef
godkender: Per Holm, afdelingsleder
kle: 15.20.04
hjemmel: Prøve uden borgere
oplysninger: [sagsnummer]
manuel tid: {minutter: 6, måling: prøve}
systemer: {fag: et målsystem}
sag: {felter: [sagsnr], nøgle: "{sagsnr}"}
ved fejl: {prøv: 1000}
trin:
"""
"""What stands in every recipe on the target, between its title and its steps."""
BY_API: Final = (
    "opskrift: Drabsprøve"
    + HEAD
    + """
  - send: {system: fag, sti: "/sager/{sagsnr}/notater", data: {tekst: "Rykket {nøgle}"}}
    effekt: notat i sag {sagsnr}
    bekræft:
      hent: {system: fag, sti: "/sager/{sagsnr}/notater"}
      at: antal(svar) >= 1
      inden: 1
"""
)
ON_SCREEN: Final = (
    "opskrift: Drabsprøve på skærmen"
    + HEAD
    + """
  - åbn: {system: fag, side: "/sager/{sagsnr}"}
  - udfyld: {felt: Notat, med: "Rykket {nøgle}"}
  - tryk: Gem notat
    effekt: notat i sag {sagsnr}
    bekræft:
      åbn: {system: fag, side: "/sager/{sagsnr}"}
      tabel: Notater
      hvor: {Tekst: "Rykket {nøgle}"}
      inden: 1
"""
)


START_SECONDS: Final = 180.0
"""How long the target may take to come up, on a machine that is busy with other things."""
LOOK_SECONDS: Final = 0.02
WITHIN_SECONDS: Final = 0.15
"""How often the notes are counted, and how long after a count at most something is killed."""
BROWSERS: Final = 0.7
"""Of the kills while browsers are at work, how many are theirs."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How hard it is tried.

    Attributes:
        items: work items, each of which is to make one note.
        screens: so many of them are worked on in a browser.
        kills: workers, browsers and databases to kill.
        screen_kills: so many of them while the browsers are at work.
        database_every: one kill in so many is the database's.
    """

    items: int
    screens: int
    kills: int
    screen_kills: int
    workers: int
    database_every: int
    seed: int

    @property
    def rounds(self) -> tuple[Round, ...]:
        """By API first, then on the screen."""
        by_api = self.items - self.screens
        rounds = (
            Round(BY_API, range(by_api), self.kills - self.screen_kills, 0.0),
            Round(ON_SCREEN, range(by_api, self.items), self.screen_kills, BROWSERS),
        )
        return tuple(each for each in rounds if each.cases)


@dataclass(frozen=True, slots=True)
class Round:
    """A recipe, the cases it works on, and what is killed meanwhile.

    Attributes:
        browsers: the share of the kills that browsers get, where any is at work.
    """

    recipe: str
    cases: range
    kills: int
    browsers: float


@dataclass(frozen=True, slots=True)
class Living:
    """What could be killed now."""

    workers: list[int]
    browsers: list[int]


@dataclass(slots=True)
class Tally:
    """What was killed."""

    workers: int = 0
    browsers: int = 0
    databases: int = 0

    @property
    def all(self) -> int:
        """Everything."""
        return self.workers + self.browsers + self.databases


def start_target(port: int, seconds: float) -> subprocess.Popen[bytes]:
    """The target as a process of its own, ready to answer."""
    command = [sys.executable, "-m", "gearskifte.robots.proving.target", str(port), str(seconds)]
    process = subprocess.Popen(command)
    give_up = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < give_up:
        try:
            books(port)
        except OSError:
            time.sleep(0.05)
        else:
            return process
    process.kill()
    raise OSError("the target did not come up")


def notes_so_far(port: int) -> int:
    """How many notes have been saved."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/antal", timeout=30) as answer:
        return int(json.load(answer))


def books(port: int) -> dict[str, int]:
    """How many notes each case has, by the target's own account."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/alle", timeout=30) as answer:
        counted: dict[str, int] = json.load(answer)
    return counted


def kill_at_random(
    plan: Plan,
    work: Round,
    notes: Callable[[], int],
    living: Callable[[], Living],
    kill: Callable[[int, int], None],
    kill_database: Callable[[], None],
    over: threading.Event,
    tally: Tally,
) -> None:
    """Kill until `over`, or so many have been killed; `tally` counts them.

    The kills are spread over the work, however fast the machine is: after each there is a random
    number of notes to wait for, and then a random moment within the work on one.
    """
    dice = random.Random(plan.seed)  # noqa: S311 - a test's dice, thrown the same again
    before = tally.all
    apart = len(work.cases) / max(work.kills, 1)
    next_at = 0.0
    while tally.all - before < work.kills and not over.wait(LOOK_SECONDS):
        if notes() < next_at:
            continue
        next_at += dice.uniform(0, 1.8 * apart)
        if over.wait(dice.uniform(0, WITHIN_SECONDS)):
            break
        if plan.database_every and (tally.all + 1) % plan.database_every == 0:
            kill_database()
            tally.databases += 1
            continue
        found = living()
        of_browsers = bool(found.browsers) and dice.random() < work.browsers
        those = found.browsers if of_browsers else found.workers
        if not those:
            continue
        try:
            kill(dice.choice(those), signal.SIGKILL)
        except ProcessLookupError:
            continue
        if of_browsers:
            tally.browsers += 1
        else:
            tally.workers += 1


def judged(plan: Plan, counted: dict[str, int], states: dict[str, int]) -> dict[str, Any]:
    """What became of the items, by the target's books and by the ledger."""
    notes = Counter(counted.get(str(number), 0) for number in range(plan.items))
    done = states.get("done", 0)
    return {
        "items": plan.items,
        "in_a_browser": plan.screens,
        "exactly_once": notes[1],
        "lost": notes[0],
        "double": sum(number for times, number in notes.items() if times > 1),
        "hanging": plan.items - done,
        "asked_a_person": states.get("waiting", 0),
    }


def items_left(url: str) -> int:
    """Items that are not done yet; a database that was just killed says nothing (-1)."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            query = "SELECT count(*) FROM robots_item WHERE state <> 'done'"
            row = connection.execute(query).fetchone()
    except psycopg.OperationalError:
        return -1
    return int(row[0]) if row else 0
