# SPDX-License-Identifier: EUPL-1.2
"""Three times in one rule, against a naive walk through the registrations, moment by moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random
from typing import Any, Final
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gearskifte.registry.rules.history import History, Registered, fold
from gearskifte.registry.rules.intake import Fact, Section

pytestmark = pytest.mark.unit

LAST: Final = 7
KEYS: Final = ("one", "two")
FIELDS: Final = ("title", "number")


def at(step: int) -> datetime:
    """A moment on a small calendar of days."""
    return datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=step)


MOMENTS: Final = [at(step) for step in range(-1, LAST + 2)]
STEPS = st.integers(0, LAST)


def _fact(dice: Random) -> Fact:
    """A fact that holds for some days, for none, or until further notice."""
    section = dice.choice(list(Section))
    names = ("role",) if section is Section.RELATION else FIELDS
    values = {name: dice.choice((None, 0, 1, 2)) for name in names if dice.random() < 0.7}
    start = dice.randint(0, LAST)
    end = None if dice.random() < 0.4 else at(start + dice.randint(0, 4))
    return Fact(section, dice.choice(KEYS), at(start), values, end)


def _history(size: int, seed: int) -> list[Registered]:
    """Registrations of one object: late, corrected, at the same time, received in any order."""
    dice = Random(seed)
    numbers = dice.sample(range(size), size)
    return [
        Registered(
            UUID(int=number),
            at(dice.randint(0, LAST)),
            at(dice.randint(0, LAST)),
            tuple(_fact(dice) for _ in range(dice.randint(0, 4))),
        )
        for number in numbers
    ]


# Drawing every part of a history by itself costs hundred times as much as rolling dice.
HISTORIES = st.builds(_history, st.integers(0, 7), st.integers(0, 2**32))


def _newest_first(registered: Sequence[Registered]) -> list[Registered]:
    return sorted(registered, key=lambda each: (each.source_time, each.id), reverse=True)


def _covers(fact: Fact, moment: datetime) -> bool:
    return fact.start <= moment and (fact.end is None or moment < fact.end)


def _last_to_start(told: Sequence[Fact]) -> Fact:
    """The fact that starts last; of several, the last that was told."""
    return max(enumerate(told), key=lambda pair: (pair[1].start, pair[0]))[1]


def naive_field(
    registered: Sequence[Registered], section: Section, key: str, name: str, moment: datetime
) -> Any:
    """The newest registration with a fact that covers the moment gives the field."""
    for each in _newest_first(registered):
        told = [f for f in each.facts if (f.section, f.key) == (section, key) and name in f.values]
        covering = [fact for fact in told if _covers(fact, moment)]
        if covering:
            return _last_to_start(covering).values[name]
    return None


def naive_relation(registered: Sequence[Registered], key: str, moment: datetime) -> Any:
    """The newest registration that speaks of the key from the moment or before decides."""
    for each in _newest_first(registered):
        told = [f for f in each.facts if f.section is Section.RELATION and f.key == key]
        begun = [fact for fact in told if fact.start <= moment]
        if begun:
            fact = _last_to_start(begun)
            return fact.values if _covers(fact, moment) else None
    return None


def _everything(history: History, moment: datetime) -> tuple[Any, ...]:
    """All that a history says of a moment."""
    sections = (Section.ATTRIBUTES, Section.STATE)
    return (
        [
            history.field_at(s, key, name, moment)
            for s in sections
            for key in KEYS
            for name in FIELDS
        ],
        [history.attributes_at(key, moment) for key in KEYS],
        history.attribute_sets_at(moment),
        history.relations_at(moment),
    )


def _timelines(history: History) -> Iterator[list[Any]]:
    yield from history.fields.values()
    yield from history.relations.values()


@settings(max_examples=2000)
@given(HISTORIES)
def test_every_moment_is_as_a_naive_walk_finds_it(registered: list[Registered]) -> None:
    """What the fold says of any moment is what one finds by reading all registrations."""
    history = fold(registered)
    for moment in MOMENTS:
        for each in product((Section.ATTRIBUTES, Section.STATE), KEYS, FIELDS):
            assert history.field_at(*each, moment) == naive_field(registered, *each, moment)
        relations = [naive_relation(registered, key, moment) for key in sorted(KEYS)]
        assert history.relations_at(moment) == [each for each in relations if each is not None]


@settings(max_examples=500)
@given(HISTORIES, STEPS, st.integers(0, 2**32))
def test_the_order_of_arrival_never_matters(
    registered: list[Registered], known: int, seed: int
) -> None:
    """Registrations may come in any order; only their source time and content order them."""
    shuffled = list(registered)
    Random(seed).shuffle(shuffled)
    assert fold(shuffled) == fold(registered)
    assert fold(shuffled, known_at=at(known)) == fold(registered, known_at=at(known))


@settings(max_examples=500)
@given(HISTORIES, STEPS)
def test_what_was_known_then_is_what_had_been_received(
    registered: list[Registered], known: int
) -> None:
    """As known at a moment, the history is that of the registrations received until then."""
    received = [each for each in registered if each.received_at <= at(known)]
    assert fold(registered, known_at=at(known)) == fold(received)


@settings(max_examples=500)
@given(HISTORIES)
def test_pieces_are_in_order_and_never_overlap(registered: list[Registered]) -> None:
    """A fact has one value at a time, and no piece is without length."""
    for timeline in _timelines(fold(registered)):
        ends = [piece.end for piece in timeline]
        assert all(piece.end is None or piece.start < piece.end for piece in timeline)
        assert None not in ends[:-1]
        following = timeline[1:]
        assert all(end <= piece.start for end, piece in zip(ends[:-1], following, strict=True))


@settings(max_examples=500)
@given(HISTORIES, st.integers(-1, LAST + 1))
def test_nothing_changes_before_the_next_change(registered: list[Registered], step: int) -> None:
    """Until the next change all is as it is, and it is where some piece begins or ends."""
    history = fold(registered)
    change = history.next_change_after(at(step))
    edges = {
        edge for line in _timelines(history) for piece in line for edge in (piece.start, piece.end)
    }
    now = _everything(history, at(step))
    for moment in MOMENTS:
        if moment >= at(step) and (change is None or moment < change):
            assert _everything(history, moment) == now
    assert change is None or (change in edges and change > at(step))


def test_a_correction_of_last_year_leaves_this_year_alone() -> None:
    """A later value holds inside its own time, and what was said before holds outside it."""
    first = _told(1, 1, Fact(Section.ATTRIBUTES, "properties", at(0), {"title": "A"}))
    then = _told(2, 5, Fact(Section.ATTRIBUTES, "properties", at(1), {"title": "B"}, at(3)))
    history = fold([then, first])
    titles = [history.attributes_at("properties", moment)["title"] for moment in MOMENTS[1:6]]
    assert titles == ["A", "B", "B", "A", "A"]


def test_a_relation_is_removed_by_closing_it() -> None:
    """A relation restated with an end is gone from that end, and can be opened again."""
    party = Fact(Section.RELATION, "party:primary:", at(0), {"name": "Anna"})
    closed = Fact(Section.RELATION, "party:primary:", at(0), {"name": "Anna"}, at(2))
    again = Fact(Section.RELATION, "party:primary:", at(4), {"name": "Anna"})
    history = fold([_told(1, 1, party), _told(2, 2, closed), _told(3, 4, again)])
    there = [bool(history.relations_at(moment)) for moment in MOMENTS[1:7]]
    assert there == [True, True, False, False, True, True]


def test_a_late_message_lands_where_it_belongs() -> None:
    """What the source said first stays first, though it was received last."""
    old = _told(1, 1, Fact(Section.STATE, "progress", at(0), {"state": "Opstaaet"}), received=9)
    new = _told(2, 2, Fact(Section.STATE, "progress", at(1), {"state": "Oplyst"}), received=2)
    history = fold([new, old])
    states = [history.field_at(Section.STATE, "progress", "state", at(step)) for step in (0, 1)]
    assert states == ["Opstaaet", "Oplyst"]


def test_an_empty_value_is_told_and_hides_the_one_before() -> None:
    """Stated as empty is not the same as not stated: the field has no value from then on."""
    first = _told(1, 1, Fact(Section.ATTRIBUTES, "properties", at(0), {"title": "A", "number": 1}))
    then = _told(2, 2, Fact(Section.ATTRIBUTES, "properties", at(2), {"title": None}))
    assert fold([first, then]).attributes_at("properties", at(3)) == {"number": 1}


def _told(number: int, source: int, *told: Fact, received: int = 0) -> Registered:
    return Registered(UUID(int=number), at(source), at(received), told)
