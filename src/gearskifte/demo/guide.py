# SPDX-License-Identifier: EUPL-1.2
"""What Korsbæk has published: answer times and complaints by subject, phones, usual silence.

No telephone number in Denmark begins with 0; the answer times are invented too.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from gearskifte.demo import organisation as org
from gearskifte.demo.messages.events import CUSTODY_BEGINS
from gearskifte.demo.subjects import SUBJECTS
from gearskifte.demo.timeline import Timeline
from gearskifte.effects.public import DeadlineRule, PublishedDeadline, PublishedDeadlines
from gearskifte.overview.public import (
    Guide,
    RegisterEvent,
    SourcePromise,
    SubjectGuide,
    UnitContact,
)

_BOARD: Final = "Ankestyrelsen"
_BUILDING_BOARD: Final = "Nævnenes Hus"
_USUAL_SHARE: Final = 1.5
"""How much longer than the median the published answer time is."""
_SILENCE: Final = (
    (org.KLOKKEVAERK, 2),
    (org.STENBRO, 2),
    (org.TIDEVAND, 8),
    (org.PENGEPUNG, 8),
)


def published(now: datetime) -> Guide:
    """The guide of a municipality that ends at `now`; it has held for longer than any case."""
    starts = Timeline.until(now).live.date() - timedelta(days=1200)
    return Guide(
        subjects=tuple(_subject(number, starts) for number in SUBJECTS),
        units=tuple(
            UnitContact(unit.name, f"00 00 {unit.code[:2]} {unit.code[2:]}", "mandag-fredag 10-14")
            for unit in org.UNITS
        ),
        events=(RegisterEvent(str(CUSTODY_BEGINS), "custody-begins", org.FOLKETAL.name),),
        sources=tuple(SourcePromise(system.name, days) for system, days in _SILENCE),
        deadlines=PublishedDeadlines.of(_deadline(number, starts) for number in SUBJECTS),
    )


def _deadline(number: str, starts: date) -> PublishedDeadline:
    subject = SUBJECTS[number]
    weeks = round((subject.informed + subject.decided) * _USUAL_SHARE / 7) + 1
    return PublishedDeadline(
        DeadlineRule(7 * weeks), starts, number, decided_where="Byrådet, punkt 7"
    )


def _subject(number: str, starts: date) -> SubjectGuide:
    building = number.startswith("99.40")
    return SubjectGuide(
        kle=number,
        starts=starts,
        appeal_weeks=4,
        appeal_to=_BUILDING_BOARD if building else _BOARD,
    )
