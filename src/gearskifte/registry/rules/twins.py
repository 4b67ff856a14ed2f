# SPDX-License-Identifier: EUPL-1.2
"""Whether a message that was wholly read says all that one says which could not be read.

Two messages are compared by their marks: every UUID, every CPR number and every moment in their
bytes, each with the elements (or JSON keys) that it stands in, and as often as it stands there. So
a document's own id is another mark than a reference to it, and a state's beginning than a party's.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from datetime import datetime
from operator import itemgetter
from typing import Final
from uuid import UUID

import msgspec

from gearskifte.kernel.time import parse_timestamp
from gearskifte.registry.rules.intake import Reading
from gearskifte.registry.rules.named import numbers_in, texts, uuids

_MOMENT: Final = re.compile(
    rb"(?<![0-9])[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]+)?"
    rb"(?:Z|z|[+-][0-9]{2}(?:[:.]?[0-9]{2})?)?"
)
_STRUCTURE: Final = re.compile(
    rb"<(?P<ends>/?)(?:[A-Za-z_][\w.-]*:)?(?P<element>[A-Za-z_][\w.-]*)(?P<rest>[^<>]*)"
    rb'|"(?:(?P<key>[A-Za-z_][\w.-]*)"\s*:|(?:[^"\\<>]|\\.)*")|(?P<brace>[{}])|\\.'
)
"""Where an element, or an object of JSON, begins and ends, and what it is called."""
_BRACE: Final = b"{"
_DEEPEST: Final = 64
"""So many elements in each other are kept in mind; no standard has half as many."""

Place = tuple[bytes, ...]
"""The elements or keys that something stands in, the outermost first, without their prefixes."""
Mark = tuple[UUID | datetime | str, Place]
"""An object, a moment (as text if it is none that exists) or a CPR number, and where it stands."""
Statement = tuple[UUID, datetime | None]
"""What tells one statement from another: of which object or event, and when it was registered."""


class Marks(msgspec.Struct, frozen=True):
    """What stands in a message. It is never stored or shown.

    Attributes:
        number: how often each mark stands in it.
    """

    number: Counter[Mark]

    @property
    def objects(self) -> frozenset[UUID]:
        """Every UUID."""
        return frozenset(value for value, _ in self.number if isinstance(value, UUID))

    @property
    def moments(self) -> frozenset[datetime]:
        """Every moment, in UTC."""
        return frozenset(value for value, _ in self.number if isinstance(value, datetime))

    def __repr__(self) -> str:
        """Nothing of it, since it could end in a log."""
        return "Marks(…)"


def searchable(body: bytes) -> bytes | None:
    """The bytes in which an id can be looked for as it is written; None where it may be otherwise.

    It may be in UTF-16, or by the numbers of its characters.
    """
    otherwise = b"\0" in body or b"&#" in body or b"\\u" in body
    return None if otherwise else body.lower()


def may_hold(text: bytes | None, ids: Iterable[bytes]) -> bool:
    """Whether all these ids may stand in a message, which is far quicker told than its marks.

    Args:
        text: what is `searchable` of it.
        ids: as they are written, in lower case.
    """
    return text is None or all(each in text for each in ids)


def marks(body: bytes) -> Marks:
    """The marks of a message, however broken it is and in whichever encoding."""
    number: Counter[Mark] = Counter()
    for text in texts(body):
        number |= Counter(_placed(text))
    return Marks(number)


def statements(reading: Reading) -> frozenset[Statement]:
    """What a message registers, and the events that it tells of.

    Inventories and classifications make no statement of an object.
    """
    told: set[Statement] = {(each.object_id, each.source_time) for each in reading.registrations}
    for event in reading.events:
        try:
            told.add((UUID(event.message_id), event.registered_at))
        except ValueError:
            continue
    return frozenset(told)


def says_all_of(other: Marks, told: Iterable[Statement], broken: Marks) -> bool:
    """Whether the other message says all that the broken one says.

    Args:
        other: of a message that was wholly read.
        told: the statements that it makes.
        broken: of a message that could not be read, wholly or in part.

    Returns:
        True if every mark of the broken one stands in the other as often, and some statement of
        the other stands in the broken one; and if each that tells of an object which stands in the
        broken one was registered at a moment that stands there too. What has no such marks, as its
        Tidspunkt was cut off, could be any statement about the object, and so is said by none.
    """
    objects, moments = broken.objects, broken.moments
    registered = [at for about, at in told if about in objects]
    return (
        bool(registered and moments)
        and all(at is None or at in moments for at in registered)
        and broken.number <= other.number
    )


def _values(text: bytes) -> Iterator[tuple[int, UUID | datetime | str]]:
    yield from uuids(text)
    yield from numbers_in(text)
    for found in _MOMENT.finditer(text):
        # What reaches the end may have been cut off in the middle, and would be another moment.
        if found.end() < len(text):
            yield found.start(), _moment(found[0].decode())


def _moment(text: str) -> datetime | str:
    try:
        return parse_timestamp(text.upper()).moment
    except ValueError:
        return text


def _placed(text: bytes) -> Iterator[Mark]:
    """What stands in a text, in order, each with its place."""
    values = deque(sorted(_values(text), key=itemgetter(0)))
    inside: list[bytes] = []

    def until(end: int) -> Iterator[Mark]:
        while values and values[0][0] < end:
            yield values.popleft()[1], tuple(inside)

    for found in _STRUCTURE.finditer(text):
        yield from until(found.start())
        if found["brace"] == b"}":
            _leave(inside, _BRACE)
        elif found["ends"]:
            _leave(inside, found["element"])
        elif found["key"] and inside and inside[-1] != _BRACE:
            inside[-1] = found["key"]
        elif name := found["element"] or found["key"] or found["brace"]:
            inside.append(name)
            del inside[:-_DEEPEST]
            if name == found["element"] and found["rest"].endswith(b"/"):
                yield from until(found.end())
                inside.pop()
    yield from until(len(text))


def _leave(inside: list[bytes], name: bytes) -> None:
    """Leave the innermost element of this name, and what was never closed in it."""
    for at in range(len(inside) - 1, -1, -1):
        if inside[at] == name:
            del inside[at:]
            return
