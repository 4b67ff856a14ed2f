# SPDX-License-Identifier: EUPL-1.2
"""Whom the bytes of a message name, however they are written and however they are broken."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.registry.rules.named import Named, named
from tests.builders.people import ANNA, BO

pytestmark = pytest.mark.unit

CPR: Final = ANNA.cpr
HYPHENED: Final = f"{CPR[:6]}-{CPR[6:]}"
UUID_WITH_DIGITS: Final = "61017099-9061-4170-8999-610170999061"
FORMS: Final = {
    "bare": CPR,
    "with a hyphen": HYPHENED,
    "with a blank": HYPHENED.replace("-", " "),
    "with a hyphen that breaks no line": HYPHENED.replace("-", "\u2011"),
    "with a blank that breaks no line": HYPHENED.replace("-", "\u00a0"),
    "as a URN": f"urn:oio:cpr-nr:{CPR}",
    "in an element": f"<URNIdentifikator>urn:oio:cpr-nr:{CPR}</URNIdentifikator>",
    "in JSON after a letter of its own": f'{{"a":"b\\u00e6{CPR}"}}',
    "in XML by its characters' numbers": "".join(f"&#{ord(digit)};" for digit in CPR),
    "between other numbers": f"8;{CPR};12345678",
}
NONE: Final = {
    "a longer number": f"{CPR}1",
    "inside a UUID": UUID_WITH_DIGITS,
    "inside a hash": f"a{CPR}" * 6,
    "no such month": "6113709990",
    "no such day": "3201709990",
    "a company": "12345678",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("form", FORMS)
def test_a_number_is_found_in_every_form(form: str, encoding: str) -> None:
    """In UTF-8 and in UTF-16 of either order, wherever it stands."""
    assert named(f"æøå {FORMS[form]} …".encode(encoding)).numbers == (CPR,)


@pytest.mark.parametrize("form", ["bare", "with a hyphen", "as a URN", "in an element"])
def test_a_number_is_found_in_latin_1(form: str) -> None:
    """Also where the bytes are not what the message says they are."""
    assert named(f"æøå {FORMS[form]} å".encode("latin-1")).numbers == (CPR,)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_number_is_none(text: str) -> None:
    """Longer numbers, UUIDs, hashes and what begins with no date name nobody."""
    assert named(NONE[text].encode()).numbers == ()


def test_what_is_called_a_cpr_number_is_one_whatever_it_begins_with() -> None:
    """A number without a date, as a reader takes it too where it is stated as one."""
    assert named(b"urn:oio:cpr-nr:9999999999").numbers == ("9999999999",)
    assert named(b"9999999999").numbers == ()


@given(before=st.binary(max_size=200), after=st.binary(max_size=200))
def test_whatever_stands_around_it_a_number_is_found(before: bytes, after: bytes) -> None:
    """Any bytes before and after, with anything between them that is no digit."""
    assert CPR in named(before + b" <" + CPR.encode() + b"> " + after).numbers


@given(st.binary(max_size=2000))
def test_any_bytes_can_be_looked_through(body: bytes) -> None:
    """Nothing is raised, and what is found is numbers of ten digits."""
    assert all(len(each) == 10 and each.isdecimal() for each in named(body).numbers)


def test_every_object_is_found_once() -> None:
    """UUIDs in any letter case."""
    found = named(f"{UUID_WITH_DIGITS} {UUID_WITH_DIGITS.upper()} {BO.cpr}".encode())
    assert ([str(each) for each in found.objects], found.numbers) == ([UUID_WITH_DIGITS], (BO.cpr,))


def test_what_names_somebody_shows_nothing() -> None:
    """It may end in a log, so it is not written out."""
    assert CPR not in f"{Named((CPR,))} {Named((CPR,))!r}"
