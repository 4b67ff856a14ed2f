# SPDX-License-Identifier: EUPL-1.2
"""The demo's national commons: invented entries of the 98 municipalities, with what came of them.

Among them sixteen on self-driving vehicles, in sixteen wordings; the others are put together from
the thesaurus's own wordings, two for each. Some kinds of project are at work in many places, have
been reused and measured. The same seed gives the same entries. Nothing of it is true of anybody.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any, Final
from uuid import UUID, uuid5

from psycopg import Cursor

from gearskifte.commons.public import (
    Field,
    How,
    Method,
    Metric,
    NewEntry,
    NewPool,
    Origin,
    Phase,
    Plan,
    Ran,
    Reused,
    Share,
    Stage,
    ToldEffect,
    Topic,
    add_effect,
    add_reuse,
    enter_phase,
    field_of_topics,
    join,
    judge_pair,
    open_pool,
    read_topics,
    register,
    say_alive,
)
from gearskifte.demo.portfolio import seed_own
from gearskifte.kernel.time import local_date

POPULAR: Final = 14
"""So many kinds of project are at work in many places; the others in one."""

PLACES: Final = 12
SINGLE: Final = 150
_SEEDED: Final = UUID("6f1e9c1a-3f0e-4a57-9d0b-5f5b0a9d2c11")
_BECAUSE: Final = "Forsøget viste for få rejser til at betale for drift og tilsyn."
_CRITERION: Final = "Færre end ti rejser om dagen efter tre måneder."
_BUDGET: Final = 75_000_00
_FRONT: Final = 3
"""So many kinds of project have a frontrunner, whose effect three others have measured."""


@dataclass(frozen=True, slots=True)
class Invented:
    """An entry as it was registered, how many days ago, and its later phases (days ago, stage)."""

    entry: NewEntry
    begun: int
    later: tuple[tuple[int, Stage], ...] = ()
    topic: str = ""


def invented() -> list[Invented]:
    """The other municipalities' entries of the demo's national commons, in a fixed order."""
    drawn = random.Random(98)  # noqa: S311 - invented data, no secret
    municipalities = _lines("municipalities.txt")
    told = (replace(topic, wordings=_telling(topic)) for topic in read_topics())
    topics = [topic for topic in told if len(topic.wordings) >= 4]
    topics = [topic for topic in topics if topic.name != "selvkørende-bus"]
    drawn.shuffle(topics)
    made = [*_self_driving(drawn), *_popular(topics[:POPULAR], municipalities, drawn)]
    made += [
        _one(topic, drawn.choice(municipalities), drawn.randrange(40, 900), drawn)
        for topic in topics[POPULAR : POPULAR + SINGLE]
    ]
    return made


def _telling(topic: Topic) -> tuple[str, ...]:
    """The wordings that could be a title; a single word tells little of a project."""
    return tuple(wording for wording in topic.wordings if wording.count(" ") >= 2)


def _self_driving(drawn: random.Random) -> Iterator[Invented]:
    for line in _lines("self_driving.tsv"):
        municipality, phase, title, description = line.split("\t")
        begun = drawn.randrange(300, 900)
        later: tuple[tuple[int, Stage], ...] = ()
        if phase != Phase.IDEA:
            later = ((begun - drawn.randrange(120, 280), _stage(Phase(phase))),)
        plan = Plan(field=Field.TECHNICAL, origin=Origin.STAFF)
        yield Invented(_entry(municipality, title, description, plan), begun, later, "selvkørende")


def _popular(
    topics: list[Topic], municipalities: list[str], drawn: random.Random
) -> Iterator[Invented]:
    """Kinds of project at work in many places, each new place a little sooner than the last."""
    for topic in topics:
        places = drawn.sample(municipalities, PLACES)
        first = drawn.randrange(760, 1_000)
        for number, place in enumerate(places):
            waited = int(first * (1 - (1 - number / PLACES) ** 1.6)) - drawn.randrange(25)
            used = max(5, first - max(0, waited))
            begun = used + drawn.randrange(60, 60 + max(60, used // 3))
            made = _one(topic, place, begun, drawn)
            yield replace(made, later=((used, Stage(Phase.RUNNING)),))


def _one(topic: Topic, municipality: str, begun: int, drawn: random.Random) -> Invented:
    first, second = drawn.sample(topic.wordings, 2)
    title, description = first[0].upper() + first[1:], f"{second[0].upper()}{second[1:]}."
    plan = Plan(field=field_of_topics()[topic.name], origin=drawn.choice(list(Origin)))
    phase = drawn.choice([Phase.IDEA, Phase.IDEA, Phase.PROJECT, Phase.RUNNING, Phase.STOPPED])
    later: tuple[tuple[int, Stage], ...] = ()
    if phase is not Phase.IDEA:
        later = ((drawn.randrange(1, begun), _stage(phase)),)
    return Invented(_entry(municipality, title, description, plan), begun, later, topic.name)


def seed_commons(cursor: Cursor[Any], now: datetime, own: str) -> int:
    """Put the invented entries in with their stories; a second time changes nothing.

    Their meaning is read afterwards, a few at a time, by the worker.
    """
    entries = invented()
    new = sum(_put(cursor, each, now) for each in entries)
    if not new:
        return 0
    for number, topic in enumerate(_by_topic(entries)):
        first, *others = topic
        for each in others:
            judge_pair(cursor, first.entry.id, each.entry.id, same=True, at=now)
        if number < _FRONT:
            _tell_effects(cursor, first, [each.entry.municipality for each in others][:3], now)
    _open_pool(cursor, entries[2].entry, now)
    return new + seed_own(cursor, own, now)


def _put(cursor: Cursor[Any], told: Invented, now: datetime) -> int:
    entry = told.entry
    new = register(cursor, [entry], now - timedelta(days=told.begun), None)
    if new:
        for days, stage in told.later:
            at = now - timedelta(days=days)
            wanted = stage
            if stage.phase is Phase.PILOT:
                wanted = replace(stage, ends_on=local_date(now) + timedelta(days=60))
            enter_phase(cursor, entry.id, entry.municipality, wanted, at)
        # Every ninth has been silent for long, and counts nowhere.
        if int(entry.id) % 9:
            silent = timedelta(days=int(entry.id) % 160)
            say_alive(cursor, entry.id, entry.municipality, now - silent)
    return new


def _by_topic(entries: list[Invented]) -> list[list[Invented]]:
    """The kinds that many are at, each from its first in use; the self-driving ones not among them.

    Those are what the demo's visitor confirms.
    """
    found: dict[str, list[Invented]] = {}
    for each in entries[16:]:
        found.setdefault(each.topic, []).append(each)
    return [topic for topic in found.values() if len(topic) >= PLACES]


def _tell_effects(cursor: Cursor[Any], front: Invented, others: list[str], now: datetime) -> None:
    drawn = random.Random(int(front.entry.id) % 1_000)  # noqa: S311 - invented data, no secret
    for place in others:
        since = now - timedelta(days=drawn.randrange(200, 500))
        runs = drawn.randrange(400, 4_000)
        add_reuse(
            cursor,
            front.entry.id,
            Reused(place, How.IMPORT, since, runs, now, Ran(runs, runs - runs * len(place) // 300)),
        )
        value, error = drawn.uniform(-22, -8), drawn.uniform(1.5, 4)
        told = ToldEffect(
            place,
            Metric.WAITING,
            Method.MEASURED,
            round(value, 1),
            round(value - 1.96 * error, 1),
            round(value + 1.96 * error, 1),
            drawn.randrange(120, 900),
            drawn.choice(["landkommune", "bykommune", "to systemer i stedet for ét"]),
            now - timedelta(days=drawn.randrange(10, 90)),
        )
        add_effect(cursor, front.entry.id, told)


def _open_pool(cursor: Cursor[Any], entry: NewEntry, now: datetime) -> None:
    today = local_date(now)
    pool = NewPool(
        uuid5(_SEEDED, "pulje"),
        entry.id,
        entry.municipality,
        "Plan og Trafik",
        today + timedelta(days=12),
        4,
        2_400_000_00,
        Share.INHABITANTS,
    )
    open_pool(cursor, pool, now - timedelta(days=30))
    for place, inhabitants in ((entry.municipality, 79_000), ("Vejle", 120_000)):
        join(cursor, pool.id, place, inhabitants, now, today)


def _stage(phase: Phase) -> Stage:
    if phase is Phase.STOPPED:
        return Stage(phase, because=_BECAUSE)
    if phase is Phase.PILOT:
        return Stage(phase, date.max, _CRITERION, "", _BUDGET)
    return Stage(phase)


def _entry(municipality: str, title: str, description: str, plan: Plan) -> NewEntry:
    name = f"{municipality}/{title}"
    unit = "Digitalisering"
    return NewEntry(uuid5(_SEEDED, name), municipality, title, description, unit, plan=plan)


def _lines(name: str) -> list[str]:
    text = files("gearskifte.demo").joinpath("national", name).read_text("utf-8")
    return text.splitlines()
