# SPDX-License-Identifier: EUPL-1.2
"""Parking permits in the demo: an old system's table, and others to compare with."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest

from gearskifte.connectors.public import messages_in, parse_mapping, read
from gearskifte.demo.public import (
    ARCHIVE,
    ARCHIVE_MAPPING,
    archived_cases,
    others_months,
    without_letter_since,
)

pytestmark = pytest.mark.unit

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


def test_every_case_of_the_archive_can_be_read() -> None:
    """No case is refused, each is one of the same authority, and decisions are among its states."""
    mapping = parse_mapping(ARCHIVE_MAPPING.encode(), ARCHIVE)
    table = BytesIO(archived_cases(NOW).encode())
    bodies = [body for _, body in messages_in(table, ARCHIVE, max_bytes=10**6, mapping=mapping)]
    readings = [read(body, max_bytes=10**6) for body in bodies]
    assert not [each.refusals for each in readings if each.refusals]
    cases = [told for each in readings for told in each.registrations]
    decided = [told for told in cases if any("Afgjort" in repr(fact) for fact in told.facts)]
    assert len(cases) > 200
    assert len(decided) > 0.9 * len(cases)


def test_nothing_is_known_before_it_happens() -> None:
    """The archive holds no event later than the present, and is the same when it is made again."""
    table = archived_cases(NOW)
    moments = [datetime.fromisoformat(line.split(";")[2]) for line in table.splitlines()[1:]]
    assert max(moments) < NOW
    assert table == archived_cases(NOW)


def test_others_have_told_enough_to_be_compared_with() -> None:
    """Many municipalities, none with a month of so few cases that it could not be told."""
    series = list(others_months(NOW))
    since = without_letter_since(NOW)
    number = since.year * 12 + since.month - 1
    assert len({each.unit for each in series}) > 20
    for each in series:
        assert all(month.cases >= 5 for month in each.months)
        assert each.months[0].number < number < each.months[-1].number
