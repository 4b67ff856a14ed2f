# SPDX-License-Identifier: EUPL-1.2
"""Any registration that the standards have a place for is written, valid, and read the same."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gearskifte.connectors.public import write
from gearskifte.registry.public import Kind, Operation, Registration
from tests.unit.connectors.drawn_registrations import registrations
from tests.unit.connectors.messages import SHARED, reading
from tests.unit.connectors.schema import errors

pytestmark = pytest.mark.unit

STANDARDS = [(Kind.CASE, Kind.DOCUMENT), (Kind.GRANT, Kind.PAYMENT)]


@st.composite
def told_together(draw: st.DrawFn) -> list[Registration]:
    """Registrations that belong in one message, some of them of one object."""
    operation, kinds = draw(st.sampled_from(Operation)), draw(st.sampled_from(STANDARDS))
    told = []
    for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=2)):
        first = draw(registrations(kind, operation))
        more = draw(st.lists(registrations(kind, operation), max_size=1))
        told += [
            first,
            *(msgspec.structs.replace(each, object_id=first.object_id) for each in more),
        ]
    return told


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(told_together())
def test_registrations_are_read_as_they_were_written(told: list[Registration]) -> None:
    """All facts, times, actors, references and texts, of every kind and both operations."""
    assert reading(write(told)).registrations == tuple(told)


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no published standards at {SHARED}")
@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(told_together())
def test_registrations_are_written_as_the_schema_demands(told: list[Registration]) -> None:
    """Whatever order their facts come in, the message is valid."""
    backwards: list[Any] = [msgspec.structs.replace(each, facts=each.facts[::-1]) for each in told]
    assert errors(write(told)) == []
    assert errors(write(backwards)) == []
