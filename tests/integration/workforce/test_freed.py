# SPDX-License-Identifier: EUPL-1.2
"""Hours that robots measured reach the shortage by themselves, and count when answered for."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from gearskifte.effects.public import FreedByPromise
from gearskifte.kernel.time import system_now
from gearskifte.robots.public import add_sample
from gearskifte.workforce import service
from gearskifte.workforce.public import MeasuredBy, Service, measured_freed, note_freed, say_use
from gearskifte.workforce.rules.hands.loop import freed_of
from tests.builders.recipes import NOTES, NotesWorld
from tests.builders.shop import Shop

pytestmark = pytest.mark.integration


def test_without_robots_there_is_nothing_to_note(shop: Shop) -> None:
    """No robot, no hours."""
    assert note_freed(shop.connection, system_now()) == 0
    with shop.connection.cursor() as cursor:
        assert measured_freed(cursor) == ()


def test_a_robots_hours_go_from_its_ledger_to_the_shortage(shop: Shop) -> None:
    """Timed items give hours with draws; they count once somebody says what they went to."""
    made = shop.open(NOTES, [{"sagsnr": f"S-{number}"} for number in range(5)])
    shop.work(NotesWorld())
    now = system_now() + timedelta(minutes=1)
    with shop.connection.cursor() as cursor:
        for minutes in ("5", "6", "7", "6", "6"):
            add_sample(cursor, made.robot, minutes=Decimal(minutes), by="Lone", now=system_now())
    assert note_freed(shop.connection, now) == 1
    assert note_freed(shop.connection, now + timedelta(minutes=1)) == 0
    with shop.connection.cursor() as cursor:
        (unanswered,) = measured_freed(cursor)
        assert (unanswered.hours, unanswered.use) == (0.5, None)
        assert freed_of([unanswered]) == ()
        say_use(cursor, made.slug, service=Service.JOB_CENTRE, share=0.5, who="Lone", at=now)
        (freed,) = freed_of(measured_freed(cursor))
    assert freed.used(200).mean() == pytest.approx(0.25, rel=0.1)


def _of_promise(solution: str) -> FreedByPromise:
    return FreedByPromise(
        UUID(int=7), "27.36", "Færre minutter", "Hjælpemidler", solution, 120, 600.0, (540.0, 660.0)
    )


def test_a_kept_promise_frees_hours_too_but_no_robots_hours_twice(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a reckoning shows counts beside robots; a robot and the promise of it count once."""
    made = shop.open(NOTES, [])
    kept = [_of_promise(""), _of_promise(made.slug)]
    monkeypatch.setattr(service, "freed_by_promises", lambda *_, **__: kept)
    note_freed(shop.connection, system_now())
    with shop.connection.cursor() as cursor:
        found = {each.measured_by: each for each in measured_freed(cursor)}
        assert len(measured_freed(cursor)) == 2
        promise = found[MeasuredBy.PROMISE]
        assert (promise.title, promise.items, promise.hours) == ("Færre minutter", 120, 10.0)
        say_use(
            cursor, promise.robot, service=Service.JOB_CENTRE, share=1, who="L", at=system_now()
        )
        (freed,) = freed_of(measured_freed(cursor))
    assert freed.used(2).tolist() == [9.0, 11.0]
    kept.clear()
    note_freed(shop.connection, system_now())
    with shop.connection.cursor() as cursor:
        assert [each.measured_by for each in measured_freed(cursor)] == [MeasuredBy.ROBOT]


@pytest.mark.parametrize("share", [-0.1, 1.01])
def test_no_more_than_all_hours_can_be_used(shop: Shop, share: float) -> None:
    """A share outside 0 to 1 is refused and nothing is written."""
    with shop.connection.cursor() as cursor, pytest.raises(ValueError, match=str(share)):
        say_use(cursor, "r", service=Service.SCHOOL, share=share, who="L", at=system_now())
