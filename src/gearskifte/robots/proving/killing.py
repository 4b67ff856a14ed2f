# SPDX-License-Identifier: EUPL-1.2
"""The kill test: work items on a target that de-duplicates nothing, while everything is killed.

Workers die by SIGKILL at random moments, and now and then so does the database. In the end the
target's own books say how many notes each case got: exactly one is right.
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

RECIPE: Final = """
opskrift: Drabsprøve
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
  - send: {system: fag, sti: "/sager/{sagsnr}/notater", data: {tekst: "Rykket {nøgle}"}}
    effekt: notat i sag {sagsnr}
    bekræft:
      hent: {system: fag, sti: "/sager/{sagsnr}/notater"}
      at: antal(svar) >= 1
      inden: 1
"""


LOOK_SECONDS: Final = 0.01
WITHIN_SECONDS: Final = 0.15
"""How often the notes are counted, and how long after a count at most something is killed."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How hard it is tried.

    Attributes:
        items: work items, each of which is to make one note.
        kills: workers and databases to kill, at least.
        database_every: one kill in so many is the database's.
    """

    items: int
    kills: int
    workers: int
    database_every: int
    seed: int


@dataclass(slots=True)
class Tally:
    """What was killed."""

    workers: int = 0
    databases: int = 0

    @property
    def all(self) -> int:
        """Everything."""
        return self.workers + self.databases


def start_target(port: int, seconds: float) -> subprocess.Popen[bytes]:
    """The target as a process of its own, ready to answer."""
    command = [sys.executable, "-m", "gearskifte.robots.proving.target", str(port), str(seconds)]
    process = subprocess.Popen(command)
    for _ in range(200):
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
    notes: Callable[[], int],
    workers: Callable[[], list[int]],
    kill: Callable[[int, int], None],
    kill_database: Callable[[], None],
    over: threading.Event,
) -> Tally:
    """Kill until `over`, or so many have been killed.

    The kills are spread over the work, however fast the machine is: after each there is a random
    number of notes to wait for, and then a random moment within the work on one.
    """
    dice = random.Random(plan.seed)  # noqa: S311 - a test's dice, thrown the same again
    tally = Tally()
    apart = plan.items / max(plan.kills, 1)
    next_at = 0.0
    while tally.all < plan.kills and not over.wait(LOOK_SECONDS):
        if notes() < next_at:
            continue
        next_at += dice.uniform(0, 1.8 * apart)
        if over.wait(dice.uniform(0, WITHIN_SECONDS)):
            break
        if plan.database_every and (tally.all + 1) % plan.database_every == 0:
            kill_database()
            tally.databases += 1
            continue
        living = workers()
        if living:
            try:
                kill(dice.choice(living), signal.SIGKILL)
            except ProcessLookupError:
                continue
            tally.workers += 1
    return tally


def judged(plan: Plan, counted: dict[str, int], states: dict[str, int]) -> dict[str, Any]:
    """What became of the items, by the target's books and by the ledger."""
    notes = Counter(counted.get(str(number), 0) for number in range(plan.items))
    done = states.get("done", 0)
    return {
        "items": plan.items,
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
