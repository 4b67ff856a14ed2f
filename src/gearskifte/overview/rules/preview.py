# SPDX-License-Identifier: EUPL-1.2
"""What a published table would change for citizens, before it holds (forhåndsvisning).

Told by KLE subject from counts of titles, so that who decides sees no citizen's data.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

import msgspec

from gearskifte.overview.rules.exposure import Exposure, exposure
from gearskifte.overview.rules.title_quality import SubjectTitles

_DAY_ONE: Final = date.min


class Change(msgspec.Struct, frozen=True):
    """How the cases of a subject are shown before and after.

    Attributes:
        on: the day it changes; None where nothing does.
    """

    titles: SubjectTitles
    before: Exposure
    after: Exposure
    on: date | None

    @property
    def opens(self) -> bool:
        """Whether the cases come to be shown."""
        return self.after.shown and not self.before.shown

    @property
    def closes(self) -> bool:
        """Whether the cases are shown no longer."""
        return self.before.shown and not self.after.shown

    @property
    def unfit(self) -> int:
        """Titles that are hard to read and would be read by citizens."""
        own = self.after.shown and not self.after.subject_as_title
        return self.titles.faulty if own else 0


def settled(row: Exposure) -> Exposure:
    """A row without its number and first day, so that two that show the same are the same."""
    return msgspec.structs.replace(row, kle="", starts=_DAY_ONE, source="")


def changes(
    subjects: Iterable[SubjectTitles],
    now: tuple[Exposure, ...],
    then: tuple[Exposure, ...],
    today: date,
) -> list[Change]:
    """What `then` changes of what is shown today, by subject, when it is first different.

    Rows for one source alone are not looked at, for the counts are not by source.
    """
    days = sorted({today, *(row.starts for row in then if row.starts > today)})
    found = []
    for titles in subjects:
        before = exposure(now, titles.kle, (), today)
        later = [(day, exposure(then, titles.kle, (), day)) for day in days]
        different = [(day, row) for day, row in later if settled(row) != settled(before)]
        on, after = different[0] if different else (None, before)
        found.append(Change(titles, before, after, on))
    return found
