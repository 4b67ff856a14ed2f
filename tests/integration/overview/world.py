# SPDX-License-Identifier: EUPL-1.2
"""A small random municipality, and by brute force who may see what of it when.

The oracle knows nothing of the product's rules: it walks over what was made and asks the question
in the words of the law of the house.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

import msgspec

from gearskifte.kernel.access import BY_MANDATE, WHOLE, Access, Mandate
from gearskifte.overview.rules.kle import is_below
from gearskifte.registry.public import Fact, Kind, Message, Named, Registration, fields
from tests.builders import facts
from tests.builders.messages import message, refusal
from tests.builders.people import CITIZENS, DAY, NOW, OTHER_CVR, OUR_CVR, Person

ADDRESSES: Final = dict(
    zip(
        CITIZENS,
        ("Kastanjevej 7, 2. tv.", "Ny Østergade 112", "SKRÆNTEN 3", "Kvindekrisecenter Lyset"),
        strict=True,
    )
)
"""Where everybody lives: each told in a way that nothing else in the world is."""
CITIZEN_ROLES: Final = {
    Kind.CASE: {"primary"},
    Kind.DOCUMENT: set[str](),
    Kind.GRANT: {"grant_recipient", "benefit_recipient"},
    Kind.PAYMENT: {"payment_recipient"},
}
KLES: Final = ("27.35.04", "27.35.04", "27.35", "27.36.04", "32.30.00")
ROLES: Final = ("primary", "grant_recipient", "benefit_recipient", "payment_recipient", "unknown")


@dataclass(frozen=True, slots=True)
class Part:
    """A person on a thing in a role, from and until."""

    person: Person
    role: str
    start: datetime
    end: datetime | None

    def holds(self, at: datetime) -> bool:
        """Whether it does at a moment."""
        return self.start <= at and (self.end is None or at < self.end)


@dataclass(frozen=True, slots=True)
class Thing:
    """A case, document, grant or payment, and the cases or grants it is seen through.

    `kles` is the subject of a case or document, of each benefit of a grant, of each line of a
    payment; `case` the case a grant follows from; `told` whose addresses its texts tell.
    """

    name: str
    kind: Kind
    cvr: str
    hidden: bool
    parts: tuple[Part, ...]
    through: tuple[str, ...] = ()
    kles: tuple[str, ...] = ()
    case: str = ""
    told: tuple[Person, ...] = ()

    @property
    def title(self) -> str:
        """What it is called."""
        return f"Titel {self.name}: {', '.join(ADDRESSES[each] for each in self.told)}"


@dataclass(frozen=True, slots=True)
class Protected:
    """That somebody's name and address are protected, from and until."""

    person: Person
    start: datetime
    end: datetime | None

    def holds(self, at: datetime) -> bool:
        """Whether it is at a moment."""
        return self.start <= at and (self.end is None or at < self.end)


@dataclass(frozen=True, slots=True)
class Custody:
    """That somebody has custody of somebody, and so may well live where they do."""

    child: Person
    parent: Person
    start: datetime
    end: datetime | None

    def holds(self, at: datetime) -> bool:
        """Whether they have at a moment."""
        return self.start <= at and (self.end is None or at < self.end)


@dataclass(frozen=True, slots=True)
class Given:
    """A mandate for a case that somebody gave, called as the case is."""

    giver: Person
    holder: Person
    case: str


@dataclass(frozen=True, slots=True)
class Lost:
    """A message that cannot be read: a newer version of a thing, in which these people stand."""

    about: str
    people: tuple[Person, ...]


@dataclass(slots=True)
class World:
    """Everything there is, how often somebody's data was read, and what they said is wrong."""

    things: dict[str, Thing]
    protected: tuple[Protected, ...] = ()
    custody: tuple[Custody, ...] = ()
    given: tuple[Given, ...] = ()
    lost: tuple[Lost, ...] = ()
    reads: dict[Person, int] = field(default_factory=lambda: dict.fromkeys(CITIZENS, 0))
    said: dict[UUID, UUID] = field(default_factory=dict)

    def seen(self, access: Access) -> set[str]:
        """The names of the things that may be seen with this access."""
        return {thing.name for thing in self.things.values() if self._may_see(thing, access)}

    def closed_addresses(self, access: Access) -> set[Person]:
        """Those whose address whoever reads is shown nowhere: the protected, but not oneself."""
        if access.authority:
            return set()  # who may see a case reads it as it was written
        reader = access.actor.id
        return {
            each.person
            for each in self.protected
            if each.holds(access.at) and str(each.person.id) != reader
        }

    def whole(self, name: str, access: Access) -> bool:
        """Whether every text of a thing is shown as it was written, whoever else it tells of."""
        thing = self.things[name]
        near = {thing, *(each for each in self.things.values() if thing.name in each.through)}
        near |= {self.things[each] for each in (*thing.through, thing.case) if each}
        near |= {each for each in self.things.values() if each.case == thing.name}
        people = {part.person for each in near for part in each.parts} | set(thing.told)
        people |= {each for each in CITIZENS if each.id == access.subject}
        held = [each for each in self.custody if each.holds(access.at)]
        people |= {each.parent for each in held if each.child in people}
        return not people & self.closed_addresses(access)

    def unread(self, access: Access) -> tuple[int, int]:
        """How many unread messages may be about the person, and of how many more may be told.

        More is told to the person alone, and of a thing that concerns them only if they see it.
        """
        person = next(each for each in CITIZENS if each.id == access.subject)
        mine = [each for each in self.lost if person in (*each.people, *self._people_of(each))]
        if access.authority or access.scope:
            return len(mine), 0
        seen = self.seen(access)
        told = [each for each in mine if each.about in seen or person not in self._people_of(each)]
        return len(mine), len(told)

    def _people_of(self, lost: Lost) -> set[Person]:
        thing = self.things[lost.about]
        ways = [thing, *(self.things[name] for name in (*thing.through, thing.case) if name)]
        return {part.person for way in ways for part in way.parts}

    def _may_see(self, thing: Thing, access: Access) -> bool:
        ways = [thing, *(self.things[name] for name in thing.through)]
        here = [
            (way, part)
            for way in ways
            for part in way.parts
            if part.person.id == access.subject and part.holds(access.at)
        ]
        if access.authority:
            return bool(here) and self._opened(thing, access.authority)
        return not thing.hidden and self._inside(thing, access.scope) and self._shown(thing, here)

    def _opened(self, thing: Thing, cvr: str) -> bool:
        """Whether an official with a right to every subject may see a thing of this authority."""
        if thing.kind is Kind.DOCUMENT and thing.through:
            return any(self.things[case].cvr == cvr for case in thing.through)
        if thing.kind is Kind.CASE or thing.kind is Kind.DOCUMENT:
            return thing.cvr == cvr
        others = [
            each
            for each in self.things.values()
            if each.name in thing.through or thing.name in each.through
        ]
        if thing.kind is Kind.GRANT and not others:
            return thing.cvr == cvr and bool(thing.kles)  # help in kind has no payment
        return any(each.cvr == thing.cvr == cvr and each.kles and thing.kles for each in others)

    def _shown(self, thing: Thing, here: list[tuple[Thing, Part]]) -> bool:
        if thing.kind is Kind.DOCUMENT and any(self.things[n].hidden for n in thing.through):
            return False
        return any(not way.hidden and part.role in CITIZEN_ROLES[way.kind] for way, part in here)

    def _inside(self, thing: Thing, scope: str) -> bool:
        """Whether a thing is inside what a mandate opens."""
        kind, _, value = scope.partition(":")
        if kind in ("", WHOLE):
            return True
        cases = [self.things[n] for n in thing.through if thing.kind is Kind.DOCUMENT]
        if kind == "case":
            named = {thing.name, thing.case, *(each.name for each in cases)} - {""}
            return thing.kind is not Kind.PAYMENT and value in {
                str(facts.object_id(name)) for name in named
            }
        if thing.kind in (Kind.CASE, Kind.DOCUMENT):
            return any(is_below(kle, value) for each in (thing, *cases) for kle in each.kles)
        return bool(thing.kles) and all(is_below(kle, value) for kle in thing.kles)


def _parts(dice: Random, kind: Kind) -> tuple[Part, ...]:
    people = dice.sample(CITIZENS, dice.randint(0, 2))
    return tuple(_part(dice, kind, person) for person in people)


def _part(dice: Random, kind: Kind, person: Person) -> Part:
    """Somebody, mostly in a role that shows such a thing, and mostly until further notice."""
    start = NOW - dice.choice((30, 1, 0, -1)) * DAY
    end = None if dice.random() < 0.6 else start + dice.choice((1, 2, 40)) * DAY
    fitting = sorted(CITIZEN_ROLES[kind]) or ROLES
    return Part(person, dice.choice(fitting if dice.random() < 0.7 else ROLES), start, end)


def random_world(seed: int) -> World:
    """Twelve cases, ten documents, eight grants and ten payments, owned by two authorities."""
    dice = Random(seed)
    numbers = {Kind.CASE: 12, Kind.DOCUMENT: 10, Kind.GRANT: 8, Kind.PAYMENT: 10}
    names = {kind: [f"{kind}-{n}" for n in range(number)] for kind, number in numbers.items()}
    ways = {Kind.DOCUMENT: names[Kind.CASE], Kind.PAYMENT: names[Kind.GRANT]}
    things = {
        name: Thing(
            name,
            kind,
            dice.choice((OUR_CVR, OUR_CVR, OTHER_CVR)),
            dice.random() < 0.33,
            () if kind is Kind.DOCUMENT and dice.random() < 0.7 else _parts(dice, kind),
            through := tuple(dice.sample(ways[kind], dice.randint(0, 2))) if kind in ways else (),
            _kles(dice, kind, len(through)),
            dice.choice(["", *names[Kind.CASE]]) if kind is Kind.GRANT else "",
        )
        for kind in numbers
        for name in names[kind]
    }
    custody = tuple(_custody(dice) for _ in range(2))
    things = {name: _telling(dice, thing, things, custody) for name, thing in things.items()}
    protected = tuple(_protected(dice, person) for person in dice.sample(CITIZENS, 2))
    given = tuple(_given(dice, names[Kind.CASE]) for _ in range(4))
    lost = tuple(
        Lost(dice.choice(list(things)), tuple(dice.sample(CITIZENS, dice.choice((0, 0, 1)))))
        for _ in range(4)
    )
    return World(things, protected, custody, given, lost)


def _telling(
    dice: Random, thing: Thing, things: dict[str, Thing], custody: tuple[Custody, ...]
) -> Thing:
    """A thing whose texts tell where some of those live whom it concerns, or their parents."""
    ways = [thing, *(things[name] for name in (*thing.through, thing.case) if name)]
    people = [part.person for way in ways for part in way.parts]
    # Whoever has had custody lives elsewhere now, so only those who have it for good are told of.
    people += [each.parent for each in custody if each.child in people and each.end is None]
    people = list(dict.fromkeys(people))
    return replace(thing, told=tuple(dice.sample(people, dice.randint(0, min(2, len(people))))))


def _custody(dice: Random) -> Custody:
    child, parent = dice.sample(CITIZENS, 2)
    start = NOW - dice.choice((50, 40)) * DAY
    return Custody(child, parent, start, None if dice.random() < 0.6 else NOW + DAY)


def _given(dice: Random, cases: list[str]) -> Given:
    giver, holder = dice.sample(CITIZENS, 2)
    return Given(giver, holder, dice.choice(cases))


def _protected(dice: Random, person: Person) -> Protected:
    start = NOW - dice.choice((30, 1, 0, -1)) * DAY
    return Protected(person, start, None if dice.random() < 0.6 else start + 2 * DAY)


def _kles(dice: Random, kind: Kind, lines: int) -> tuple[str, ...]:
    """Subjects, often the same one, so that a mandate for a subject opens something."""
    number = {Kind.GRANT: dice.randint(0, 2), Kind.PAYMENT: lines}.get(kind, 1)
    return tuple(dice.choice(KLES) for _ in range(number))


def random_mandate(dice: Random, world: World) -> Mandate:
    """Somebody's right to act for somebody, of any width, which may not have begun or be over."""
    giver, holder = dice.sample(CITIZENS, 2)
    purpose = dice.choice(BY_MANDATE)
    cases = [name for name, thing in world.things.items() if thing.kind is Kind.CASE]
    scopes = ["", f"case:{facts.object_id(dice.choice(cases))}", f"kle:{dice.choice(KLES)}"]
    start = NOW - dice.choice((30, 1, 0, -1)) * DAY
    end = None if dice.random() < 0.4 else start + dice.choice((1, 2, 40)) * DAY
    return Mandate(
        UUID(int=dice.getrandbits(128)),
        giver.id,
        holder.id,
        purpose,
        dice.choice(scopes),
        start,
        end,
    )


def registrations(world: World) -> list[Registration]:
    """What the source systems tell of the world."""
    return [
        facts.registration(thing.name, thing.kind, *_told(thing, world), at=NOW - 50 * DAY)
        for thing in world.things.values()
    ]


def unreadable(world: World) -> list[Message]:
    """The messages of the world that cannot be read."""
    sent = []
    for number, lost in enumerate(world.lost):
        names = Named(tuple(person.cpr for person in lost.people))
        refused = msgspec.structs.replace(
            refusal(), object_id=facts.object_id(lost.about), names=names
        )
        sent.append(message(message_id=str(number), refusals=(refused,)))
    return sent


def _told(thing: Thing, world: World) -> Iterator[Fact]:
    yield facts.attributes(
        fields.PROPERTIES, title=thing.title, number=thing.name, reason=thing.title
    )
    yield facts.owner(thing.cvr, f"Kommune {thing.cvr}")
    if thing.hidden:
        yield facts.hidden()
    for part in thing.parts:
        yield facts.party(part.person, part.role, start=part.start, end=part.end)
    if thing.kind is Kind.CASE:
        yield facts.state("Oplyst", NOW - timedelta(hours=2))
        yield facts.relation(fields.JOURNAL, fields.NOTE, index="note", note_text=thing.title)
        for other in world.things.values():
            if thing.name in other.through:
                yield facts.filed(other.name)
    for number, grant in enumerate(thing.through if thing.kind is Kind.PAYMENT else ()):
        reference = str(facts.object_id(grant))
        yield facts.relation(
            fields.LINE,
            fields.LINE,
            index=str(number),
            grant_id=reference,
            class_key=thing.kles[number],
        )
    yield from _subjects(thing)


def _subjects(thing: Thing) -> Iterator[Fact]:
    if thing.kind in (Kind.CASE, Kind.DOCUMENT):
        (kle,) = thing.kles
        yield facts.relation(fields.CLASS, fields.PRIMARY, class_key=kle, name=f"Emne {kle}")
    if thing.kind is Kind.GRANT:
        for number, kle in enumerate(thing.kles):
            key = f"{fields.BENEFIT_PREFIX}{number}"
            yield facts.attributes(key, name=f"Ydelse {kle}", class_key=kle)
    if thing.case:
        yield facts.relation(fields.CASE, fields.GRANT_CASE, facts.to_object(thing.case))
