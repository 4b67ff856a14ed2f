# SPDX-License-Identifier: EUPL-1.2
"""Parking permits: a promise that can be reckoned, since there are cases enough and others to see.

Nine months ago Korsbæk stopped asking for a doctor's letter where it knows the answer already. The
cases of three years come as the table that an old system could write, and twenty-eight other
municipalities have told how long theirs waited (invented, as everything here).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from gearskifte.demo.identity import dice
from gearskifte.demo.organisation import CVR
from gearskifte.demo.subjects import SUBJECTS
from gearskifte.demo.timeline import Timeline, at, month_after, office_hour, on_workday, wait
from gearskifte.effects.public import Month, Series

PARKING: Final = SUBJECTS["99.60.02"].number
ARCHIVE: Final = "parkeringskort.csv"
ARCHIVE_MAPPING: Final = f"""
name = "parkeringskort"
version = 1
source = "Parkeringsarkivet"
owner = "{CVR}"
title = "Parkeringskort"
kle = "{PARKING}"

[milestones]
Oplyst = ["Oplyst"]
Afgjort = ["Afgørelse sendt"]
Afsluttet = ["Kort udleveret"]
"""
"""What the activities of the archive mean."""

_MONTHS: Final = 36
_SINCE: Final = 9
"""Months since the doctor's letter was dropped."""

_A_MONTH: Final = 7
_BEFORE, _AFTER = 24.0, 13.0
"""Median days until the decision, with the doctor's letter and without."""

_OTHERS: Final = 28
_FIRST_OTHER: Final = 29_900_000
"""The others' numbers are nobody's: no CVR number of a municipality begins so."""


def without_letter_since(now: datetime) -> date:
    """The first day without the doctor's letter."""
    return month_after(Timeline.until(now).now.date(), -_SINCE)


def archived_cases(now: datetime) -> str:
    """The archive's table: every parking permit of three years, what happened in it and when."""
    lines = ["sagsnummer;aktivitet;tidspunkt"]
    for number, moments in enumerate(_cases(now), 1):
        lines += [
            f"PK-{number:04};{activity};{moment.isoformat(timespec='minutes')}"
            for activity, moment in moments.items()
            if moment < now
        ]
    return "\n".join(lines)


def _cases(now: datetime) -> Iterator[dict[str, datetime]]:
    today = Timeline.until(now).now.date()
    for back in range(_MONTHS, -1, -1):
        first = month_after(today, -back)
        for place in range(_A_MONTH):
            rng = dice("parking", back, place)
            begun = office_hour(rng, on_workday(at(first + timedelta(days=3 * place + 1), 8, 0)))
            yield _moments(rng, begun, _AFTER if back <= _SINCE else _BEFORE)


def _moments(rng: Random, begun: datetime, median: float) -> dict[str, datetime]:
    waited = wait(rng, median, 0.4)
    decided = office_hour(rng, begun + waited)
    return {
        "Ansøgning modtaget": begun,
        "Oplyst": min(office_hour(rng, begun + waited / 2), decided),
        "Afgørelse sendt": decided,
        "Kort udleveret": office_hour(rng, decided + timedelta(days=4)),
    }


def others_months(now: datetime) -> Iterator[Series]:
    """What the other municipalities told of their parking permits: nothing has changed there."""
    first = month_after(Timeline.until(now).now.date(), -_MONTHS)
    number = first.year * 12 + first.month - 1
    for place in range(_OTHERS):
        rng = dice("parking", "other", place)
        usual, cases = rng.uniform(18, 32), rng.randrange(6, 30)
        yield Series(
            str(_FIRST_OTHER + place),
            tuple(
                Month(
                    number + step,
                    cases,
                    math.log1p(usual) + rng.gauss(0, 0.4 / math.sqrt(cases)),
                )
                for step in range(_MONTHS - 2)
            ),
        )
