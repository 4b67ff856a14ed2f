# SPDX-License-Identifier: EUPL-1.2
"""Which systems tell who looks, and what a line of theirs says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gearskifte.overview.rules.look_ups import (
    MOST,
    LookUpReport,
    SourceLookUp,
    Told,
    entry,
    faults,
    shares,
)
from gearskifte.registry.public import SourceCondition, SourceState

pytestmark = pytest.mark.unit

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
LINE = SourceLookUp(
    "o-1", NOW - timedelta(hours=1), "urn:oio:cpr-nr:6101709990", "casework", "11111111"
)


def _source(name: str) -> SourceState:
    state = next(iter(SourceCondition))
    return SourceState(f"id of {name}", name, state, NOW, None, None, 0, 0, 0)


def test_whoever_tells_is_heard_for_eight_days() -> None:
    """By when all is told, else by when anything was; one that only tells is counted too."""
    old = NOW - timedelta(days=9)
    told = [
        Told("id of B", "b", NOW, old),
        Told("id of C", "c", NOW, None),
        Told("id of X", "X", old, None),
    ]
    telling, silent = shares([_source("A"), _source("B"), _source("C")], told, NOW)
    assert [(line.name, line.late) for line in telling] == [("B", True), ("C", False), ("X", True)]
    assert silent == ["A"]


def test_nobody_tells_before_they_have() -> None:
    """A source that has told nothing is silent, however often it sends cases."""
    assert shares([_source("A")], [], NOW) == ([], ["A"])


def test_a_line_never_holds_the_number() -> None:
    """What is written says the unit, the purpose and the time, and not whom; that is whose log."""
    written = entry(LINE)
    assert "6101709990" not in str(written)
    assert written["told"]["at"] == "2026-03-10T11:00:00+00:00"
    assert faults(LookUpReport((LINE,), until=NOW), NOW) == []


def test_too_many_or_the_same_twice_is_a_fault() -> None:
    """A report says what is wrong in it as a whole, and in which line."""
    assert [number for number, _ in faults(LookUpReport((LINE, LINE)), NOW)] == [2]
    many = LookUpReport((LINE,) * (MOST + 1), until=NOW + timedelta(days=1))
    assert [number for number, _ in faults(many, NOW)][:2] == [0, 0]
