# SPDX-License-Identifier: EUPL-1.2
"""No CPR number is readable in any table, and what was kept cannot be taken away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from gearskifte.connectors.public import read
from gearskifte.kernel.events import deliver
from gearskifte.overview.reactions import remember_progress
from gearskifte.registry.histories import unpack_facts
from gearskifte.registry.public import (
    Event,
    Kind,
    Message,
    Reference,
    ReferenceKind,
    read_object,
    read_overview,
)
from gearskifte.registry.public import fields as f
from tests.builders.desk import Desk
from tests.builders.facts import (
    START,
    case,
    cpr,
    grant,
    object_id,
    party,
    payment,
    registration,
    relation,
    state,
    to_object,
)
from tests.builders.messages import message
from tests.builders.people import ANNA, BO, NOW, VAULT, official_access, own_access
from tests.builders.xml import case_message

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]
FACTS = "registry_registration.facts"
COLUMNS = """
SELECT table_name, column_name FROM information_schema.columns
WHERE table_schema = 'public' ORDER BY table_name, ordinal_position
"""


def _everything(owner: Connection) -> Iterator[tuple[str, str]]:
    """Every value of every column of every table, as text, with where it stands."""
    for (packed,) in owner.execute("SELECT facts FROM registry_registration"):
        yield FACTS, msgspec.json.encode(unpack_facts(packed)).decode()
    for table, column in owner.execute(COLUMNS).fetchall():
        query = SQL("SELECT {}::text FROM {}").format(Identifier(column), Identifier(table))
        for (value,) in owner.execute(query):
            if value is not None:
                yield f"{table}.{column}", value


def _leaks(owner: Connection, number: str) -> list[str]:
    """Where the number can be read: in one piece, in two, or as the bytes of its digits."""
    forms = (
        number,
        number.encode().hex(),
        f"{number[:6]}-{number[6:]}",
        f"{number[:6]} {number[6:]}",
    )
    return [place for place, value in _everything(owner) if any(form in value for form in forms)]


def test_no_cpr_number_stands_readable_anywhere(desk: Desk, owner: Connection) -> None:
    """After every way in which a number comes, and every read, no table holds its digits."""
    about = (cpr(ANNA), to_object("a"))
    event = Event("e", cpr(BO), START, START, about, cpr(BO), cpr(BO), cpr(BO), cpr(BO))
    told = registration("b", Kind.CASE, party(ANNA), state("Oplyst", NOW))
    desk.take(
        case("a", ANNA, BO),
        grant("g", ANNA),
        payment("p", ANNA, of="g"),
        message(told, events=(event,)),
        Message("broken", f"<a>{ANNA.cpr}".encode()),
    )
    with owner.transaction(), owner.cursor() as cursor:
        read_overview(cursor, own_access(ANNA))
        read_object(cursor, official_access(ANNA), object_id("a"))
    deliver(desk.connection, {"CaseProgressed": [remember_progress]}, NOW)
    assert _leaks(owner, ANNA.cpr) == []
    assert _leaks(owner, BO.cpr) == []
    assert desk.one("SELECT count(*) FROM registry_person") == 2


@pytest.mark.parametrize(
    "written",
    [
        "urn:oio:cpr-nr:{0} {1}",
        "urn:oio:cpr-nr:{0}-{1}-",
        "urn:oio:cpr-nr:{0}{1}0",
        "URN : OIO : CPR : {0}{1} ",
        "urn:oio:cpr-nummer:{0}{1}",
        "{0} {1}",
        "{0}{1}",
    ],
)
def test_a_number_that_is_written_wrongly_is_not_readable_either(
    desk: Desk, owner: Connection, written: str
) -> None:
    """What was meant as a CPR number is kept from sight, and still told from another."""
    texts = [written.format(each.cpr[:6], each.cpr[6:]) for each in (ANNA, BO)]
    told = [
        relation(f.PARTY, f.PRIMARY, Reference(ReferenceKind.URN, text), index=str(number))
        for number, text in enumerate(texts)
    ]
    desk.take(case("a", more=told))
    assert _leaks(owner, ANNA.cpr) == []
    ((packed,),) = desk.rows("SELECT facts FROM registry_registration")
    parties = [fact for fact in unpack_facts(packed) if fact.key.startswith("party:")]
    assert len({fact.values["target"]["value"] for fact in parties}) == 2


def test_where_vendors_hide_numbers_they_are_not_kept(desk: Desk, owner: Connection) -> None:
    """Neither the index nor the user key of a party keeps a CPR number; one index stays one."""
    told = party(ANNA, user_key=ANNA.cpr, index=ANNA.cpr)
    closed = party(ANNA, index=ANNA.cpr, end=START)
    desk.take(case("a", more=[told]))
    assert _leaks(owner, ANNA.cpr) == []
    assert desk.count("party") == 1
    desk.take(registration("a", Kind.CASE, closed, at=NOW))
    assert desk.count("party") == 0


def test_messages_of_the_standard_leave_no_number(desk: Desk, owner: Connection) -> None:
    """Read by the real connector, a whole message and its broken sisters leave no digits."""
    desk.read = lambda body: read(body, max_bytes=2**20)
    good = case_message("a", ANNA)
    sent = [
        good,
        good[:-40],
        good.replace(b"sagdokumentindeks:6", b"sagdokumentindeks:5"),
        good.replace(b"<?xml", b"<!DOCTYPE x><?xml"),
        good.replace(ANNA.cpr.encode(), f"{BO.cpr[:6]}-{BO.cpr[6:]}".encode()),
        good.replace(ANNA.cpr.encode(), f"{BO.cpr[:6]} {BO.cpr[6:]}".encode()),
        good.replace(b"Opstaaet", ANNA.cpr.encode()),
        good.replace(b"SagIndeks", b"Sag" + ANNA.cpr.encode()),
    ]
    tally = desk.take(*(Message("fil", body) for body in sent))
    assert tally.applied > 0
    assert tally.quarantined > 0
    # A state that is no state is kept as it was written: it is the vendor's own text.
    texts = {FACTS, "registry_object.card"}
    assert set(_leaks(owner, ANNA.cpr)) <= texts
    assert _leaks(owner, BO.cpr) == []


def test_a_number_can_be_had_back_only_with_the_key(desk: Desk) -> None:
    """The person's row holds the number enciphered, and is found by its fingerprint."""
    desk.take(case("a", ANNA))
    ((person, fingerprint, cipher),) = desk.rows(
        "SELECT id, fingerprint, cipher FROM registry_person"
    )
    assert person == ANNA.id
    assert fingerprint == VAULT.fingerprint(ANNA.cpr)
    assert VAULT.decipher(cipher) == ANNA.cpr.encode()


@pytest.mark.parametrize("table", ["registry_raw_message", "registry_person"])
def test_the_worker_cannot_remove_what_was_kept(desk: Desk, table: str) -> None:
    """Messages, and the people they are about, stay; a replay needs both."""
    desk.take(case("a", ANNA))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        desk.connection.execute(SQL("DELETE FROM {}").format(Identifier(table)))
