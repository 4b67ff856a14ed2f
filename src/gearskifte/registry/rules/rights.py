# SPDX-License-Identifier: EUPL-1.2
"""What an official's right says (dataafgrænsning): subjects, sensitivity, and how they are written.

Subjects are KLE numbers, each standing for all that lies below it: "27" a main group, "27.35" a
group, "32.03-32.09" everything from one to the other, both with what lies below; "*" is every
subject, and what has none. Source: generel vejledning til anvisninger §12, which asks for owner,
subject and sensitivity together.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from gearskifte.kernel.errors import Text

EVERYTHING: Final = "*"
LEVEL_WORDS: Final = {
    1: Text("ikke fortroligt", "not confidential"),
    2: Text("fortroligt", "confidential"),
    3: Text("følsomt", "sensitive"),
    4: Text("VIP-sager", "VIP cases"),
}
"""The levels of sensitivity (Foelsomhed), each open to whoever may see a higher one."""

_NUMBER: Final = r"\d{2}(?:\.\d{2}){0,2}"
_WORD: Final = re.compile(rf"({_NUMBER})(?:\s*-\s*({_NUMBER}))?", re.ASCII)


class GivenRight(msgspec.Struct, frozen=True):
    """A right of an official (rettighed); see the table of the same name.

    Attributes:
        official: an employee's id, "*" for every official.
        authority: whose objects, "*" for those of the authority that each official works for.
        subjects: of cases and documents; `benefits` of grants and payments; "" for none.
        level: the highest sensitivity, 1 to 4.
        identities: UUIDs by which a security profile can name the official, or their unit.
        starts, ends: from inclusive, until exclusive; None is until it is ended.
    """

    id: int
    official: str
    authority: str
    subjects: str
    benefits: str
    level: int
    identities: list[UUID]
    starts: datetime
    ends: datetime | None
    given_by: str
    given_at: datetime
    ended_by: str = ""

    def holds_at(self, moment: datetime) -> bool:
        """Whether it gives anything at `moment`."""
        return self.starts <= moment and (self.ends is None or moment < self.ends)


def subjects(written: str) -> str:
    """Subjects as they are kept: "27,32.03 - 32.09" becomes "27, 32.03-32.09".

    Raises:
        ValueError: for what is no number, or a stretch that ends before it begins; names it.
    """
    words = [word.strip() for word in written.split(",") if word.strip()]
    return ", ".join(dict.fromkeys(_word(word) for word in words))


def _word(word: str) -> str:
    if word == EVERYTHING:
        return word
    found = _WORD.fullmatch(word)
    if found is None:
        raise ValueError(word)
    first, last = found.group(1), found.group(2)
    if last is None:
        return first
    # "27.35-27" ends with all of 27, so the last is compared by where it ends.
    if last.ljust(8, "~") < first:
        raise ValueError(word)
    return f"{first}-{last}"
