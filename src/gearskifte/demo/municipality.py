# SPDX-License-Identifier: EUPL-1.2
"""The whole synthetic municipality as the messages its vendors sent, in the order they arrived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from typing import Final, Literal

from gearskifte.demo import people
from gearskifte.demo.classification import subject_plan
from gearskifte.demo.drawing import drawn_lives
from gearskifte.demo.faults import Fault
from gearskifte.demo.identity import dice
from gearskifte.demo.lives.everybody import told_by_hand
from gearskifte.demo.mishaps import Sent, with_mishaps
from gearskifte.demo.people import DemoPerson
from gearskifte.demo.population import Population
from gearskifte.demo.timeline import Timeline
from gearskifte.demo.vendors.routing import in_order_of_arrival

Size = Literal["s", "m", "l"]
CITIZENS: Final = {"s": 40, "m": 1_000, "l": 5_000}


@dataclass(frozen=True, slots=True)
class DemoMessage:
    """One message as it arrived.

    Attributes:
        name: its number in the order of arrival, who sent it and about what; no personal data.
        fault: what is deliberately wrong with it, if anything.
    """

    name: str
    body: bytes
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality of a size, drawn from a seed, that ends at a moment."""

    size: Size
    seed: int
    now: datetime

    @property
    def people(self) -> tuple[DemoPerson, ...]:
        """Who one can be at the demo login: citizens first, then those who work there."""
        return people.CITIZENS + people.STAFF

    def messages(self) -> Iterator[DemoMessage]:
        """Every message in order of arrival; memory holds only what is under way."""
        timeline = Timeline.until(self.now)
        edition = timeline.live.date().replace(month=1, day=1)
        yield DemoMessage("000000-emneplan.xml", subject_plan(edition))
        for number, sent in enumerate(self._sent(timeline), 1):
            yield DemoMessage(f"{number:06}-{sent.label}.xml", sent.body, sent.fault)

    def _sent(self, timeline: Timeline) -> Iterator[Sent]:
        drawn = CITIZENS[self.size] - len(people.CITIZENS)
        lives = merge(
            told_by_hand(timeline),
            drawn_lives(Population(self.seed, drawn), timeline),
            key=lambda life: life[0].start,
        )
        return with_mishaps(in_order_of_arrival(lives, timeline), dice(self.seed, "mishaps"))


def build(size: Size, seed: int, now: datetime) -> Municipality:
    """The municipality: same arguments, same bytes.

    Args:
        size: s is 40 citizens, m 1,000, l 5,000.
        seed: what the drawn citizens and mishaps are drawn from; those told by hand stay.
        now: the present moment, aware; all dates are counted back from its Danish day.

    Raises:
        ValueError: if `now` has no zone.
    """
    if now.tzinfo is None:
        raise ValueError("now must be aware")
    return Municipality(size, seed, now)
