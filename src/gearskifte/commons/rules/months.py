# SPDX-License-Identifier: EUPL-1.2
"""Months of service as an event of the feed (månedstal)."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Final

from gearskifte.commons.rules.feed import COUNT, Event
from gearskifte.effects.public import FOLLOWED, Month, PromisedOutcome, Series

_USE: Final = "use "
_MONTH: Final = re.compile(r"(\d{4})-(\d\d)")


def write_months(
    topic: str, series: Series, names: Mapping[str, str]
) -> tuple[str, dict[str, str], dict[str, float]]:
    """What is told of an outcome of a kind of case: the object's name, texts and numbers.

    Args:
        topic: the KLE number.
        series: the months and uses; robots by their slugs here.
        names: slug → the name under which others know the robot; one without is not told of.
    """
    texts = {"topic": topic, "outcome": series.outcome.value}
    for slug, since in series.uses.items():
        if slug in names:
            texts[_USE + names[slug]] = _written(since)
    numbers: dict[str, float] = {}
    for month in series.months:
        numbers[_written(month.number)] = month.outcome
        numbers[_written(month.number) + COUNT] = float(month.cases)
    named = re.sub(r"[^a-z0-9]+", "-", f"{series.outcome} {topic}".lower()).strip("-")
    return named, texts, numbers


def read_months(event: Event, slugs: Mapping[str, str]) -> tuple[str, Series]:
    """The KLE number and what was told of it.

    Args:
        event: believed.
        slugs: the names of shared robots → their slugs here; others keep their names.

    Raises:
        ValueError, KeyError: if it cannot be understood.
    """
    months = [
        Month(_read(written), int(event.numbers[written + COUNT]), outcome)
        for written, outcome in event.numbers.items()
        if not written.endswith(COUNT)
    ]
    uses = {
        slugs.get(named, named): _read(since)
        for key, since in event.texts.items()
        if (named := key.removeprefix(_USE)) != key
    }
    outcome = PromisedOutcome(event.texts["outcome"])
    most = 1.0 if FOLLOWED[outcome].is_share else math.inf
    for month in months:
        if not 0 <= month.outcome <= most:
            raise ValueError(month.outcome)
    ordered = tuple(sorted(months, key=lambda month: month.number))
    return event.texts["topic"], Series(event.by, ordered, uses, outcome)


def _written(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02}"


def _read(written: str) -> int:
    found = _MONTH.fullmatch(written)
    if found is None or not 1 <= int(found[2]) <= 12:
        raise ValueError(written)
    return int(found[1]) * 12 + int(found[2]) - 1
