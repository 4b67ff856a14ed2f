# SPDX-License-Identifier: EUPL-1.2
"""What people do with robots: make a version, approve it, put items in line, stop, answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final

import msgspec
from psycopg import Connection, Cursor
from psycopg.errors import InsufficientPrivilege
from psycopg.types.json import Jsonb

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.errors import InputRefused, Text
from gearskifte.kernel.secrets import Vault
from gearskifte.robots.ledger import Sealed, add_items
from gearskifte.robots.queries import bindings, newest_text
from gearskifte.robots.rules import asking
from gearskifte.robots.rules.approval import hindrances
from gearskifte.robots.rules.binding import BindingsRefused, Bound, bind, faults_in
from gearskifte.robots.rules.masking import masked
from gearskifte.robots.rules.mending import mended
from gearskifte.robots.rules.outcomes import Why
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.refusals import RecipeRefused
from gearskifte.robots.rules.values import Value, kept

SQL: Final[Queries] = load("gearskifte.robots", "service")
SAMPLE: Final = "sample"
UPKEEP: Final = "upkeep"
_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


@dataclass(frozen=True, slots=True)
class MadeVersion:
    """A version as it was made, or as it was there already."""

    robot: int
    slug: str
    title: str
    digest: str
    version: int
    number: int
    new: bool


def slug_of(title: str) -> str:
    """A title as a name in addresses: `Kontrol af joblog` is `kontrol-af-joblog`."""
    plain = unicodedata.normalize("NFKD", title.casefold().translate(_LETTERS))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")


def make_version(
    cursor: Cursor[Any], text: str, *, by: str, now: datetime, department: str = ""
) -> MadeVersion:
    """Keep a recipe as the next version of its robot; the same text again changes nothing.

    Raises:
        RecipeRefused: if it cannot be read.
    """
    recipe = read_recipe(text)
    slug = slug_of(recipe.title)
    values = {"slug": slug, "title": recipe.title, "owner": recipe.owner, "now": now}
    try:
        robot = _one(cursor, SQL.add_robot, {**values, "department": department})[0]
    except InsufficientPrivilege as error:
        raise InputRefused(
            "GS-ROB-036",
            what=Text("Opskriften er ikke gemt.", "The recipe was not kept."),
            why=Text(
                "En anden afdeling har en robot af det navn.",
                "Another department has a robot of that name.",
            ),
            do=Text("Giv den et andet navn.", "Give it another name."),
        ) from error
    newest = cursor.execute(SQL.newest, {"robot": robot}).fetchone()
    if newest is not None and newest[2] == recipe.digest:
        known = (robot, slug, recipe.title, recipe.digest)
        return MadeVersion(*known, newest[0], newest[1], new=False)
    made = {"robot": robot, "source": text, "digest": recipe.digest, "by": by, "now": now}
    version, number = _one(cursor, SQL.add_version, made)
    return MadeVersion(robot, slug, recipe.title, recipe.digest, version, number, new=True)


def approve(cursor: Cursor[Any], version: int, *, by: str, now: datetime) -> None:
    """A second person says yes; the version is in force from now on.

    Raises:
        RecipeRefused: with every line that hinders it.
        BindingsRefused: GS-ROB-034 if what each municipality fills in is missing here.
        InputRefused: GS-ROB-030 if who made it would approve it.
    """
    source, made_by, robot, approved_by = _one(cursor, SQL.version, {"version": version})
    recipe = read_recipe(source)
    problems = hindrances(recipe)
    if problems:
        raise RecipeRefused(problems)
    if approved_by:
        return
    if by == made_by:
        raise InputRefused(
            "GS-ROB-030",
            what=Text("Du kan ikke godkende den selv.", "You cannot approve it yourself."),
            why=Text("Du har selv lavet udgaven.", "You made this version."),
            do=Text("Bed en kollega om at se den efter.", "Ask a colleague to look at it."),
        )
    bind(recipe, filled_in(cursor, robot))
    cursor.execute(SQL.approve, {"version": version, "by": by, "now": now})


def filled_in(cursor: Connection[Any] | Cursor[Any], robot: int) -> Mapping[str, str]:
    """What is filled in for a robot now, by the names of its recipe."""
    lines = bindings(cursor, robot)
    return lines[0].given if lines else {}


def fill_in(
    cursor: Cursor[Any], slug: str, given: Mapping[str, str], *, by: str, now: datetime
) -> Mapping[str, str]:
    """Fill in what a robot's newest recipe leaves to each municipality; gives all of it.

    What is not named stays. Who did it and what it became stands in the ledger's log. Items that
    have begun a change are gone on with where they were begun.

    Raises:
        BindingsRefused: GS-ROB-034 with what cannot be used, by name; nothing is kept then.
    """
    robot, source = newest_text(cursor, slug)
    recipe = read_recipe(source)
    faults = faults_in(recipe, given)
    if faults:
        raise BindingsRefused(faults)
    before = filled_in(cursor, robot)
    after = {**before, **{name: written.strip() for name, written in given.items()}}
    if after != before:
        digest = sha256(msgspec.json.encode(dict(sorted(after.items())))).hexdigest()
        values = {"robot": robot, "given": Jsonb(after), "by": by, "now": now, "digest": digest}
        cursor.execute(SQL.fill_in, values)
    return after


def let_answer(cursor: Cursor[Any], robot: int, units: Sequence[str], *, by: str) -> None:
    """Say which units, besides the robot's own department, see its items and answer them."""
    cursor.execute(SQL.let_answer, {"robot": robot, "units": list(units), "by": by})


def bound_now(cursor: Connection[Any] | Cursor[Any], slug: str) -> Bound:
    """A robot's newest recipe with what is filled in.

    Raises:
        BindingsRefused: GS-ROB-034 if something is missing.
    """
    robot, source = newest_text(cursor, slug)
    return bind(read_recipe(source), filled_in(cursor, robot))


def put_in_line(
    connection: Connection[Any],
    vault: Vault,
    slug: str,
    items: Iterable[Mapping[str, Value]],
    *,
    priority: int = 0,
    deadline: datetime | None = None,
) -> int:
    """Put items in line for a robot; those that were there before change nothing. How many are new.

    Raises:
        InputRefused: GS-ROB-031 if no version of the robot is approved.
        BindingsRefused: GS-ROB-034 if something was not filled in here.
    """
    row = connection.execute(SQL.in_force, {"slug": slug}).fetchone()
    if row is None:
        raise InputRefused(
            "GS-ROB-031",
            what=Text(f"«{slug}» har ingen sager fået.", f"`{slug}` was given no items."),
            why=Text("Ingen udgave er godkendt.", "No version of it is approved."),
            do=Text("Få opskriften godkendt først.", "Have the recipe approved first."),
        )
    robot, version, source = row
    recipe = read_recipe(source)
    bind(recipe, filled_in(connection, robot))
    return add_items(
        connection,
        vault,
        recipe,
        robot=robot,
        version=version,
        items=items,
        priority=priority,
        deadline=deadline,
    )


def stop(cursor: Cursor[Any], robot: int, *, by: str) -> None:
    """Stop a robot: what runs ends before its next change, nothing is begun."""
    cursor.execute(SQL.stop, {"robot": robot, "by": by})


def start(cursor: Cursor[Any], robot: int, *, by: str) -> None:
    """Let a stopped robot go on."""
    cursor.execute(SQL.start, {"robot": robot, "by": by})


def answer(
    cursor: Cursor[Any], vault: Vault, task: int, *, said: str, by: str, minutes: Decimal | None
) -> bool:
    """Answer a question; the item goes on where it stopped. False if it was answered before.

    Args:
        cursor: where it is written.
        vault: enciphers the answer.
        task: which question.
        said: the answer; one of the choices where there are any.
        by: who answers.
        minutes: how long it took them, for the hours account.

    Raises:
        InputRefused: GS-ROB-032 if the answer is none of the choices.
    """
    row = cursor.execute(SQL.task, {"task": task}).fetchone()
    if row is None:
        return False
    why, choices = row
    if (choices and said not in choices) or not said.strip():
        raise InputRefused(
            "GS-ROB-032",
            what=Text("Svaret kan ikke bruges.", "The answer cannot be used."),
            why=Text("Det er ikke et af valgene.", "It is none of the choices."),
            do=Text("Vælg et af dem.", "Choose one of them."),
        )
    step, state = _consequence(Why(why), said)
    value = kept(said) if why == Why.QUESTION else None
    sealed = vault.encipher(msgspec.json.encode(Sealed(value=value, said=said)))
    done = cursor.execute(
        SQL.answer,
        {
            "task": task,
            "by": by,
            "answer": masked(said),
            "minutes": minutes,
            "step": step,
            "sealed": sealed,
            "said": masked(said),
            "state": state,
        },
    ).fetchone()
    return bool(done and done[0])


def _consequence(why: Why, said: str) -> tuple[str, str]:
    """What an answer makes of the step ("" leaves it as it is) and of the item."""
    if why is Why.QUESTION:
        return "done", "ready"
    if said == asking.GIVE_UP:
        return "", "handed"
    if why is Why.LOST_PLACE:
        return "", "done"
    if why is Why.BORROWED:
        return "", "done" if said == asking.DONE else "ready"
    return {
        asking.DONE: ("done", "ready"),
        asking.NOT_DONE: ("again", "ready"),
        asking.TRY_AGAIN: ("", "ready"),
    }[said]


def answer_proposal(
    cursor: Cursor[Any], proposal: int, *, accepted: bool, by: str, now: datetime, department: str
) -> MadeVersion | None:
    """The owner accepts a mend, which makes a new version for a second person to approve, or not.

    None if it was answered before, was declined, or the newest recipe does not say so any more.
    """
    values = {"proposal": proposal, "accepted": accepted, "by": by, "now": now}
    row = cursor.execute(SQL.decide, values).fetchone()
    if row is None or not accepted:
        return None
    line, was, becomes, _robot, source, _noted = row
    text = mended(source, line, was, becomes)
    return make_version(cursor, text, by=by, now=now, department=department) if text else None


def add_minutes(
    cursor: Cursor[Any],
    robot: int,
    *,
    kind: str,
    minutes: Decimal,
    note: str,
    by: str,
    now: datetime,
) -> None:
    """Add measured minutes: `SAMPLE` is one item done by hand, `UPKEEP` looking after the robot."""
    values = {"robot": robot, "kind": kind, "minutes": minutes, "note": note, "by": by, "now": now}
    cursor.execute(SQL.add_minutes, values)


def _one(cursor: Cursor[Any], query: Any, values: Mapping[str, Any]) -> tuple[Any, ...]:
    row = cursor.execute(query, values).fetchone()
    if row is None:
        raise LookupError("there is no such row")
    return tuple(row)
