# SPDX-License-Identifier: EUPL-1.2
"""How complete the page is: which sources were heard when, and which of them are late.

*You have none* may only be said when every source has been heard within its time. A source that is
silent for longer than it should be, or was never heard, makes it *we do not know*; what it said
last stays on the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from gearskifte.overview.rules.guide import Guide
from gearskifte.registry.public import Source

SILENT_DAYS: Final = 8
"""How long a source may be silent where nothing is agreed: a week's batch, and a day."""


class Completeness(StrEnum):
    """What an empty list means."""

    COMPLETE = "complete"
    LATE = "late"
    UNKNOWN = "unknown"


class SourceLine(msgspec.Struct, frozen=True):
    """A source system and when it was last heard; None where it never was."""

    name: str
    heard_at: datetime | None
    late: bool = False


def source_names(sources: Iterable[Source]) -> dict[str, str]:
    """What each source is called; its id where it has told no name."""
    return {source.id: source.name or source.id for source in sources}


def source_lines(sources: Iterable[Source], guide: Guide, now: datetime) -> tuple[SourceLine, ...]:
    """The sources in the order they were read, then those that should have been heard."""
    silence = {each.source: timedelta(days=each.silent_days) for each in guide.sources}
    usual = timedelta(days=SILENT_DAYS)
    heard = [
        SourceLine(name, source.heard_at, now - source.heard_at > silence.get(name, usual))
        for source in sources
        for name in (source.name or source.id,)
    ]
    known = {line.name for line in heard}
    missing = [SourceLine(name, None, late=True) for name in sorted(silence.keys() - known)]
    return (*heard, *missing)


def completeness(lines: Iterable[SourceLine]) -> Completeness:
    """What these sources together can vouch for."""
    found = list(lines)
    if not any(line.heard_at for line in found):
        return Completeness.UNKNOWN
    return Completeness.LATE if any(line.late for line in found) else Completeness.COMPLETE
