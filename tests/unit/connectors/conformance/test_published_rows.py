# SPDX-License-Identifier: EUPL-1.2
"""Messages made from the published rows by code that shares nothing with the checker."""

from __future__ import annotations

from functools import cache
from itertools import islice

import pytest

from benchmarks.conformance.__main__ import broken, errors, writer
from benchmarks.conformance.variants import good
from benchmarks.conformance.writing import Writer
from tests.unit.connectors.conformance.good import SHARED

ROWS = SHARED / "anvisninger"
STEP = 6
"""Every sixth message is enough here; `python -m benchmarks.conformance` tries all."""

pytestmark = [
    pytest.mark.unit,
    pytest.mark.skipif(not ROWS.is_dir(), reason="the published rules are not here"),
]


@cache
def _writer() -> Writer:
    return writer(ROWS)


def test_single_breaches_of_the_published_rows_are_found() -> None:
    """Of messages with one broken rule at least 95 in 100 are found."""
    made = list(islice(broken(_writer()), 0, None, STEP))
    escaped = [f"{each.kind}: {each.where}" for each in made if not errors(each.body)]
    assert len(made) > 250
    assert len(escaped) / len(made) < 0.05, escaped


def test_good_messages_in_any_clothes_earn_no_error() -> None:
    """Prefixes, zones, letter case, envelopes and optional parts are nobody's fault."""
    made = list(good(_writer(), 120, seed=20))
    assert [(name, found) for name, body in made if (found := errors(body))] == []
