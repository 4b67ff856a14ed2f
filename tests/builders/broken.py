# SPDX-License-Identifier: EUPL-1.2
"""Messages of the standard that are broken at some place in some way, and by brute force whom they
leave in doubt.

The oracle knows nothing of how the product looks for persons. It knows what was written before it
was broken, and asks the registry which of the cases in a message were stored from it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Final
from uuid import UUID

from psycopg import Connection

from gearskifte.registry.public import Message
from tests.builders.facts import object_id
from tests.builders.people import ANNA, BO, EMIL, Person
from tests.builders.xml import WRITTEN_AT, case_message

CASES: Final = {"a": ANNA, "a2": ANNA, "b": BO, "b2": BO, "e": EMIL}
"""The cases that messages tell of, each of one person."""
_CASE: Final = re.compile(r"<x:SagIndeks>.*</x:SagIndeks>", re.DOTALL)
_WHOLE_WAYS: Final = ("none", "cut", "byte", "namespace", "doctype", "utf-16", "latin-1", "rubbish")
_PART_WAYS: Final = ("id", "time", "no zone at all")


@dataclass(frozen=True, slots=True)
class Sent:
    """A message as it came: its bytes, and the case of each of its parts."""

    body: bytes
    cases: tuple[str, ...]

    @property
    def message(self) -> Message:
        """As it is handed in."""
        return Message("besked", self.body)

    @property
    def texts(self) -> tuple[str, ...]:
        """What whoever opens the file with any of three encodings reads."""
        codes = ("utf-8", "utf-16-le", "utf-16-be")
        return tuple(self.body.decode(code, "replace") for code in codes)

    def names(self, person: Person) -> bool:
        """Whether the person's number stands in it."""
        return any(person.cpr in text for text in self.texts)

    def tells_of(self, case: str) -> bool:
        """Whether the id of a case stands in it."""
        return any(str(object_id(case)) in text for text in self.texts)


def whole(*cases: str) -> Sent:
    """A good message that tells of these cases."""
    return Sent(_written(_parts(cases, "Hjælpemiddel")).encode(), cases)


def draw(dice: Random) -> Sent:
    """A message about one to four cases, as a whole or one of its cases broken in some way."""
    cases = tuple(dice.choices(tuple(CASES), k=dice.randint(1, 4)))
    cases = tuple(dict.fromkeys(cases))
    parts = list(_parts(cases, f"Sag {dice.getrandbits(40)}"))
    if dice.random() < 0.5:
        at = dice.randrange(len(parts))
        parts[at] = _broken_part(parts[at], dice.choice(_PART_WAYS))
        return Sent(_written(parts).encode(), cases)
    return Sent(_broken(_written(parts), dice.choice(_WHOLE_WAYS), dice), cases)


def in_doubt(sent: Iterable[Sent], connection: Connection) -> set[Person]:
    """Those who stand in a message that waits in quarantine, in what of it was not read."""
    waiting = {
        bytes(sha): id_
        for sha, id_ in connection.execute(
            "SELECT m.sha256, m.id FROM registry_raw_message AS m WHERE m.status = 'quarantined'"
            " AND NOT EXISTS (SELECT FROM registry_resolution AS r WHERE r.message_id = m.id)"
        ).fetchall()
    }
    stored = set(connection.execute("SELECT message_id, object_id FROM registry_registration"))
    here = {object_ for _, object_ in stored}
    connection.commit()
    return {
        person
        for each in sent
        if (message := waiting.get(_sha256(each.body))) is not None
        for person in _left(each, message, stored, here)
    }


def _left(
    sent: Sent, message: int, stored: set[tuple[int, UUID]], here: set[UUID]
) -> Iterator[Person]:
    some_read = any(number == message for number, _ in stored)
    for case, person in CASES.items():
        if (message, object_id(case)) in stored or (some_read and case not in sent.cases):
            continue
        if case in sent.cases and sent.names(person):
            # Of two cases of one person the other may be read; the number stands in this one too.
            yield person
        elif sent.tells_of(case) and object_id(case) in here:
            yield person


def _parts(cases: Iterable[str], title: str) -> tuple[str, ...]:
    """The cases, told in a way that no other message tells them in."""
    told = (case_message(name, CASES[name], title=title).decode() for name in cases)
    found = map(_CASE.search, told)
    return tuple(each.group() for each in found if each)


def _written(parts: Iterable[str]) -> str:
    start, end = _CASE.split(case_message("a", ANNA).decode())
    return f"{start}{''.join(parts)}{end}"


def _broken_part(part: str, way: str) -> str:
    match way:
        case "id":
            return re.sub(
                r"<d:UUIDIdentifikator>.*?<", "<d:UUIDIdentifikator>sag 7<", part, count=1
            )
        case "time":
            return part.replace(f"<d:Tidspunkt>{WRITTEN_AT}</d:Tidspunkt>", "", 1)
        case _:
            return part.replace(f"<d:Tidspunkt>{WRITTEN_AT}", "<d:Tidspunkt>i går", 1)


def _broken(text: str, way: str, dice: Random) -> bytes:
    body = text.encode()
    at = dice.randrange(len(body))
    match way:
        case "cut":
            return body[:at]
        case "byte":
            return body[:at] + bytes([dice.choice(b"<>&\xff\x00x7")]) + body[at + 1 :]
        case "namespace":
            return body.replace(b"sagdokumentindeks:6", b"sagdokumentindeks:9")
        case "doctype":
            return body.replace(b"?>", b"?><!DOCTYPE x []>", 1)
        case "utf-16":
            return text.encode("utf-16")[: at * 2]
        case "latin-1":
            return text.encode("latin-1")
        case "rubbish":
            return b"Fejl i udtr\xe6k: " + body
        case _:
            return body


def _sha256(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()
