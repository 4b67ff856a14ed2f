# SPDX-License-Identifier: EUPL-1.2
"""What another meaning of activities would change of what is known of cases."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import msgspec

from gearskifte.effects.rules.meaning import ReadCase

FEWEST = 5
"""Of fewer cases no median is told; it would be about somebody."""


class Counted(msgspec.Struct, frozen=True):
    """What cases come to when they are read in one way.

    Attributes:
        unbegun: cases that are not received. impossible: decided before they were received.
        median_days: half of the decided waited at most so long; None of fewer than five.
        touches, people: in all. measured: cases of which handling was measured.
    """

    cases: int
    unbegun: int
    informed: int
    decided: int
    closed: int
    impossible: int
    reopened: int
    annulled: int
    complained: int
    upheld: int
    touches: int
    people: int
    measured: int
    median_days: int | None


class Change(msgspec.Struct, frozen=True):
    """The same cases read in two ways, and how many of them come to something else."""

    before: Counted
    after: Counted
    changed: int


def change_of(before: Sequence[ReadCase], after: Sequence[ReadCase]) -> Change:
    """What changes; the two are of the same cases, in the same order."""
    changed = sum(one != other for one, other in zip(before, after, strict=True))
    return Change(_counted(before), _counted(after), changed)


def _counted(cases: Sequence[ReadCase]) -> Counted:
    begun = [case for case in cases if case.started is not None]
    waits = [
        (case.decided - case.started).days
        for case in begun
        if case.started is not None and case.decided is not None
    ]
    sound = [wait for wait in waits if wait >= 0]
    return Counted(
        cases=len(cases),
        unbegun=len(cases) - len(begun),
        informed=sum(case.informed is not None for case in begun),
        decided=len(waits),
        closed=sum(case.closed is not None for case in begun),
        impossible=len(waits) - len(sound),
        reopened=sum(case.reopened is not None for case in begun),
        annulled=sum(case.annulled is not None for case in begun),
        complained=sum(case.complained is not None for case in begun),
        upheld=sum(case.upheld is not None for case in begun),
        touches=sum(case.touches for case in begun),
        people=sum(case.people for case in begun),
        measured=sum(case.minutes is not None for case in begun),
        median_days=round(median(sound)) if len(sound) >= FEWEST else None,
    )
