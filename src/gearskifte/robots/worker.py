# SPDX-License-Identifier: EUPL-1.2
"""A robot worker: claims an item, walks through its recipe, settles it, and claims the next.

Any number of them share one ledger. One that dies loses nothing: its lease runs out, and another
goes on at the step where it stopped.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

import psycopg

from gearskifte.kernel.errors import Text
from gearskifte.kernel.faults import write_down
from gearskifte.kernel.time import local_date
from gearskifte.robots.ledger import CHANNEL, SQL, Grip, Held, Kept, Ledger, running_clock
from gearskifte.robots.recording import About, Describe, LedgerJournal, Stopped, values_of
from gearskifte.robots.rules import asking
from gearskifte.robots.rules.asking import STOPPED_WITHOUT_VALUE
from gearskifte.robots.rules.binding import BindingsRefused, Bound, bind
from gearskifte.robots.rules.driver import Tools
from gearskifte.robots.rules.interpreter import run
from gearskifte.robots.rules.journal import LeaseLost
from gearskifte.robots.rules.outcomes import (
    Failed,
    Finished,
    HandedOver,
    Outcome,
    Waits,
    Why,
)
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.recipe import Recipe
from gearskifte.robots.rules.refusals import StepRefused
from gearskifte.robots.starting import LOOK_EVERY

LONGEST_PAUSE: Final = 5.0
"""Seconds between two looks for work where nobody calls."""
HEARING: Final = 0.5
"""Seconds until an idle worker hears that it is told to stop."""
LONGEST_BACKOFF: Final = timedelta(minutes=30)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Program:
    """A version of a recipe as it is carried out."""

    robot: int
    slug: str
    title: str
    number: int
    bound: Bound = field(repr=False)

    @property
    def recipe(self) -> Recipe:
        """What it does, wherever it is."""
        return self.bound.recipe


@dataclass(frozen=True, slots=True)
class Equipment:
    """What a worker works with.

    Attributes:
        tools: opens the tools for one item of a program, and closes them again.
        begin_anew: closes what is kept from item to item, after a failure.
        describe: makes the message that tells the registry of an act.
        clock: the present moment.
        begin: puts in line what is to begin by itself, and tries what is to be tried.
    """

    tools: Callable[[Ledger, Program], AbstractContextManager[Tools]]
    begin_anew: Callable[[], None]
    describe: Describe
    clock: Callable[[], datetime]
    begin: Callable[[Ledger], object] = lambda _: None


class Worker:
    """Works until told to stop."""

    def __init__(self, ledger: Ledger, equipment: Equipment, robot: int | None = None) -> None:
        """`robot` is whose items are worked on; everybody's where it is None."""
        self._ledger = ledger
        self._equipment = equipment
        self._robot = robot
        self._programs: dict[tuple[int, int | None], Program] = {}
        self.holding: Held | None = None
        self.ended = 0
        self._look_at = 0.0

    @property
    def grip(self) -> Grip:
        """Until when its item is certainly its own."""
        return self._ledger.grip

    def work(self, stop: threading.Event, *, once: bool = False) -> None:
        """Work items off, and wait for more unless `once`."""
        self._ledger.connection.execute(f"LISTEN {CHANNEL}")
        self._begin()
        self._ledger.reclaim()
        held = self._ledger.claim(self._robot)
        while not stop.is_set():
            if held is not None:
                held = self.holding = self._carry_out(held)
                self._begin()
                continue
            self._begin()
            if self._ledger.reclaim() == 0:
                if once:
                    return
                self._await_work(stop)
            if not stop.is_set():
                held = self._ledger.claim(self._robot)
        if held is not None:
            self._ledger.settle(held, "ready", "", {})

    def _begin(self) -> None:
        """Now and then, look for what is to begin by itself."""
        now = time.monotonic()
        if now >= self._look_at:
            self._look_at = now + LOOK_EVERY
            self._equipment.begin(self._ledger)

    def _await_work(self, stop: threading.Event) -> None:
        """Until somebody says that there is work, an item's time has come, or it is told to stop.

        A signal does not end psycopg's wait, and begins its time anew.
        """
        row = self._ledger.connection.execute(SQL.next_due).fetchone()
        due = LONGEST_PAUSE if row is None or row[0] is None else float(row[0])
        until = time.monotonic() + min(max(due, 0.01), LONGEST_PAUSE)
        while not stop.is_set() and (left := until - time.monotonic()) > 0:
            pause = min(left, HEARING)
            if list(self._ledger.connection.notifies(timeout=pause, stop_after=1)):
                return

    def _carry_out(self, held: Held) -> Held | None:
        """Work on one item; the next one, if it was claimed along with settling this."""
        self.holding = held
        try:
            program = self._program(held.version, held.binding)
            rule, systems = program.recipe.legal_basis, program.recipe.systems
            about = About(program.title, program.slug, program.number, held.subject, rule, systems)
            journal = LedgerJournal(
                self._ledger, held, about, self._equipment.describe, self._equipment.clock
            )
            outcome = self._run(held, program, journal)
            return self._settle(held, program, journal, outcome)
        except BindingsRefused as refused:
            self._ledger.ask(held, asking.unfilled(refused), {})
        except Stopped:
            self._ledger.settle(held, "stopped", "", {})
        except LeaseLost:
            _log.warning("An item is another worker's now; it was left alone.")
        finally:
            self.holding = None
        return self._ledger.claim(self._robot)

    def _run(self, held: Held, program: Program, journal: LedgerJournal) -> Outcome:
        today = local_date(self._equipment.clock()).strftime("%d-%m-%Y")
        try:
            with self._equipment.tools(self._ledger, program) as tools:
                journal.pictures = tools.screen is not None
                return run(program.bound, values_of(held, today), tools, journal)
        except (LeaseLost, psycopg.OperationalError):
            self._equipment.begin_anew()
            raise
        except StepRefused as refused:
            waits = asking.business(program.recipe.steps[0], "", refused, program.recipe.helper)
            return replace(waits, choices=STOPPED_WITHOUT_VALUE)
        except Exception as error:  # noqa: BLE001 - one item must not keep all others waiting
            write_down(_log, "A robot's step", error)
            kind = type(error).__name__
            return Failed("", 0, "GS-ROB-299", Text(f"Uventet fejl: {kind}.", f"Fault: {kind}."))

    def _settle(
        self, held: Held, program: Program, journal: LedgerJournal, outcome: Outcome
    ) -> Held | None:
        told = {"robot": program.slug, "version": program.number}
        steps = journal.take()
        match outcome:
            case Finished(reason):
                self.ended += 1
                return self._ledger.end_and_claim(held, steps, reason, told, self._robot)
            case HandedOver(reason=reason):
                self.ended += 1
                self._ledger.settle(held, "handed", reason, told, steps)
            case Waits():
                self._ledger.ask(held, outcome, told, steps)
            case Failed():
                self._failed(held, program, outcome, told, steps)
        return self._ledger.claim(self._robot)

    def _failed(
        self,
        held: Held,
        program: Program,
        failed: Failed,
        told: dict[str, Any],
        steps: Sequence[Kept],
    ) -> None:
        """Try again later, each time waiting twice as long; at last ask a person."""
        self._equipment.begin_anew()
        if held.failures + 1 < program.recipe.attempts:
            wait = min(timedelta(seconds=2 ** (held.failures + 1)), LONGEST_BACKOFF)
            self._ledger.settle(held, "ready", failed.code, told, steps, wait=wait, failed=True)
            return
        question = Text(
            f"Det lykkedes ikke på {program.recipe.attempts} forsøg. {failed.reason.da}",
            f"It did not succeed in {program.recipe.attempts} attempts. {failed.reason.en}",
        )
        helper = program.recipe.helper
        waits = Waits(
            failed.at,
            failed.line,
            Why.BUSINESS,
            question,
            helper,
            STOPPED_WITHOUT_VALUE,
            failed.code,
        )
        self._ledger.ask(held, waits, told, steps)

    def _program(self, version: int, binding: int | None) -> Program:
        wanted = (version, binding)
        if wanted not in self._programs:
            self._programs[wanted] = program_of(self._ledger.connection, version, binding)
        return self._programs[wanted]


def program_of(connection: psycopg.Connection[Any], version: int, binding: int | None) -> Program:
    """A version with what was filled in.

    Raises:
        BindingsRefused: if that lacks something.
    """
    row = connection.execute(SQL.version, {"version": version}).fetchone()
    if row is None:
        raise LookupError("no such version")
    source, number, slug, title, robot = row
    given = connection.execute(SQL.bound, {"binding": binding}).fetchone()
    bound = bind(read_recipe(source), given[0] if given else {})
    return Program(robot, slug, title, number, bound)


@contextmanager
def heartbeat(
    worker: Worker, connect: Callable[[], psycopg.Connection[Any]], lease: timedelta
) -> Iterator[None]:
    """Hold the worker's item for as long as it lives, on a connection of its own."""
    over = threading.Event()
    every = lease.total_seconds() / 3

    def beat() -> None:
        connection: psycopg.Connection[Any] | None = None
        while not over.wait(every):
            held = worker.holding
            if held is None:
                continue
            try:
                connection = connection or connect()
                values = {"item": held.item, "token": held.token, "lease": lease}
                asked = running_clock()
                if connection.execute(SQL.beat, values).rowcount:
                    worker.grip.renew(asked, lease)
            except psycopg.OperationalError:
                connection = None
        if connection is not None:
            connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=5)


def keep_working(
    connect: Callable[[], psycopg.Connection[Any]],
    make: Callable[[psycopg.Connection[Any]], Worker],
    stop: threading.Event,
    *,
    lease: timedelta,
    once: bool = False,
) -> int:
    """Work, and begin anew when the database went away; the number of items that ended."""
    ended = 0
    while not stop.is_set():
        worker = None
        try:
            with connect() as connection:
                worker = make(connection)
                with heartbeat(worker, connect, lease):
                    worker.work(stop, once=once)
                return ended + worker.ended
        except psycopg.OperationalError as error:
            _log.warning("The database does not answer (%s); trying again.", type(error).__name__)
            ended += worker.ended if worker else 0
            time.sleep(0.2)
    return ended
