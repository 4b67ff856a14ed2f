# SPDX-License-Identifier: EUPL-1.2
"""How good the data of a table or of logs are, told before the verdict (datakvalitet)."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime
from typing import NamedTuple

import msgspec
import numpy as np

from gearskifte.effects.public import Panel, StartedCase
from gearskifte.kernel.errors import Text


class PanelQuality(msgspec.Struct, frozen=True):
    """How much of a panel is known, to be read before the verdict (datakvalitet)."""

    units: int
    periods: int
    cells: int
    known: int
    periods_without_any: int
    units_with_gaps: int

    @property
    def told(self) -> Text:
        """The same in a sentence."""
        return Text(
            f"Data: {self.units} enheder i {self.periods} perioder, {self.known} af {self.cells}"
            f" værdier kendt. {self.units_with_gaps} enheder mangler noget,"
            f" {self.periods_without_any} perioder mangler helt.",
            f"Data: {self.units} units in {self.periods} periods, {self.known} of {self.cells}"
            f" values known. {self.units_with_gaps} units lack some,"
            f" {self.periods_without_any} periods are missing.",
        )


def quality_of(panel: Panel) -> PanelQuality:
    """How much of a panel is known."""
    known = ~np.isnan(panel.outcome) & (panel.cases > 0)
    return PanelQuality(
        units=len(panel.units),
        periods=len(panel.numbers),
        cells=known.size,
        known=int(known.sum()),
        periods_without_any=int((~known.any(axis=0)).sum()),
        units_with_gaps=int((~known.all(axis=1)).sum()),
    )


class Happened(NamedTuple):
    """One event of a case; `day` is its Danish date."""

    day: date
    at: datetime
    activity: str
    resource: str


class LoggedCase(NamedTuple):
    """A case of a log: whose, of what kind, and its events."""

    unit: str
    kind: str
    happened: list[Happened]


class LogQuality(msgspec.Struct, frozen=True):
    """How good the data of logs are (datakvalitet), to be read before the verdict.

    Attributes:
        cases, decided: all that are counted, and those in which the waiting ended.
        impossible: left out, as the log says that they ended before they began.
        events, tied: all that were used, and those that share case and moment with another.
        unused_events: left out, as they say no time or no activity.
        activities: different ones.
        months, gaps: by unit, of the months from its first to its last those without a case.
    """

    cases: int
    decided: int
    impossible: int
    events: int
    tied: int
    unused_events: int
    activities: int
    months: int
    gaps: dict[str, int]

    @property
    def told(self) -> Text:
        """The same in a sentence."""
        da = ", ".join(f"{unit}: {number}" for unit, number in self.gaps.items())
        return Text(
            f"Data: {self.cases} sager, {self.decided} med en slutning, {self.impossible} udeladt,"
            f" da de sluttede, før de begyndte. {self.events} hændelser,"
            f" {self.tied} på samme tidspunkt i samme sag, {self.unused_events} kunne ikke"
            f" bruges. {self.activities} forskellige"
            f" aktiviteter. Måneder uden sager: {da or 'ingen'}.",
            f"Data: {self.cases} cases, {self.decided} with an end, {self.impossible} left out, as"
            f" they ended before they began. {self.events} events,"
            f" {self.tied} at the same moment in the same case, {self.unused_events} could not"
            f" be used. {self.activities} different activities."
            f" Months without cases: {da or 'none'}.",
        )


class Tally:
    """Counts the quality of logs while they are read.

    Attributes:
        unused: events that were left out. impossible: cases that were.
    """

    def __init__(self) -> None:
        self.unused = self.impossible = 0
        self._cases = self._decided = self._events = self._tied = 0
        self._activities: set[str] = set()
        self._months: dict[str, set[int]] = defaultdict(set)

    def add(self, case: StartedCase, told: LoggedCase) -> None:
        """One more case."""
        self._cases += 1
        self._decided += case.decided is not None
        self._events += len(told.happened)
        moments = Counter(each.at for each in told.happened)
        self._tied += sum(number for number in moments.values() if number > 1)
        self._activities.update(each.activity for each in told.happened)
        self._months[case.unit].add(case.started.year * 12 + case.started.month - 1)

    def quality(self) -> LogQuality:
        """What was counted."""
        gaps = {
            unit: max(months) - min(months) + 1 - len(months)
            for unit, months in sorted(self._months.items())
        }
        every = set().union(*self._months.values())
        return LogQuality(
            cases=self._cases,
            decided=self._decided,
            impossible=self.impossible,
            events=self._events,
            tied=self._tied,
            unused_events=self.unused,
            activities=len(self._activities),
            months=max(every) - min(every) + 1 if every else 0,
            gaps={unit: number for unit, number in gaps.items() if number},
        )
