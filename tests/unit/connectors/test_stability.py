# SPDX-License-Identifier: EUPL-1.2
"""Whatever comes in, a reading comes out; and what means the same is read the same."""

from __future__ import annotations

import itertools
import re
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.connectors.public import is_message, read
from gearskifte.registry.public import Reading
from tests.unit.connectors.messages import LARGEST, TEST_CPR, load, reading

pytestmark = pytest.mark.unit

NAMES = [
    "case_import.xml",
    "case_update.xml",
    "grant_import.xml",
    "grant_update.xml",
    "event_post_status.xml",
    "event_person.xml",
    "kle_plan.xml",
    "kle_facets.xml",
]
NAMED = st.sampled_from(NAMES)
BODIES = {name: load(name) for name in NAMES}
SCRAPS = st.sampled_from(
    [
        b"", b"<", b">", b"</", b"&", b"\x00", b"\xff", b"<a/>", b'"', b"true", b"x:", b"5.942",
        b"<![CDATA[", b"-->", b"9999-12-31", b"0001-01-01T00:00:00+14:00", "\u0663".encode(),
        b"9999-12-31T23:59:59-14:00", b"<d:GraenseIndikator/>", b"Virkning", b"URN:Empty",
        b"\n" * 50, b"urn:oio:cpr-nr:", b"urn:oio:cpr-nr:" + TEST_CPR.encode(),
    ]
)  # fmt: skip
UUIDS = re.compile(rb">\s*([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\s*<")
STAMPS = re.compile(rb">(\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d:\d\d)<")


def _told(result: Reading) -> str:
    """Everything of a reading that people or logs get to see."""
    return repr((result.interface, result.findings, result.refusals))


@given(st.binary(max_size=400))
def test_any_bytes_give_a_reading(body: bytes) -> None:
    """Bytes that are no message are refused once and never raise."""
    assert len(read(body, max_bytes=LARGEST).refusals) == 1
    assert is_message(body) in {True, False}


@given(st.text(max_size=200), st.sampled_from(["utf-8", "utf-16", "cp1252", "utf-7"]))
def test_any_text_in_an_element_gives_a_reading(text: str, encoding: str) -> None:
    """Any characters in any encoding, declared or not, never raise."""
    declared = f'<?xml version="1.0" encoding="{encoding}"?><KLE-Emneplan>{text}</KLE-Emneplan>'
    assert len(reading(declared.encode(encoding, "replace")).refusals) == 1


@given(NAMED, st.integers(0, 20_000), st.integers(0, 300), SCRAPS)
def test_a_damaged_message_gives_a_reading_that_tells_nobodys_number(
    name: str, start: int, length: int, scrap: bytes
) -> None:
    """Bytes cut out or put in anywhere never raise, and no finding or refusal names anybody."""
    body = BODIES[name]
    start %= len(body)
    result = reading(body[:start] + scrap + body[start + length :])
    assert TEST_CPR not in _told(result)


@given(NAMED, st.integers(0, 20_000))
def test_a_truncated_message_is_refused(name: str, end: int) -> None:
    """A message cut off anywhere before its last element closes is refused and nothing is read."""
    body = BODIES[name].rstrip()
    result = reading(body[: end % len(body)])
    assert len(result.refusals) == 1
    assert (result.registrations, result.events, result.classes) == ((), (), ())


@given(NAMED, st.integers(0, 50), st.integers(1, 50), SCRAPS)
def test_any_text_of_a_message_may_be_nonsense(
    name: str, first: int, step: int, scrap: bytes
) -> None:
    """Replacing any of a message's texts never raises and never tells a number."""
    number = itertools.count(first)
    replaced = scrap.replace(b"<", b"").replace(b"&", b"").replace(b"\x00", b"")
    body = re.sub(
        rb">[^<>]+<",
        lambda found: b">" + replaced + b"<" if next(number) % step == 0 else found[0],
        BODIES[name],
    )
    assert TEST_CPR not in _told(reading(body))


@pytest.mark.parametrize("name", NAMES)
def test_a_reading_shows_no_persons_number(name: str) -> None:
    """Nothing of a reading, printed whole, shows a CPR number that was understood as one."""
    assert TEST_CPR not in repr(reading(BODIES[name]))


@pytest.mark.parametrize("name", NAMES)
def test_prefixes_make_no_difference(name: str) -> None:
    """Any other prefix for every namespace gives the same reading, findings and all."""
    renamed = re.sub(rb"(</?|xmlns:)([a-z]+)(?=[:=])", rb"\1q\2", BODIES[name])
    assert renamed != BODIES[name] or b"xmlns:" not in renamed
    assert reading(renamed) == reading(BODIES[name])


@pytest.mark.parametrize("name", NAMES)
def test_a_default_namespace_makes_no_difference(name: str) -> None:
    """Namespaces declared on each element anew, without prefixes, give the same reading."""
    body = BODIES[name]
    known = dict(re.findall(rb'xmlns:([a-z]+)="([^"]+)"', body))
    undeclared = re.sub(rb'\s+xmlns:[a-z]+="[^"]+"', b"", body)
    opened = re.sub(
        rb"<([a-z]+):([\w-]+)",
        lambda found: b"<" + found[2] + b' xmlns="' + known[found[1]] + b'"',
        undeclared,
    )
    plain = re.sub(rb"</[a-z]+:", b"</", opened)
    assert reading(plain) == reading(body)


@pytest.mark.parametrize("name", NAMES)
def test_attributes_and_comments_make_no_difference(name: str) -> None:
    """Foreign attributes, their order, comments and instructions between elements are nothing."""
    body = re.sub(rb"<([a-z]+):(\w+)>", rb"<!-- x --><\1:\2 b='2' a='1'><?pi x?>", BODIES[name])
    assert reading(body) == reading(BODIES[name])


@pytest.mark.parametrize("name", NAMES)
def test_the_letter_case_of_uuids_makes_no_difference(name: str) -> None:
    """Every UUID in upper case, or in lower, gives the same reading."""
    upper = UUIDS.sub(lambda found: found[0].upper(), BODIES[name])
    lower = UUIDS.sub(lambda found: found[0].lower(), BODIES[name])
    assert reading(upper) == reading(lower) == reading(BODIES[name])


@given(NAMED, st.integers(-14 * 60, 14 * 60))
def test_the_zone_of_a_time_makes_no_difference(name: str, minutes: int) -> None:
    """The same moment written in any zone gives the same reading."""
    zone = timezone(timedelta(minutes=minutes))

    def moved(found: re.Match[bytes]) -> bytes:
        moment = datetime.fromisoformat(found[1].decode()).astimezone(zone)
        return f">{moment.isoformat()}<".encode()

    assert reading(STAMPS.sub(moved, BODIES[name])) == reading(BODIES[name])
