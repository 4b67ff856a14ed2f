# SPDX-License-Identifier: EUPL-1.2
"""Messages about news: by a real mail server and as Digital Post, once each, to an end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from lxml import etree

from gearskifte.app.subscriptions import SUBSCRIPTIONS
from gearskifte.kernel.audit import read_log
from gearskifte.kernel.config import Config
from gearskifte.kernel.events import deliver
from gearskifte.overview.channels import Channel, Mail, PostFolder
from gearskifte.overview.messaging import count_messages, gather_news, send_messages
from gearskifte.overview.queries import (
    MessageSetting,
    read_corrections,
    read_messages,
    read_news,
    read_undelivered,
    read_undelivered_one,
    whom,
)
from gearskifte.overview.rules.corrections import CorrectionOutcome, due
from gearskifte.overview.rules.memo import NAMESPACE
from gearskifte.overview.rules.messages import GATHER, UNSEEN, Reason, State
from gearskifte.overview.service import (
    answer_correction,
    choose_messages,
    handle_message,
    send_correction,
)
from gearskifte.registry.public import Event, Kind, Reference, ReferenceKind
from tests.builders.desk import Desk
from tests.builders.facts import MASTER_ID, case, object_id, party, registration, state
from tests.builders.mail import Postman, mail_server
from tests.builders.messages import message
from tests.builders.people import (
    ANNA,
    BO,
    CARLA,
    CECIL,
    DAY,
    HOUR,
    NOW,
    OUR_CVR,
    VAULT,
    Person,
    official_access,
    own_access,
)
from tests.conftest import Connection

pytestmark = pytest.mark.integration

MOVED = state("Afgjort", NOW)
CONFIG = Config(organisation="Prøveby Kommune", site_address="https://proeveby.example/")
BY_MAIL = MessageSetting("email", "anna@hjemme.example")
SOON = NOW + GATHER


@pytest.fixture
def postman() -> Postman:
    """A postman who takes everything."""
    return Postman()


@pytest.fixture
def mail(postman: Postman) -> Iterator[Mail]:
    """The way to a mail server with that postman."""
    with mail_server(postman) as channel:
        yield channel


def _choose(web: Connection, setting: MessageSetting, person: Person = ANNA) -> None:
    with web.transaction(), web.cursor() as cursor:
        choose_messages(cursor, own_access(person), setting)


def _work(desk: Desk, channels: Mapping[str, Channel], at: datetime) -> None:
    deliver(desk.connection, SUBSCRIPTIONS, at)
    gather_news(desk.connection, at)
    send_messages(desk.connection, channels, VAULT, CONFIG, at)


def _states(web: Connection, person: Person = ANNA) -> list[State]:
    with web.transaction(), web.cursor() as cursor:
        lines = read_messages(cursor, own_access(person, NOW - DAY))[1]
    return [line.state for line in lines]


def _news(web: Connection, at: datetime) -> None:
    with web.transaction(), web.cursor() as cursor:
        read_news(cursor, own_access(ANNA, at))


def test_news_is_told_once_and_says_nothing(
    desk: Desk, web: Connection, mail: Mail, postman: Postman
) -> None:
    """One mail for all that changed, with no name, title or number in it, and a line in the log."""
    _choose(web, BY_MAIL)
    desk.take(
        case("a", ANNA, BO, title="Rollator", at=NOW, more=[MOVED]),
        case("b", ANNA, title="Kørestol", at=NOW, more=[MOVED]),
    )
    for at in (NOW, SOON, SOON + HOUR, SOON + 2 * DAY):
        _work(desk, {"email": mail}, at)
    (sent,) = postman.taken
    assert sent["To"] == "anna@hjemme.example"
    assert sent["Subject"] == "Der er nyt fra Kommune 11111111"
    whole = sent.as_string() + sent.get_content()
    for secret in ("Rollator", "Kørestol", "Anna", "Prøvesen", ANNA.cpr, str(ANNA.id)):
        assert secret not in whole
    assert "https://proeveby.example/" in sent.get_content()
    with web.transaction(), web.cursor() as cursor:
        log = read_log(cursor, own_access(ANNA), before=None, most=20, own=False)
    assert [line.entry.purpose for line in log] == ["notice"]


def test_who_has_not_asked_is_told_nothing(
    desk: Desk, web: Connection, mail: Mail, postman: Postman
) -> None:
    """No choice is no message, also not later about what was there before the choice."""
    desk.take(case("a", ANNA, at=NOW, more=[MOVED]))
    _work(desk, {"email": mail}, NOW)
    _choose(web, BY_MAIL)
    _work(desk, {"email": mail}, SOON)
    _choose(web, MessageSetting("email", "a@b.example", cases=False))
    desk.take(case("b", ANNA, at=NOW, more=[MOVED]))
    for at in (NOW, SOON):
        _work(desk, {"email": mail}, at)
    assert postman.taken == []
    assert _states(web) == []


def test_what_is_seen_or_no_longer_true_is_not_sent(
    desk: Desk, web: Connection, mail: Mail, postman: Postman
) -> None:
    """Anna has been on the page; Bo was taken off the case: neither is sent anything."""
    _choose(web, BY_MAIL)
    _choose(web, MessageSetting("email", "bo@hjemme.example"), BO)
    desk.take(case("a", ANNA, BO, at=NOW, more=[MOVED]))
    _work(desk, {"email": mail}, NOW)
    _news(web, NOW + timedelta(minutes=5))
    desk.take(registration("a", Kind.CASE, party(BO, end=NOW - HOUR), at=NOW + HOUR))
    _work(desk, {"email": mail}, SOON)
    assert postman.taken == []
    assert _states(web) == [State.SEEN]
    assert _states(web, BO) == []


@pytest.mark.parametrize(
    ("to_address", "to_body", "after", "sent"),
    [
        ("250 OK", "250 OK", State.SENT, 1),
        ("550 no such user", "250 OK", State.FAILED, 0),
        ("250 OK", "554 refused", State.FAILED, 0),
        ("451 later", "250 OK", State.WAITING, 0),
        ("250 OK", "452 full", State.WAITING, 0),
        ("250 OK", "", State.ESCALATED, 1),
    ],
)
def test_what_the_server_says_is_what_becomes_of_it(
    desk: Desk,
    web: Connection,
    mail: Mail,
    postman: Postman,
    to_address: str,
    to_body: str,
    after: State,
    sent: int,
) -> None:
    """Taken, refused, put off; and a line that is cut while the mail is taken goes to a person."""
    postman.to_address, postman.to_body = to_address, to_body
    _choose(web, BY_MAIL)
    desk.take(case("a", ANNA, at=NOW, more=[MOVED]))
    for at in (NOW, SOON):
        _work(desk, {"email": mail}, at)
    assert _states(web) == [after]
    postman.to_address = postman.to_body = "250 OK"
    for hours in range(1, 30):
        _work(desk, {"email": mail}, SOON + hours * HOUR)
    assert len(postman.taken) == sent or (after is State.WAITING and len(postman.taken) == 1)


def test_a_worker_that_died_while_sending_sends_nothing_again(
    desk: Desk, web: Connection, mail: Mail, postman: Postman
) -> None:
    """A message that was being handed over goes to a person, for nobody knows if it left."""
    _choose(web, BY_MAIL)
    desk.take(case("a", ANNA, at=NOW, more=[MOVED]))
    _work(desk, {"email": mail}, NOW)

    class Killed:
        def send(self, message: object) -> object:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send_messages(desk.connection, {"email": Killed()}, VAULT, CONFIG, SOON)  # type: ignore[dict-item]
    assert _states(web) == [State.SENDING]
    _work(desk, {"email": mail}, SOON + HOUR)
    assert _states(web) == [State.ESCALATED]
    assert postman.taken == []


def test_what_nobody_sees_is_a_task_until_somebody_has_done_something(
    desk: Desk, web: Connection, mail: Mail
) -> None:
    """The unit that has the case finds it, about nobody by name; opening it is in the log."""
    _choose(web, BY_MAIL)
    desk.take(case("a", ANNA, at=NOW, more=[MOVED]))
    for at in (NOW, SOON, SOON + UNSEEN):
        _work(desk, {"email": mail}, at)
    with web.transaction(), web.cursor() as cursor:
        (line,) = read_undelivered(cursor, OUR_CVR, most=10)
        assert (line.reason, line.unit, line.name) == (Reason.UNSEEN, "Team Hjælpemidler", "")
        assert read_undelivered(cursor, CECIL.authority, most=10) == []
        assert whom(cursor, CECIL.authority, line.id) is None
        assert whom(cursor, OUR_CVR, line.id) == ANNA.id
        found = read_undelivered_one(cursor, official_access(ANNA), line.id)
        assert found is not None
        assert handle_message(cursor, official_access(ANNA), line.id, "Ringet")
        assert not handle_message(cursor, official_access(ANNA), line.id, "Igen")
        assert read_undelivered(cursor, OUR_CVR, most=10)[0].handled_by == CARLA.unit
    with desk.connection.cursor() as cursor:
        assert count_messages(cursor)["unhandled"] == 0


def test_no_server_is_no_silence(desk: Desk, web: Connection) -> None:
    """Where no mail can be sent at all, a person is told within two days."""
    _choose(web, BY_MAIL)
    desk.take(case("a", ANNA, at=NOW, more=[MOVED]))
    for hours in range(72):
        _work(desk, {}, NOW + hours * HOUR)
    assert _states(web) == [State.ESCALATED]


def test_an_answer_to_what_was_wrong_is_news(
    desk: Desk, web: Connection, mail: Mail, postman: Postman
) -> None:
    """The answer stands among the news, and is told by a message unless it was read already."""
    desk.entitle()
    _choose(web, BY_MAIL)
    desk.take(case("a", ANNA, at=NOW - 90 * DAY))
    _work(desk, {"email": mail}, NOW)
    said = uuid4()
    with web.transaction(), web.cursor() as cursor:
        send_correction(
            cursor, own_access(ANNA), correction=said, text="Forkert", about=object_id("a")
        )
        answer_correction(
            cursor,
            official_access(ANNA),
            correction=said,
            outcome=CorrectionOutcome.CORRECTED,
            answer="Rettet",
        )
    for at in (NOW, SOON):
        _work(desk, {"email": mail}, at)
    assert len(postman.taken) == 1
    with web.transaction(), web.cursor() as cursor:
        assert [line.what for line in read_news(cursor, own_access(ANNA, SOON))] == ["answer"]
        read_corrections(cursor, own_access(ANNA, SOON + HOUR))


def test_nobody_writes_to_who_has_died(
    desk: Desk, web: Connection, mail: Mail, postman: Postman
) -> None:
    """No message is begun after a death, and none that waited is sent; others are written to."""
    for person, email in ((ANNA, "anna@hjemme.example"), (BO, "bo@hjemme.example")):
        _choose(web, MessageSetting("email", email), person)
    desk.take(case("a", ANNA, BO, at=NOW, more=[MOVED]))
    _work(desk, {"email": mail}, NOW)
    death = Event(
        message_id=str(uuid4()),
        event_type=None,
        registered_at=NOW,
        happened_at=NOW,
        objects=(Reference(ReferenceKind.CPR, ANNA.cpr),),
        action=Reference(ReferenceKind.UUID, str(uuid4())),
        system=Reference(ReferenceKind.UUID, MASTER_ID),
        details={"cpr_status": "90"},
    )
    desk.take(message(message_id=death.message_id, events=(death,)))
    desk.take(case("b", ANNA, BO, at=NOW, more=[MOVED]))
    while deliver(desk.connection, SUBSCRIPTIONS, NOW):
        pass
    for at in (SOON, SOON + 2 * DAY, SOON + 4 * DAY):
        _work(desk, {"email": mail}, at)
    assert {str(each["To"]) for each in postman.taken} == {"bo@hjemme.example"}
    assert set(_states(web)) <= {State.DROPPED}


def test_that_an_answer_did_not_come_in_time_is_news(
    desk: Desk, web: Connection, mail: Mail, postman: Postman
) -> None:
    """From the moment it is late the citizen is told, once, and never of one that came in time."""
    desk.entitle()
    _choose(web, BY_MAIL)
    desk.take(case("a", ANNA, at=NOW - 90 * DAY))
    _work(desk, {"email": mail}, NOW)
    late, answered = uuid4(), uuid4()
    with web.transaction(), web.cursor() as cursor:
        for said in (late, answered):
            send_correction(
                cursor, own_access(ANNA), correction=said, text="Forkert", about=object_id("a")
            )
        outcome = CorrectionOutcome.CORRECTED
        official = official_access(ANNA)
        answer_correction(cursor, official, correction=answered, outcome=outcome, answer="Rettet")
        read_corrections(cursor, own_access(ANNA, NOW + HOUR))
    over = due(NOW)
    for at in (over - HOUR, over - HOUR + GATHER):
        _work(desk, {"email": mail}, at)
    assert postman.taken == []
    for at in (over, over + GATHER, over + 2 * DAY):
        _work(desk, {"email": mail}, at)
    assert len(postman.taken) == 1
    with web.transaction(), web.cursor() as cursor:
        news = read_news(cursor, own_access(ANNA, over + HOUR))
    assert [(line.what, line.object_id) for line in news] == [("overdue", late)]


def test_digital_post_is_a_whole_message_in_the_standards_form(
    desk: Desk, web: Connection, tmp_path: Path
) -> None:
    """One MeMo file named by its id, to the CPR number, with nothing of the case in it."""
    _choose(web, MessageSetting("post"))
    desk.take(case("a", ANNA, title="Rollator", at=NOW, more=[MOVED]))
    for at in (NOW, SOON, SOON + DAY):
        _work(desk, {"post": PostFolder(tmp_path)}, at)
    (file,) = tmp_path.iterdir()
    message = etree.parse(file).getroot()
    found = {etree.QName(each).localname: each.text for each in message.iter()}
    assert etree.QName(message).namespace == NAMESPACE
    assert (found["recipientID"], found["idType"]) == (ANNA.cpr, "CPR")
    assert (found["senderID"], file.stem) == (OUR_CVR, found["messageUUID"])
    assert "Rollator" not in file.read_text(encoding="utf-8")
