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
from gearskifte.commons.embedding import MODEL, Embedder
from gearskifte.commons.queries import SQL
from gearskifte.commons.rules.overlap import SHARE_KEPT
from gearskifte.commons.rules.portfolio import Answer, Phase, Stage
from gearskifte.commons.thesaurus import Written
from gearskifte.kernel.errors import ConfigurationError

UNREAD: Final[dict[str, Any]] = {"vector": None, "topics": None, "shares": None, "model": ""}


IDEA: Final = Stage(Phase.IDEA)


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What is registered: two fields, and whose it is."""

    id: UUID
    municipality: str
    title: str
    description: str
    unit: str = ""
    stage: Stage = IDEA


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
                "shared": False,
                "at": at,
                **_stage(each.stage),
                **meaning,
            },
        )
        new += cursor.rowcount
    return new


def read_meanings(cursor: Cursor[Any], embedder: Embedder, *, most: int = 16) -> int:
    """Read the meaning of entries that have none of this model; how many were read."""
    rows = cursor.execute(SQL.unread, {"model": MODEL, "most": most}).fetchall()
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
                "model": MODEL,
            }
        )
    return made
