# SPDX-License-Identifier: EUPL-1.2
"""Whatever bytes come, they are read or refused: no crash, and no memory beyond bounds."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gearskifte.connectors.public import check, read

pytestmark = pytest.mark.unit

MESSAGES: Final = Path(__file__).parents[2] / "fixtures" / "messages"
GOOD: Final = tuple(path.read_bytes() for path in sorted(MESSAGES.glob("*.xml")))
LIMIT: Final = 2**20
MOST_MEMORY: Final = 64 * 2**20

_LAUGHS: Final = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ATTACKS: Final = {
    "entities in entities": f'<!DOCTYPE x [<!ENTITY l0 "ha">{_LAUGHS}]><x>&l9;</x>'.encode(),
    "one long entity": b'<!DOCTYPE x [<!ENTITY l "' + b"a" * 50_000 + b'">]><x>' + b"&l;" * 50_000,
    "a file": b'<!DOCTYPE x [<!ENTITY l SYSTEM "file:///etc/passwd">]><x>&l;</x>',
    "an address": b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>',
    "parameter entities": b'<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/hosts"> %p;]><x/>',
    "deep": b"<x>" * 100_000 + b"</x>" * 100_000,
    "deep and never closed": b"<x>" * 300_000,
    "many attributes": b"<x " + b" ".join(b'a%d="1"' % n for n in range(90_000)) + b"/>",
    "one attribute twice": b'<x a="1" a="2"/>',
    "a long name": b"<" + b"x" * 900_000 + b"/>",
    "too large": b"<x>" + b"a" * (2 * LIMIT) + b"</x>",
    "nothing": b"",
    "zeros": b"\x00" * 100_000,
    "zip of zeros": b"PK\x03\x04" + b"\x00" * 100_000,
    "gzip": b"\x1f\x8b\x08" + b"\x00" * 1000,
    "deep JSON": b'{"a":' * 100_000,
    "a number that never ends": b'{"a":' + b"9" * 900_000 + b"}",
}


def _survives(body: bytes) -> None:
    tracemalloc.start()
    try:
        reading = read(body, max_bytes=LIMIT)
        told = check(body, max_bytes=LIMIT)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < MOST_MEMORY
    assert reading.refusals or reading.registrations or reading.events or reading.classes or told


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_refused(attack: str) -> None:
    """Nothing is expanded, fetched or read of it, and the refusal says why."""
    body = ATTACKS[attack]
    _survives(body)
    reading = read(body, max_bytes=LIMIT)
    assert reading.refusals
    assert not reading.registrations
    assert "root:" not in str(reading)


@st.composite
def _damaged(draw: st.DrawFn) -> bytes:
    """A good message with pieces cut out, doubled, swapped or put in."""
    body = draw(st.sampled_from(GOOD))
    for _ in range(draw(st.integers(1, 4))):
        at, to = sorted(draw(st.tuples(*[st.integers(0, len(body))] * 2)))
        piece = body[at : min(to, at + draw(st.integers(0, 400)))]
        what = draw(st.sampled_from(["cut", "double", "put", "move"]))
        if what == "cut":
            body = body[:at] + body[at + len(piece) :]
        elif what == "double":
            body = body[:at] + piece + body[at:]
        elif what == "put":
            body = body[:at] + draw(st.binary(max_size=30)) + body[at:]
        else:
            body = body[:at] + body[at + len(piece) :] + piece
    return body


@settings(max_examples=40)
@given(_damaged() | st.binary(max_size=300))
def test_damaged_messages_are_read_or_refused(body: bytes) -> None:
    """Neither the reader nor the checker falls over any of them."""
    reading = read(body, max_bytes=LIMIT)
    check(body, max_bytes=LIMIT)
    assert isinstance(reading.refusals, tuple)


@settings(max_examples=30)
@given(
    st.sampled_from(GOOD), st.data(), st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)
)
def test_any_text_in_any_place_is_read_or_refused(
    body: bytes, data: st.DataObject, text: str
) -> None:
    """A value of any length and script where another stood."""
    parts = body.split(b">")
    at = data.draw(st.integers(0, len(parts) - 1))
    safe = text.replace("&", "&amp;").replace("<", "&lt;").encode()
    tag = parts[at].rpartition(b"<")[2]
    parts[at] = safe + b"<" + tag
    read(b">".join(parts), max_bytes=LIMIT)
    check(b">".join(parts), max_bytes=LIMIT)
