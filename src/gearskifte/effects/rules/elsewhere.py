# SPDX-License-Identifier: EUPL-1.2
"""What municipalities tell each other of their service: months, never a case (månedstal).

A municipality that is alone has nobody to be compared with. So each tells the others how long its
cases of one kind waited, and what else may be promised of them, month by month, and from when it
used what; that is the yardstick (sammenligningsgrundlag) of a reckoning elsewhere. A month is told
when all its cases have been followed, so what was told once stays true.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec
import numpy as np

from gearskifte.effects.rules.panel import Panel
from gearskifte.effects.rules.promised_outcome import PromisedOutcome

FEWEST: Final = 5
"""A month of fewer cases is not told: it would say too much of each."""
LONGEST: Final = 120
"""So many months are told, the newest."""


class Month(msgspec.Struct, frozen=True, array_like=True):
    """The cases of one kind that began in one month in one municipality.

    Attributes:
        number: year × 12 + month - 1.
        cases: how many they are.
        outcome: the mean of log(1 + days) that they waited, of log(1 + value) of what was done, or
            the share of which it holds; each followed equally long.
    """

    number: int
    cases: int
    outcome: float


class Series(msgspec.Struct, frozen=True):
    """What one municipality tells of one outcome of one kind of case.

    Attributes:
        unit: its CVR number.
        months: in order; a month that may not be told is left out.
        uses: the key of each robot or shared solution it uses → the number of the month from which.
        outcome: what the months are of.
    """

    unit: str
    months: tuple[Month, ...]
    uses: Mapping[str, int] = {}
    outcome: PromisedOutcome = PromisedOutcome.WAITING


def months_of(panel: Panel, unit: str) -> tuple[Month, ...]:
    """What may be told of a unit of a panel of cases."""
    row = panel.units.index(unit)
    told = [
        Month(int(number), int(cases), round(float(outcome), 9))
        for number, cases, outcome in zip(
            panel.numbers, panel.cases[row], panel.outcome[row], strict=True
        )
        if cases >= FEWEST
    ]
    return tuple(told[-LONGEST:])


def joined(panel: Panel, others: Iterable[Series], adopted: Mapping[str, int]) -> Panel:
    """A panel with others beside its own units, in the months that it has.

    Args:
        panel: of monthly outcomes, from cases.
        others: what was told of the same outcome; of a unit that the panel has, the cases count
            and not what was told.
        adopted: the month from which each of the others used what is evaluated; the rest never did.
    """
    kept = {each.unit: each for each in others if each.unit not in panel.units}
    units = tuple(sorted(kept))
    shape = len(units), len(panel.numbers)
    outcome, cases = np.full(shape, np.nan), np.zeros(shape)
    for row, unit in enumerate(units):
        for month in kept[unit].months:
            column = month.number - int(panel.numbers[0])
            if 0 <= column < shape[1]:
                outcome[row, column], cases[row, column] = month.outcome, month.cases
    when = np.array([float(adopted.get(unit, np.inf)) for unit in units])
    return Panel(
        panel.units + units,
        panel.step,
        panel.numbers,
        np.concatenate([panel.outcome, outcome]),
        np.concatenate([panel.cases, cases]),
        np.concatenate([panel.adopted, when]),
        panel.scale,
    )
