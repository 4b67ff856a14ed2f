# SPDX-License-Identifier: EUPL-1.2
"""Inventories: what a source says it has sent."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.connectors.public import read
from gearskifte.registry.public import Kind

pytestmark = pytest.mark.unit

SYSTEM: Final = "0a000000-0000-4000-8000-000000000001"
OBJECT: Final = "1111bbbb-11aa-22bb-33cc-111111aaaaaa"
GOOD: Final[dict[str, Any]] = {
    "gearskifte": "inventory/1",
    "system": SYSTEM,
    "until": "2024-05-31T12:00:00+02:00",
    "kind": "case",
    "number": 1,
    "hash": "a" * 64,
    "objects": [[OBJECT, "2024-05-30T09:00:00+02:00"]],
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def _read(told: dict[str, Any]) -> Any:
    return read(json.dumps(told).encode(), max_bytes=10**6)


def test_an_inventory_says_what_it_says() -> None:
    """System, kind, moment, number, hash and each object with its newest registration."""
    (told,) = _read(GOOD).inventories
    assert (told.system, told.kind, told.number) == (SYSTEM, Kind.CASE, 1)
    assert told.until == datetime(2024, 5, 31, 10, tzinfo=UTC)
    assert told.objects == ((UUID(OBJECT), datetime(2024, 5, 30, 7, tzinfo=UTC)),)


def test_kind_and_list_may_be_left_out() -> None:
    """Then it counts all kinds, and has its hash alone."""
    (told,) = _read({n: v for n, v in GOOD.items() if n not in ("kind", "objects")}).inventories
    assert (told.kind, told.objects) == (None, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"system": "Fag"},
        {"until": "i går"},
        {"kind": "building"},
        {"number": -1},
        {"number": 2},
        {"number": 2**31},
        {"hash": "abc"},
        {"objects": [[OBJECT, "i går"]]},
        {"objects": [["x", "2024-05-30T09:00:00+02:00"]]},
        {"more": 1},
    ],
)
def test_what_is_wrong_is_refused_whole(wrong: dict[str, Any]) -> None:
    """Nobody is judged by half an inventory."""
    reading = _read(GOOD | wrong)
    assert [refusal.code for refusal in reading.refusals] == ["GS-CON-095"]
    assert reading.inventories == ()


@given(told=st.dictionaries(st.sampled_from(sorted(GOOD)), JSON))
def test_nothing_in_an_inventory_stops_the_reader(told: dict[str, Any]) -> None:
    """Whatever stands in its fields, it is read or refused."""
    reading = _read({**GOOD, **told, "gearskifte": "inventory/1"})
    assert bool(reading.refusals) != bool(reading.inventories)


@given(tail=st.binary(max_size=200))
def test_no_bytes_stop_the_reader(tail: bytes) -> None:
    """Neither do bytes that are no JSON, nor what is nested without end."""
    for body in (
        b'{"gearskifte":"inventory/1",' + tail,
        b'{"gearskifte":"inventory/1"' + b"[" * 9999,
    ):
        assert read(body, max_bytes=10**6).refusals
