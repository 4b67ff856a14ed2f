# SPDX-License-Identifier: EUPL-1.2
"""The program's own statements are known again among those that the database counted."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gearskifte.kernel.database.queries import load
from gearskifte.kernel.database.statements import names, shape, taken

pytestmark = pytest.mark.unit


def test_the_statements_of_every_room_are_known() -> None:
    """Each is found by its text under its room, its file and its name."""
    found = names()
    assert len(found) > 300
    assert found[shape(load("gearskifte.registry", "read")["case_courses"])] == (
        "registry.read.case_courses"
    )


@pytest.mark.parametrize(
    ("written", "counted"),
    [
        ("-- Why.\nSELECT a FROM t WHERE b = %(b)s", "SELECT a FROM t WHERE b = $1"),
        ("SELECT 'x', 12 FROM t;", "SELECT $1, $2 FROM t"),
        ("SELECT a\n  FROM t WHERE b LIKE 'x%%'", "SELECT a FROM t WHERE b LIKE $1"),
    ],
)
def test_a_statement_is_known_by_its_shape(written: str, counted: str) -> None:
    """Comments, line breaks, values and parameters make no difference."""
    assert shape(written) == shape(counted)


def test_what_was_counted_is_summed_by_name() -> None:
    """One statement with several texts is one line; what is nobody's is one line too."""
    own = load("gearskifte.registry", "read")["unread"]
    rows = [(own, 2, 10.0, 6.0), (f"{own} ", 1, 3.0, 3.0), ("SELECT other", 5, 1.0, 1.0)]
    first, other = taken(rows)
    assert (first.name, first.calls, first.total_ms, first.longest_ms) == (
        "registry.read.unread", 3, 13.0, 6.0,
    )  # fmt: skip
    assert (other.name, other.calls) == ("", 5)
    assert first.mean_ms == Decimal("4.3")
