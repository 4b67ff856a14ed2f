# SPDX-License-Identifier: EUPL-1.2
"""All that the gearbox shows, from the rooms' own doors: nothing of it is kept here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from psycopg import Cursor

from gearskifte.commons.public import UNNAMED, CommonsNow, commons_now
from gearskifte.effects.public import Initiative, Topic, read_initiatives, read_topics
from gearskifte.kernel.time import local_date
from gearskifte.overview.public import Corrections, corrections_of
from gearskifte.registry.public import SourceState, Waiting, source_states, waiting
from gearskifte.robots.public import RobotsNow, robots_now
from gearskifte.workforce.public import (
    Choice,
    Measured,
    MeasuredBy,
    Outlook,
    measured_freed,
    read_outlook,
)

YEARS_AHEAD: Final = 3
MONTH: Final = timedelta(days=30)
LEVERS: Final = Choice(absence=0.04, weekly_hours=34.0, wanting=0.25)
"""What each lever would give is told for these: the same as the links to the page of the hands."""
_MOST: Final = 1000


@dataclass(frozen=True, slots=True)
class Standing:
    """How the loop stands for one authority at `now` (status).

    Attributes:
        topics: every kind of case with its service. corrections: what citizens said is wrong.
        sources: how far each source can be trusted to have told everything.
        quarantine: messages that wait for somebody.
        robots: of the last thirty days. freed: their measured hours of the last year.
        initiatives: promises and reckonings.
        commons: what the municipality has begun, what others have, and the pace.
        hands: the year, and what will be lacking then with `LEVERS`; None while files are missing.
    """

    now: datetime
    topics: tuple[Topic, ...]
    corrections: Corrections
    sources: tuple[SourceState, ...]
    quarantine: tuple[Waiting, ...]
    robots: RobotsNow
    freed: tuple[Measured, ...]
    initiatives: tuple[Initiative, ...]
    hands: tuple[int, Outlook] | None
    commons: CommonsNow

    @property
    def today(self) -> date:
        """The Danish date."""
        return local_date(self.now)


def read_standing(cursor: Cursor[Any], authority: str, now: datetime) -> Standing:
    """Everything, read now."""
    return Standing(
        now=now,
        topics=tuple(read_topics(cursor, authority)),
        corrections=corrections_of(cursor, authority, now),
        sources=source_states(cursor, now),
        quarantine=tuple(waiting(cursor, most=_MOST)),
        robots=robots_now(cursor, since=now - MONTH),
        freed=tuple(
            each for each in measured_freed(cursor) if each.measured_by is MeasuredBy.ROBOT
        ),
        initiatives=tuple(read_initiatives(cursor, authority)),
        hands=read_outlook(cursor, authority, LEVERS, YEARS_AHEAD),
        commons=commons_now(cursor, settings.GEARSKIFTE.organisation or UNNAMED, now),
    )
