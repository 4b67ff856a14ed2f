# SPDX-License-Identifier: EUPL-1.2
"""The ledger (arbejdslisten): work items, who holds them, and what is remembered of each step.

Everything is decided by the database in one statement, so that any number of workers on any number
of machines share one queue. A worker holds an item by a lease and a token; one that is late finds
its token spent, and may write nothing more.
"""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, LiteralString
from uuid import UUID

import msgspec
from psycopg import Connection
from psycopg.types.json import Jsonb

from gearskifte.kernel.database.prepared import Argument, one_value
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.secrets import Vault
from gearskifte.robots.rules.evaluating import fill_in
from gearskifte.robots.rules.journal import Entry, LeaseLost, State
from gearskifte.robots.rules.masking import bare_cpr, masked
from gearskifte.robots.rules.outcomes import Waits
from gearskifte.robots.rules.recipe import Recipe
from gearskifte.robots.rules.values import Value, kept, recalled

SQL: Final[Queries] = load("gearskifte.robots", "ledger")
CHANNEL: Final = "robots_work"
LEASE: Final = timedelta(seconds=30)
BATCH: Final = 5_000


class Sealed(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is kept enciphered of a step."""

    value: Any = None
    said: str = ""
    element: str = ""
    why: str = ""
    proposal: str = ""


class Kept(msgspec.Struct, frozen=True):
    """A step as it is written to the ledger; see `robots_keep`.

    `was` is what the recipe calls a thing that the page calls `becomes` now, found by `why`.
    """

    at: str
    line: int
    state: str
    changes: bool
    said: str
    verified: str
    sealed: str
    picture: str = ""
    act: str = ""
    subject: UUID | None = None
    citizen: dict[str, Any] | None = None
    told: dict[str, Any] | None = None
    was: str = ""
    becomes: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A work item in a worker's hands, and what was filled in for it (`binding`).

    `attempts` counts this one, `failures` the last in a row.
    """

    item: int
    token: int
    robot: int
    version: int
    binding: int | None
    attempts: int
    failures: int
    subject: UUID | None
    values: Mapping[str, Value] = field(repr=False)


def running_clock() -> float:
    """Seconds on a clock that nobody sets, and that runs on while the machine sleeps."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Grip:
    """Until when a worker is certain that its item is nobody else's."""

    __slots__ = ("_until",)

    def __init__(self) -> None:
        self._until = 0.0

    def renew(self, asked: float, lease: timedelta) -> None:
        """The ledger gave a lease that was asked for at that moment of the running clock."""
        self._until = max(self._until, asked + lease.total_seconds())

    def check(self) -> None:
        """Asked at the moment of a change, as the process may have been frozen until now.

        Raises:
            LeaseLost: if the lease was not renewed in time.
        """
        if running_clock() >= self._until:
            raise LeaseLost


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger as one worker has it: its connection commits each statement by itself."""

    connection: Connection[Any]
    vault: Vault = field(repr=False)
    worker: str
    lease: timedelta = LEASE
    grip: Grip = field(default_factory=Grip, repr=False)

    def claim(self, robot: int | None = None) -> Held | None:
        """The next item, held from now on; None when there is none that may be worked on."""
        asked = running_clock()
        return self._held(self._asked(SQL.claim, self._me(robot)), asked)

    def end_and_claim(
        self,
        held: Held,
        steps: Sequence[Kept],
        reason: str,
        told: Mapping[str, Any],
        robot: int | None = None,
    ) -> Held | None:
        """Its last steps are kept, it is done, and the next is held: one statement, one commit."""
        values = {**self._end(held, "done", reason, told, steps), **self._me(robot)}
        asked = running_clock()
        return self._held(self._asked(SQL.end_and_claim, values), asked)

    def settle(
        self,
        held: Held,
        state: str,
        reason: str,
        told: Mapping[str, Any],
        steps: Sequence[Kept] = (),
        *,
        wait: timedelta = timedelta(0),
        failed: bool = False,
    ) -> bool:
        """Its last steps are kept, and how it goes on; False if it is another worker's now."""
        values = {**self._end(held, state, reason, told, steps), "wait": wait, "failed": failed}
        row = self.connection.execute(SQL.settle, values).fetchone()
        return row is not None and bool(row[0])

    def ask(
        self, held: Held, waits: Waits, told: Mapping[str, Any], steps: Sequence[Kept] = ()
    ) -> None:
        """The item waits for a person; its steps, the question and the state change together."""
        with self.connection.transaction():
            if not self.settle(held, "waiting", waits.code or waits.why, told, steps):
                return
            self.connection.execute(
                SQL.ask,
                {
                    "item": held.item,
                    "at": waits.at,
                    "line": waits.line,
                    "why": waits.why,
                    "code": waits.code,
                    "question": masked(waits.question.da),
                    "question_en": masked(waits.question.en),
                    "choices": Jsonb(list(waits.choices)),
                    "helper": waits.to,
                },
            )

    def remembered(self, held: Held) -> dict[str, Entry]:
        """What is remembered of an item's steps, by their place."""
        rows = self.connection.execute(SQL.steps, {"item": held.item}).fetchall()
        return {
            at: Entry(State(state), self._open(sealed).value if state == State.DONE else None)
            for at, state, sealed in rows
        }

    def keep(self, held: Held, steps: Sequence[Kept]) -> str:
        """Write steps for good, if the item is still held: "kept", "lost" or "stopped"."""
        values: dict[str, Argument] = {"item": held.item, "token": held.token}
        values |= {"lease": self._lease, "steps": _encoded(steps)}
        asked = running_clock()
        said = self._asked(SQL.keep, values)
        if said == b"kept":
            self.grip.renew(asked, self.lease)
        return "lost" if said is None else said.decode()

    def reclaim(self) -> int:
        """Let go of items whose workers are dead; how many."""
        row = self.connection.execute(SQL.reclaim).fetchone()
        return int(row[0]) if row else 0

    def seal(self, content: Sealed) -> str:
        """Enciphered, as `robots_keep` takes it."""
        return b64encode(self.vault.encipher(msgspec.json.encode(content))).decode()

    def _open(self, sealed: bytes) -> Sealed:
        return open_sealed(self.vault, sealed)

    def _asked(self, query: LiteralString, values: Mapping[str, Argument]) -> bytes | None:
        return one_value(self.connection.cursor(), query, values)

    @property
    def _lease(self) -> str:
        return f"{self.lease.total_seconds()} seconds"

    def _me(self, robot: int | None) -> dict[str, Argument]:
        return {"worker": self.worker, "lease": self._lease, "robot": robot or ""}

    def _end(
        self, held: Held, state: str, reason: str, told: Mapping[str, Any], steps: Sequence[Kept]
    ) -> dict[str, Argument]:
        return {
            "item": held.item,
            "token": held.token,
            "steps": _encoded(steps),
            "state": state,
            "reason": masked(reason),
            "told": msgspec.json.encode({**told, "item": held.item, "ended": state}).decode(),
        }

    def _held(self, claimed: bytes | None, asked: float) -> Held | None:
        if claimed is None:
            return None
        self.grip.renew(asked, self.lease)
        said = msgspec.json.decode(claimed, type=_Claimed)
        data = self.vault.decipher(bytes.fromhex(said.fields.removeprefix("\\x")))
        values = recalled(msgspec.json.decode(data))
        return Held(
            item=said.item,
            token=said.fence,
            robot=said.robot,
            version=said.version,
            binding=said.bound,
            attempts=said.tried,
            failures=said.failed,
            subject=said.citizen,
            values=values if isinstance(values, Mapping) else {},
        )


class _Claimed(msgspec.Struct, frozen=True):
    """An item as `robots_claim` says it."""

    item: int
    fence: int
    robot: int
    version: int
    bound: int | None
    fields: str
    tried: int
    failed: int
    citizen: UUID | None


def _encoded(steps: Sequence[Kept]) -> str:
    return msgspec.json.encode(steps).decode()


def open_sealed(vault: Vault, sealed: bytes) -> Sealed:
    """What was enciphered of a step."""
    return msgspec.json.decode(vault.decipher(sealed), type=Sealed) if sealed else Sealed()


def add_items(
    connection: Connection[Any],
    vault: Vault,
    recipe: Recipe,
    *,
    robot: int,
    version: int,
    items: Iterable[Mapping[str, Value]],
    priority: int = 0,
    deadline: datetime | None = None,
    not_before: datetime | None = None,
    subject: UUID | None = None,
) -> int:
    """Put items in line; those whose business key has been there before change nothing.

    Args:
        connection: the worker's; the items are there when its transaction is committed.
        vault: enciphers the fields, and makes the keyed hash of the business key.
        recipe: says what the business key is, and which field names the citizen.
        robot: whose items they are.
        version: the version of the recipe to work by.
        items: the fields of each.
        priority: higher comes first.
        deadline: when it should be done; sooner comes first.
        not_before: when it may be begun.
        subject: the citizen they are about, where the recipe names none.

    Returns:
        How many were new.
    """
    added = 0
    waiting: list[Mapping[str, Value]] = []
    line = {"robot": robot, "version": version, "priority": priority}
    times = {"deadline": deadline, "not_before": not_before, "subject": subject}
    for item in items:
        waiting.append(item)
        if len(waiting) == BATCH:
            added += _add(connection, vault, recipe, waiting, {**line, **times})
            waiting = []
    return added + (_add(connection, vault, recipe, waiting, {**line, **times}) if waiting else 0)


def _add(
    connection: Connection[Any],
    vault: Vault,
    recipe: Recipe,
    items: Sequence[Mapping[str, Value]],
    line: Mapping[str, Any],
) -> int:
    keys = [business_key(recipe, item) for item in items]
    people = [bare_cpr(fill_in(recipe.citizen, item)) if recipe.citizen else "" for item in items]
    row = connection.execute(
        SQL.add,
        {
            **line,
            "keys": [vault.fingerprint(key) for key in keys],
            "labels": [masked(key) for key in keys],
            "data": [
                vault.encipher(msgspec.json.encode(kept({**item, "nøgle": key})))
                for item, key in zip(items, keys, strict=True)
            ],
            "subjects": [vault.person_id(cpr) if cpr else line["subject"] for cpr in people],
        },
    ).fetchone()
    return int(row[0]) if row else 0


def business_key(recipe: Recipe, item: Mapping[str, Value]) -> str:
    """What makes two items the same work; the whole item where the recipe does not say."""
    if recipe.key is not None:
        return fill_in(recipe.key, item)
    return msgspec.json.encode(kept(dict(sorted(item.items())))).decode()
