# SPDX-License-Identifier: EUPL-1.2
"""Whom a part of a form is about, by its heading: the applicant's name is not the spouse's."""

from __future__ import annotations

from typing import Final

from gearskifte.robots.screen.rules.wording import words

_ROWS: Final = """
ansøger borger klient patient elev applicant citizen client patient pupil student
ægtefælle samlever partner medansøger spouse husband wife cohabitant coapplicant
barn child
mor mother
far father
forælder forældre parent
værge guardian
pårørende relative
arbejdsgiver employer
læge doctor
udlejer logivært landlord
afsender sender
modtager recipient payee
sagsbehandler caseworker
"""
_ENDINGS: Final = ("", "s", "n", "en", "ns", "ens", "et", "ets", "ne", "nes")


def _persons() -> dict[str, int]:
    rows = enumerate(_ROWS.strip().splitlines())
    named = ((number, word) for number, row in rows for word in words(row))
    return {word + ending: number for number, word in named for ending in _ENDINGS}


_PERSON: Final = _persons()


def persons(heading: str) -> frozenset[int]:
    """Which sorts of people a heading names; none where it names nobody."""
    return frozenset(_PERSON[word] for word in words(heading) if word in _PERSON)


def other_person(one: str, other: str) -> bool:
    """Whether two headings are about different people: both name somebody, and nobody alike."""
    first, second = persons(one), persons(other)
    return bool(first and second) and not first & second
