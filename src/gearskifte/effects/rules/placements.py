# SPDX-License-Identifier: EUPL-1.2
"""Who could have adopted instead: the placements that an estimate is held up against.

A placement gives every unit's course to another place: the courses of some units come to stand
where adopters stand. If adoption changed nothing, the placement that really happened is one like
the others (Fisher 1935; Conley and Taber 2011).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Final

import numpy as np
from numpy.typing import NDArray

MOST: Final = 1999
"""Placements that are drawn where all cannot be listed."""

Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Placements:
    """Ways to hand out the courses, the one that happened first.

    Attributes:
        order: (placements, units): whose course stands at each place. Row 0 is 0, 1, 2 …
        possible: how many different sets of units could have been the adopters; it bounds how small
            an honest p-value can be.
        is_complete: whether every set is listed, rather than a random sample of them.
        floor: the smallest p-value that these placements can give.
    """

    order: Indices
    possible: int
    is_complete: bool
    floor: float


def place(adopters: int, controls: int, *, most: int = MOST, seed: int = 0) -> Placements:
    """All placements of so many adopters among the units, or a sample where there are too many.

    Adopters take the first places, controls the rest.

    Args:
        adopters: units that adopted, at least 1.
        controls: units they are compared with, at least 1.
        most: list every set if there are no more than so many; draw so many else.
        seed: the draw is the same for the same seed.
    """
    units = adopters + controls
    possible = comb(units, adopters)
    if possible <= most:
        order = _every_set(units, adopters)
        return Placements(order, possible, is_complete=True, floor=floor(adopters, controls))
    drawn = np.random.default_rng(seed)
    order = np.empty((most, units), dtype=np.intp)
    order[0] = np.arange(units)
    for row in range(1, most):
        order[row] = drawn.permutation(units)
    return Placements(order, possible, is_complete=False, floor=1.0 / most)


def floor(adopters: int, controls: int) -> float:
    """The smallest p-value that so few can give: one of the sets that could have been the adopters.

    With as many adopters as controls, the others stand out exactly as far, to the other side.
    """
    as_far = 2 if adopters == controls else 1
    return as_far / comb(adopters + controls, adopters)


def controls_needed(adopters: int, level: float = 0.05) -> int:
    """How many units to compare with it takes before anything can be shown at `level`.

    >>> controls_needed(1), controls_needed(3)
    (19, 4)
    """
    controls = 1
    while floor(adopters, controls) > level:
        controls += 1
    return controls


def _every_set(units: int, adopters: int) -> Indices:
    """Each set of adopters once: those who leave a place change it with those who come."""
    rows = []
    own = set(range(adopters))
    for chosen in combinations(range(units), adopters):
        row = list(range(units))
        leave = sorted(own - set(chosen))
        come = sorted(set(chosen) - own)
        for place_of, course in zip(leave, come, strict=True):
            row[place_of], row[course] = course, place_of
        rows.append(row)
    return np.array(rows, dtype=np.intp)
