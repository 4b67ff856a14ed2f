# SPDX-License-Identifier: EUPL-1.2
"""What a log says of a case becomes its registration."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from gearskifte.registry.public import (
    Fact,
    Kind,
    Operation,
    Reading,
    Reference,
    ReferenceKind,
    Section,
    fields,
)
from tests.unit.connectors.eventlogs import (
    codes,
    dates,
    event,
    mapping,
    only,
    readings,
    rules,
    trace,
    xes,
)

pytestmark = pytest.mark.unit

RECEIVED = event("010", "2024-03-01T00:00:00+01:00")
DECIDED = event("490", "2024-04-02T00:00:00+02:00")
OWN_ID = "7e57aaaa-0000-4000-8000-0000000000ca"


def facts(reading: Reading) -> dict[str, Fact]:
    """The facts of the one registration, by key; the last of several states."""
    (registration,) = reading.registrations
    return {fact.key: fact for fact in registration.facts}


def test_a_trace_is_a_case_imported_when_the_log_last_heard_of_it() -> None:
    """It is known by its id in the log, begins with its first event and is from its last."""
    (found,) = only(xes(trace(RECEIVED, DECIDED, case="P-1"))).registrations
    assert (found.kind, found.operation, found.lifecycle) == (
        Kind.CASE,
        Operation.IMPORT,
        "Importeret",
    )
    properties = found.facts[0]
    assert properties.values == {fields.USER_KEY: "P-1", fields.NUMBER: "P-1"}
    assert properties.start == datetime(2024, 2, 29, 23, tzinfo=UTC)
    assert found.source_time == datetime(2024, 4, 1, 22, 0, 0, 1, tzinfo=UTC)


def test_a_case_has_the_same_uuid_in_every_delivery() -> None:
    """The UUID is made of the log's name and the case's id, whatever the file is called."""
    log = xes(trace(RECEIVED))
    (march,), (april,) = (
        only(log, name=name).registrations for name in ("march.xes", "april.xes.gz")
    )
    assert march.object_id == april.object_id
    (other,) = only(xes(trace(RECEIVED), name="other")).registrations
    assert other.object_id != march.object_id


def test_a_log_without_a_name_is_called_as_its_file() -> None:
    """The file's name without its endings is the source, unless a mapping names it."""
    nameless = xes(trace(RECEIVED), name="")
    system = facts(only(nameless, name="permits.xes.gz"))["system:master:"]
    assert system.values[fields.NAME] == "permits"
    assert only(nameless, name="permits.xes") == only(xes(trace(RECEIVED)))
    named = facts(only(nameless, mapping(source="Byg")))["system:master:"]
    assert named.values[fields.NAME] == "Byg"


@pytest.mark.parametrize(("given", "uuid"), [(OWN_ID, UUID(OWN_ID)), ("17", None)])
def test_a_uuid_in_the_log_is_the_cases_own(given: str, uuid: UUID | None) -> None:
    """identity:id is kept where it is a UUID; another is made, with a finding, where it is not."""
    reading = only(xes(trace(RECEIVED, attributes=f'<id key="identity:id" value="{given}"/>')))
    (found,) = reading.registrations
    assert (found.object_id == uuid) == (uuid is not None)
    assert rules(reading) == (set() if uuid else {"uuid"})


@pytest.mark.parametrize(
    ("owner", "reference"),
    [
        ("00000017", Reference(ReferenceKind.CVR, "00000017")),
        ("urn:oio:cvr-nr:00000017", Reference(ReferenceKind.CVR, "00000017")),
        (OWN_ID.upper(), Reference(ReferenceKind.UUID, OWN_ID)),
        ("urn:x:kommune", Reference(ReferenceKind.URN, "urn:x:kommune")),
    ],
)
def test_the_owner_is_told_by_the_mapping_or_by_the_case(owner: str, reference: Reference) -> None:
    """A CVR number, a URN or a UUID names the municipality; the case's own word goes first."""
    by_mapping = facts(only(xes(trace(RECEIVED)), mapping(owner=owner)))
    said = f'<string key="kommune" value="{owner}"/>'
    by_case = facts(only(xes(trace(RECEIVED, attributes=said)), mapping(owner="00000099")))
    for found in (by_mapping, by_case):
        assert found["actor:owner:"].values[fields.TARGET] == reference


def test_a_log_without_an_owner_says_so_once() -> None:
    """The note of delivery has the finding, and no case has an owner."""
    case, note = readings(xes(trace(RECEIVED)))
    assert "actor:owner:" not in facts(case)
    assert (rules(case), rules(note)) == (set(), {"owner"})


def test_title_subject_and_kle_follow_the_mapping() -> None:
    """The title is put together of attributes, and the local subject gives the KLE number."""
    said = '<string key="parts" value="Kap"/><string key="place" value="Byen"/>'
    log = xes(trace(RECEIVED, attributes=said))
    wanted = mapping(
        title="{parts} i {place}{none}",
        columns={"subject": "parts"},
        kle="99.01.01",
        kle_by_subject={"Kap": "99.01.02"},
    )
    found = facts(only(log, wanted))
    assert found["properties"].values[fields.TITLE] == "Kap i Byen"
    subject = found["class:primary:"].values
    assert (subject[fields.NAME], subject[fields.CLASS_KEY]) == ("Kap", "99.01.02")


def test_a_deadline_and_a_local_status_are_kept() -> None:
    """They stand among the values of the index; a date that cannot be read is left out."""
    said = '<string key="caseStatus" value="O"/>' + dates(deadline="2024-04-26T00:00:00+02:00")
    index = facts(only(xes(trace(RECEIVED, attributes=said))))["index"].values
    assert index == {
        fields.CREATED_AT: "2024-02-29T23:00:00+00:00",
        fields.LOCAL_STATUS: "O",
        "deadline": "2024-04-25T22:00:00+00:00",
    }
    reading = only(xes(trace(RECEIVED, attributes=dates(deadline="snart"))))
    assert rules(reading) == {"time"}


def test_a_case_decided_before_it_began_is_refused_and_the_rest_is_read() -> None:
    """It is one refusal with a reason; nothing of the case is taken in, all of the others is."""
    begins = dates(startDate="2024-04-03T00:00:00+02:00")
    log = xes(trace(RECEIVED, DECIDED, case="A", attributes=begins), trace(RECEIVED, case="B"))
    bad, good, note = readings(log, mapping(milestones={"Afgjort": ("490",)}, owner="00000017"))
    assert codes([bad, good, note]) == ["GS-CON-065"]
    assert (bad.registrations, bad.events) == ((), ())
    assert bad.refusals[0].object_id is not None
    assert (len(good.registrations), len(good.events)) == (1, 1)


@pytest.mark.parametrize(
    ("end", "refused"),
    [
        ("2024-02-28T00:00:00+01:00", True),
        ("2024-03-01T08:59:59+01:00", True),
        ("2024-03-01T09:00:00+01:00", False),
        ("2024-05-01T00:00:00+02:00", False),
    ],
)
def test_a_case_that_ended_before_it_began_is_refused(end: str, refused: bool) -> None:
    """The end a log states is looked at too, with or without a mapping; the same moment will do."""
    said = dates(startDate="2024-03-01T09:00:00+01:00", endDate=end)
    assert bool(only(xes(trace(RECEIVED, attributes=said))).refusals) == refused


def test_a_newer_version_of_the_mapping_is_a_newer_word() -> None:
    """The same case under version 2 is registered later than under version 1, and events once."""
    log = xes(trace(RECEIVED, DECIDED))
    first, second = (
        only(log, mapping(version=version, milestones={"Afgjort": ("490",)})) for version in (1, 2)
    )
    assert first.registrations[0].source_time < second.registrations[0].source_time
    assert first.events == second.events


@pytest.mark.parametrize(
    ("log", "code"),
    [
        (xes(trace(RECEIVED, case="")), "GS-CON-061"),
        (xes(trace(RECEIVED, case="  ")), "GS-CON-061"),
        (xes(trace(RECEIVED, case="610170-9990")), "GS-CON-062"),
        (xes(trace(RECEIVED, case="Sag 6101709990")), "GS-CON-062"),
        (xes(trace()), "GS-CON-063"),
        (xes(trace(event("010", ""))), "GS-CON-066"),
    ],
)
def test_a_case_that_cannot_be_placed_is_refused(log: bytes, code: str) -> None:
    """Without an id, by a person's number, or without any time, nothing is registered."""
    reading = only(log)
    assert codes([reading])[0] == code
    assert reading.registrations == ()
    assert "6101709990" not in repr(reading)


def test_a_case_without_events_is_a_case_still() -> None:
    """A start date is enough."""
    (found,) = only(xes(trace(attributes=dates(startDate="2024-03-01T00:00:00Z")))).registrations
    assert [fact.section for fact in found.facts][:3] == [
        Section.ATTRIBUTES,
        Section.ATTRIBUTES,
        Section.STATE,
    ]


def test_a_persons_number_is_taken_out_of_titles_and_subjects() -> None:
    """What looks like a CPR number is replaced by a dash, with an error."""
    said = '<string key="subject" value="Til 610170-9990"/>'
    reading = only(xes(trace(RECEIVED, attributes=said)), mapping(title="{subject}!"))
    found = facts(reading)
    assert found["properties"].values[fields.TITLE] == "Til –!"
    assert found["class:primary:"].values[fields.NAME] == "Til –"
    assert rules(reading) == {"cpr"}
