# SPDX-License-Identifier: EUPL-1.2
"""Whom and what the bytes of a message name, also where nobody can read the message.

It is looked for in the bytes themselves: in UTF-8, Latin-1 and UTF-16, in XML and JSON alike,
however broken. A CPR number is ten digits that begin with a date (or with one whose day has sixty
added, as administrative numbers have); where it is called a CPR number, any ten digits are one.
What is inside a UUID, a hash or a longer number is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from uuid import UUID

import msgspec

_GAP: Final = (
    rb"(?:[- \xa0]|\xc2\xa0|\xe2\x80[\x90-\x95]"  # any hyphen or blank, in UTF-8 or Latin-1
    rb"|[\x10-\x15]\x20|\x20[\x10-\x15])?"  # and in what is left of UTF-16
)
_DATE: Final = (
    rb"(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])"  # the day, or the day and sixty
    rb"(?:0[1-9]|1[0-2])[0-9]{2}"
)
_NUMBER: Final = re.compile(
    rb"(?<![0-9])(?:(?<=cpr)|(?<=cpr-nr)|(?<=cpr[:= ])|(?<=cpr-nr[:= ])|(?=" + _DATE + rb"))"
    rb"([0-9]{6})" + _GAP + rb"([0-9]{4})(?![0-9])",
    re.IGNORECASE,
)
_UUID: Final = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_HASH: Final = re.compile(rb"(?<![0-9a-f])[0-9a-f]{32,}(?![0-9a-f])", re.IGNORECASE)
_WRITTEN_OUT: Final = re.compile(
    rb"&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}));|\\u([0-9a-f]{4})", re.IGNORECASE
)
_BETWEEN: Final = b"|"


class Named(msgspec.Struct, frozen=True):
    """Whom and what a message, or the part of it that was refused, names.

    It is never stored or shown: persons are kept by their ids alone.

    Attributes:
        numbers: CPR numbers, ten digits each.
        objects: what it is about or follows from, and may be here or come.
    """

    numbers: tuple[str, ...] = ()
    objects: tuple[UUID, ...] = ()

    def __repr__(self) -> str:
        """Nothing of it, since it could end in a log."""
        return "Named(…)"


NOBODY: Final = Named()
"""What names persons and tells nothing of them: a question, a count of objects."""


def named(body: bytes) -> Named:
    """Every CPR number and every UUID in these bytes, each once, in order."""
    numbers: set[str] = set()
    objects: set[UUID] = set()
    for text in texts(body):
        objects.update(value for _, value in uuids(text))
        numbers.update(value for _, value in numbers_in(text))
    return Named(tuple(sorted(numbers)), tuple(sorted(objects)))


def uuids(text: bytes) -> Iterator[tuple[int, UUID]]:
    """Every UUID in a text, with where it begins."""
    return ((found.start(), UUID(found[0].decode())) for found in _UUID.finditer(text))


def numbers_in(text: bytes) -> Iterator[tuple[int, str]]:
    """Every CPR number in a text, ten digits each, with where it begins."""
    rest = _HASH.sub(_barred, _UUID.sub(_barred, text))
    return ((found.start(), b"".join(found.groups()).decode()) for found in _NUMBER.finditer(rest))


def texts(body: bytes) -> Iterator[bytes]:
    """The bytes, and once more as they are where two of them make a character (UTF-16)."""
    yield _plain(body)
    if b"\0" in body:
        yield _plain(body.replace(b"\0", b""))


def _plain(text: bytes) -> bytes:
    """The text with the characters that are written as numbers; others than ASCII as a bar."""
    return _WRITTEN_OUT.sub(_character, text) if b"&#" in text or b"\\u" in text else text


def _barred(found: re.Match[bytes]) -> bytes:
    return _BETWEEN * len(found[0])


def _character(found: re.Match[bytes]) -> bytes:
    xml_hex, xml_number, json_hex = found.groups()
    code = int(xml_number) if xml_number else int(xml_hex or json_hex, 16)
    return bytes([code]) if code < 128 else _BETWEEN
