# SPDX-License-Identifier: EUPL-1.2
"""A robot on its way from one municipality to another, on real databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from gearskifte.commons import held as holding
from gearskifte.commons import packages
from gearskifte.commons.held import AnyCursor, State
from gearskifte.commons.rules.package import MOST_BYTES
from gearskifte.robots.public import approve, make_version, robot_runs
from tests.builders.packages import (
    CASES_TEXT,
    KEY,
    MOCK_TEXT,
    OWNER,
    PUBLIC,
    PUBLISHER,
    SLUG,
    SOURCE,
    packed,
    signed,
)
from tests.unit.commons.feeds import NOW
from tests.unit.robots.test_mock import ApiBench

pytestmark = pytest.mark.integration

Web = psycopg.Connection[tuple[Any, ...]]
GIVEN = {"ejer": "Ida Sten", "godkender": "Bo Kær", "fag": "https://fag.example.dk"}


def _believed(cursor: AnyCursor) -> None:
    assert packages.believe(cursor, OWNER, "Korsbæk", PUBLIC, by="ida", at=NOW)


def _received(cursor: AnyCursor, body: bytes) -> holding.Held:
    held = holding.find(cursor, packages.receive(cursor, body, by="ida", at=NOW))
    assert held is not None
    return held


def _taken(worker: Web, body: bytes) -> holding.Held:
    """Received, filled in and tried."""
    cursor = worker.cursor()
    held = _received(cursor, body)
    packages.fill(cursor, held.id, GIVEN, by="ida", department="Job")
    assert packages.try_next(worker, ApiBench(), NOW)
    found = holding.find(cursor, held.id)
    assert found is not None
    return found


def test_a_robot_is_shared_when_its_trial_went_well(worker: Web) -> None:
    """An approved recipe is packed, tried on its mock, and only then to be had by others."""
    cursor = worker.cursor()
    made = make_version(cursor, SOURCE, by="lone", now=NOW)
    with pytest.raises(Exception, match="GS-COM-010"):
        _publish(cursor)
    approve_bound(worker, made)
    own = _publish(cursor)
    held = holding.find(cursor, own)
    assert held is not None
    assert held.state is State.TRYING
    assert packages.try_next(worker, ApiBench(), NOW)
    held = holding.find(cursor, own)
    assert held is not None
    assert (held.state, len(held.report)) == (State.PUBLISHED, 3)
    assert holding.body_of(cursor, own) == packed(f"1.{made.number}.0")


def _publish(cursor: AnyCursor) -> Any:
    return packages.publish(
        cursor,
        SLUG,
        MOCK_TEXT,
        CASES_TEXT,
        licence="EUPL-1.2",
        publisher=PUBLISHER,
        by="lone",
        at=NOW,
    )


def approve_bound(worker: Web, made: Any) -> None:
    """Filled in for its own municipality, and approved."""
    from gearskifte.robots.public import fill_in

    cursor = worker.cursor()
    fill_in(cursor, made.slug, {"fag": "https://fag.example.dk"}, by="lone", now=NOW)
    approve(cursor, made.version, by="per", now=NOW)


def test_a_robot_from_elsewhere_waits_for_a_second_person(worker: Web) -> None:
    """Filled in and tried, it is a version that who took it in cannot approve, and is pinned."""
    cursor = worker.cursor()
    _believed(cursor)
    held = _taken(worker, packed())
    assert (held.state, held.robot) == (State.TAKEN, SLUG)
    assert all(each.passed for each in held.report)
    (reuse,) = holding.reuses(cursor)
    assert (reuse.object, reuse.version, reuse.first_run_at) == (f"{OWNER}/{SLUG}", "1.1.0", None)
    assert robot_runs(cursor)[SLUG].digest == ""
    row = cursor.execute("SELECT id FROM robots_version").fetchone()
    assert row is not None
    with pytest.raises(Exception, match="GS-ROB-030"):
        approve(cursor, row[0], by="ida", now=NOW)
    approve(cursor, row[0], by="bo", now=NOW)
    assert robot_runs(cursor)[SLUG].digest == held.digest


def test_the_first_run_is_remembered_by_itself(worker: Web) -> None:
    """Reuse is told by the reuser's own runs: when the first was, and how many there are."""
    cursor = worker.cursor()
    _believed(cursor)
    _taken(worker, packed())
    packages.remember_run(cursor, "en-anden", NOW)
    packages.remember_run(cursor, SLUG, NOW + timedelta(days=1))
    packages.remember_run(cursor, SLUG, NOW + timedelta(days=2))
    (reuse,) = holding.reuses(cursor)
    assert (reuse.first_run_at, reuse.runs) == (NOW + timedelta(days=1), 2)


def test_what_is_not_believed_is_kept_and_never_used(worker: Web) -> None:
    """An unknown sender, a forged file and one too large stand there with the reason."""
    cursor = worker.cursor()
    assert _received(cursor, packed()).why == "unknown"
    _believed(cursor)
    forged = _received(cursor, signed(hosts=["evil.example.dk"]))
    assert (forged.state, forged.why) == (State.REFUSED, "undeclared")
    packages.fill(cursor, forged.id, GIVEN, by="ida", department="")
    assert not packages.try_next(worker, ApiBench(), NOW)
    large = _received(cursor, b"0" * (MOST_BYTES + 1))
    assert large.why == "oversize"
    assert holding.body_of(cursor, large.id) == b""


def test_a_trial_that_goes_wrong_makes_no_robot(worker: Web) -> None:
    """A package whose cases end otherwise is not taken in, and may be filled in again."""
    cursor = worker.cursor()
    _believed(cursor)
    held = _taken(worker, packed(cases=CASES_TEXT.replace("slutter: spørger", "slutter: færdig")))
    assert (held.state, held.why) == (State.FAILED, "trial")
    assert robot_runs(cursor) == {}
    assert packages.offer(cursor, held.id).pinned is None


def test_an_own_robot_is_not_written_over(worker: Web) -> None:
    """A package by the name of a robot that is there already is not taken in."""
    cursor = worker.cursor()
    _believed(cursor)
    make_version(cursor, SOURCE.replace("kle: 15.20.04", "kle: 15.20.05"), by="lone", now=NOW)
    held = _taken(worker, packed())
    assert (held.state, held.why) == (State.FAILED, "name")


def test_an_update_shows_what_is_new_and_never_goes_back(worker: Web) -> None:
    """A newer version is offered with what it may do more; then an older one is refused."""
    cursor = worker.cursor()
    _believed(cursor)
    _taken(worker, packed("1.1.0"))
    more = SOURCE.replace("[sagsnummer]", "[sagsnummer, helbred]")
    newer = _received(cursor, packed("1.2.0", recipe=more))
    offer = packages.offer(cursor, newer.id)
    assert offer.change.more == {"data": ("helbred",)}
    assert offer.pinned is not None
    assert offer.pinned.version == "1.1.0"
    assert _taken(worker, packed("1.2.0", recipe=more)).state is State.TAKEN
    assert _received(cursor, packed("1.1.1")).why == "rollback"


def test_a_key_is_believed_once(worker: Web) -> None:
    """Another key for the same municipality replaces none by itself."""
    cursor = worker.cursor()
    _believed(cursor)
    assert not packages.believe(cursor, OWNER, "Falsk", b"1" * 32, by="x", at=NOW)
    assert holding.key_of(cursor, OWNER) == PUBLIC
    assert KEY.public_key().public_bytes_raw() == PUBLIC
    assert holding.publishers(cursor) == {OWNER: "Korsbæk"}
