# SPDX-License-Identifier: EUPL-1.2
"""How cases were decided: as rows of a page, and by month as a table to fetch."""

from __future__ import annotations

import csv
import io
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from gearskifte.effects.queries import Topic
from gearskifte.effects.rules.decision_mix import DecidedShare, Ending
from gearskifte.effects.rules.picture import ServicePicture, Share
from gearskifte.effects.rules.promised_outcome import LONGEST_DEADLINE

COLUMNS: Final = (
    "municipality", "kle", "month", "started", "ending", "decision", "count", "share", "low", "high"
)  # fmt: skip


class Decided(NamedTuple):
    """One way in which cases were decided, in words, and its share."""

    words: str
    share: Share


def decision_rows(shown: ServicePicture) -> list[Decided]:
    """How the cases of the last twelve months that can be counted were decided."""
    found = shown.decisions
    if found is None:
        return []
    return [
        Decided(_words(each), Share(each.count, found.cases, each.share, each.low, each.high))
        for each in found.shares
    ]


def decisions_as_csv(topic: Topic) -> str:
    """Every month that can be counted, one line for each way its cases were decided.

    Shares are of 1, rounded to four decimals, with their 95 % interval (Wilson).
    """
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for month in topic.shown.decisions.months if topic.shown.decisions else ():
        start = (month.municipality, month.topic, f"{month.month:%Y-%m}", month.started)
        for each in month.shares:
            size = (f"{value:.4f}" for value in (each.share, each.low, each.high))
            table.writerow((*start, each.ending.value, _plain(each.name), each.count, *size))
    return written.getvalue()


def _words(each: DecidedShare) -> str:
    days = {"days": LONGEST_DEADLINE}
    words = {
        Ending.OTHER: _("Andre afgørelser, hver i under 5 sager"),
        Ending.UNTOLD: _("Afgjort, men ikke oplyst hvordan"),
        Ending.CLOSED: _("Afsluttet uden afgørelse"),
        Ending.OPEN: _("Ikke afgjort inden %(days)s dage") % days,
    }
    return words.get(each.ending, each.name)


def _plain(name: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@", "\t", "\r")) else name
