# SPDX-License-Identifier: EUPL-1.2
"""Small random worlds, what source systems tell of them, and what the product shows of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final
from uuid import UUID

from psycopg import Connection

from gearskifte.kernel.access import CASEWORK, OWN, Access, Actor, Role, grant_access
from gearskifte.registry.public import (
    CaseCard,
    Fact,
    GrantCard,
    Held,
    Kind,
    PaymentCard,
    Reference,
    ReferenceKind,
    Registration,
    fields,
    read_everything,
)
from tests.builders import facts
from tests.builders.desk import Desk
from tests.builders.messages import message
from tests.builders.people import DAY, NOW, OTHER_CVR, OUR_CVR, Person
from tests.integration.registry.guidance import Entitlement, Guidance, Piece, Thing

OFFICIALS: Final = 4
CASES: Final = 12
KLES: Final = ("27.35.04", "27.35.04", "27.35.08", "27.36.04", "32.30.00", "27.35", "27", "")
WORDS: Final = ("27", "27.35", "27.35.04", "27.35-27.36", "32, 27.36", "*", "", "27.35.04-27.35.06")
LEVELS: Final = {
    1: "IKKE_FORTROLIGE_DATA",
    2: "FORTROLIGE_PERSONOPLYSNINGER",
    3: "FOELSOMME_PERSONOPLYSNINGER",
    4: "VIP_SAGER",
}
IDENTITIES: Final = tuple(str(UUID(int=0xF0 + n)) for n in range(4))
_NOBODY: Final = Reference(ReferenceKind.URN, "urn:oio:kmd:bruger:XYZ")
_MONEY: Final[tuple[dict[str, Any], ...]] = (
    {fields.PLANS: [{fields.FREQUENCY: "Måned"}]},
    {fields.REPAYABLE: True},
)
_NO_MONEY: Final[tuple[dict[str, Any], ...]] = ({}, {fields.PLANS: []}, {fields.REPAYABLE: False})
_ROLES: Final = {
    "case": fields.PRIMARY,
    "document": fields.PRIMARY,
    "grant": fields.GRANT_RECIPIENT,
    "payment": fields.PAYMENT_RECIPIENT,
}


@dataclass(frozen=True, slots=True)
class World:
    """One person, what there is about them, and the officials that look them up."""

    number: int
    person: Person
    things: dict[str, Thing]
    officials: dict[Actor, tuple[Entitlement, ...]]


@dataclass(slots=True)
class Score:
    """What came of holding the product against the guidance."""

    decisions: int = 0
    shown: int = 0
    leaks: Counter[str] = field(default_factory=Counter)
    wrongly_hidden: Counter[str] = field(default_factory=Counter)
    denied_by: Counter[str] = field(default_factory=Counter)

    def count(self, what: str, *, wanted: bool, got: bool, rule: str = "") -> None:
        """Count one decision."""
        self.decisions += 1
        self.shown += got
        self.leaks[what] += got and not wanted
        self.wrongly_hidden[what] += wanted and not got
        if rule:
            self.denied_by[rule] += 1


def random_world(dice: Random, number: int) -> World:
    """Cases, documents, grants, payments; four officials with 0 to 3 rights."""
    documents = [f"{number}:document-{n}" for n in range(6)]
    grants = [f"{number}:grant-{n}" for n in range(3)]
    made = [
        *(_thing(dice, f"{number}:case-{n}", "case", documents) for n in range(CASES)),
        *(_thing(dice, name, "document", ()) for name in documents),
        *(_thing(dice, name, "grant", ()) for name in grants),
        *(_thing(dice, f"{number}:payment-{n}", "payment", grants) for n in range(4)),
    ]
    officials = {
        Actor(
            f"official {number} {n}",
            "Medarbejder",
            Role.CASE_WORKER,
            authority=OUR_CVR if dice.random() < 0.8 else OTHER_CVR,
        ): tuple(random_entitlement(dice) for _ in range(dice.choice((0, 1, 1, 2, 3))))
        for n in range(OFFICIALS)
    }
    cpr = f"{61 + number % 28}{1 + number // 28 % 12:02}{number // 336 % 100:02}4{number % 1000:03}"
    person = Person(f"Borger {number}", cpr)
    return World(number, person, {each.name: each for each in made}, officials)


def random_entitlement(dice: Random) -> Entitlement:
    """A right of any width."""
    return Entitlement(
        dice.choice((OUR_CVR, OUR_CVR, OUR_CVR, OTHER_CVR, "*")),
        dice.choice(WORDS),
        dice.choice(WORDS),
        dice.choice((1, 2, 3, 3, 4)),
        frozenset(dice.sample(IDENTITIES, dice.choice((0, 1, 2)))),
    )


def _thing(dice: Random, name: str, kind: str, others: Iterable[str]) -> Thing:
    own = kind in ("case", "document")
    pieces: tuple[Piece, ...] = ()
    if kind == "grant":
        money = dice.random() < 0.5
        pieces = tuple(
            Piece(f"{n}", dice.choice(KLES), money=money and dice.random() < 0.7)
            for n in range(dice.choice((0, 1, 2, 2)))
        )
    if kind == "payment":
        paid = [dice.choice([*others, *others, ""]) for _ in range(dice.choice((0, 1, 2, 2)))]
        pieces = tuple(
            Piece(f"{n + 1}.00", dice.choice(KLES), grant) for n, grant in enumerate(paid)
        )
    profile = dice.sample(IDENTITIES, dice.choice((0, 1, 2))) if dice.random() < 0.25 else None
    return Thing(
        name,
        kind,
        OUR_CVR if dice.random() < 0.8 else OTHER_CVR,
        dice.choice(KLES) if own else "",
        None if kind == "payment" else dice.choice((1, 2, 2, 3, 4, None)),
        None if profile is None or kind == "payment" else frozenset(profile),
        pieces,
        tuple(dice.sample(list(others), dice.choice((0, 1, 2)))) if kind == "case" else (),
        dice.random() < 0.85,
        own and dice.random() < 0.15,
    )


def registrations(world: World, dice: Random) -> list[Registration]:
    """What the source systems tell: of today, and of what was otherwise before or will be."""
    return [
        facts.registration(each.name, Kind(each.kind), *_told(each, world, dice), at=NOW - 50 * DAY)
        for each in world.things.values()
    ]


def _told(thing: Thing, world: World, dice: Random) -> Iterator[Fact]:
    key = fields.INDEX if thing.kind == "case" else fields.PROPERTIES
    told = {"sensitivity": LEVELS[thing.level]} if thing.level is not None else {}
    then = NOW - 20 * DAY
    yield facts.attributes(key, then, None, title=thing.name, **told)
    yield facts.attributes(key, facts.START, then, sensitivity=LEVELS[dice.choice(list(LEVELS))])
    yield facts.owner(thing.owner)
    if thing.kle:
        yield facts.relation(fields.CLASS, fields.PRIMARY, class_key=thing.kle)
    if thing.excluded:
        yield facts.hidden()
    if thing.mine:
        yield facts.party(world.person, _ROLES[thing.kind])
    for document in thing.filed:
        yield facts.filed(document)
    yield from _profiles(thing, dice)
    for number, piece in enumerate(thing.pieces):
        if thing.kind == "grant":
            values: dict[str, Any] = {"class_key": piece.kle} if piece.kle else {}
            values |= dice.choice(_MONEY if piece.money else _NO_MONEY)
            yield facts.attributes(f"{fields.BENEFIT_PREFIX}{piece.name}", name="Y", **values)
        else:
            yield facts.relation(
                fields.LINE,
                fields.LINE,
                index=str(number),
                amount=piece.name,
                class_key=piece.kle,
                grant_id=str(facts.object_id(piece.grant)) if piece.grant else None,
            )


def _profiles(thing: Thing, dice: Random) -> Iterator[Fact]:
    """The profiles that hold, one that points at nobody, and some that are over or not yet so."""
    targets = [Reference(ReferenceKind.UUID, each) for each in sorted(thing.profile or ())]
    if thing.profile is not None and not targets:
        targets = [_NOBODY]
    for number, target in enumerate(targets):
        yield facts.relation(fields.SECURITY, fields.ACCESS, target, index=str(number))
    if thing.kind != "payment" and dice.random() < 0.2:
        once = Reference(ReferenceKind.UUID, dice.choice(IDENTITIES))
        over, later = (facts.START, NOW - DAY), (NOW + DAY, None)
        start, end = dice.choice((over, later))
        yield facts.relation(fields.SECURITY, fields.ACCESS, once, index="9", start=start, end=end)


def take_in(desk: Desk, worlds: Iterable[World], dice: Random) -> None:
    """Let the product have the worlds, and give the officials their rights."""
    told: list[Registration] = []
    for world in worlds:
        told += registrations(world, dice)
        for official, entitlements in world.officials.items():
            for each in entitlements:
                desk.entitle(
                    official.id,
                    each.authority,
                    of_subjects=each.subjects,
                    of_benefits=each.benefits,
                    level=each.level,
                    identities=[UUID(identity) for identity in sorted(each.identities)],
                )
            if dice.random() < 0.5:
                starts, ends = dice.choice(((NOW - DAY, NOW), (NOW + DAY, None)))
                desk.entitle(official.id, starts=starts, ends=ends)
    desk.take(*(message(*told[n : n + 300]) for n in range(0, len(told), 300)))


def judge(
    web: Connection[Any], world: World, score: Score, *, by_decision_alone: bool = False
) -> None:
    """Hold what the product shows of a world against the guidance.

    Either as it is read, by pages and by plain queries, or by the decision that both rest on.
    """
    names = {facts.object_id(name): name for name in world.things}
    for number, (official, entitlements) in enumerate(world.officials.items()):
        guidance = Guidance(world.things, official.authority, entitlements)
        access = grant_access(actor=official, subject=world.person.id, purpose=CASEWORK, at=NOW)
        if by_decision_alone:
            shown = _decided(web, access, world)
        else:
            shown = _shown(web, access, plainly=number == world.number % OFFICIALS)
        for id_, name in names.items():
            wanted = guidance.official_sees(name)
            rule = "" if wanted else guidance.decided_by
            thing = world.things[name]
            score.count(thing.kind, wanted=wanted, got=id_ in shown, rule=rule)
            if wanted and id_ in shown:
                _judge_pieces(guidance, thing, shown[id_], score)
        assert set(shown) <= set(names), "shown is something of another world"
    guidance = Guidance(world.things)
    access = grant_access(actor=world.person.actor, subject=world.person.id, purpose=OWN, at=NOW)
    shown = _shown(web, access, plainly=not by_decision_alone)
    for id_, name in names.items():
        score.count("citizen", wanted=guidance.citizen_sees(name), got=id_ in shown)


def _judge_pieces(guidance: Guidance, thing: Thing, there: set[str], score: Score) -> None:
    for document in thing.filed:
        wanted = guidance.official_sees(document)
        got = str(facts.object_id(document)) in there
        score.count("title of a document", wanted=wanted, got=got)
    for piece in thing.pieces:
        wanted = guidance.official_sees_piece(thing, piece)
        score.count(f"piece of a {thing.kind}", wanted=wanted, got=piece.name in there)


def _pieces(held: Held) -> set[str]:
    """The names of the benefits, lines, or filed documents that are told of an object."""
    match held.card:
        case GrantCard(benefits=benefits):
            return {each.id for each in benefits}
        case PaymentCard(lines=lines):
            return {each.amount for each in lines}
        case CaseCard(journal=journal):
            return {each.document for each in journal}
        case _:
            return set()


def _decided(web: Connection[Any], access: Access, world: World) -> dict[UUID, set[str]]:
    """What the database decides that an official may see, and the pieces that are then there."""
    with web.transaction(), web.cursor() as cursor:
        cursor.execute(
            "SELECT kernel_open(%s, %s, %s, %s::jsonb)",
            [access.at, access.subject, access.authority, access.entry("overview")],
        )
        rows = cursor.execute("SELECT object_id, withheld FROM registry_shown(NULL)").fetchall()
    things = {facts.object_id(name): thing for name, thing in world.things.items()}
    shown = {}
    for id_, withheld in rows:
        thing = things[id_]
        documents = sorted(str(facts.object_id(name)) for name in thing.filed)
        pieces = [*documents, *(piece.name for piece in thing.pieces)]
        shown[id_] = {name for number, name in enumerate(pieces, 1) if number not in withheld}
    return shown


def _shown(web: Connection[Any], access: Access, *, plainly: bool) -> dict[UUID, set[str]]:
    """What the product shows, by its own reading; no plain query, if tried, may see more."""
    with web.transaction(), web.cursor() as cursor:
        shown = {held.id: _pieces(held) for held in read_everything(cursor, access).objects}
        if not plainly:
            return shown
        rows = cursor.execute(
            "SELECT id FROM registry_object UNION SELECT object_id FROM registry_audience "
            "UNION SELECT object_id FROM registry_registration "
            "UNION SELECT source FROM registry_link UNION SELECT id FROM registry_pub_title"
        ).fetchall()
        cards = cursor.execute("SELECT id, card::text FROM registry_object").fetchall()
        histories = cursor.execute("SELECT object_id FROM registry_registration").fetchall()
    assert {id_ for (id_,) in rows} <= shown.keys(), "a plain query sees more than the reading"
    if access.authority:
        assert not histories, "an official reads histories"
        for id_, card in cards:
            told = (card.count(each) for each in ('"name": "Y"', '"amount"', '"document"'))
            assert sum(told) == len(shown[id_]), "a row holds what is withheld"
    return shown
