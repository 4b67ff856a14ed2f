# SPDX-License-Identifier: EUPL-1.2
"""Which vendor tells of what, and in which order it all arrives."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Final

from gearskifte.demo import organisation as org
from gearskifte.demo.messages.events import custody_given, moved_in
from gearskifte.demo.story import Case, Custody, Episode, Grant, Life, Move
from gearskifte.demo.timeline import Timeline
from gearskifte.demo.vendors import klokkevaerk, pengepung, stenbro, tidevand
from gearskifte.demo.vendors.delivery import Delivery, label, post_answers

_CASE_SYSTEMS: Final = {
    org.KLOKKEVAERK: klokkevaerk.deliver,
    org.STENBRO: stenbro.deliver,
    org.TIDEVAND: tidevand.deliver,
}


Pending = list[tuple[datetime, int, Delivery, Iterator[Delivery]]]


def in_order_of_arrival(lives: Iterable[Life], timeline: Timeline) -> Iterator[Delivery]:
    """All messages about the lives that arrive before now, by time of arrival.

    Args:
        lives: in order of their beginning. Only those under way are held in memory.
        timeline: says from when messages are sent, and what time it is now.
    """
    pending: Pending = []
    numbers = count()
    for life in lives:
        yield from _until(max(life[0].start, timeline.live), pending)
        for episode in life:
            _push(pending, next(numbers), iter(_messages(episode, timeline)))
    yield from _until(timeline.now, pending)


def _until(moment: datetime, pending: Pending) -> Iterator[Delivery]:
    while pending and pending[0][0] <= moment:
        _, number, delivery, rest = heapq.heappop(pending)
        yield delivery
        _push(pending, number, rest)


def _push(pending: Pending, number: int, messages: Iterator[Delivery]) -> None:
    following = next(messages, None)
    if following:
        heapq.heappush(pending, (following.at, number, following, messages))


def _messages(episode: Episode, timeline: Timeline) -> Iterable[Delivery]:
    """The messages about one episode in order of arrival."""
    match episode:
        case Case():
            sent = _CASE_SYSTEMS[episode.system](episode, timeline.live)
            answers = post_answers(episode, timeline.live)
            return sorted([*sent, *answers], key=lambda delivery: delivery.at)
        case Grant():
            return pengepung.deliver(episode, timeline.live, timeline.now)
        case Move():
            told = episode.start + timedelta(hours=19)
            write = partial(moved_in, episode, told)
            return (Delivery(told, label("folketal", episode.key, "tilflytning"), write),)
        case Custody():
            told = max(timeline.live, episode.start + timedelta(hours=19))
            write = partial(custody_given, episode, told)
            return (Delivery(told, label("folketal", episode.key, "foraeldremyndighed"), write),)
