# SPDX-License-Identifier: EUPL-1.2
"""The ways that cases take, and what is done again in them (varianter, omarbejde)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import msgspec

MOST: Final = 5
"""So many ways and steps are told of."""


class Way(msgspec.Struct, frozen=True):
    """A way through the process and how many cases took it (variant)."""

    steps: tuple[str, ...]
    cases: int


class Again(msgspec.Struct, frozen=True):
    """A step that was done again: in how many cases, and how many times more (omarbejde)."""

    step: str
    cases: int
    repeats: int


class Ways(msgspec.Struct, frozen=True):
    """How cases went.

    Attributes:
        cases: those of which steps are known.
        different: how many ways there are in all.
        ways: the most trodden, each taken by at least as many cases as are told of at all.
        with_again: cases in which something was done again. again: what, the most frequent first.
    """

    cases: int
    different: int
    ways: tuple[Way, ...]
    with_again: int
    again: tuple[Again, ...]


def ways_of(trails: Sequence[tuple[str, ...]], fewest: int) -> Ways:
    """How cases went, by the steps of each.

    Args:
        trails: the steps of each case, in order; a case without steps is not counted.
        fewest: of fewer cases nothing is told; it would be about somebody.
    """
    known = [steps for steps in trails if steps]
    taken = Counter(known)
    often = sorted(taken.items(), key=lambda each: (-each[1], each[0]))
    cases: Counter[str] = Counter()
    repeats: Counter[str] = Counter()
    with_again = 0
    for steps in known:
        again = {step: times - 1 for step, times in Counter(steps).items() if times > 1}
        with_again += bool(again)
        cases.update(again.keys())
        repeats.update(again)
    redone = sorted(cases.items(), key=lambda each: (-each[1], each[0]))
    return Ways(
        cases=len(known),
        different=len(taken),
        ways=tuple(Way(steps, number) for steps, number in often[:MOST] if number >= fewest),
        with_again=with_again,
        again=tuple(
            Again(step, number, repeats[step]) for step, number in redone[:MOST] if number >= fewest
        ),
    )
