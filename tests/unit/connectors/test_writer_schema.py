# SPDX-License-Identifier: EUPL-1.2
"""Whatever the published schemas allow in a message is kept, and written again as they allow it.

The messages are drawn from the schemas themselves. Skipped where these are not at hand.
"""

from __future__ import annotations

import base64
from random import Random
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gearskifte.connectors.public import write
from tests.unit.connectors.messages import (
    OWNER,
    PRIMARY_CLASS,
    PRIMARY_PARTY,
    SHARED,
    TEST_CPR,
    UNIT,
    UNKNOWN_ROLE,
    USER,
    reading,
)
from tests.unit.connectors.schema import ROOTS, Leaf, errors, message, stated

pytestmark = [
    pytest.mark.unit,
    pytest.mark.skipif(not SHARED.is_dir(), reason=f"no published standards at {SHARED}"),
]

USUAL_URNS: Final = (
    f"urn:oio:cpr-nr:{TEST_CPR}",
    "urn:oio:cvr-nr:11111111",
    "urn:oio:pnr:1234567890",
    "urn:oio:us:personid:1234567",
    "urn:oio:udk:borgerid:123456789123",
    "urn:oio:it-system-uuid:eeeeeeee-0000-4000-8000-0000000000e1",
    "urn:oio:esr:ejendom:123-123456",
    "urn:oio:fuldtnavn:Prøve Persson",
    "URN:Empty",
    "urn:oio:kmd:sag: RACFID:WX-YZABC",
)
UNUSUAL_URNS: Final = (
    "urn:oio:cvr:11111111",
    "URN:OIO:CVR-NR:11111111",
    "urn:oio:p-nr:1234567890",
    "urn:oio:us:borgerid:123456789123",
    "urn:uuid:eeeeeeee-0000-4000-8000-0000000000e1",
    "urn:oio:kle-nr:98.01",
    "urn:empty.",
    "urn:oio:fuldtnavn: Prøve : Persson",
    "noget helt andet",
)
IDS: Final = (OWNER, PRIMARY_PARTY, PRIMARY_CLASS, UNIT, USER, UNKNOWN_ROLE)
MEANT: Final = {
    "Klassifikationsbeskrivelse": ("98.01.01", "Prøveydelse", ""),
    "Bevillingstartdato": ("2023-03-01", "2023-03-01T00:00:00+01:00", "i marts", ""),
    "Bevillingslutdato": ("2024-03-01", "2024-03-01T00:00:00.5Z", "indtil videre", ""),
    "BrugervendtNoegle": ("98.01.01", "G01", "2023-17"),
    "Klassetitel": ("Visning undtaget for borger", "Prøveemne", ""),
    "GraenseIndikator": ("true",),
}
"""Texts that mean something, by element."""
NOTES: Final = ("Møde".encode(), "Møde".encode("cp1252"), b" Kort ", rb"{\rtf1 Kort}", b"\x00", b"")
ODD: Final = ("<", ">", "&", "]]>", "<!--", "&amp;", "'", '"', "\r", "\r\n", "\t", "\x85", "𝄞", "å")
SAYS_NOTHING_WHEN_EMPTY: Final = {"NoteTekst", "Indeks"}


class Drawn:
    """Draws what stands in a message; the same seed draws the same.

    With `everything`, all that may stand stands, and twice where it may.
    """

    def __init__(self, seed: int, *, everything: bool = False) -> None:
        self._dice = Random(seed)
        self._everything = everything

    def times(self, least: int, most: int) -> int:
        """How often an element stands."""
        most = min(most, 2)
        return max(least, most if self._everything else self._dice.randint(0, most))

    def pick(self, number: int) -> int:
        """Any of the alternatives."""
        return self._dice.randrange(number)

    def text(self, leaf: Leaf) -> str:
        """Any text that the element may have."""
        if leaf.codes:
            return self._dice.choice(leaf.codes)
        if leaf.name in MEANT:
            return self._dice.choice(MEANT[leaf.name])
        if leaf.name == "URNIdentifikator":
            # Who did something is kept as it was understood.
            understood = {"AktoerRef", "BrugerRef"} & set(leaf.parents)
            return self._dice.choice(USUAL_URNS if understood else USUAL_URNS + UNUSUAL_URNS)
        if leaf.pattern:
            return self._number(leaf.pattern, known={"Rolle", "Type"} & set(leaf.parents))
        return self._of_base(leaf)

    def _number(self, pattern: str, *, known: set[str]) -> str:
        if "a-f" in pattern:
            own = f"{self._dice.getrandbits(32):08X}-0000-4000-8000-000000000000"
            options: list[str] = [own, own.lower(), *(IDS if known else ())]
            return self._dice.choice(options)
        if pattern.startswith("-"):
            return self._dice.choice(("0", "-12.5", "1234.50", "5.942", "9" * 30))
        return f"{self._dice.randrange(10**8):08d}"

    def _of_base(self, leaf: Leaf) -> str:
        match leaf.base:
            case "boolean":
                return self._dice.choice(("true", "false"))
            case "dateTime":
                ends = "TilTidspunkt" in leaf.parents
                return self._moment(self._dice.choice((2050, 9998) if ends else (1520, 1990, 2020)))
            case "date":
                return f"20{self._dice.randint(10, 99)}-02-28"
            case "integer":
                return str(self._dice.randint(-5, 10**12))
            case "base64Binary":
                return base64.b64encode(self._dice.choice(NOTES)).decode()
        shortest = 1 if leaf.name in SAYS_NOTHING_WHEN_EMPTY else leaf.shortest
        return self._words(shortest, leaf.longest)

    def _moment(self, year: int) -> str:
        fraction = self._dice.choice(("", ".5", ".234", ".000001"))
        zone = self._dice.choice(("Z", "+01:00", "+02:00", "-14:00", "+14:00", "+05:30"))
        return f"{year:04d}-{self._dice.randint(1, 12):02d}-03T14:54:23{fraction}{zone}"

    def _words(self, shortest: int, longest: int) -> str:
        length = self._dice.choice((0, 1, 3, 10, longest))
        text = "".join(self._dice.choice(ODD) for _ in range(length))[:longest].strip()
        return text or "x" * shortest


@pytest.mark.parametrize("root", ROOTS)
def test_everything_the_schema_allows_is_written_again(root: str) -> None:
    """A message with every element of the schema in it comes out with every element and text."""
    body = message(root, Drawn(1, everything=True))
    assert errors(body) == []
    written = write(reading(body).registrations)
    assert errors(written) == []
    assert stated(written) == stated(body)


@settings(max_examples=80)
@given(st.sampled_from(sorted(ROOTS)), st.integers(0, 2**32))
def test_whatever_the_schema_allows_is_written_again(root: str, seed: int) -> None:
    """Any valid message is read, written as a valid one that states the same, and read the same."""
    body = message(root, Drawn(seed))
    assert errors(body) == []
    told = reading(body)
    assert told.refusals == () or told.registrations == ()
    if told.registrations:
        written = write(told.registrations)
        assert errors(written) == []
        assert stated(written) == stated(body)
        assert reading(written).registrations == told.registrations
