# SPDX-License-Identifier: EUPL-1.2
"""Facts and registrations as a connector makes them, of objects that are known by short names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from gearskifte.registry.public import (
    Fact,
    Kind,
    Operation,
    Reference,
    ReferenceKind,
    Registration,
    Section,
)
from gearskifte.registry.public import fields as f
from tests.builders.people import OUR_CVR, OUR_NAME, Person

START: Final = datetime(2024, 1, 1, 8, 0, tzinfo=UTC)
MASTER_ID: Final = "eeeeeeee-0000-4000-8000-0000000000e1"
UNIT_ID: Final = "bbbbbbbb-0000-4000-8000-0000000000b2"


def object_id(name: str) -> UUID:
    """The UUID of an object by a name that is easy to write in a test."""
    return uuid5(NAMESPACE_URL, f"urn:gearskifte:test:{name}")


def cpr(person: Person) -> Reference:
    """A reference to a person as messages make it."""
    return Reference(ReferenceKind.CPR, person.cpr)


def to_object(name: str) -> Reference:
    """A reference to an object."""
    return Reference(ReferenceKind.UUID, str(object_id(name)))


def attributes(
    key: str, start: datetime = START, end: datetime | None = None, /, **values: Any
) -> Fact:
    """An attribute set."""
    return Fact(Section.ATTRIBUTES, key, start, values, end)


def state(code: str, start: datetime = START, end: datetime | None = None) -> Fact:
    """A state of a case or document (Fremdrift)."""
    return Fact(Section.STATE, f.PROGRESS, start, {f.STATE: code}, end)


def relation(
    kind: str,
    role: str,
    target: Reference | None = None,
    *,
    index: str = "",
    start: datetime = START,
    end: datetime | None = None,
    **values: Any,
) -> Fact:
    """A relation; `index` tells several of one kind and role apart."""
    pointed = {} if target is None else {f.TARGET: target}
    return Fact(
        Section.RELATION,
        f"{kind}:{role}:{index}",
        start,
        {f.TYPE: kind, f.ROLE: role, **pointed, **values},
        end,
    )


def party(
    person: Person,
    role: str = f.PRIMARY,
    *,
    start: datetime = START,
    end: datetime | None = None,
    name: str | None = None,
    index: str = "",
    **values: Any,
) -> Fact:
    """A person on an object, by the person's own name unless another is given."""
    return relation(
        f.PARTY,
        role,
        cpr(person),
        index=index or person.cpr[:4],
        start=start,
        end=end,
        name=person.name if name is None else name,
        **values,
    )


def owner(cvr: str = OUR_CVR, name: str = OUR_NAME) -> Fact:
    """The authority an object belongs to."""
    return relation(f.ACTOR, f.OWNER, Reference(ReferenceKind.CVR, cvr), name=name, cvr=cvr)


def unit(name: str = "Team Hjælpemidler") -> Fact:
    """The unit that answers for an object."""
    return relation(f.ACTOR, f.RESPONSIBLE, Reference(ReferenceKind.UUID, UNIT_ID), name=name)


def master(name: str = "Prøvefag", system: str = MASTER_ID) -> Fact:
    """The system an object lies in."""
    return relation(f.SYSTEM, f.MASTER, Reference(ReferenceKind.UUID, system), name=name)


def hidden(start: datetime = START, end: datetime | None = None) -> Fact:
    """Excluded from the citizen's view (Visningsklasse)."""
    return relation(f.CLASS, f.DISPLAY, start=start, end=end, name="Undtaget for borger")


def filed(document: str, *, start: datetime = START, end: datetime | None = None) -> Fact:
    """A journal post that points at a document."""
    return relation(f.JOURNAL, f.FILED, to_object(document), index=document, start=start, end=end)


def registration(
    name: str,
    kind: Kind,
    *facts: Fact,
    at: datetime = START,
    operation: Operation = Operation.UPDATE,
) -> Registration:
    """One work step on the object called `name`."""
    return Registration(object_id(name), kind, operation, at, facts)


def case(
    name: str,
    *people: Person,
    title: str = "Hjælpemiddel",
    at: datetime = START,
    cvr: str = OUR_CVR,
    more: Sequence[Fact] = (),
) -> Registration:
    """A case with these persons as its primary part."""
    return registration(
        name,
        Kind.CASE,
        attributes(f.PROPERTIES, number=f"2024-{name}", title=title),
        attributes(f.INDEX, sensitivity="FORTROLIGE_PERSONOPLYSNINGER"),
        state("Opstaaet"),
        owner(cvr, f"Kommune {cvr}"),
        unit(),
        master(),
        *(party(person) for person in people),
        *more,
        at=at,
        operation=Operation.IMPORT,
    )


def document(
    name: str,
    *,
    title: str = "Brev",
    at: datetime = START,
    cvr: str = OUR_CVR,
    more: Sequence[Fact] = (),
) -> Registration:
    """A document; whom it concerns follows from the cases that point at it."""
    return registration(
        name,
        Kind.DOCUMENT,
        attributes(
            f.PROPERTIES,
            number=f"D-{name}",
            title=title,
            letter_date="2024-02-01",
            sensitivity="FORTROLIGE_PERSONOPLYSNINGER",
        ),
        owner(cvr, f"Kommune {cvr}"),
        master(),
        *more,
        at=at,
    )


def grant(
    name: str,
    *people: Person,
    role: str = f.GRANT_RECIPIENT,
    at: datetime = START,
    cvr: str = OUR_CVR,
    benefit_end: str = "",
    more: Sequence[Fact] = (),
) -> Registration:
    """A grant with one benefit called Boligstøtte."""
    return registration(
        name,
        Kind.GRANT,
        attributes(f.PROPERTIES, user_key=f"B-{name}", sensitivity="FORTROLIGE_PERSONOPLYSNINGER"),
        attributes(
            f"{f.BENEFIT_PREFIX}1",
            name="Boligstøtte",
            start="2024-01-01",
            end=benefit_end,
            plans=[{f.AMOUNT: "1500.00", f.FREQUENCY: "Månedlig", f.IN_ADVANCE: True}],
        ),
        owner(cvr, f"Kommune {cvr}"),
        *(party(person, role) for person in people),
        *more,
        at=at,
    )


def payment(
    name: str,
    *people: Person,
    of: str = "",
    amount: str = "1500.00",
    on: str = "2024-05-31",
    at: datetime = START,
    cvr: str = OUR_CVR,
    more: Sequence[Fact] = (),
) -> Registration:
    """A payment to these persons, with a line of the grant called `of`."""
    values: dict[str, Any] = {f.GRANT_ID: str(object_id(of)), f.BENEFIT_ID: "1"} if of else {}
    lines = (relation(f.LINE, f.LINE, index="1", amount=amount, **values),) if of else ()
    return registration(
        name,
        Kind.PAYMENT,
        attributes(f.PROPERTIES, user_key=f"U-{name}", gross=amount, disposal_date=on),
        owner(cvr, f"Kommune {cvr}"),
        master(),
        *(party(person, f.PAYMENT_RECIPIENT) for person in people),
        *lines,
        *more,
        at=at,
    )
