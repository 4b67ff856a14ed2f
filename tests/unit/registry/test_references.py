# SPDX-License-Identifier: EUPL-1.2
"""References are understood in every form that occurs, and kept verbatim where they are not."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gearskifte.registry.rules.references import (
    Reference,
    ReferenceKind,
    parse_urn,
    parse_uuid,
)
from tests.builders.people import ANNA

pytestmark = pytest.mark.unit

KIND = ReferenceKind
SYSTEM = "eeeeeeee-0000-4000-8000-0000000000e1"
PIECES = st.sampled_from(
    (
        *("urn", "URN", ":", " ", "oio", "cpr-nr", "cpr", "cvr-nr", "kle", "esr", "ejendom", "us"),
        *(ANNA.cpr, "55133018", "27.35.04", SYSTEM, "personid", "Empty", ".", "æ", "\n", "٣" * 10),
    )
)


@pytest.mark.parametrize(
    ("urn", "kind", "value"),
    [
        (f"urn:oio:cpr-nr:{ANNA.cpr}", KIND.CPR, ANNA.cpr),
        (f"URN:OIO:CPR-NR:{ANNA.cpr}", KIND.CPR, ANNA.cpr),
        (f"urn:oio:cpr:{ANNA.cpr}", KIND.CPR, ANNA.cpr),
        (f" urn:oio:cpr-nr: {ANNA.cpr} ", KIND.CPR, ANNA.cpr),
        (f"urn:oio:cpr-nr:{ANNA.cpr[:6]}-{ANNA.cpr[6:]}", KIND.CPR, ANNA.cpr),
        ("urn:oio:cvr-nr:55133018", KIND.CVR, "55133018"),
        ("urn:oio:cvr:55133018", KIND.CVR, "55133018"),
        ("urn:oio:p-nr:1234567890", KIND.P_NUMBER, "1234567890"),
        ("urn:oio:pnr:1234567890", KIND.P_NUMBER, "1234567890"),
        ("urn:oio:us:personid:42", KIND.ALIEN_PERSON, "42"),
        ("urn:oio:udk:borgerid:42", KIND.BENEFIT_PERSON, "42"),
        ("urn:oio:us:BorgerID:42", KIND.BENEFIT_PERSON, "42"),
        ("urn:oio:kle:27.35.04", KIND.KLE, "27.35.04"),
        ("urn:oio:kle-nr:27", KIND.KLE, "27"),
        (f"urn:oio:it-system-uuid:{SYSTEM.upper()}", KIND.IT_SYSTEM, SYSTEM),
        (f"urn:uuid:{SYSTEM.upper()}", KIND.UUID, SYSTEM),
        ("urn:oio:esr:ejendom:101-123456", KIND.PROPERTY, "101-123456"),
        ("urn:oio:fuldtnavn:Anna Prøvesen", KIND.FULL_NAME, "Anna Prøvesen"),
        ("URN:Empty", KIND.EMPTY, ""),
        ("urn:empty.", KIND.EMPTY, ""),
        ("urn:oio:kmd:sag:RACFID:WX-YZABC", KIND.URN, "urn:oio:kmd:sag:RACFID:WX-YZABC"),
        ("urn:oio:cvr-nr:1", KIND.URN, "urn:oio:cvr-nr:1"),
        ("urn:oio:cpr-nr:٣٣٣٣٣٣٣٣٣٣", KIND.URN, "urn:oio:cpr-nr:٣٣٣٣٣٣٣٣٣٣"),
        ("  not a urn ", KIND.URN, "not a urn"),
    ],
)
def test_every_form_of_urn_is_understood(urn: str, kind: ReferenceKind, value: str) -> None:
    """A URN of a known form gives what it points by; any other is kept as it was written."""
    assert parse_urn(urn) == Reference(kind, value)


@settings(max_examples=500)
@given(st.text() | st.lists(PIECES, max_size=8).map("".join))
def test_no_text_is_too_odd_for_a_reference(text: str) -> None:
    """Whatever is written becomes a reference, and an unknown one loses nothing."""
    found = parse_urn(text)
    if found.kind is ReferenceKind.URN:
        assert found.value == text.strip()
    if found.kind is ReferenceKind.CPR:
        assert len(found.value) == 10
        assert found.value.isascii()


@settings(max_examples=200)
@given(st.uuids(), st.sampled_from((str, lambda each: str(each).upper(), lambda e: f" {e}\n")))
def test_a_uuid_is_read_in_any_letter_case(uuid: UUID, write: object) -> None:
    """Upper case and stray blanks do not make another object."""
    assert callable(write)
    assert parse_uuid(write(uuid)) == uuid


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        SYSTEM[:-1],
        SYSTEM + "0",
        SYSTEM.replace("-", ""),
        f"{{{SYSTEM}}}",
        "g" + SYSTEM[1:],
    ],
)
def test_what_is_no_uuid_is_none(text: str) -> None:
    """Only the one written form is a UUID."""
    assert parse_uuid(text) is None


@pytest.mark.parametrize(
    "reference",
    [
        Reference(KIND.CPR, ANNA.cpr),
        parse_urn(f"urn:oio:cpr-nr:{ANNA.cpr}"),
        parse_urn(f"urn:oio:cpr-nr:{ANNA.cpr[:6]} {ANNA.cpr[6:]}"),
        parse_urn(f"urn:oio:cpr-nr:{ANNA.cpr}0"),
    ],
)
def test_a_cpr_number_is_not_in_the_repr(reference: Reference) -> None:
    """Nor is one that was written wrongly, so that no log or traceback can hold it."""
    for shown in (repr(reference), str(reference), f"{[reference]}"):
        assert ANNA.cpr[:6] not in shown
        assert ANNA.cpr[6:] not in shown


def test_only_two_kinds_point_by_uuid() -> None:
    """An object and a system have a UUID; whatever else is pointed by has none."""
    assert Reference(KIND.UUID, SYSTEM).uuid == Reference(KIND.IT_SYSTEM, SYSTEM).uuid
    others = set(KIND) - {KIND.UUID, KIND.IT_SYSTEM}
    assert {Reference(kind, SYSTEM).uuid for kind in others} == {None}
