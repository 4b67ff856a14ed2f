# SPDX-License-Identifier: EUPL-1.2
"""How the commons stands for one municipality, in numbers: what it has, and what others have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from psycopg import Cursor

from gearskifte.commons.queries import judgements, own_entries
from gearskifte.commons.reuse import milestones
from gearskifte.commons.rules.portfolio import Phase, is_stale, topics_of
from gearskifte.commons.rules.tempo import Dated, Tempo, tempo
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.time import local_date

SQL: Final[Queries] = load("gearskifte.commons", "standing")


@dataclass(frozen=True, slots=True)
class CommonsNow:
    """A municipality's undertakings and what it could reuse, in numbers.

    Attributes:
        alive, stale, running: own undertakings; stale ones are in no other count.
        begun: own ideas, trials and projects that others have as well, as people confirmed.
        ready: other municipalities' running undertakings in the topics of those.
        pace: every step's pace, nationally.
    """

    alive: int
    stale: int
    running: int
    begun: int
    ready: int
    pace: tuple[Tempo, ...]


def commons_now(cursor: Cursor[Any], municipality: str, now: datetime) -> CommonsNow:
    """Read now."""
    own = own_entries(cursor, municipality)
    alive = [each for each in own if not is_stale(each.alive_at, now)]
    topics = topics_of(judgements(cursor)[0])
    begun = [
        each
        for each in alive
        if each.phase in {Phase.IDEA, Phase.PILOT, Phase.PROJECT} and each.id in topics
    ]
    wanted = {topics[each.id] for each in begun}
    near = [entry for entry, topic in topics.items() if topic in wanted]
    asked = {"entries": near, "municipality": municipality}
    others = cursor.execute(SQL.running_elsewhere, asked).fetchall()
    return CommonsNow(
        alive=len(alive),
        stale=len(own) - len(alive),
        running=sum(1 for each in alive if each.phase is Phase.RUNNING),
        begun=len(begun),
        ready=sum(1 for (at,) in others if not is_stale(at, now)),
        pace=tuple(tempo(paced(cursor), local_date(now))),
    )


def paced(cursor: Cursor[Any], field: str = "") -> list[Dated]:
    """What paces are computed from, of one field or of all."""
    topics: dict[UUID, UUID] = topics_of(judgements(cursor)[0])
    return milestones(cursor, topics, field)
