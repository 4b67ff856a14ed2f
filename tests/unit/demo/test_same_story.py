# SPDX-License-Identifier: EUPL-1.2
"""However a vendor tells it, it is the same story."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest

from gearskifte.connectors.public import read
from gearskifte.demo.facts import changed, known
from gearskifte.demo.lives.everybody import told_by_hand
from gearskifte.demo.messages.cases import case_change, importer, opdater, whole_case
from gearskifte.demo.messages.dialect import Dialect
from gearskifte.demo.story import Case
from gearskifte.demo.timeline import Timeline
from gearskifte.demo.vendors import klokkevaerk, stenbro, tidevand
from gearskifte.registry.public import Registration
from gearskifte.registry.rules.history import History, Registered, fold
from tests.unit.demo.sample import NOW

pytestmark = pytest.mark.unit

LARGEST = 10_000_000
CASES = [
    each
    for life in told_by_hand(Timeline.until(NOW))
    for each in life
    if isinstance(each, Case) and (each.number[-5:] < "00600" or each.number[-5:] > "00655")
]
DIALECTS = {
    "klokkevaerk": klokkevaerk.DIALECT,
    "stenbro": stenbro.DIALECT,
    "tidevand": tidevand.DIALECT,
}


def _read(body: bytes) -> Registration:
    (registration,) = read(body, max_bytes=LARGEST).registrations
    return registration


def _history(bodies: Iterator[bytes]) -> History:
    registrations = [_read(body) for body in bodies]
    return fold(
        Registered(UUID(int=number), each.source_time, each.source_time, each.facts)
        for number, each in enumerate(registrations, 1)
    )


def _in_changes(dialect: Dialect, case: Case) -> Iterator[bytes]:
    yield importer(dialect, whole_case(dialect, case, 1, case.start))
    for count in range(2, len(case.steps) + 1):
        yield opdater(dialect, case_change(dialect, case, count))


def _whole(dialect: Dialect, case: Case) -> Iterator[bytes]:
    told = case.steps[-1].at
    yield importer(dialect, whole_case(dialect, case, len(case.steps), told))


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=list(DIALECTS))
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.number)
def test_a_case_told_in_changes_is_the_case_told_whole(case: Case, dialect: Dialect) -> None:
    """At the end, an import and its updates say what one import of the whole case says."""
    in_changes = _history(_in_changes(dialect, case))
    whole = _history(_whole(dialect, case))
    assert in_changes.relations == whole.relations
    assert in_changes.fields == whole.fields


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.number)
def test_a_change_tells_only_what_is_new(case: Case) -> None:
    """What a step changed was not known before it, and is known after it."""
    for steps in range(2, len(case.steps) + 1):
        change = changed(case, steps)
        assert change
        assert not set(change) & set(known(case, steps - 1))
        assert set(change) <= set(known(case, steps))
