# SPDX-License-Identifier: EUPL-1.2
"""Nobody is told *none* while a message that is about them lies here and is not wholly read."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gearskifte.connectors.public import read as read_message
from gearskifte.overview.places import OWN
from gearskifte.overview.publishing import forget_kept
from gearskifte.overview.rules.sources import Completeness
from gearskifte.overview.views import overview_context
from gearskifte.registry.public import mend, reject, waiting
from tests.builders.broken import CASES, Sent, draw, in_doubt, whole
from tests.builders.desk import Desk
from tests.builders.people import CITIZENS, NOW, VAULT, own_access
from tests.builders.silence import boxes

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]

STREAM = st.lists(st.integers(0, 2**32), min_size=1, max_size=5)


def _held_against_brute_force(desk: Desk, sent: list[Sent]) -> None:
    doubt = in_doubt(sent, desk.connection)
    for person in CITIZENS:
        page = overview_context(own_access(person), OWN)["page"]
        expected = Completeness.LATE if person in doubt else Completeness.COMPLETE
        assert page.completeness is expected, (person.name, [each.body for each in sent])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stream=STREAM, choice=st.integers(0, 3), replays=st.booleans())
def test_whoever_a_message_leaves_in_doubt_is_never_told_none_and_nobody_else_is_told_otherwise(
    desk: Desk, web: Connection, owner: Connection, stream: list[int], choice: int, replays: bool
) -> None:
    """Whatever is broken wherever: those named in what was not read, until somebody decides."""
    desk.forget(owner)
    desk.read = partial(read_message, max_bytes=2**20)
    sent = [whole("e"), *(draw(Random(seed)) for seed in stream)]
    desk.take(*(each.message for each in sent))
    forget_kept()
    _held_against_brute_force(desk, sent)
    if replays:
        before = desk.state
        desk.replay()
        assert desk.state == before
    with desk.connection.transaction(), desk.connection.cursor() as cursor:
        held = waiting(cursor)
        if held and choice == 1:
            reject(cursor, held[0].id, by="test", reason="dublet", now=NOW)
        if held and choice == 2:
            body = whole(*CASES).body
            mend(cursor, VAULT, held[0].id, body, by="test", reason="", now=NOW)
    desk.resume()
    _held_against_brute_force(desk, sent)
    before = desk.state
    desk.replay()
    assert desk.state == before


def test_no_list_says_none(desk: Desk, web: Connection) -> None:
    """Of the citizen whose only message lies in quarantine no box says that there is none."""
    desk.read = partial(read_message, max_bytes=2**20)
    broken = whole("a").body[:-40]
    desk.take(whole("e").message, Sent(broken, ("a",)).message)
    forget_kept()
    assert "gs-empty" not in boxes(own_access(CASES["a"]))
    assert "gs-empty" in boxes(own_access(CASES["b"]))
