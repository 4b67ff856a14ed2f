# SPDX-License-Identifier: EUPL-1.2
"""What becomes of messages: kept as they came, used where they can be, explained where not."""

from __future__ import annotations

import random
import string
from datetime import date, timedelta

import pytest

from gearskifte.kernel.errors import Text
from gearskifte.registry.public import (
    Event,
    Finding,
    Kind,
    Message,
    Operation,
    Reference,
    ReferenceKind,
    Registration,
    Severity,
    SubjectClass,
)
from gearskifte.registry.public import fields as f
from tests.builders.desk import Desk
from tests.builders.facts import (
    START,
    attributes,
    case,
    cpr,
    document,
    filed,
    object_id,
    owner,
    party,
    registration,
    relation,
    state,
    to_object,
)
from tests.builders.messages import message, refusal
from tests.builders.people import ANNA, BO, DAY, NOW, VAULT

pytestmark = pytest.mark.integration

STATUSES = "SELECT status FROM registry_raw_message ORDER BY id"
FOUND = "SELECT message_id, rule FROM registry_finding"
RULES = "SELECT rule FROM registry_finding ORDER BY id"
PLAN = SubjectClass("KLE", "27.35.04", "Hjælpemidler", date(2024, 1, 1))
LONG = "".join(random.Random(1).choices(string.printable, k=20_000))  # compresses badly


def _subject(number: str) -> Registration:
    return case(number, more=[relation(f.CLASS, f.PRIMARY, class_key=number, name="Emne")])


def test_a_message_is_kept_byte_for_byte(desk: Desk) -> None:
    """What was sent can be had back exactly, with its origin, size and hour, used or not."""
    sent = [b"", b"\0\xff<", "æøå\r\n".encode("latin-1"), message(case("a")).body]
    desk.take(*(Message(f"fil-{number}", body) for number, body in enumerate(sent)))
    kept = desk.rows("SELECT body, origin, size, received_at FROM registry_raw_message ORDER BY id")
    assert [VAULT.decipher(body) for body, *_ in kept] == sent
    assert [(origin, size) for _, origin, size, _ in kept] == [
        (f"fil-{number}", len(body)) for number, body in enumerate(sent)
    ]
    assert {at for *_, at in kept} == {NOW}


def test_the_same_message_again_changes_nothing(desk: Desk) -> None:
    """A repeat, in the same intake or later, is counted as unchanged and leaves no trace."""
    sent = message(case("a", ANNA))
    first = desk.take(sent, sent)
    state = desk.state
    again = desk.take(sent)
    assert (first.messages, first.applied, first.unchanged) == (2, 1, 1)
    assert (again.messages, again.applied, again.unchanged) == (1, 0, 1)
    assert desk.state == state
    assert desk.count("raw_message") == 1


def test_the_same_facts_in_another_message_change_nothing(desk: Desk) -> None:
    """A message that tells nothing new is kept, and counted as unchanged."""
    desk.take(message(case("a", ANNA), message_id="1"))
    state = desk.state
    again = desk.take(message(case("a", ANNA), message_id="2"))
    assert (again.applied, again.unchanged, desk.state) == (0, 1, state)
    assert desk.rows(STATUSES) == [("applied",), ("unchanged",)]


def test_the_same_statement_by_importer_and_by_opdater_is_one(desk: Desk) -> None:
    """An import carries a life cycle and an update none; the statement is the same."""
    facts = (state("Oplyst"), party(ANNA))
    sent = [
        Registration(object_id("a"), Kind.CASE, Operation.IMPORT, START, facts, "Importeret"),
        Registration(object_id("a"), Kind.CASE, Operation.UPDATE, START, facts),
    ]
    tally = desk.take(*sent)
    assert (tally.applied, tally.unchanged, tally.findings) == (1, 1, 0)
    assert desk.count("registration") == 1


@pytest.mark.parametrize("together", [True, False])
def test_a_message_id_used_twice_is_reported_and_nothing_is_dropped(
    desk: Desk, together: bool
) -> None:
    """The later message with the id gets the finding, in the same intake or in another."""
    sent = [message(case("a", title=title), message_id="m-1") for title in ("En", "To")]
    if together:
        desk.take(*sent)
    else:
        for each in sent:
            desk.take(each)
    assert [number for number, rule in desk.rows(FOUND) if rule.endswith("id.reused")] == [2]
    assert desk.rows(STATUSES) == [("applied",), ("applied",)]
    desk.replay()
    assert [number for number, rule in desk.rows(FOUND) if rule.endswith("id.reused")] == [2]


def test_a_refused_message_is_kept_and_explained(desk: Desk) -> None:
    """Quarantine says why, where and with which code; the message is counted once."""
    for _ in range(2):
        tally = desk.take(Message("fil", b"no message"))
        assert (tally.messages, tally.quarantined, tally.applied) == (1, 1, 0)
    assert desk.rows("SELECT code, path, reason_da, reason_en FROM registry_quarantine") == [
        ("GS-TEST-002", "/besked/del", "Kan ikke bruges.", "Cannot be used.")
    ]


def test_the_good_objects_of_a_partly_bad_message_are_used(desk: Desk) -> None:
    """One object that cannot be used does not take the others with it."""
    tally = desk.take(message(case("a", ANNA), case("b", BO), refusals=(refusal(),)))
    assert (tally.quarantined, tally.objects) == (1, 2)
    assert desk.rows(STATUSES) == [("quarantined",)]
    assert desk.count("object") == 2


NUL = case("nul", title="a\0b")
TOO_LONG_KEY = registration("long", Kind.CASE, party(ANNA, role="x" * 61))
BAD_UUID = Reference(ReferenceKind.UUID, "not-a-uuid")


@pytest.mark.parametrize(
    "bad",
    [
        message(NUL),
        message(TOO_LONG_KEY),
        message(case("b"), events=(Event("e", None, None, None, objects=(BAD_UUID,)),)),
        message(case("b"), message_id="\0"),
        message(case("b"), message_id=LONG),
        message(case("b", more=[relation(f.SYSTEM, f.SENDER, Reference(ReferenceKind.URN, LONG))])),
        message(case("b", more=[owner(LONG)])),
        message(classes=(SubjectClass("KLE", "1" * 21, "x", date(2024, 1, 1)),)),
    ],
    ids=["nul", "role", "uuid", "nul-id", "long-id", "long-system", "long-owner", "class"],
)
def test_a_value_the_database_cannot_hold_stops_nothing_else(desk: Desk, bad: Message) -> None:
    """A message whose values no reader foresaw goes to quarantine, and the others are used."""
    tally = desk.take(message(case("a", ANNA)), bad, message(case("c", BO)))
    assert (tally.messages, tally.applied, tally.quarantined) == (3, 2, 1)
    assert desk.rows(STATUSES) == [("applied",), ("quarantined",), ("applied",)]
    ((code, reason),) = desk.rows("SELECT code, reason_da FROM registry_quarantine")
    assert code == "GS-REG-001"
    assert "Ret værdien" in reason
    assert desk.rows("SELECT id FROM registry_object ORDER BY id") == sorted(
        (object_id(name),) for name in ("a", "c")
    )


def test_findings_of_a_reader_are_written_with_their_message(desk: Desk) -> None:
    """What a connector found is counted and kept beside what was used."""
    finding = Finding("T.1", Severity.WARNING, "/x", Text("Skævt.", "Odd."), object_id("a"))
    tally = desk.take(message(case("a"), findings=(finding, finding)))
    assert (tally.applied, tally.findings) == (1, 2)
    assert desk.rows(
        "SELECT DISTINCT message_id, object_id, severity, text_da FROM registry_finding"
    ) == [(1, object_id("a"), "warning", "Skævt.")]


def test_a_reference_to_nothing_is_found_and_forgotten_when_its_target_comes(desk: Desk) -> None:
    """A case may come before its document: it is reported once, until the document is there."""
    desk.take(case("a", more=[filed("d")]))
    assert desk.take(case("a", title="Ny", at=START + DAY, more=[filed("d")])).findings == 0
    ((rule, path),) = desk.rows("SELECT rule, path FROM registry_finding")
    assert rule.endswith("dangling")
    assert path.endswith(str(object_id("d")))
    assert desk.take(document("d")).findings == 0
    assert desk.rows(RULES) == []


def test_a_reference_to_nothing_is_forgotten_when_it_is_closed(desk: Desk) -> None:
    """The vendor can mend it by closing the reference, as the finding says."""
    desk.take(case("a", more=[filed("d")]))
    assert len(desk.rows(RULES)) == 1
    closing = registration("a", Kind.CASE, filed("d", end=START), at=START + DAY)
    desk.take(closing)
    assert desk.rows(RULES) == []


def test_references_within_one_intake_do_not_dangle(desk: Desk) -> None:
    """What arrives in the same intake, in whatever order, was never missing."""
    tally = desk.take(case("a", more=[filed("d")]), document("d"))
    assert tally.findings == 0
    assert desk.rows(RULES) == []


def test_two_accounts_of_the_same_moment_are_both_kept_and_reported(desk: Desk) -> None:
    """A source that registers one object twice at one time with other content is told so."""
    tally = desk.take(case("a", title="En"), case("a", title="To"))
    assert (tally.applied, tally.findings) == (2, 1)
    ((rule,),) = desk.rows(RULES)
    assert rule.endswith("Tidspunkt.contradiction")
    assert desk.count("registration") == 2


def test_an_unknown_subject_is_told_only_where_a_plan_is_known(desk: Desk) -> None:
    """Without a plan nobody can say that a KLE number is wrong; with one it is a finding."""
    assert desk.take(_subject("99.99.99")).findings == 0
    desk.take(message(classes=(PLAN,)))
    assert desk.take(_subject("27.35.04")).findings == 0
    assert desk.take(_subject("99.99.98")).findings == 1
    ((rule,),) = desk.rows(RULES)
    assert rule.endswith("klasse.KLE.unknown")


def test_the_newest_name_of_a_person_wins_whenever_it_comes(desk: Desk) -> None:
    """A person is called what the source said last, and an older message changes it back never."""
    later = registration("a", Kind.CASE, party(ANNA, name="Anna Nygift"), at=START + DAY)
    older = registration("b", Kind.CASE, party(ANNA, name="Anna Prøvesen"))
    nameless = registration("c", Kind.CASE, party(ANNA, name=""), at=START + 2 * DAY)
    for told in (later, older, nameless):
        desk.take(told)
    assert desk.one("SELECT name FROM registry_person") == "Anna Nygift"


def test_a_source_is_heard_when_it_told_something_new(desk: Desk) -> None:
    """A system was last heard when its newest message came, not when the same one came again."""
    desk.take(case("a"))
    desk.now = NOW + DAY
    desk.take(case("a"))
    assert desk.rows("SELECT name, heard_at FROM registry_system") == [("Prøvefag", NOW)]
    desk.take(case("a", title="Ny", at=START + DAY))
    assert desk.one("SELECT heard_at FROM registry_system") == NOW + DAY


def test_an_event_is_kept_once_with_what_it_is_about(desk: Desk) -> None:
    """An event that is sent twice is one event, found by person and by object."""
    event = Event("e-1", None, START, START, objects=(cpr(ANNA), to_object("a")))
    sent = [message(events=(event,), message_id=each) for each in ("1", "2")]
    tally = desk.take(*sent)
    assert (tally.applied, tally.unchanged) == (1, 1)
    about = desk.rows("SELECT target FROM registry_event_object ORDER BY target")
    assert about == sorted([(ANNA.id,), (object_id("a"),)])


def test_an_object_that_is_said_to_be_two_kinds_is_the_first_kind(desk: Desk) -> None:
    """The registration that came first by source time decides, whichever arrives first."""
    as_case = registration("x", Kind.CASE, state("Oplyst"))
    as_grant = registration("x", Kind.GRANT, attributes(f.PROPERTIES, user_key="1"), at=START + DAY)
    desk.take(as_grant, as_case)
    assert desk.one("SELECT kind FROM registry_object") == "case"


def test_time_is_kept_to_the_microsecond(desk: Desk) -> None:
    """Two registrations a microsecond apart are two, in their order."""
    near = START + timedelta(microseconds=1)
    desk.take(case("a", title="Anden", at=near), case("a", title="Første"))
    assert desk.one("SELECT card ->> 'title' FROM registry_object") == "Anden"
    assert desk.one("SELECT changed_at FROM registry_object") == near
