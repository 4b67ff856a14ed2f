# SPDX-License-Identifier: EUPL-1.2
"""The published deadlines (sagsbehandlingsfrister, retssikkerhedsloven § 3, stk. 2): the one list.

What citizens are promised and what shares in time are counted by is read off the same rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from gearskifte.effects.rules.log import DeadlineRule


class PublishedDeadline(msgspec.Struct, frozen=True):
    """What is promised for cases received from `valid_from` on, until a later row takes over.

    Attributes:
        rule: None where the promise was taken back, so that none is given from that day.
        topic: KLE number; the row holds for all numbers below it too.
        owner: CVR of the authority; "" is every authority of the installation.
        decided_where: the decision. link: where the promise can be read.
    """

    rule: DeadlineRule | None
    valid_from: date
    topic: str = ""
    owner: str = ""
    decided_where: str = ""
    link: str = ""


class PublishedDeadlines(msgspec.Struct, frozen=True):
    """All rows there are, by authority and number, so that a page finds one without a search."""

    rows: dict[str, tuple[PublishedDeadline, ...]] = {}

    @staticmethod
    def of(entered: Iterable[PublishedDeadline]) -> PublishedDeadlines:
        """The list of rows that are given in the order they were entered."""
        rows: dict[str, list[PublishedDeadline]] = defaultdict(list)
        for row in entered:
            rows[_key(row.owner, row.topic)].append(row)
        return PublishedDeadlines({key: tuple(found) for key, found in rows.items()})

    @property
    def entered(self) -> tuple[PublishedDeadline, ...]:
        """Every row; of each authority and number in the order they were entered."""
        return tuple(row for rows in self.rows.values() for row in rows)

    def on(self, owner: str, topic: str, day: date) -> PublishedDeadline | None:
        """What holds for an authority's case of a KLE number that is received on a day."""
        fitting: list[PublishedDeadline] = []
        for number in numbers_above(topic):
            for who in {owner, ""}:
                fitting.extend(self.rows.get(_key(who, number), ()))
        return holding(fitting, day)


def numbers_above(topic: str) -> tuple[str, ...]:
    """A KLE number and the numbers it lies below.

    >>> numbers_above("27.35.04")
    ('27', '27.35', '27.35.04')
    """
    parts = topic.split(".")
    return tuple(".".join(parts[: length + 1]) for length in range(len(parts)))


def holding(fitting: Sequence[PublishedDeadline], day: date) -> PublishedDeadline | None:
    """Of the rows of one kind of case the one that holds on a day; None where nothing is promised.

    The longest number goes before the shorter ones, an authority's own row before one for all, a
    later day before an earlier, and of one day the row that was entered last.
    """
    valid = [(row, at) for at, row in enumerate(fitting) if row.valid_from <= day]
    if not valid:
        return None
    found, _ = max(
        valid, key=lambda each: (len(each[0].topic), each[0].owner, each[0].valid_from, each[1])
    )
    return found if found.rule is not None else None


def _key(owner: str, topic: str) -> str:
    return f"{owner} {topic}"
