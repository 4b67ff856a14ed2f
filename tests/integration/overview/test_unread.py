# SPDX-License-Identifier: EUPL-1.2
"""Nobody is told *none* while a message that is about them lies here and is not wholly read."""

from __future__ import annotations

import hashlib
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


def _settled_against_brute_force(desk: Desk, sent: list[Sent]) -> None:
    """Whatever was settled is told of in full by one that came later and was wholly read."""
    told = {hashlib.sha256(each.body).digest(): each for each in sent}
    for broken, other, later, status in desk.rows(
        "SELECT m.sha256, n.sha256, n.id > m.id, n.status FROM registry_resolution AS r"
        " JOIN registry_raw_message AS m ON m.id = r.message_id"
        " JOIN registry_raw_message AS n ON n.id = r.replacement_id"
    ):
        lost, found = told[bytes(broken)], told[bytes(other)]
        assert later
        assert status in ("applied", "unchanged")
        assert {case for case in lost.cases if lost.tells_of(case)} <= set(found.cases)
        named = {person for person in CITIZENS if lost.names(person)}
        assert named <= {CASES[case] for case in found.cases}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stream=STREAM, choice=st.integers(0, 2**32))
def test_what_is_settled_is_told_in_full_by_another(
    desk: Desk, web: Connection, owner: Connection, stream: list[int], choice: int
) -> None:
    """Broken messages and whole ones in any order: nobody is told *none* of what is not here."""
    dice = Random(choice)
    desk.forget(owner)
    desk.read = partial(read_message, max_bytes=2**20)
    sent = [draw(Random(seed)) for seed in stream]
    sent += [whole(*dice.sample(list(CASES), dice.randint(1, len(CASES)))) for _ in range(3)]
    dice.shuffle(sent)
    size = dice.randint(1, len(sent))
    for at in range(0, len(sent), size):
        desk.take(*(each.message for each in sent[at : at + size]))
    forget_kept()
    _settled_against_brute_force(desk, sent)
    _held_against_brute_force(desk, sent)
    before = desk.state, desk.count("resolution")
    desk.replay()
    assert (desk.state, desk.count("resolution")) == before


def test_the_page_is_complete_from_the_moment_the_corrected_message_is_read(
    desk: Desk, web: Connection
) -> None:
    """Until then it says that something may be missing; a later update does not change that."""
    desk.read = partial(read_message, max_bytes=2**20)
    good = whole("a")
    desk.take(whole("b").message, Sent(good.body[:-40], ("a",)).message)
    assert _completeness("a") is Completeness.LATE
    later = good.body.replace(b"Tidspunkt>2024-01-01", b"Tidspunkt>2024-01-02")
    desk.take(Sent(later, ("a",)).message)
    assert _completeness("a") is Completeness.LATE
    desk.take(good.message)
    assert _completeness("a") is Completeness.COMPLETE
    desk.replay()
    assert _completeness("a") is Completeness.COMPLETE


def _completeness(case: str) -> Completeness:
    forget_kept()
    found = overview_context(own_access(CASES[case]), OWN)["page"].completeness
    assert isinstance(found, Completeness)
    return found


def test_no_list_says_none(desk: Desk, web: Connection) -> None:
    """Of the citizen whose only message lies in quarantine no box says that there is none."""
    desk.read = partial(read_message, max_bytes=2**20)
    broken = whole("a").body[:-40]
    desk.take(whole("e").message, Sent(broken, ("a",)).message)
    forget_kept()
    assert "gs-empty" not in boxes(own_access(CASES["a"]))
    assert "gs-empty" in boxes(own_access(CASES["b"]))
