# SPDX-License-Identifier: EUPL-1.2
"""When a case may be deleted: a period after it was closed, unless it belongs to the archives.

What hangs on a case goes with it: its notes and posts are part of it, its documents, grants and
their payments wait for it. A grant's period begins when its last benefit has ended, a payment's
when it was made; where they have several subjects, the longest period counts.

KLE gives each subject how long its cases are kept after they are closed (sletning jf. GDPR art. 5,
stk. 1, litra e; `SletningJaevnfoerPersondataloven` in the plan) and whether they are of lasting
value (bevaring jf. arkivloven: B bevares, K kan kasseres). What is of lasting value is deleted only
when it has been handed over to the archives (AfleveretIndikator).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import msgspec

_DURATION: Final = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T.*)?")
_MONTHS: Final = 12
_LONGEST_YEARS: Final = 1000


class Why(StrEnum):
    """What a date of deletion follows from, or why there is none."""

    PERIOD = "period"
    OPEN = "open"
    NO_PERIOD = "no-period"
    ARCHIVES = "archives"
    OTHER_CASE = "other-case"
    RUNS = "runs"
    ITS_CASE = "its-case"
    ITS_GRANT = "its-grant"


class Rule(msgspec.Struct, frozen=True):
    """What the plan says of a subject: `period` an xs:duration, `retention` B, K or ""."""

    period: str
    retention: str


class Verdict(msgspec.Struct, frozen=True):
    """From when an object may be deleted; None is not yet, and `why` says what is in the way."""

    on: date | None
    why: Why


def later(day: date, duration: str) -> date | None:
    """The day that is an xs:duration of years, months and days later; None if it is none."""
    found = _DURATION.fullmatch(duration.strip())
    if found is None or not any(found.groups()):
        return None
    years, months, days = (int(each or 0) for each in found.groups())
    if years > _LONGEST_YEARS or months > _LONGEST_YEARS * _MONTHS or days > _LONGEST_YEARS * 366:
        return None
    month = day.month - 1 + months
    year = day.year + years + month // _MONTHS
    month = month % _MONTHS + 1
    # The 31st of a month that has none is the first of the next: never a day too early.
    first = date(year, month, 1)
    return first + timedelta(days=day.day - 1 + days)


def verdict(closed: date | None, rule: Rule | None, *, disposal: str, delivered: bool) -> Verdict:
    """When a case may be deleted.

    Args:
        closed: the day it was closed (Afsluttet); None while it is open.
        rule: what the plan says of its subject; None if it has no say.
        disposal: the case's own code (Kassationskode), which goes before the plan's.
        delivered: whether it has been handed over to the archives.
    """
    if closed is None:
        return Verdict(None, Why.OPEN)
    on = later(closed, rule.period) if rule is not None else None
    if on is None:
        return Verdict(None, Why.NO_PERIOD)
    keeps = disposal if disposal in ("B", "K") else (rule.retention if rule is not None else "")
    if keeps == "B" and not delivered:
        return Verdict(None, Why.ARCHIVES)
    return Verdict(on, Why.PERIOD)


def document_verdict(cases: list[Verdict]) -> Verdict:
    """When a document may be deleted: when every case it is filed on may."""
    if not cases or any(each.on is None for each in cases):
        return Verdict(None, Why.OTHER_CASE)
    return Verdict(max(each.on for each in cases if each.on is not None), Why.PERIOD)


def money_verdict(
    ended: date | None, rules: list[Rule | None], waits_for: Why, on: list[Verdict]
) -> Verdict:
    """When a grant or a payment may be deleted.

    Args:
        ended: the day it was over; None while it runs, or where none is told.
        rules: what the plan says of each of its subjects.
        waits_for: what it means that one of `on` is kept.
        on: the verdicts on the cases of a grant, on the grants of a payment.
    """
    if ended is None:
        return Verdict(None, Why.RUNS)
    days = [later(ended, rule.period) if rule is not None else None for rule in rules]
    known = [day for day in days if day is not None]
    if not known or len(known) < len(days):
        return Verdict(None, Why.NO_PERIOD)
    if any(rule is not None and rule.retention == "B" for rule in rules):
        return Verdict(None, Why.ARCHIVES)
    theirs = [each.on for each in on if each.on is not None]
    if len(theirs) < len(on):
        return Verdict(None, waits_for)
    return Verdict(max([*known, *theirs]), Why.PERIOD)
