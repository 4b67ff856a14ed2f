# SPDX-License-Identifier: EUPL-1.2
"""How complete the page is: which sources were heard when, and which of them are late.

*You have none* may only be said when every source has been heard within its time, everything that
each says it has sent is here, and no message that may be about the person lies here unread. A
source that is silent for longer than it should be, was never heard, or has told of more than we
hold, makes it *we do not know*; what it said last stays on the page. Of a source that another has
taken over from nothing more is expected.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from gearskifte.overview.rules.exposure import source_shown
from gearskifte.overview.rules.guide import Guide
from gearskifte.registry.public import (
    ON_ITS_WAY,
    LeftUnread,
    Source,
    SourceCondition,
    SourceState,
)

SILENT_DAYS: Final = 8
"""How long a source may be silent where nothing is agreed: a week's batch, and a day."""
_USUAL: Final = timedelta(days=SILENT_DAYS)


class Completeness(StrEnum):
    """What an empty list means."""

    COMPLETE = "complete"
    LATE = "late"
    UNKNOWN = "unknown"


class SourceLine(msgspec.Struct, frozen=True):
    """A source system and when it was last heard; None where it never was.

    Attributes:
        late: it cannot vouch for there being none: silent for too long, or `lacking`.
        lacking: something that it says it has sent is not here.
    """

    name: str
    heard_at: datetime | None
    late: bool = False
    lacking: bool = False


class UnreadLine(msgspec.Struct, frozen=True):
    """Messages of a source that may be about the person, and that are not wholly read.

    Attributes:
        source: "" where nobody knows which, or the reader may not.
        newest_at: when the newest came; None where the reader may not know.
        number: how many they are; 0 where the reader may not know.
    """

    source: str
    newest_at: datetime | None
    number: int


def unread_lines(left: Iterable[LeftUnread], guide: Guide, today: date) -> tuple[UnreadLine, ...]:
    """What is told of the messages; of a source that the municipality does not show, nothing."""
    lines = [
        UnreadLine(each.name, each.at, each.number)
        if source_shown(guide.exposures, (each.system, each.name), today)
        else UnreadLine("", None, 0)
        for each in left
    ]
    return tuple(dict.fromkeys(lines))


def waits_unread(guide: Guide, now: datetime) -> bool:
    """Whether a message has waited longer to be read than one does while all is well."""
    since = guide.unread_since
    return since is not None and now >= since + ON_ITS_WAY


def source_names(sources: Iterable[Source]) -> dict[str, str]:
    """What each source is called; its id where it has told no name."""
    return {source.id: source.name or source.id for source in sources}


def source_lines(sources: Iterable[Source], guide: Guide, now: datetime) -> tuple[SourceLine, ...]:
    """The sources in the order they were read, then those that should have been heard."""
    silence = {each.source: timedelta(days=each.silent_days) for each in guide.sources}
    states = {state.id: state for state in guide.states}
    heard, known = [], set()
    for source in sources:
        name, state = source.name or source.id, states.get(source.id)
        known |= {name, source.id}
        if state is not None and state.state is SourceCondition.REPLACED:
            continue
        lacking = state is not None and _lacks(state, now)
        overdue = state is not None and state.due_by is not None and now > state.due_by
        silent = now - source.heard_at > silence.get(name, _USUAL)
        heard.append(SourceLine(name, source.heard_at, lacking or overdue or silent, lacking))
    agreed = {each.name or each.id for each in guide.states if each.heard_at is None}
    expected = sorted((silence.keys() | agreed) - known)
    return (*heard, *(SourceLine(name, None, late=True) for name in expected))


def known_sources(guide: Guide, now: datetime) -> tuple[SourceLine, ...]:
    """The sources by their states alone, for a page that was made without reading the sources."""
    heard = [
        Source(state.id, state.name, state.heard_at)
        for state in guide.states
        if state.heard_at is not None
    ]
    return source_lines(heard, guide, now)


def _lacks(state: SourceState, now: datetime) -> bool:
    """Whether a source's own count has differed from ours for longer than a message takes."""
    return state.differs_since is not None and now >= state.differs_since + ON_ITS_WAY


def completeness(lines: Iterable[SourceLine], *, unread: bool) -> Completeness:
    """What these sources together can vouch for; `unread` is whether something lies here unread."""
    found = list(lines)
    if not any(line.heard_at for line in found):
        return Completeness.UNKNOWN
    late = unread or any(line.late for line in found)
    return Completeness.LATE if late else Completeness.COMPLETE
