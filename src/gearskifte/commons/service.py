# SPDX-License-Identifier: EUPL-1.2
"""What can be done in the commons: register, move on, say that it lives, judge pairs, answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import numpy as np
from psycopg import Connection, Cursor

from gearskifte.commons import thesaurus
from gearskifte.commons.embedding import Embedder
from gearskifte.commons.fields import field_of
from gearskifte.commons.queries import SQL, Entry
from gearskifte.commons.rules.overlap import SHARE_KEPT
from gearskifte.commons.rules.portfolio import (
    Answer,
    Kind,
    Phase,
    Plan,
    Stage,
    write_papers,
)
from gearskifte.commons.thesaurus import Written
from gearskifte.kernel.errors import ConfigurationError

UNREAD: Final[dict[str, Any]] = {
    "vector": None,
    "topics": None,
    "shares": None,
    "model": "",
    "guessed": "",
}


IDEA: Final = Stage(Phase.IDEA)
NO_PLAN: Final = Plan()


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What is registered: two fields, and whose it is; the rest only where it is known already.

    `reuses` is another's entry that was taken over. `shared` and `object` come with a feed.
    """

    id: UUID
    municipality: str
    title: str
    description: str
    unit: str = ""
    stage: Stage = IDEA
    plan: Plan = NO_PLAN
    reuses: UUID | None = None
    shared: bool = False
    object: str = ""


def register(
    cursor: Cursor[Any], entries: Sequence[NewEntry], at: datetime, embedder: Embedder | None
) -> int:
    """Keep new entries; with an embedder their meaning is read at once, else later.

    Gives how many were new; an entry that is there already stays as it is.
    """
    meanings = (
        _meanings(embedder, [Written(each.title, each.description) for each in entries])
        if embedder
        else [UNREAD] * len(entries)
    )
    new = 0
    for each, meaning in zip(entries, meanings, strict=True):
        cursor.execute(
            SQL.add,
            {
                "id": each.id,
                "municipality": each.municipality,
                "title": each.title.strip(),
                "description": each.description.strip(),
                "unit": each.unit,
                "reuses": each.reuses,
                "shared": each.shared,
                "object": each.object,
                "at": at,
                **_plan(each.plan),
                **_stage(each.stage),
                **meaning,
            },
        )
        if cursor.rowcount:
            new += 1
            add_milestone(cursor, each.id, each.municipality, each.stage.phase, at)
    return new


def read_meanings(cursor: Cursor[Any], embedder: Embedder, *, most: int = 16) -> int:
    """Read the meaning of entries not read by this edition; how many were read."""
    rows = cursor.execute(SQL.unread, {"model": thesaurus.edition(), "most": most}).fetchall()
    texts = [Written(title, description) for _, title, description in rows]
    for (entry, *_), meaning in zip(rows, _meanings(embedder, texts), strict=True):
        cursor.execute(SQL.keep_meaning, {"id": entry, **meaning})
    return len(rows)


def read_new_meanings(connection: Connection[Any], embedder: Embedder, *, most: int = 8) -> int:
    """One step of the worker: the meaning of a few new entries; how many were read.

    None where the model does not run: words find entries all the same.
    """
    try:
        with connection.transaction(), connection.cursor() as cursor:
            return read_meanings(cursor, embedder, most=most)
    except ConfigurationError:
        return 0


def enter_phase(
    cursor: Cursor[Any], entry: UUID, municipality: str, stage: Stage, at: datetime
) -> None:
    """An own entry goes into a phase; another's stays as it is."""
    cursor.execute(
        SQL.stage, {"id": entry, "municipality": municipality, "at": at, **_stage(stage)}
    )
    if cursor.rowcount:
        add_milestone(cursor, entry, municipality, stage.phase, at, stage.because.strip())


def keep_plan(
    cursor: Cursor[Any],
    entry: UUID,
    municipality: str,
    text: Written,
    plan: Plan,
    at: datetime,
    *,
    unit: str = "",
    authority: str = "",
) -> bool:
    """Write an own entry's text and plan anew; whether there was such an entry."""
    told = {"id": entry, "municipality": municipality, "unit": unit.strip(), "at": at}
    told |= {"title": text.title.strip(), "description": text.description.strip()}
    cursor.execute(SQL.keep_plan, {**told, "authority": authority, **_plan(plan)})
    return bool(cursor.rowcount)


def taken_over(theirs: Entry) -> Plan:
    """What goes over to one's own project from another's entry that is reused."""
    return Plan(field=theirs.field, kle=theirs.kle, system=theirs.system, target=theirs.target)


def add_milestone(
    cursor: Cursor[Any], entry: UUID, by: str, kind: Phase | Kind, at: datetime, text: str = ""
) -> bool:
    """Something happened to an entry; the same told twice is one. Whether it is new."""
    told = {"entry": entry, "by": by, "kind": kind.value, "at": at, "text": text}
    cursor.execute(SQL.add_milestone, told)
    return bool(cursor.rowcount)


def decide(
    cursor: Cursor[Any], entry: UUID, municipality: str, decision: str, at: datetime
) -> None:
    """Write down a decision on an own entry (beslutning); deciding is a sign of life."""
    cursor.execute(SQL.heartbeat, {"id": entry, "municipality": municipality, "at": at})
    if cursor.rowcount:
        add_milestone(cursor, entry, municipality, Kind.DECISION, at, decision.strip())


def say_alive(cursor: Cursor[Any], entry: UUID, municipality: str, at: datetime) -> None:
    """An own entry still lives (heartbeat)."""
    cursor.execute(SQL.heartbeat, {"id": entry, "municipality": municipality, "at": at})


def judge_pair(cursor: Cursor[Any], one: UUID, other: UUID, *, same: bool, at: datetime) -> None:
    """A person says whether two entries are the same topic."""
    cursor.execute(SQL.judge, {"one": one, "other": other, "same": same, "at": at})


def answer_entry(
    cursor: Cursor[Any], entry: UUID, other: UUID, answer: Answer, at: datetime
) -> None:
    """Answer another municipality's entry on behalf of an own one."""
    cursor.execute(SQL.reply, {"entry": entry, "other": other, "answer": answer.value, "at": at})


def _stage(stage: Stage) -> dict[str, Any]:
    return {
        "phase": stage.phase.value,
        "ends_on": stage.ends_on,
        "stop_criterion": stage.stop_criterion.strip(),
        "because": stage.because.strip(),
        "budget_oere": stage.budget_oere,
    }


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "owner": plan.owner.strip(),
        "origin": plan.origin.value,
        "with_whom": plan.with_whom.strip(),
        "staff": plan.staff.strip(),
        "business_case": plan.business_case.strip(),
        "cost_oere": plan.cost_oere,
        "starts_on": plan.starts_on,
        "field": plan.field.value if plan.field else "",
        "kle": plan.kle.strip(),
        "system": plan.system.strip(),
        "target": plan.target.strip(),
        "papers": write_papers(plan.papers),
        "promise": plan.promise,
        "robot": plan.robot.strip(),
    }


def _meanings(embedder: Embedder, texts: Sequence[Written]) -> list[dict[str, Any]]:
    if not texts:
        return []
    vectors, shares = thesaurus.entries(embedder, texts)
    made = []
    for vector, share in zip(vectors, shares, strict=True):
        topics = np.flatnonzero(share >= SHARE_KEPT)
        made.append(
            {
                "vector": vector.astype(np.float16).tobytes(),
                "topics": topics.tolist(),
                "shares": [float(part) for part in share[topics]],
                "model": thesaurus.edition(),
                "guessed": field_of(topics.tolist(), [float(part) for part in share[topics]]) or "",
            }
        )
    return made
