# SPDX-License-Identifier: EUPL-1.2
"""A batch is split into exactly the messages that were put into it, or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.registry.rules.multipart import BadBatch, boundary_of, split
from tests.builders.caller import BOUNDARY, batch_of

pytestmark = pytest.mark.unit

DELIMITER = BOUNDARY.encode()
BODIES = st.lists(st.binary(max_size=60) | st.sampled_from([b"\r\n", b"--", b"\r\n--"]), min_size=1)


@given(BODIES)
def test_every_part_comes_out_byte_for_byte(bodies: list[bytes]) -> None:
    """Line ends, dashes and any other bytes in a message are left alone."""
    assert split(batch_of(bodies), DELIMITER, most=1000) == bodies


@given(BODIES, st.data())
def test_a_batch_that_was_cut_off_is_refused(bodies: list[bytes], data: st.DataObject) -> None:
    """Wherever it ends too early, none of it is believed."""
    whole = batch_of(bodies)
    end = data.draw(st.integers(0, len(whole) - len(b"--\r\n") - 1))
    with pytest.raises(BadBatch):
        split(whole[:end], DELIMITER, most=1000)


@given(st.binary(max_size=300), st.binary(max_size=300), st.data())
def test_anything_at_all_is_split_or_refused(
    before: bytes, after: bytes, data: st.DataObject
) -> None:
    """Whatever bytes come, there are messages or a refusal."""
    whole = before + batch_of([b"a", b"b"]) + after
    start = data.draw(st.integers(0, len(whole)))
    try:
        parts = split(whole[start:], DELIMITER, most=5)
    except BadBatch:
        return
    assert 0 <= len(parts) <= 6


@given(st.integers(1, 20), st.integers(1, 20))
def test_no_more_is_split_than_is_allowed(number: int, most: int) -> None:
    """Of too many parts, one more than the limit tells that there are too many."""
    assert len(split(batch_of([b"a"] * number), DELIMITER, most=most)) == min(number, most + 1)


@pytest.mark.parametrize(
    "part",
    [
        b"no header ends",
        b"A: b\r\nno colon\r\n\r\nx",
        b"Content-Transfer-Encoding: base64\r\n\r\nPGEvPg==",
        b"A: b\r\ncontent-transfer-encoding:quoted-printable\r\n\r\nx",
    ],
)
def test_a_part_that_is_not_understood_is_refused(part: bytes) -> None:
    """A part has headers and is written as it is: nothing is decoded and nothing guessed."""
    whole = b"--" + DELIMITER + b"\r\n" + part + b"\r\n--" + DELIMITER + b"--"
    with pytest.raises(BadBatch):
        split(whole, DELIMITER, most=5)


def test_a_part_may_have_any_headers_or_none() -> None:
    """Headers are passed over, folded ones too."""
    whole = (
        b"--x\r\n\r\na\r\n--x \t\r\nA: b\r\n c\r\nContent-Transfer-Encoding: 8bit\r\n\r\nb\r\n--x--"
    )
    assert split(whole, b"x", most=5) == [b"a", b"b"]


@pytest.mark.parametrize(
    ("content_type", "boundary"),
    [
        ("multipart/form-data; boundary=abc", b"abc"),
        ('Multipart/Form-Data; charset=utf-8; boundary="a b"', b"a b"),
        ("multipart/form-data;boundary=a; charset=x", b"a"),
        ("multipart/form-data", None),
        ("multipart/form-data; boundary=", None),
        ('multipart/form-data; boundary=""', None),
        ("multipart/form-data; boundary=" + "a" * 71, None),
        ("multipart/form-data; boundary=æ", None),
        ("multipart/mixed; boundary=a", None),
    ],
)
def test_the_boundary_stands_in_the_content_type(content_type: str, boundary: bytes | None) -> None:
    """Quoted or not, among other parameters or alone."""
    assert boundary_of(content_type) == boundary


@given(st.text(max_size=200) | st.from_regex(r"boundary=.{0,80}"))
def test_any_content_type_gives_a_boundary_or_none(text: str) -> None:
    """Nothing in the header makes it fail."""
    found = boundary_of(f"multipart/form-data; {text}")
    assert found is None or 1 <= len(found) <= 70
