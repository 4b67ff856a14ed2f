# SPDX-License-Identifier: EUPL-1.2
"""Ten installations and a hub, each with its own database: what is shared is known to all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from psycopg import sql

from gearskifte.commons import service, telling
from gearskifte.commons.federation import Hub, folder_fetch
from gearskifte.commons.feeding import hear, tell_others
from gearskifte.commons.months import tell_months
from gearskifte.commons.pools import NewPool, join, open_pool, read_pools
from gearskifte.commons.queries import Entry, find_entry, own_entries, replies, story
from gearskifte.commons.reuse import add_effect, add_reuse, candidates, effects_of, reuses_of
from gearskifte.commons.rules.pools import Share
from gearskifte.commons.rules.portfolio import Answer, Phase, Plan, Stage
from gearskifte.commons.rules.reuse import (
    How,
    Method,
    Metric,
    Ran,
    Reused,
    ToldEffect,
    frontrunner,
    rating,
)
from gearskifte.commons.service import NewEntry
from gearskifte.commons.telling import Here
from gearskifte.commons.thesaurus import Written
from gearskifte.effects.elsewhere import own_series, read_series
from gearskifte.effects.public import PromisedOutcome
from gearskifte.effects.service import keep_cases
from gearskifte.kernel.database import roles
from gearskifte.kernel.database.provider import OWNER, Database, beside
from gearskifte.kernel.errors import InputRefused
from gearskifte.registry.public import CaseCourse, DatedState, LoggedAct, Progress
from tests.conftest import TEMPLATE
from tests.unit.commons.feeds import NOW, later

pytestmark = pytest.mark.integration

COUNT = 10


@dataclass
class Place:
    """An installation: whose it is, its database as the worker, its key and its feed's folder."""

    here: Here
    connection: psycopg.Connection[tuple[Any, ...]]
    key: Ed25519PrivateKey
    folder: Path

    def tell(self, days: int) -> int:
        """What its worker does on a day."""
        return tell_others(self.connection, self.here, self.key, later(days), str(self.folder))


class Fellowship:
    """Ten municipalities and the hub that they read."""

    def __init__(self, places: list[Place], folder: Path) -> None:
        self.places = places
        self.folder = folder
        self.key = Ed25519PrivateKey.generate()

    def hub(self) -> Hub:
        """The hub, as it is started anew every time."""
        keys = {each.here.cvr: each.key.public_key().public_bytes_raw() for each in self.places}
        names = {each.here.cvr: each.here.municipality for each in self.places}
        return Hub(self.folder, self.key, keys, names)

    def meet(self, days: int) -> list[int]:
        """Everybody tells, the hub collects, everybody hears; how many events each heard."""
        for each in self.places:
            each.tell(days)
        feeds = {each.here.cvr: folder_fetch(each.folder) for each in self.places}
        hub = self.hub()
        assert hub.collect(feeds, later(days)) == {}
        fetch = folder_fetch(self.folder)
        return [
            hear(each.connection, each.here, fetch, hub.public_key, later(days))
            for each in self.places
        ]


@pytest.fixture
def ten(database: Database, tmp_path: Path) -> Iterator[Fellowship]:
    """Ten installations and their hub."""
    yield from _together(database, tmp_path, COUNT)


@pytest.fixture
def two(database: Database, tmp_path: Path) -> Iterator[Fellowship]:
    """Two installations and their hub."""
    yield from _together(database, tmp_path, 2)


def _together(database: Database, tmp_path: Path, count: int) -> Iterator[Fellowship]:
    """So many databases as they are when they have just been migrated."""
    names = [f"gearskifte_place_{uuid4().hex[:8]}" for _ in range(count)]
    with roles.connected(database.admin_url) as admin, ExitStack() as open_:
        places = []
        for number, name in enumerate(names):
            copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}")
            admin.execute(copy.format(*map(sql.Identifier, (name, TEMPLATE, OWNER))))
            other = beside(database, name)
            roles.ensure(other)
            connection = open_.enter_context(closing(psycopg.connect(other.worker_url)))
            here = Here(f"Kommune {number}", f"{10_000_000 + number}")
            places.append(Place(here, connection, Ed25519PrivateKey.generate(), tmp_path / name))
        yield Fellowship(places, tmp_path / "hub")
        open_.close()
        for name in names:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _register(place: Place, title: str, *, shared: bool = True) -> UUID:
    made = uuid4()
    new = NewEntry(made, place.here.municipality, title, "Det hjælper borgerne.", "Drift")
    with place.connection.transaction(), place.connection.cursor() as cursor:
        service.register(cursor, [new], NOW, None)
        if shared:
            telling.share_entry(cursor, place.here, made, NOW)
    return made


def _their(place: Place, owner: Place, entry: UUID) -> Entry | None:
    named = telling.object_of(owner.here, entry, "")
    with place.connection.cursor() as cursor:
        return find_entry(cursor, telling.id_of(place.here, named))


def test_what_is_shared_is_known_to_all_and_drafts_stay(ten: Fellowship) -> None:
    """Nine others get each shared idea once, under its owner's name; a draft leaves nothing."""
    shared = {id(each): _register(each, "Delebiler") for each in ten.places}
    drafts = [_register(each, "Hemmeligt udkast", shared=False) for each in ten.places]
    assert ten.meet(1) == [COUNT] * COUNT
    assert ten.meet(1) == [0] * COUNT
    for place in ten.places:
        for owner in ten.places:
            found = _their(place, owner, shared[id(owner)])
            assert found is not None
            assert found.municipality == owner.here.municipality
        for path in place.folder.rglob("*"):
            assert path.is_dir() or b"udkast" not in path.read_bytes()
    assert all(
        _their(place, owner, draft) is None
        for place in ten.places
        for owner, draft in zip(ten.places, drafts, strict=True)
        if place is not owner
    )


def test_a_stop_is_heard_and_a_withdrawal_hides(two: Fellowship) -> None:
    """Others see that and why an idea stopped, with its day; what is taken home is not shown."""
    owner, reader = two.places[0], two.places[1]
    entry = _register(owner, "Robotstøvsugere")
    two.meet(1)
    stop = Stage(Phase.STOPPED, because="De kørte fast i gulvtæpperne.")
    with owner.connection.transaction(), owner.connection.cursor() as cursor:
        service.enter_phase(cursor, entry, owner.here.municipality, stop, later(2))
        telling.tell_entry(cursor, owner.here, entry, later(2))
    two.meet(2)
    found = _their(reader, owner, entry)
    assert found is not None
    assert (found.phase, found.because) == (Phase.STOPPED, stop.because)
    with reader.connection.cursor() as cursor:
        told = [(each.kind, each.at) for each in story(cursor, found.id)]
    assert told == [("stopped", later(2)), ("idea", NOW)]
    with owner.connection.transaction(), owner.connection.cursor() as cursor:
        telling.keep_at_home(cursor, owner.here, entry, later(3))
    two.meet(3)
    hidden = _their(reader, owner, entry)
    assert hidden is not None
    assert hidden.withdrawn


def test_reuse_and_effect_come_from_the_reusers(ten: Fellowship) -> None:
    """An owner is in front and rated everywhere by what others measured; never by under five."""
    owner, *others = ten.places
    entry = _register(owner, "Skærmbesøg")
    ten.meet(1)
    for number, each in enumerate(others[:4]):
        theirs = _their(each, owner, entry)
        assert theirs is not None
        ran = (Ran(500, 490), Ran(100, 80), Ran(4, 4), None)[number]
        reused = Reused(each.here.municipality, How.IMPORT, later(1), 500, later(2), ran)
        count = 4 if number == 3 else 300
        effect = ToldEffect(
            each.here.municipality, Metric.WAITING, Method.MEASURED, -10.0 - number, -14.0 - number,
            -6.0 - number, count, "", later(2),
        )  # fmt: skip
        with each.connection.transaction(), each.connection.cursor() as cursor:
            add_reuse(cursor, theirs.id, reused)
            telling.tell_reuse(cursor, each.here, theirs.id, reused)
            add_effect(cursor, theirs.id, effect)
            telling.tell_effect(cursor, each.here, theirs.id, effect)
    ten.meet(2)
    far = ten.places[9]
    for place in (owner, far):
        found = _their(place, owner, entry)
        assert found is not None
        with place.connection.cursor() as cursor:
            assert len(reuses_of(cursor, [found.id])[found.id]) == 4
            assert len(effects_of(cursor, [found.id])[found.id]) == 3
            rated = rating(reuses_of(cursor, [found.id])[found.id], found.municipality)
            assert rated is not None
            assert (rated.together.count, rated.together.of) == (570, 600)
            assert len(rated.single) == 2
            front = frontrunner(candidates(cursor, [found]), later(3))
        assert front is not None
        assert (front.municipality, front.others) == (owner.here.municipality, 4)
        assert front.best.pooled.count == 3


def test_answers_and_pools_travel(two: Fellowship) -> None:
    """An answer reaches the other, a pool everybody, and who joins is counted by the owner."""
    owner, asker = two.places[0], two.places[1]
    entry, mine = _register(owner, "Sensorer"), _register(asker, "Målere")
    two.meet(1)
    theirs = _their(asker, owner, entry)
    assert theirs is not None
    with asker.connection.transaction(), asker.connection.cursor() as cursor:
        service.answer_entry(cursor, mine, theirs.id, Answer.JOIN, later(2))
        telling.tell_answer(cursor, asker.here, mine, theirs.id, Answer.JOIN, later(2))
    deadline = later(40).date()
    pool = NewPool(uuid4(), entry, owner.here.municipality, "Drift", deadline, 2, 900, Share.EQUAL)
    with owner.connection.transaction(), owner.connection.cursor() as cursor:
        open_pool(cursor, pool, later(2))
        join(cursor, pool.id, owner.here.municipality, 40_000, later(2), later(2).date())
        telling.tell_pool(cursor, owner.here, pool, later(2))
    two.meet(2)
    with owner.connection.cursor() as cursor:
        heard = telling.id_of(owner.here, telling.object_of(asker.here, mine, ""))
        assert replies(cursor, heard) == {entry: Answer.JOIN}
    with asker.connection.transaction(), asker.connection.cursor() as cursor:
        (found,) = read_pools(cursor)
        assert (found.title, found.told.fewest) == ("Sensorer", 2)
        join(cursor, found.told.id, asker.here.municipality, 80_000, later(3), later(3).date())
        telling.tell_join(cursor, asker.here, found.told, 80_000, later(3))
    two.meet(3)
    with owner.connection.cursor() as cursor:
        (found,) = read_pools(cursor)
        assert [each.municipality for each in found.members] == [
            owner.here.municipality,
            asker.here.municipality,
        ]


def test_nobody_writes_in_anothers_name(two: Fellowship) -> None:
    """A municipality that the hub calls as this one is not let in among its own ideas."""
    owner, reader = two.places[0], two.places[1]
    _register(owner, "Falsk flag")
    owner.here = Here(reader.here.municipality, owner.here.cvr)
    two.meet(1)
    with reader.connection.cursor() as cursor:
        assert own_entries(cursor, reader.here.municipality) == []


def test_a_name_keeps_an_idea_at_home(two: Fellowship) -> None:
    """An idea with a person's name is not shared, nothing waits to be told, and why is said."""
    place = two.places[0]
    entry = _register(place, "Ring til Jens Hansen", shared=False)
    with pytest.raises(InputRefused, match="GS-COM-030"), place.connection.transaction():
        telling.share_entry(place.connection.cursor(), place.here, entry, NOW)
    assert place.tell(0) == 0
    with place.connection.cursor() as cursor:
        found = find_entry(cursor, entry)
    assert found is not None
    assert not found.shared


def test_a_quiet_feed_is_signed_anew(two: Fellowship) -> None:
    """Who has nothing to tell still signs once a day, so that nobody takes the feed for frozen."""
    place = two.places[0]
    place.tell(0)
    first = (place.folder / "head.json").read_bytes()
    tell_others(
        place.connection, place.here, place.key, NOW + timedelta(hours=2), str(place.folder)
    )
    assert (place.folder / "head.json").read_bytes() == first
    place.tell(2)
    assert (place.folder / "head.json").read_bytes() != first


def test_a_plan_is_kept_and_only_its_open_part_leaves(two: Fellowship) -> None:
    """Price, owner and business case stay at home when an idea is shared."""
    place = two.places[0]
    entry = _register(place, "Delebiler")
    plan = Plan(owner="Fagchefen", business_case="Det sparer ture.", cost_oere=12_345_00)
    with place.connection.transaction(), place.connection.cursor() as cursor:
        text = Written("Delebiler", "Ansatte deler vogne.")
        assert service.keep_plan(cursor, entry, place.here.municipality, text, plan, later(1))
        telling.tell_entry(cursor, place.here, entry, later(1))
    place.tell(1)
    told = b"".join(path.read_bytes() for path in place.folder.rglob("*.jsonl"))
    assert b"Ansatte deler vogne." in told
    for secret in (b"Fagchefen", b"sparer", b"12345"):
        assert secret not in told


def test_outcomes_are_told_as_months_and_told_once(two: Fellowship) -> None:
    """Months of five cases and more reach the others' yardstick; the same is not told again."""
    teller, reader = two.places
    own = _register(teller, "Hurtigere breve", shared=False)
    begun = [NOW - timedelta(days=200 + number // 6) for number in range(60)]
    nine = timedelta(days=9)
    courses = [
        CaseCourse(
            uuid4(), "11111111", "system", "99.10.01", "Emne", "Enhed",
            (DatedState(Progress.ARISEN, start), DatedState(Progress.DECIDED, start + nine)),
            start.isoformat(), "", (LoggedAct(start + nine, "brev", "anna"),),
        )
        for start in begun
    ]  # fmt: skip
    with teller.connection.transaction(), teller.connection.cursor() as cursor:
        text, whose = Written("Hurtigere breve", "Ventetid."), "11111111"
        service.keep_plan(cursor, own, teller.here.municipality, text, Plan(), NOW, authority=whose)
        keep_cases(cursor, courses, NOW)
    assert tell_months(teller.connection, teller.here, NOW) == 3
    assert tell_months(teller.connection, teller.here, NOW) == 0
    assert tell_months(reader.connection, reader.here, NOW) == 0
    two.meet(1)
    with teller.connection.cursor() as cursor:
        (topic, told), *others = own_series(cursor, "11111111", teller.here.cvr, NOW)
    with reader.connection.cursor() as cursor:
        assert read_series(cursor, topic) == [told]
        for _, other in others:
            assert read_series(cursor, topic, other.outcome) == [other]
    assert {other.outcome for _, other in others} == {
        PromisedOutcome.TOUCHES,
        PromisedOutcome.PEOPLE,
    }
    assert sum(month.cases for month in told.months) == len(courses)
