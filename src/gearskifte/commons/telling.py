# SPDX-License-Identifier: EUPL-1.2
"""What this installation tells the others, written with the change itself and published later.

Only what is about a shared entry leaves, and only after the gate. What is told waits in a table of
its own, in the transaction that made it true; the worker publishes it (`feeding.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from psycopg import Cursor

from gearskifte.commons.pools import NewPool
from gearskifte.commons.queries import Entry, find_entry, find_plan
from gearskifte.commons.rules.feed import Event, FeedRefused, Verb, canonical, check_event, moment
from gearskifte.commons.rules.gate import Catch, catches
from gearskifte.commons.rules.portfolio import Answer, write_papers
from gearskifte.commons.rules.reuse import FEWEST, Method, Reused, ToldEffect
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.errors import InputRefused, Text

SQL: Final[Queries] = load("gearskifte.commons", "feeds")

_HEARD: Final = UUID("3f1f0f8e-94c7-4c57-8f0c-0a1cf1d7f0b2")


@dataclass(frozen=True, slots=True)
class Here:
    """This installation's municipality: its name, and its CVR number, without which none is told.

    `cvr` is "" where the installation takes no part in the federation.
    """

    municipality: str
    cvr: str = ""


def object_of(here: Here, entry: UUID, named: str) -> str:
    """The name of an entry or pool in its owner's feed: `named` if it came by one, else our own."""
    return named or f"{here.cvr}/{entry}"


def id_of(here: Here, named: str) -> UUID:
    """The id of what a feed names: our own again, or made from the owner and the name.

    An owner can so never name what is another's.

    Raises:
        ValueError: for a name of ours that we never gave.
    """
    owner, _, name = named.partition("/")
    return UUID(name) if owner == here.cvr else uuid5(_HEARD, named)


def caught(texts: dict[str, str]) -> list[Catch]:
    """What keeps texts at home."""
    return catches(texts)


def entry_texts(cursor: Cursor[Any], entry: Entry) -> dict[str, str]:
    """Everything of an entry that leaves when it is shared, field by field; empty ones left out."""
    kept = find_plan(cursor, entry.id)
    plan = kept.plan if kept else None
    told = {
        "title": entry.title,
        "description": entry.description,
        "phase": entry.phase.value,
        "unit": entry.unit,
        "because": entry.because,
        "field": entry.field.value if entry.field else "",
        "kle": entry.kle,
        "system": entry.system,
        "target": entry.target,
        "starts_on": entry.starts_on.isoformat() if entry.starts_on else "",
        "origin": plan.origin.value if plan else "",
        "with_whom": plan.with_whom if plan else "",
        "papers": write_papers(plan.papers) if plan else "",
        "robot": plan.robot if plan else "",
    }
    return {field: text for field, text in told.items() if text}


def share_entry(cursor: Cursor[Any], here: Here, entry: UUID, at: datetime) -> None:
    """Share an own entry, and tell the others.

    Raises:
        InputRefused: GS-COM-030 naming the fields in which the gate found something.
    """
    cursor.execute(SQL.share, {"id": entry, "municipality": here.municipality, "shared": True})
    tell_entry(cursor, here, entry, at)


def keep_at_home(cursor: Cursor[Any], here: Here, entry: UUID, at: datetime) -> None:
    """Share an own entry no longer; the others are told to forget it."""
    told = {"id": entry, "municipality": here.municipality, "shared": False}
    cursor.execute(SQL.share, told)
    if cursor.rowcount:
        _tell(cursor, here, Verb.WITHDRAW, object_of(here, entry, ""), at)


def tell_entry(cursor: Cursor[Any], here: Here, entry: UUID, at: datetime) -> None:
    """Tell the others how an own shared entry is now; of one that is not shared nothing is told.

    Raises:
        InputRefused: GS-COM-030 naming the fields in which the gate found something.
    """
    found = find_entry(cursor, entry)
    if found is None or not found.shared or found.municipality != here.municipality:
        return
    texts = entry_texts(cursor, found)
    if held := caught(texts):
        raise refused(held)
    begun = {"begun": found.created_at.timestamp()}
    _tell(cursor, here, Verb.ENTRY, object_of(here, entry, ""), at, texts, begun)


def tell_alive(cursor: Cursor[Any], here: Here, entry: UUID, at: datetime) -> None:
    """Tell the others that an own shared entry lives."""
    found = find_entry(cursor, entry)
    if found and found.shared and found.municipality == here.municipality:
        _tell(cursor, here, Verb.HEARTBEAT, object_of(here, entry, ""), at)


def tell_release(cursor: Cursor[Any], here: Here, entry: UUID, version: str, at: datetime) -> None:
    """Tell the others of a new version of an own shared entry's robot."""
    found = find_entry(cursor, entry)
    if found and found.shared and found.municipality == here.municipality:
        named = object_of(here, entry, "")
        _tell(cursor, here, Verb.RELEASE, named, at, {"version": version})


def entry_of_robot(cursor: Cursor[Any], here: Here, named: str) -> UUID | None:
    """The entry whose work a robot does; `named` is the robot's name in packages, CVR/slug."""
    owner, _, robot = named.partition("/")
    asked = {"robot": robot, "owner": owner, "own": owner == here.cvr}
    row = cursor.execute(SQL.of_robot, {**asked, "municipality": here.municipality}).fetchone()
    return row[0] if row else None


def tell_reuse(cursor: Cursor[Any], here: Here, entry: UUID, reused: Reused) -> None:
    """Tell the owner of another's entry, and everybody, that this municipality reuses it.

    How the robot's items ended goes along when there are five or more.
    """
    named = _foreign(cursor, here, entry)
    if named:
        texts = {"how": reused.how.value, "since": moment(reused.since)}
        numbers = {"runs": float(reused.runs)}
        if reused.ran and reused.ran.share:
            numbers |= {"items": float(reused.ran.items), "alone": float(reused.ran.alone)}
        _tell(cursor, here, Verb.REUSE, named, reused.alive_at, texts, numbers)


def tell_effect(cursor: Cursor[Any], here: Here, entry: UUID, effect: ToldEffect) -> None:
    """Tell what another's entry gave here; over fewer than five cases nothing is told."""
    named = _foreign(cursor, here, entry)
    if not named or effect.count < FEWEST:
        return
    numbers = {"n": float(effect.count), "value": effect.value}
    if effect.method is Method.MEASURED and effect.low is not None and effect.high is not None:
        numbers |= {"low": effect.low, "high": effect.high}
    texts = {"metric": effect.metric.value, "method": effect.method.value}
    if effect.context:
        texts["context"] = effect.context
    _tell(cursor, here, Verb.EFFECT, named, effect.at, texts, numbers)


def tell_answer(
    cursor: Cursor[Any], here: Here, entry: UUID, other: UUID, answer: Answer, at: datetime
) -> None:
    """Tell another what was answered on behalf of an own entry, if that is shared."""
    own, named = find_entry(cursor, entry), _foreign(cursor, here, other)
    if own and own.shared and named:
        texts = {"answer": answer.value, "entry": object_of(here, entry, "")}
        _tell(cursor, here, Verb.ANSWER, named, at, texts)


def tell_pool(cursor: Cursor[Any], here: Here, pool: NewPool, at: datetime) -> None:
    """Tell of an own pool around an entry that others know."""
    found, kept = find_entry(cursor, pool.entry), find_plan(cursor, pool.entry)
    if found is None or kept is None or not (found.shared or kept.object):
        return
    texts = {
        "entry": object_of(here, pool.entry, kept.object),
        "unit": pool.unit,
        "deadline": pool.deadline.isoformat(),
        "share": pool.share.value,
    }
    numbers = {"fewest": float(pool.fewest), "cost_oere": float(pool.cost_oere)}
    _tell(cursor, here, Verb.POOL, object_of(here, pool.id, ""), at, texts, numbers)


def tell_join(
    cursor: Cursor[Any], here: Here, pool: NewPool, inhabitants: int, at: datetime
) -> None:
    """Tell the owner of a pool, and everybody, that this municipality is in it."""
    if pool.object:
        _tell(cursor, here, Verb.JOIN, pool.object, at, {}, {"inhabitants": float(inhabitants)})


def tell_months_of(
    cursor: Cursor[Any],
    here: Here,
    named: str,
    at: datetime,
    texts: dict[str, str],
    numbers: dict[str, float],
) -> None:
    """Tell how long own cases of one kind waited, month by month; see `rules.months`."""
    _tell(cursor, here, Verb.MONTHS, f"{here.cvr}/{named}", at, texts, numbers)


def refused(held: list[Catch]) -> InputRefused:
    """Why an entry stays at home: which fields, and what was seen in them, never the text."""
    fields = sorted({f"{each.field} ({each.kind})" for each in held})
    return InputRefused(
        "GS-COM-030",
        what=Text("Idéen er ikke delt.", "The idea was not shared."),
        why=Text(
            f"Der ser ud til at stå et navn, en adresse eller en hemmelighed i: "
            f"{', '.join(fields)}.",
            f"There seems to be a name, a contact or a secret in: {', '.join(fields)}.",
        ),
        do=Text("Skriv feltet uden, og del igen.", "Write the field without, and share again."),
    )


def _foreign(cursor: Cursor[Any], here: Here, entry: UUID) -> str:
    kept = find_plan(cursor, entry)
    return kept.object if kept and here.cvr else ""


def _tell(
    cursor: Cursor[Any],
    here: Here,
    verb: Verb,
    named: str,
    at: datetime,
    texts: dict[str, str] | None = None,
    numbers: dict[str, float] | None = None,
) -> None:
    if not here.cvr:
        return
    event = Event(here.cvr, verb, named, at, texts or {}, numbers or {})
    try:
        check_event(here.cvr, event, at)
    except FeedRefused as error:
        raise refused(caught(event.texts)) from error
    cursor.execute(SQL.keep_untold, {"event": canonical(event)})
