# SPDX-License-Identifier: EUPL-1.2
"""Trying a robot on one item of the real systems without changing anything (prøve).

The owner asks on a page, and a worker does it, as only workers have a browser and secrets. Every
step that changes something is told and not done. That a citizen's data was read stands in the
citizen's log, as it does for every item.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec
from psycopg import Cursor
from psycopg.types.json import Jsonb

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.faults import write_down
from gearskifte.kernel.secrets import Vault
from gearskifte.robots.ledger import Ledger, business_key
from gearskifte.robots.preflight import ENDS, said_of
from gearskifte.robots.recording import About
from gearskifte.robots.rules.binding import BindingsRefused
from gearskifte.robots.rules.driver import Tools
from gearskifte.robots.rules.evaluating import fill_in
from gearskifte.robots.rules.interpreter import run
from gearskifte.robots.rules.journal import MemoryJournal
from gearskifte.robots.rules.masking import bare_cpr, masked
from gearskifte.robots.rules.outcomes import Failed
from gearskifte.robots.rules.refusals import StepRefused
from gearskifte.robots.rules.values import Value
from gearskifte.robots.worker import Program, program_of

SQL: Final[Queries] = load("gearskifte.robots", "trying")
FAILED: Final = ENDS[Failed]
_log = logging.getLogger(__name__)

Open = Callable[[Ledger, Program], AbstractContextManager[Tools]]


class Step(msgspec.Struct, frozen=True):
    """What a step did, or would have done; `why` is how the thing on the page was known."""

    said: str
    why: str
    held_back: bool


class Result(msgspec.Struct, frozen=True):
    """How a try-out ended (see `preflight.ENDS`), with which words, and its steps."""

    ended: str
    said: str
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class TryOut:
    """A try-out that was asked for; `result` is None until it has ended."""

    id: int
    asked_by: str
    asked_at: datetime
    ended_at: datetime | None
    result: Result | None


def ask(
    cursor: Cursor[Any], vault: Vault, version: int, fields: Mapping[str, str], *, by: str
) -> None:
    """Ask for a version to be tried on an item with these fields."""
    data = vault.encipher(msgspec.json.encode(dict(fields)))
    cursor.execute(SQL.ask, {"version": version, "by": by, "data": data})


def newest(cursor: Cursor[Any], vault: Vault, version: int) -> TryOut | None:
    """The newest try-out of a version."""
    row = cursor.execute(SQL.newest, {"version": version}).fetchone()
    if row is None:
        return None
    number, by, asked_at, ended_at, sealed = row
    result = msgspec.json.decode(vault.decipher(sealed), type=Result) if ended_at else None
    return TryOut(number, by, asked_at, ended_at, result)


def try_due(ledger: Ledger, tools: Open, today: str) -> int:
    """Try everything that was asked for; how many."""
    tried = 0
    while (row := ledger.connection.execute(SQL.take).fetchone()) is not None:
        number, version, data, binding = row
        fields = msgspec.json.decode(ledger.vault.decipher(data), type=dict[str, str])
        result = _tried(ledger, version, binding, fields, tools, today)
        sealed = ledger.vault.encipher(msgspec.json.encode(result))
        ledger.connection.execute(SQL.end, {"tryout": number, "result": sealed})
        tried += 1
    return tried


def _tried(
    ledger: Ledger,
    version: int,
    binding: int | None,
    fields: Mapping[str, Value],
    tools: Open,
    today: str,
) -> Result:
    journal = MemoryJournal()
    try:
        program = program_of(ledger.connection, version, binding)
        recipe = program.recipe
        values = {"i_dag": today, **fields, "nøgle": business_key(recipe, fields)}
        _tell(ledger, program, bare_cpr(fill_in(recipe.citizen, values)) if recipe.citizen else "")
        with tools(ledger, program) as opened:
            opened.dry = True
            outcome = run(program.bound, values, opened, journal)
    except (BindingsRefused, StepRefused) as refused:
        return Result(FAILED, f"{refused.what.da} {refused.why.da}", _steps(journal))
    except Exception as error:  # noqa: BLE001 - a recipe that is tried may be anything
        write_down(_log, "A robot that was tried", error)
        return Result(FAILED, f"Uventet fejl: {type(error).__name__}.", _steps(journal))
    return Result(ENDS[type(outcome)], masked(said_of(outcome)), _steps(journal))


def _tell(ledger: Ledger, program: Program, cpr: str) -> None:
    if not cpr:
        return
    about = About(program.title, program.slug, program.number)
    for what in program.recipe.systems.values():
        entry = about.entry(f"Læste i {what}, mens robotten blev prøvet", "read")
        subject = ledger.vault.person_id(cpr)
        ledger.connection.execute(SQL.read, {"subject": subject, "entry": Jsonb(entry)})


def _steps(journal: MemoryJournal) -> tuple[Step, ...]:
    return tuple(
        Step(
            masked(done.said),
            masked(done.hit.why.da) if done.hit else "",
            done.verified == "dry run",
        )
        for done in journal.results.values()
    )
