# SPDX-License-Identifier: EUPL-1.2
"""Lending items to programs from outside (fremmede robotter): the same ledger, by key and by loan.

A program has no steps that could be read back. So an item that it held when it went away is never
lent again by itself: a person looks, and says whether it was done.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

import msgspec
from psycopg import Cursor
from psycopg.types.json import Jsonb

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.errors import InputRefused, Text
from gearskifte.kernel.secrets import Vault
from gearskifte.robots.ledger import Sealed
from gearskifte.robots.recording import About
from gearskifte.robots.rules.evaluating import fill_in
from gearskifte.robots.rules.masking import bare_cpr, masked
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.refusals import StepRefused, ValueFault
from gearskifte.robots.rules.values import Value, kept, recalled, to_json

SQL: Final[Queries] = load("gearskifte.robots", "lending")
LEASE: Final = timedelta(minutes=15)
"""How long nothing may be heard of a program before a person is asked, unless the key says else."""
MOST_BYTES: Final = 256 * 1024
"""Of what an item holds."""
_DATA: Final = "data"
_KEY: Final = "nøgle"


class Status(StrEnum):
    """What a program is told of an item, in the words of Odense's automation server."""

    NEW = "new"
    IN_PROGRESS = "in progress"
    COMPLETED = "completed"
    FAILED = "failed"
    PENDING = "pending user action"


class Told(StrEnum):
    """What became of something that a program told."""

    TOLD = "told"
    LATE = "late"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Lender:
    """A program's robot: the only queue that its key opens.

    Attributes:
        recipe: the text in force, "" where none is: who answers for it, and what it handles.
        key: the hash of the program's key.
    """

    id: int
    slug: str
    title: str
    stopped: bool
    made_at: datetime
    recipe: str = field(repr=False)
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class LentItem:
    """An item as a program sees it; `number` is its loan's."""

    number: int
    reference: str
    data: Any = field(repr=False)
    status: Status
    message: str
    lent_at: datetime | None
    made_at: datetime
    updated_at: datetime
    ended_at: datetime | None


def give_key(
    cursor: Cursor[Any], slug: str, *, by: str, at: datetime, lease: timedelta = LEASE
) -> str:
    """A new key for a robot, shown this once.

    Raises:
        InputRefused: GS-ROB-050 if there is no such robot.
    """
    text = f"gsr_{secrets.token_urlsafe(32)}"
    values = {"slug": slug, "hash": _hash(text), "lease": lease, "by": by, "at": at}
    if cursor.execute(SQL.give_key, values).fetchone() is None:
        raise InputRefused(
            "GS-ROB-050",
            what=Text("Der er ikke lavet en nøgle.", "No key was made."),
            why=Text(f"Der er ingen robot «{slug}».", f"There is no robot `{slug}`."),
            do=Text("Se navnene med «robots status».", "See the names with `robots status`."),
        )
    return text


def withdraw_keys(cursor: Cursor[Any], slug: str, at: datetime) -> int:
    """Withdraw every key of a robot; how many."""
    cursor.execute(SQL.withdraw_keys, {"slug": slug, "at": at})
    return cursor.rowcount


def lender(cursor: Cursor[Any], key: str) -> Lender | None:
    """Whose key it is; None where it is nobody's or withdrawn."""
    hashed = _hash(key)
    row = cursor.execute(SQL.about, {"key": hashed}).fetchone()
    if row is None:
        return None
    robot, slug, title, stopped, made_at, recipe = row
    return Lender(robot, slug, title, stopped, made_at, recipe, hashed)


def add(cursor: Cursor[Any], vault: Vault, who: Lender, data: Any, reference: str) -> int | None:
    """Put an item in line; its loan's number, None where no version of the robot is approved.

    A reference that is in line or in work already gives that item; one that has ended, a new one.
    Without a reference every item is another.
    """
    known = reference or secrets.token_hex(16)
    cpr = _citizen(who, data) if who.recipe else ""
    row = cursor.execute(
        SQL.add,
        {
            "key": who.key,
            "reference": vault.fingerprint(known),
            "label": masked(reference) or "–",
            "data": _sealed(vault, data, reference),
            "subject": vault.person_id(cpr) if cpr else None,
        },
    ).fetchone()
    return row[0] if row else None


def lend(
    cursor: Cursor[Any], vault: Vault, who: Lender, worker: str, reference: str | None = None
) -> LentItem | None:
    """The next item in line, the program's from now on; None where there is none."""
    hashed = None if reference is None else vault.fingerprint(reference)
    values = {"key": who.key, "reference": hashed, "worker": worker}
    row = cursor.execute(SQL.next, values).fetchone()
    if row is None or row[0] is None:
        return None
    return find(cursor, vault, who, number=row[0])[0]


def find(
    cursor: Cursor[Any],
    vault: Vault,
    who: Lender,
    *,
    number: int | None = None,
    reference: str | None = None,
    status: Status | None = None,
) -> list[LentItem]:
    """Items of the robot, the oldest first, at most a thousand."""
    values = {
        "key": who.key,
        "number": number,
        "reference": None if reference is None else vault.fingerprint(reference),
        "status": status.value if status else None,
    }
    return [_item(vault, row) for row in cursor.execute(SQL.find, values).fetchall()]


def tell(cursor: Cursor[Any], who: Lender, number: int, status: Status, message: str) -> Told:
    """What became of an item, as the program says."""
    citizen = About(who.title, who.slug, 0).entry(masked(message) or who.title)
    values = {"key": who.key, "number": number, "status": status.value, "message": masked(message)}
    row = cursor.execute(SQL.tell, {**values, "citizen": Jsonb(citizen)}).fetchone()
    return Told(row[0]) if row else Told.UNKNOWN


def note(cursor: Cursor[Any], vault: Vault, who: Lender, number: int, said: str) -> Told:
    """Evidence of what the program does with an item, and a sign of life."""
    sealed = vault.encipher(msgspec.json.encode(Sealed(said=said)))
    values = {"key": who.key, "number": number, "said": masked(said), "sealed": sealed}
    row = cursor.execute(SQL.note, {**values, "data": None}).fetchone()
    return Told(row[0]) if row else Told.UNKNOWN


def change(
    cursor: Cursor[Any], vault: Vault, who: Lender, number: int, data: Any, reference: str
) -> Told:
    """What an item holds from now on; only while the program has it."""
    sealed = _sealed(vault, data, reference)
    values = {"key": who.key, "number": number, "said": "", "sealed": b"", "data": sealed}
    row = cursor.execute(SQL.note, values).fetchone()
    return Told(row[0]) if row else Told.UNKNOWN


def clear(cursor: Cursor[Any], who: Lender, older: timedelta) -> int:
    """Take what waits out of the line; how many. What was lent or has ended stays."""
    row = cursor.execute(SQL.clear, {"key": who.key, "older": older}).fetchone()
    return int(row[0]) if row else 0


def secret(cursor: Cursor[Any], vault: Vault, who: Lender, name: str) -> str | None:
    """A secret that was given to the robot's recipe in force; its use is logged."""
    row = cursor.execute(SQL.secret, {"key": who.key, "name": name}).fetchone()
    return vault.decipher(bytes(row[0])).decode() if row and row[0] is not None else None


def constant(cursor: Cursor[Any], who: Lender, name: str) -> str | None:
    """What was filled in for the robot under this name."""
    row = cursor.execute(SQL.constant, {"key": who.key, "name": name}).fetchone()
    return row[0] if row else None


def _sealed(vault: Vault, data: Any, reference: str) -> bytes:
    """What an item holds, as the ledger keeps it."""
    written = msgspec.json.encode(data).decode()
    return vault.encipher(msgspec.json.encode(kept({_DATA: written, _KEY: reference})))


def _item(vault: Vault, row: tuple[Any, ...]) -> LentItem:
    number, sealed, status, message, *times = row
    fields: Value = recalled(msgspec.json.decode(vault.decipher(bytes(sealed))))
    held = dict(fields) if isinstance(fields, Mapping) else {}
    reference = str(held.pop(_KEY, ""))
    written = held.get(_DATA)
    # Items of a file were put in line by their fields; those of a program as it wrote them.
    whole = held.keys() == {_DATA} and isinstance(written, str)
    data = msgspec.json.decode(str(written)) if whole else to_json(held)
    return LentItem(number, reference, data, Status(status), message, *times)


def _citizen(who: Lender, data: Any) -> str:
    """The CPR number of the citizen an item is about, as the recipe says which field it is."""
    recipe = read_recipe(who.recipe)
    fields = data if isinstance(data, dict) else {}
    values = {str(name): value for name, value in fields.items() if isinstance(value, str)}
    try:
        return bare_cpr(fill_in(recipe.citizen, values)) if recipe.citizen else ""
    except (StepRefused, ValueFault):
        return ""


def _hash(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
