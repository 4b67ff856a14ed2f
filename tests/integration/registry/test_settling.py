# SPDX-License-Identifier: EUPL-1.2
"""A corrected message settles its broken twin, and nothing that was lost is hidden by it."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import Any, Final
from uuid import UUID

import msgspec
import psycopg
import pytest

from gearskifte.connectors.public import read as read_xml
from gearskifte.kernel.errors import GearskifteError
from gearskifte.registry import settling
from gearskifte.registry.public import (
    Event,
    Message,
    Reading,
    Reference,
    ReferenceKind,
    mend,
    quarantine_decided,
    reject,
    run_again,
    waiting,
)
from tests.builders.desk import Desk
from tests.builders.facts import START, case, document, filed, object_id, to_object
from tests.builders.messages import message, read, refusal
from tests.builders.people import ANNA, BO, NOW, VAULT
from tests.builders.xml import case_message

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]

GOOD: Final = Message("rigtig", case_message("a", ANNA))
CUT: Final = Message("brudt", GOOD.body[:-60])
LATER: Final = GOOD.body.replace(b"Tidspunkt>2024-01-01T09", b"Tidspunkt>2024-02-01T09")
WHO_WAITS: Final = "SELECT DISTINCT person_id FROM registry_unread WHERE person_id IS NOT NULL"
SETTLED: Final = "SELECT message_id, replacement_id FROM registry_resolution ORDER BY message_id"


@pytest.fixture(autouse=True)
def by_the_standard(desk: Desk) -> None:
    """Messages are read as the product reads them; those of the tests' own form as well."""
    standard = partial(read_xml, max_bytes=2**20)
    desk.read = lambda body: read(body) if body.startswith(b"{") else standard(body)


def _waiting(desk: Desk) -> list[str]:
    """Where the messages that nobody has decided on came from."""
    found = sorted(waiting(desk.connection.cursor()), key=lambda each: each.id)
    desk.connection.commit()
    return [each.origin for each in found]


def _replays_the_same(desk: Desk) -> bool:
    before = desk.state, _waiting(desk), desk.rows(SETTLED), desk.rows(WHO_WAITS)
    desk.replay()
    return before == (desk.state, _waiting(desk), desk.rows(SETTLED), desk.rows(WHO_WAITS))


def _wrong(origin: str, good: Message) -> Message:
    """A message of the tests' own form that was cut off on its way."""
    return Message(origin, good.body[:-3])


def _kept(
    owner: Connection, body: bytes, *, sender: str = "", held: bool = False, origin: str = "API"
) -> None:
    """A message that was kept and not read yet; with `sender` it came by that system's key."""
    with owner.transaction():
        owner.execute(
            "WITH s AS (INSERT INTO registry_sender (system, name, added_at)"
            "           SELECT %(sender)s, %(sender)s, now() WHERE %(sender)s <> ''"
            "           ON CONFLICT (system) DO UPDATE SET name = excluded.name RETURNING id)"
            " INSERT INTO registry_raw_message"
            "     (sha256, received_at, origin, size, body, status, sender_id, held,"
            "      interface, message_id, system)"
            " VALUES (%(sha)s, %(at)s, %(origin)s, 0, %(body)b, 'received', (SELECT id FROM s),"
            "         %(held)s, '', '', '')",
            {
                "sender": sender,
                "sha": hashlib.sha256(body).digest(),
                "at": NOW,
                "origin": origin,
                "body": VAULT.encipher(body),
                "held": held,
            },
        )


@pytest.fixture(autouse=True)
def without_senders(owner: Connection, desk: Desk) -> Any:
    """Senders that a test has made go with its messages."""
    yield
    desk.connection.rollback()
    desk.forget(owner)
    with owner.transaction():
        owner.execute("DELETE FROM registry_sender")


@pytest.mark.parametrize(
    "broken",
    [
        CUT.body,
        GOOD.body[: len(GOOD.body) * 3 // 5],
        GOOD.body.decode().encode("latin-1"),
        GOOD.body.replace(b'sagdokumentindeks:6"', b'sagdokumentindeks:9"'),
        GOOD.body.replace(b"<s:Titel>", b"<s:Titel"),
    ],
)
@pytest.mark.parametrize("together", [True, False])
def test_the_corrected_message_settles_the_broken_one(
    desk: Desk, broken: bytes, together: bool
) -> None:
    """Whatever was wrong, in one batch or two; nobody waits, and a replay gives the same."""
    for sent in (
        [[Message("brudt", broken), GOOD]] if together else [[Message("b", broken)], [GOOD]]
    ):
        desk.take(*sent)
    assert (_waiting(desk), desk.rows(WHO_WAITS)) == ([], [])
    (decision,) = quarantine_decided(desk.connection.cursor())
    assert (decision.outcome, decision.by, decision.at) == ("settled", "", NOW)
    assert decision.who.da == f"den rettede besked {decision.replacement}"
    assert decision.who.en == f"the corrected message {decision.replacement}"
    assert _replays_the_same(desk)


def test_two_broken_copies_are_settled_by_one(desk: Desk) -> None:
    """As often as it went wrong."""
    desk.take(CUT, Message("igen", GOOD.body[:-200]))
    assert len(_waiting(desk)) == 2
    desk.take(GOOD)
    assert (_waiting(desk), desk.rows(WHO_WAITS), len(desk.rows(SETTLED))) == ([], [], 2)
    assert _replays_the_same(desk)


def test_a_broken_one_that_comes_after_waits_for_somebody(desk: Desk) -> None:
    """It may have said something newer, which the good one before it cannot have said."""
    desk.take(GOOD)
    desk.take(CUT)
    assert (_waiting(desk), desk.rows(WHO_WAITS)) == (["brudt"], [(ANNA.id,)])
    assert _replays_the_same(desk)


def test_a_later_update_settles_nothing(desk: Desk) -> None:
    """It has another Tidspunkt; what the broken one said is still missing."""
    desk.take(CUT)
    desk.take(Message("opdatering", LATER))
    assert (_waiting(desk), desk.rows(WHO_WAITS)) == (["brudt"], [(ANNA.id,)])
    assert _replays_the_same(desk)


def test_what_says_nothing_new_settles_all_the_same(desk: Desk) -> None:
    """The same facts were here in another message before the broken one came."""
    desk.take(Message("først", GOOD.body.replace(b"?>", b"?>\n")))
    desk.take(CUT)
    assert desk.take(GOOD).unchanged == 1
    assert _waiting(desk) == []
    assert _replays_the_same(desk)


def test_what_was_not_wholly_read_settles_nothing(desk: Desk) -> None:
    """Though its bytes hold everything: a part of it was refused, and that is what may be lost."""
    whole = message(case("a", ANNA), document("d"), refusals=(refusal(),))
    desk.take(_wrong("brudt", message(case("a", ANNA))), whole)
    assert _waiting(desk) == ["brudt", "besked"]
    assert _replays_the_same(desk)


def test_a_message_of_which_a_part_was_refused_is_settled_by_the_whole(desk: Desk) -> None:
    """By one that says all of it again, not by one with only the part that was refused."""
    refused = message(case("a", ANNA), case("b", BO), refusals=(refusal(),), origin="delvis")
    desk.take(refused)
    desk.take(message(case("b", BO)))
    assert _waiting(desk) == ["delvis"]
    desk.take(message(case("a", ANNA), case("b", BO), message_id="igen"))
    assert _waiting(desk) == []
    assert _replays_the_same(desk)


def test_a_case_does_not_settle_its_letter(desk: Desk) -> None:
    """Though it was registered in the same second and names the letter and the same citizen."""
    letter = message(document("d", more=[filed("a")]))
    desk.take(_wrong("brev", letter))
    desk.take(message(case("a", ANNA, more=[filed("d")])))
    assert (_waiting(desk), desk.rows(WHO_WAITS)) == (["brev"], [(ANNA.id,)])
    desk.take(letter)
    assert (_waiting(desk), desk.rows(WHO_WAITS)) == ([], [])


@pytest.mark.parametrize(
    ("broken", "good", "settled"),
    [("nord", "nord", True), ("nord", "syd", False), ("nord", "", False), ("", "nord", False)],
)
def test_only_the_same_sender_settles(
    desk: Desk, owner: Connection, broken: str, good: str, settled: bool
) -> None:
    """Both by one system's key, or both as files."""
    _kept(owner, CUT.body, sender=broken)
    _kept(owner, GOOD.body, sender=good)
    desk.resume()
    assert (_waiting(desk) == []) is settled
    assert _replays_the_same(desk)


@pytest.mark.parametrize(("other", "settled"), [("nord", True), ("NORD", True), ("syd", False)])
def test_files_that_name_two_systems_do_not_settle_each_other(
    desk: Desk, other: str, settled: bool
) -> None:
    """Where both say which system they are of; a file that does not say can be of any."""

    def told(system: str, *refused: Any) -> Message:
        sender = Reference(ReferenceKind.URN, system)
        return Message(
            system,
            msgspec.json.encode(
                Reading("Test", "", sender, (case("a", ANNA),), refusals=tuple(refused))
            ),
        )

    desk.take(told("nord", refusal()))
    desk.take(told(other))
    assert (_waiting(desk) == []) is settled


def test_what_is_held_back_is_not_settled(desk: Desk, owner: Connection) -> None:
    """It is not broken, and nobody has looked whether it says more than its marks."""
    _kept(owner, GOOD.body.replace(b"?>", b"?>\n"), sender="nord", held=True)
    _kept(owner, GOOD.body, sender="nord")
    desk.resume()
    assert len(_waiting(desk)) == 1
    assert _replays_the_same(desk)


def test_what_somebody_decided_stays_decided(desk: Desk) -> None:
    """A message that was rejected or mended is settled by nobody else."""
    desk.take(CUT, Message("igen", GOOD.body[:-200]))
    cursor = desk.connection.cursor()
    first, second = sorted(each.id for each in waiting(cursor))
    reject(cursor, first, by="test", reason="dublet", now=NOW)
    mended = case_message("a", ANNA, title="Rettet i hånden")
    mend(cursor, VAULT, second, mended, by="test", reason="", now=NOW)
    desk.connection.commit()
    desk.resume()
    desk.take(GOOD)
    outcomes = {each.id: each.outcome for each in quarantine_decided(cursor)}
    desk.connection.commit()
    assert outcomes == {first: "rejected", second: "mended"}
    assert _replays_the_same(desk)


def test_a_mended_message_settles_the_other_broken_copies(desk: Desk) -> None:
    """It came later, and it is read like any that comes."""
    desk.take(CUT, Message("igen", GOOD.body[:-200]))
    cursor = desk.connection.cursor()
    first = min(each.id for each in waiting(cursor))
    mend(cursor, VAULT, first, GOOD.body, by="test", reason="", now=NOW)
    desk.connection.commit()
    desk.resume()
    assert _waiting(desk) == []
    outcomes = [each.outcome for each in quarantine_decided(cursor)]
    desk.connection.commit()
    assert sorted(outcomes) == ["mended", "settled"]
    assert _replays_the_same(desk)


def test_a_person_may_take_it_out_again(desk: Desk) -> None:
    """It waits again, no message settles it any more, and a replay knows that too."""
    desk.take(CUT, GOOD)
    ((broken, _),) = desk.rows(SETTLED)
    assert run_again(desk.intake, [broken]).quarantined == 1
    assert (_waiting(desk), desk.rows(WHO_WAITS)) == (["brudt"], [(ANNA.id,)])
    desk.take(Message("igen", GOOD.body.replace(b"?>", b"?>\n")))
    assert _waiting(desk) == ["brudt"]
    assert _replays_the_same(desk)
    cursor = desk.connection.cursor()
    reject(cursor, broken, by="test", reason="set efter", now=NOW)
    desk.connection.commit()
    assert _waiting(desk) == []
    with pytest.raises(GearskifteError, match="GS-QUA-001"):
        run_again(desk.intake, [broken])


def test_a_decision_on_it_comes_first(desk: Desk) -> None:
    """What another message has settled is neither rejected nor mended before it is taken out."""
    desk.take(CUT, GOOD)
    ((broken, _),) = desk.rows(SETTLED)
    cursor = desk.connection.cursor()
    with pytest.raises(GearskifteError, match="GS-QUA-001"), desk.connection.transaction():
        reject(cursor, broken, by="test", reason="dublet", now=NOW)
    with pytest.raises(GearskifteError, match="GS-QUA-001"), desk.connection.transaction():
        mend(cursor, VAULT, broken, GOOD.body, by="test", reason="", now=NOW)


@pytest.mark.parametrize("events", [False, True])
def test_it_is_the_same_where_another_importer_read_the_corrected_one_first(
    desk: Desk, owner: Connection, events: bool
) -> None:
    """The broken one came first and is read last, by who was slower."""
    event = Event(str(UUID(int=7)), None, START, START, objects=(to_object("a"),))
    good = message(events=(event,)) if events else GOOD
    broken = _wrong("brudt", good)
    _kept(owner, broken.body, origin="brudt")
    desk.take(good)
    assert desk.one("SELECT status FROM registry_raw_message WHERE origin = 'brudt'") == "received"
    desk.resume()
    assert (_waiting(desk), len(desk.rows(SETTLED))) == ([], 1)
    assert _replays_the_same(desk)


def test_what_waited_before_is_settled_when_it_is_read_again(desk: Desk, owner: Connection) -> None:
    """As in an installation that has messages in quarantine from before there was such a rule."""
    desk.take(CUT, GOOD)
    with owner.transaction():
        owner.execute("DELETE FROM registry_resolution")
    ((broken,),) = desk.rows("SELECT id FROM registry_raw_message WHERE status = 'quarantined'")
    run_again(desk.intake, [broken])
    assert _waiting(desk) == []


def test_an_event_settles_the_same_event(desk: Desk) -> None:
    """By the id that its sender gave it; another event about the same case does not."""
    event = Event(str(UUID(int=7)), None, START, START, objects=(to_object("a"),))
    desk.take(case("a", ANNA))
    desk.take(_wrong("brudt", message(events=(event,))))
    other = msgspec.structs.replace(event, message_id=str(UUID(int=8)))
    desk.take(message(events=(other,)))
    assert _waiting(desk) == ["brudt"]
    desk.take(message(events=(event,)))
    assert (_waiting(desk), desk.rows(WHO_WAITS)) == ([], [])
    assert _replays_the_same(desk)


def test_messages_are_compared_only_where_one_that_waits_is_named(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None where nothing waits, and none of other objects and persons where something does."""

    def never(_: bytes) -> Any:
        raise AssertionError("compared")

    monkeypatch.setattr(settling, "marks", never)
    monkeypatch.setattr(settling, "searchable", never)
    desk.take(GOOD)
    monkeypatch.undo()
    desk.read = partial(read_xml, max_bytes=2**20)
    desk.take(CUT)
    monkeypatch.setattr(settling, "marks", never)
    desk.take(Message("en anden", case_message("b", BO)))
    with pytest.raises(AssertionError, match="compared"):
        desk.take(Message("den samme", case_message("a", ANNA, title="Ny")))


def test_under_another_id_after_a_swap_it_is_found_too(desk: Desk, owner: Connection) -> None:
    """What waits goes by the id that the object has here, and messages by their own."""
    alias = UUID(int=77)
    new = GOOD.body.replace(str(object_id("a")).encode(), str(alias).encode())
    desk.take(GOOD)
    with owner.transaction():
        owner.execute(
            "WITH s AS (INSERT INTO registry_swap (old_system, new_system, at, by, objects_taken)"
            "           VALUES ('a', 'b', now(), 'test', 1) RETURNING id)"
            " INSERT INTO registry_alias SELECT %s, %s, id FROM s",
            [alias, object_id("a")],
        )
    desk.take(Message("brudt", new[:-60]))
    assert desk.rows(WHO_WAITS) == [(ANNA.id,)]
    desk.take(Message("ny", new))
    assert (_waiting(desk), desk.rows(WHO_WAITS)) == ([], [])
    assert _replays_the_same(desk)
