# SPDX-License-Identifier: EUPL-1.2
"""What the commands print of robots, and how a recipe is tried without the ledger."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

import psycopg
from psycopg import Connection, Cursor

from gearskifte.kernel.secrets import Vault
from gearskifte.kernel.time import local_date, system_now
from gearskifte.robots import queries
from gearskifte.robots.driving.files import Folder
from gearskifte.robots.driving.pages import KeptPages
from gearskifte.robots.driving.secrets import SecretStore, give, missing
from gearskifte.robots.ledger import SQL, Ledger, business_key
from gearskifte.robots.lending import give_key, withdraw_keys
from gearskifte.robots.notice import notice
from gearskifte.robots.pool import keep_alive
from gearskifte.robots.proving import killing
from gearskifte.robots.proving.killing import Living, Plan, Round, Tally
from gearskifte.robots.queries import open_tasks, status
from gearskifte.robots.rules.approval import hindrances
from gearskifte.robots.rules.binding import bind
from gearskifte.robots.rules.driver import Secrets, Tools
from gearskifte.robots.rules.interpreter import run
from gearskifte.robots.rules.journal import Done, MemoryJournal
from gearskifte.robots.rules.outcomes import Failed, Finished, HandedOver, Outcome, Waits
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.refusals import Problem, RecipeRefused
from gearskifte.robots.rules.sentences import Sentence, sentences
from gearskifte.robots.rules.values import Value, kept
from gearskifte.robots.rules.vocabulary import recipe_schema as schema
from gearskifte.robots.service import (
    answer,
    approve,
    bound_now,
    fill_in,
    filled_in,
    let_answer,
    make_version,
    put_in_line,
)
from gearskifte.robots.starting import begin_due
from gearskifte.robots.trying import try_due
from gearskifte.robots.workbench import Workbench
from gearskifte.robots.worker import Equipment, Program, Worker, keep_working

__all__ = [
    "Checked",
    "GivenSecrets",
    "Living",
    "Plan",
    "Round",
    "Tally",
    "Tried",
    "Workbench",
    "answer",
    "approve",
    "breaks",
    "check",
    "fill_in",
    "filled",
    "give_key",
    "give_secret",
    "given_items",
    "keep_alive",
    "killing",
    "let_answer",
    "load_browsers",
    "make_version",
    "number_of",
    "open_tasks",
    "put_in_line",
    "record",
    "schema",
    "status",
    "try_out",
    "withdraw_keys",
    "work",
]


def record(launch: Mapping[str, Any], address: str, title: str) -> str:
    """Show a browser and write down what a person does in it; see `screen.recorder.record`."""
    from gearskifte.robots.screen import recorder  # noqa: PLC0415 - slow to import

    return recorder.record(launch, address, title)


def load_browsers() -> None:
    """Load what works on a screen, once: before workers are forked, each of which would do it."""
    import_module("gearskifte.robots.screen.browser")


@dataclass(frozen=True, slots=True)
class Checked:
    """What is to be said of a recipe: it is wrong, or it is this, and may be approved or not."""

    language: str
    wrong: tuple[Problem, ...] = ()
    told: tuple[Sentence, ...] = ()
    hindrances: tuple[Problem, ...] = ()
    title: str = ""
    starts: str = ""

    @property
    def approvable(self) -> bool:
        """Whether it may be approved."""
        return not (self.wrong or self.hindrances)

    def as_json(self) -> dict[str, Any]:
        """All of it for a machine."""
        return {
            "title": self.title,
            "starts": self.starts,
            "readable": not self.wrong,
            "approvable": self.approvable,
            "problems": [self._problem(each) for each in (*self.wrong, *self.hindrances)],
            "sentences": [
                {
                    "number": each.number,
                    "line": each.line,
                    "text": each.text,
                    "changes": each.changes,
                    "read_back": each.read_back,
                }
                for each in self.told
            ],
        }

    def _problem(self, problem: Problem) -> dict[str, Any]:
        text = problem.text.in_language(self.language)
        return {"line": problem.line, "code": problem.code, "text": text}

    def as_text(self, file: Path) -> str:
        """All of it for a person; lines as an editor can follow them."""
        english = self.language == "en"
        lines = [each for each in (self.title, self.starts) if each]
        for each in self.told:
            lines.append(f"{'  ' * (each.depth + 1)}{each.number}. {each.text}")
            if each.changes:
                lines.append(f"{'  ' * (each.depth + 3)}↺ {each.read_back}")
        lines += [
            f"{file}:{each.line}: {each.text.in_language(self.language)} [{each.code}]"
            for each in (*self.wrong, *self.hindrances)
        ]
        if self.wrong:
            lines.append("The recipe cannot be used." if english else "Opskriften kan ikke bruges.")
        elif self.hindrances:
            lines.append(
                "It cannot be approved yet." if english else "Den kan ikke godkendes endnu."
            )
        else:
            lines.append("It may be approved." if english else "Den kan godkendes.")
        return "\n".join(lines)


def check(text: str, language: str) -> Checked:
    """Read a recipe and say everything that is to be said of it."""
    try:
        recipe = read_recipe(text)
    except RecipeRefused as refused:
        return Checked(language, wrong=refused.problems)
    told = tuple(sentences(recipe, language))
    starts = recipe.trigger.in_language(language)
    return Checked(language, (), told, tuple(hindrances(recipe)), recipe.title, starts)


@dataclass(frozen=True, slots=True)
class Tried:
    """How one item went without the ledger."""

    outcome: Outcome
    steps: tuple[tuple[str, Done], ...]
    seconds: float
    item: Mapping[str, Value] = field(repr=False)

    @property
    def ended(self) -> bool:
        """Whether the item came to its end."""
        return isinstance(self.outcome, Finished | HandedOver)

    def as_json(self) -> dict[str, Any]:
        """The outcome and each step for a machine."""
        told: dict[str, Any] = {"outcome": type(self.outcome).__name__.lower()}
        match self.outcome:
            case Finished(reason, values):
                told |= {"reason": reason, "values": kept(values)["post"]}
            case HandedOver(at, reason, to):
                told |= {"at": at, "reason": reason, "to": to}
            case Waits() as waits:
                told |= {"at": waits.at, "line": waits.line, "why": waits.why.value}
                told |= {"code": waits.code, "question": waits.question.da}
            case Failed() as failed:
                told |= {"at": failed.at, "line": failed.line, "code": failed.code}
                told |= {"reason": failed.reason.da}
        told["steps"] = [
            {
                "at": at,
                "said": done.said,
                "verified": done.verified,
                "element": done.hit.element if done.hit else "",
                "why": done.hit.why.da if done.hit else "",
            }
            for at, done in self.steps
        ]
        return {**told, "seconds": round(self.seconds, 3)}

    def as_text(self) -> str:
        """The outcome and each step for a person."""
        lines = []
        for at, done in self.steps:
            mark = "✓ læst tilbage" if done.verified == "read-back" else ""
            lines.append(f"  {at:8} {done.said} {mark}".rstrip())
            if done.hit is not None:
                lines.append(f"  {'':8} └ {done.hit.element}: {done.hit.why.da}")
        match self.outcome:
            case Finished(reason):
                lines.append(f"Færdig. {reason}".rstrip())
            case HandedOver(_, reason, to):
                lines.append(f"Givet videre til {to}: {reason}")
            case Waits() as waits:
                lines.append(f"Stoppet ved linje {waits.line}: {waits.question.da} [{waits.code}]")
            case Failed() as failed:
                lines.append(f"Fejl ved linje {failed.line}: {failed.reason.da} [{failed.code}]")
        return "\n".join(lines)


def given_items(fields: Sequence[str], file: Path | None) -> list[dict[str, Value]]:
    """The items of a command: the rows of a file, else the one that the fields say."""
    if file is not None:
        rows = Folder(file.parent).read(file.name, "")
        return (
            [dict(row) for row in rows if isinstance(row, Mapping)]
            if isinstance(rows, tuple)
            else []
        )
    return [dict(each.partition("=")[::2] for each in fields)]


def try_out(
    text: str,
    items: Sequence[Mapping[str, Value]],
    bench: Workbench,
    folder: Path,
    today: str,
    secrets: Secrets | None = None,
    given: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Tried]:
    """Carry a recipe out on each item, with nothing remembered from one to the next.

    Raises:
        RecipeRefused: if it cannot be read.
        BindingsRefused: if `given` lacks something that it leaves to be filled in.
    """
    recipe = read_recipe(text)
    bound = bind(recipe, given)
    for item in items:
        journal = MemoryJournal()
        began = time.perf_counter()
        values = {"nøgle": business_key(recipe, item), "i_dag": today, **item}
        with bench.tools(recipe, folder, secrets) as tools:
            outcome = run(bound, values, tools, journal)
        yield Tried(outcome, tuple(journal.results.items()), time.perf_counter() - began, item)


def work(
    connect: Callable[[], psycopg.Connection[Any]],
    vault: Vault,
    bench: Workbench,
    *,
    name: str,
    lease: timedelta,
    files: Path,
    stop: threading.Event,
    once: bool,
) -> int:
    """Work items off with every tool there is; how many ended."""

    def trial(
        ledger: Ledger, program: Program, held: Callable[[], None] = lambda: None
    ) -> AbstractContextManager[Tools]:
        recipe = program.recipe
        store = SecretStore(ledger.connection, vault, program.robot, program.bound)
        kept_pages = KeptPages(ledger.connection, program.robot)
        return bench.tools(recipe, files / program.slug, store, store.token, kept_pages, held)

    def tools(ledger: Ledger, program: Program) -> AbstractContextManager[Tools]:
        return trial(ledger, program, ledger.grip.check)

    def describe(case: str, what: str) -> bytes:
        return notice(case, what, system_now())

    def begin(ledger: Ledger) -> int:
        today = local_date(system_now()).strftime("%d-%m-%Y")
        tried = try_due(ledger, trial, today)
        return tried + begin_due(ledger.connection, vault, files)

    equipment = Equipment(tools, bench.begin_anew, describe, system_now, begin)
    try:
        return keep_working(
            connect,
            lambda connection: Worker(Ledger(connection, vault, name, lease), equipment),
            stop,
            lease=lease,
            once=once,
        )
    finally:
        bench.begin_anew()


class GivenSecrets:
    """Secrets of one command from the environment: `fag.kode` is GEARSKIFTE_SECRET_FAG_KODE."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def use(self, name: str) -> str:
        """The secret.

        Raises:
            StepRefused: GS-ROB-140 if the environment does not give it.
        """
        variable = "GEARSKIFTE_SECRET_" + name.upper().replace(".", "_")
        if variable not in self._environ:
            raise missing(name, f"Sæt {variable}.", f"Set {variable}.")
        return self._environ[variable]


def give_secret(
    connection: Connection[Any], vault: Vault, robot: str, name: str, secret: str, *, by: str
) -> None:
    """Give a secret to the newest version of a robot, where its systems are now."""
    number, _ = queries.newest_text(connection, robot)
    bound = bound_now(connection, robot)
    give(connection, vault, robot=number, bound=bound, name=name, secret=secret, by=by)


@dataclass(frozen=True, slots=True)
class Filled:
    """One thing that a recipe leaves to each municipality, and what was filled in."""

    name: str
    kind: str
    what: str
    given: str
    wrong: str

    def as_text(self) -> str:
        """On one line."""
        value = self.given or "-"
        return f"{self.name:20} {self.kind:14} {value:40} {self.wrong or self.what}".rstrip()


def filled(connection: Connection[Any], robot: str, language: str = "en") -> list[Filled]:
    """Everything that a robot's newest recipe asks for."""
    number, source = queries.newest_text(connection, robot)
    given = filled_in(connection, number)
    found = []
    for each in read_recipe(source).parameters:
        written = given.get(each.name) or each.suggestion
        wrong = each.wrong(written)
        told = wrong.in_language(language) if wrong else ""
        found.append(Filled(each.name, str(each.kind), each.what, written, told))
    return found


def number_of(cursor: Cursor[Any], robot: str) -> int:
    """A robot's number by its name."""
    return queries.newest_text(cursor, robot)[0]


def breaks(connection: Connection[Any]) -> list[tuple[int, int, str]]:
    """Places where the ledger's log, or a step, is not as it was written."""
    return [tuple(row) for row in connection.execute(SQL.breaks).fetchall()]
