# SPDX-License-Identifier: EUPL-1.2
"""The municipality as a whole: repeatable, of the right size, in order, made as it is read."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gearskifte.demo.municipality import CITIZENS, build
from gearskifte.demo.timeline import Timeline
from tests.unit.demo.sample import (
    MOMENTS,
    NOW,
    SEED,
    VENDORS,
    beginning,
    drawn,
    sent_by,
    small,
    texts,
)

pytestmark = pytest.mark.unit


def _persons(bodies: list[bytes]) -> set[str]:
    path = "ReferenceID/URNIdentifikator"
    urns = (urn for body in bodies if b"cpr-nr" in body for urn in texts(body, path))
    return {urn for urn in urns if urn.startswith("urn:oio:cpr-nr:")}


def test_the_same_arguments_give_the_same_bytes() -> None:
    """Built again from the same size, seed and moment, every message is the same."""
    assert tuple(build("s", SEED, NOW).messages()) == small()


def test_another_seed_gives_other_messages() -> None:
    """Drawn citizens differ from seed to seed."""
    other = {each.body for each in build("s", SEED + 1, NOW).messages()}
    assert len(other - {each.body for each in small()}) > 100


def test_what_is_told_by_hand_does_not_depend_on_the_seed() -> None:
    """The people of the demo login have the same cases whatever the seed."""
    other = {each.body for each in build("s", SEED + 1, NOW).messages()}
    walker = [each.body for each in small() if "K2025-00211-" in each.name and not each.fault]
    assert walker
    assert set(walker) <= other


def test_the_small_municipality_has_about_forty_citizens() -> None:
    """Size s is forty citizens, of whom nearly all are heard of."""
    persons = _persons([each.body for each in small() if each.fault is None])
    # Mads, Alma, a mentor, a namesake, and those who wait in the same queue as Karen
    assert 25 < len(persons) <= CITIZENS["s"] + 4 + 42


def test_a_larger_municipality_tells_of_many_more_people() -> None:
    """Size m is drawn from a thousand citizens."""
    some = [each.body for each in beginning("m", 2000) if each.fault is None]
    assert len(_persons(some)) > 5 * CITIZENS["s"]


def test_the_largest_municipality_begins_at_once() -> None:
    """Messages of size l are made as they are read, not all before the first."""
    assert [each.name[:6] for each in beginning("l", 20)] == [f"{n:06}" for n in range(20)]


def test_every_vendor_sends() -> None:
    """Four vendors' systems, Digital Post and the national register are all heard."""
    assert all(sent_by(vendor) for vendor in VENDORS)


def test_the_subject_plan_comes_first() -> None:
    """The invented subjects are imported before any case refers to them."""
    assert small()[0].name == "000000-emneplan.xml"
    assert all(title.endswith(" (demo)") for title in texts(small()[0].body, "Emne/EmneTitel"))
    assert all(number.startswith("99.") for number in texts(small()[0].body, "Emne/EmneNr"))


def test_names_are_unique_and_say_nothing_personal() -> None:
    """A message's name has no person's name and no CPR number in it."""
    names = [each.name for each in small()]
    assert len(set(names)) == len(names)
    assert all(name.isascii() for name in names)
    assert not any(part.isdigit() and len(part) == 10 for name in names for part in name.split("-"))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), MOMENTS)
def test_messages_arrive_in_order_and_never_tomorrow(seed: int, now: datetime) -> None:
    """Whenever it is made, arrivals never go back in time and never pass the present."""
    arrivals = [delivery.at for delivery in drawn(seed, 10, now)]
    assert arrivals == sorted(arrivals)
    assert all(Timeline.until(now).live <= arrival <= now for arrival in arrivals)


def test_the_lives_told_by_hand_reach_into_the_last_weeks() -> None:
    """Something happened within a fortnight of the present."""
    stamps = [texts(each.body, "Tidspunkt") for each in sent_by("klokkevaerk")]
    latest = max(datetime.fromisoformat(stamp) for found in stamps for stamp in found if stamp)
    assert NOW - latest < timedelta(days=14)


def test_a_moment_without_a_zone_is_refused() -> None:
    """The present moment must be aware."""
    with pytest.raises(ValueError, match="aware"):
        build("s", 1, NOW.replace(tzinfo=None))
