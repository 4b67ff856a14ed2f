# SPDX-License-Identifier: EUPL-1.2
"""Every event of a log becomes an event of its case, in the order of the log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.connectors.eventlogs import (
    codes,
    event,
    mapping,
    only,
    readings,
    rules,
    told,
    trace,
    xes,
)

pytestmark = pytest.mark.unit

NOON = "2024-03-01T12:00:00Z"
START = datetime(2024, 3, 1, tzinfo=UTC)


def test_an_event_says_what_who_and_how_far() -> None:
    """Activity, resource and life cycle are kept as in the log; the event is about its case."""
    reading = only(
        xes(trace(event("010", NOON, org_resource="R7", lifecycle_transition="complete")))
    )
    (found,) = reading.events
    (registration,) = reading.registrations
    assert found.details == {
        "activity": "010",
        "lifecycle": "complete",
        "resource": "R7",
        "sequence": "1",
    }
    assert [each.uuid for each in found.objects] == [registration.object_id]
    assert found.happened_at == datetime(2024, 3, 1, 12, tzinfo=UTC)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12))
def test_events_at_the_same_moment_keep_their_order(hours: list[int]) -> None:
    """Sorted by time and sequence, the events are those of the log, sorted by time alone."""
    moments = [START + timedelta(hours=hour) for hour in hours]
    log = xes(trace(*(event(f"a{n}", each.isoformat()) for n, each in enumerate(moments))))
    found = sorted(told(only(log)), key=lambda each: (each[1], int(each[2])))
    wanted = sorted(range(len(hours)), key=lambda number: moments[number])
    assert [activity for activity, _, _ in found] == [f"a{number}" for number in wanted]


@given(st.permutations(range(6)), st.integers(0, 6))
def test_a_later_delivery_with_more_events_repeats_none(order: list[int], known: int) -> None:
    """What was told before is told in the same words, so that it is known again."""
    events = [event(f"a{n}", (START + timedelta(hours=n)).isoformat()) for n in range(6)]
    before = only(xes(trace(*events[:known]))) if known else None
    after = only(xes(trace(*(events[number] for number in order))))
    assert set(map(repr, before.events if before else ())) <= set(map(repr, after.events))


@pytest.mark.parametrize("zone", ["", "Z", "+02:00"])
def test_a_time_without_a_zone_is_danish(zone: str) -> None:
    """It is read as Europe/Copenhagen, and that is noted once."""
    reading = only(xes(trace(event("010", f"2024-07-01T12:00:00{zone}"))))
    hour = {"": 10, "Z": 12, "+02:00": 10}[zone]
    assert reading.events[0].happened_at == datetime(2024, 7, 1, hour, tzinfo=UTC)
    assert rules(reading) == (set() if zone else {"zone"})


def test_events_that_cannot_be_used_are_refused_by_number() -> None:
    """Each reason is told once, with how many and where first; the other events are read."""
    reading = only(
        xes(
            trace(
                event("010", NOON),
                event("020", "snart"),
                event("", NOON),
                event("030", ""),
                event(" ", NOON),
                event("040", "9999-12-31T23:59:59-14:00"),
            )
        )
    )
    untimed, unnamed = reading.refusals
    assert (untimed.code, untimed.path) == ("GS-CON-066", "event[2]")
    assert untimed.reason.en.startswith("3 of ")
    assert (unnamed.code, unnamed.path) == ("GS-CON-067", "event[3]")
    assert unnamed.reason.da.startswith("2 af ")
    assert [activity for activity, _, _ in told(reading)] == ["010"]
    assert len(reading.registrations) == 1


def test_an_event_told_twice_is_kept_twice_and_noted() -> None:
    """Two that are alike may be two; only their own ids could tell."""
    reading = only(xes(trace(event("010", NOON), event("010", NOON))))
    assert [sequence for _, _, sequence in told(reading)] == ["1", "2"]
    assert rules(reading) == {"same-twice"}


def test_an_event_whose_id_was_used_is_left_out() -> None:
    """The first of two events by one id is kept, under that id."""
    reading = only(
        xes(trace(event("010", NOON, identity_id="e1"), event("020", NOON, identity_id="e1")))
    )
    (found,) = reading.events
    assert (found.message_id, found.details["activity"]) == ("e1", "010")
    assert rules(reading) == {"id-reused"}


def test_a_mapping_says_which_attributes_tell() -> None:
    """Activity, time and resource may be called anything; the times may have their own form."""
    log = xes(
        "<trace><string key='concept:name' value='P-1'/><event><string key='Trin' value='Start'/>"
        "<string key='Kl' value='20240301 0930'/><string key='Hvem' value='R7'/></event></trace>"
    )
    named = {"activity": "Trin", "timestamp": "Kl", "resource": "Hvem"}
    reading = only(log, mapping(columns=named, time_format="%Y%m%d %H%M"))
    (found,) = reading.events
    assert found.happened_at == datetime(2024, 3, 1, 8, 30, tzinfo=UTC)
    assert (found.details["activity"], found.details["resource"]) == ("Start", "R7")


def test_a_persons_number_in_an_event_is_taken_out() -> None:
    """Activity and resource show a dash in its place, with an error."""
    reading = only(xes(trace(event("Ring til 6101709990", NOON, org_resource="610170-9990"))))
    assert reading.events[0].details["activity"] == "Ring til –"
    assert reading.events[0].details["resource"] == "–"
    assert rules(reading) == {"cpr"}


def test_the_note_of_delivery_counts_cases_and_events() -> None:
    """It is an event about the log's system, with the hash of the file as it came."""
    *_, note = readings(xes(trace(event("010", NOON), case="A"), trace(case="B")))
    (found,) = note.events
    assert {name: found.details[name] for name in ("cases", "events")} == {
        "cases": "2",
        "events": "1",
    }
    assert (len(found.message_id), note.system is not None) == (64, True)


def test_a_log_of_nothing_is_refused() -> None:
    """A log without cases gives a note that says so."""
    assert codes(readings(xes())) == ["GS-CON-071"]
