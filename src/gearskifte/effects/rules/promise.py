# SPDX-License-Identifier: EUPL-1.2
"""What is promised of an initiative before it goes live (gevinstløfte), and the staff-cut flag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from gearskifte.kernel.errors import InputRefused, Text


class Detectable(msgspec.Struct, frozen=True):
    """The smallest lasting change that own history can show, in per cent; None where none can."""

    percent: int | None


class Promise(msgspec.Struct, frozen=True):
    """What somebody promises.

    Attributes:
        outcome: what is to change, of `PromisedOutcome`.
        change: of it, in per cent; -20 is a fifth shorter. Of a share in percentage points.
        planned: the day it goes live.
        solution: the key of the robot or shared solution; "" for the first that is taken into use
            after the promise.
        cost_oere: what it costs, in øre.
        positions: staff that is to go or come, in hundredths of a position; `staff_day` is when.
    """

    owner: str
    topic: str
    title: str
    outcome: str
    change: int
    planned: date
    cost_oere: int
    positions: int = 0
    staff_day: date | None = None
    solution: str = ""

    def check(self, today: date) -> None:
        """Refuse a promise that is made too late, or that promises nothing.

        Raises:
            InputRefused: GS-EFF-010 if it has gone live, GS-EFF-011 if nothing is promised.
        """
        if self.planned <= today:
            raise InputRefused(
                "GS-EFF-010",
                what=Text("Løftet er ikke registreret.", "The promise was not registered."),
                why=Text(
                    "Datoen er passeret. Et løfte gives, før man ved, hvordan det gik.",
                    "The date has passed. A promise is made before one knows how it went.",
                ),
                do=Text("Skriv en dato, der kommer.", "Write a date that is to come."),
            )
        if not self.title.strip() or not -95 <= self.change <= 200 or self.change == 0:
            raise InputRefused(
                "GS-EFF-011",
                what=Text("Løftet er ikke registreret.", "The promise was not registered."),
                why=Text(
                    "Det mangler en titel eller en ændring mellem -95 og 200 %.",
                    "It lacks a title or a change between -95 and 200 %.",
                ),
                do=Text("Skriv, hvad I lover, i procent.", "Write what you promise, in per cent."),
            )

    def detectable(self, known: Mapping[str, int]) -> Detectable:
        """What own history could show of it, of what is known by outcome."""
        return Detectable(known.get(self.outcome))


class StaffChange(msgspec.Struct, frozen=True):
    """Staff that went or came with an initiative; `positions` in hundredths, less is fewer."""

    positions: int
    day: date


def cut_before_shown(changes: Sequence[StaffChange], shown: date | None) -> StaffChange | None:
    """The first cut of staff dated before an effect was shown, if there is one.

    Ombudsmanden FOB 2017-14: after a centralisation it took over two years to get back to normal
    case times, not least since the gain was taken before it had come.

    Args:
        changes: of one initiative.
        shown: the day on which its effect was shown to be better; None while it is not.
    """
    cuts = [each for each in changes if each.positions < 0 and (shown is None or each.day < shown)]
    return min(cuts, key=lambda each: each.day, default=None)
