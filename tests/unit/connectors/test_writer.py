# SPDX-License-Identifier: EUPL-1.2
"""What was read is written again: read, written and read once more, it is equal."""

from __future__ import annotations

import base64
import subprocess
import sys
from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest

from gearskifte.connectors.public import Unwritable, interface_of, write
from gearskifte.registry.public import (
    Fact,
    Kind,
    Operation,
    Reference,
    ReferenceKind,
    Registration,
    Section,
    fields,
)
from tests.unit.connectors.messages import (
    CASE_ID,
    OWNER,
    TEST_CPR,
    at,
    case,
    importing,
    load,
    only_registration,
    paying,
    properties,
    reading,
    registration,
    relation,
    updating,
    urn,
    validity,
)
from tests.unit.connectors.schema import SCHEMAS, errors, stated

pytestmark = pytest.mark.unit

FIXTURES = ["case_import.xml", "case_update.xml", "grant_import.xml", "grant_update.xml"]
PUBLISHED = ["sf1470/messages/sag_importer.xml", "sf1491_ydelse/messages/ydelse_importer.xml"]
START = datetime(2024, 1, 1, tzinfo=UTC)


def again(body: bytes | str) -> tuple[Registration, ...]:
    """The registrations of a message after it has been read, written and read."""
    return reading(write(reading(body).registrations)).registrations


def told(*facts: Fact, kind: Kind = Kind.CASE, **more: object) -> Registration:
    """A registration that no reader has made."""
    made = Registration(UUID(CASE_ID), kind, Operation.IMPORT, START, facts)
    return msgspec.structs.replace(made, **more)


def related(role: str, **values: object) -> Fact:
    """A party by its role alone."""
    values = {fields.TYPE: fields.PARTY, fields.ROLE: role, **values}
    return Fact(Section.RELATION, f"party:{role}:2", START, values)


@pytest.mark.parametrize("name", FIXTURES)
def test_a_message_is_equal_when_it_has_been_written(name: str) -> None:
    """Every registration, fact, time, reference and text comes back as it was."""
    before = reading(load(name)).registrations
    assert before
    assert again(load(name)) == before


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_message_comes_out_with_every_element_and_text(name: str) -> None:
    """KOMBIT's own messages lose nothing, and are valid as they were."""
    path = SCHEMAS["SF1470"].parents[3] / name
    if not path.exists():
        pytest.skip(f"{name} is not among the published standards")
    written = write(reading(path.read_bytes()).registrations)
    assert stated(written) == stated(path.read_bytes())
    assert errors(written) == []


@pytest.mark.parametrize("name", FIXTURES)
def test_the_same_registrations_give_the_same_bytes(name: str) -> None:
    """Writing what was written changes no byte, whatever prefixes and zones came in."""
    written = write(reading(load(name)).registrations)
    assert write(reading(written).registrations) == written
    assert written.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<')


def test_a_time_is_written_in_danish_time_with_its_offset() -> None:
    """To the millisecond as the published messages do, to the microsecond where it has any."""
    later = at("2023-07-01T00:00:00.000001Z")
    body = importing(case(registration(properties(holds=validity(at("2023-01-01"), later)))))
    written = write(reading(body).registrations).decode()
    assert ">2023-01-01T00:00:00.000+01:00<" in written
    assert ">2023-07-01T02:00:00.000001+02:00<" in written


@pytest.mark.parametrize(
    "moment",
    [
        "0002-01-01T00:00:00+14:00",
        "1850-06-01T12:00:00Z",
        "1893-12-31T23:59:59+00:50",
        "9998-12-31T23:59:59-14:00",
        "9998-12-31T23:30:00Z",
    ],
)
def test_times_at_the_edge_of_always_stay_times(moment: str) -> None:
    """A moment that in Danish time would be in year 1 or 9999 is written in another zone."""
    body = importing(case(registration(properties(holds=validity(at(moment))))))
    assert reading(body).registrations[0].facts[0].start.year in {1, 2, 1850, 1893, 9998, 9999}
    assert again(body) == reading(body).registrations


def test_a_year_that_means_always_is_written_as_the_standard_has_it() -> None:
    """As GraenseIndikator in a Virkning, empty where text may be, and else as the year itself."""
    far = at("9999-12-31T23:59:59Z")
    body = importing(case(registration(properties(holds=validity(end=far)))))
    assert b"<sd:GraenseIndikator>true</sd:GraenseIndikator>" in write(reading(body).registrations)
    grant = write(reading(load("grant_import.xml")).registrations)
    assert b"<bi:Bevillingslutdato/>" in grant
    paid = paying(
        "<e:Startdato>0001-01-01T00:00:00Z</e:Startdato>"
        "<e:Slutdato>9999-12-31T00:00:00+01:00</e:Slutdato>"
    )
    written = write(reading(paid).registrations)
    assert b">9999-12-31T00:00:00.000+01:00<" in written
    assert b">0001-01-01T00:00:00.000+01:00<" in written
    assert again(paid) == reading(paid).registrations


@pytest.mark.parametrize(
    "sent",
    ["urn:oio:cvr:11111111", "urn:oio:us:borgerid:123456789123", "urn:empty.", "LOS : 77"],
)
def test_an_unusual_urn_is_written_verbatim(sent: str) -> None:
    """What was understood of it does not replace what was sent."""
    body = importing(case(registration(relations=relation("Sagspart", target=urn(sent)))))
    assert f">{sent}<".encode() in write(reading(body).registrations)


@pytest.mark.parametrize(
    "sent", [TEST_CPR, f"URN:OIO:CPR : {TEST_CPR}", f"urn:oio:cpr-nr:{TEST_CPR[:6]}-{TEST_CPR[6:]}"]
)
def test_a_cpr_number_is_written_as_the_standard_says(sent: str) -> None:
    """However it was sent, it is kept nowhere but in the reference."""
    body = importing(case(registration(relations=relation("Sagspart", target=urn(sent)))))
    (fact,) = reading(body).registrations[0].facts
    assert fields.TARGET_URN not in fact.values
    assert f">urn:oio:cpr-nr:{TEST_CPR}<".encode() in write(reading(body).registrations)


@pytest.mark.parametrize(
    "content",
    ["Møde".encode(), "Møde".encode("utf-16"), "Møde".encode("cp1252"), b"\xef\xbb\xbfKort",
     rb"{\rtf1\ansi Kort}", b"PK\x03\x04", b"a\x00b", b" Kort\r\n", b"\r"],
)  # fmt: skip
def test_a_note_comes_out_with_the_same_bytes(content: bytes) -> None:
    """Text in any encoding, RTF and office formats alike."""
    coded = base64.b64encode(content).decode()
    note = (
        "<s:JournalpostEgenskaber><s:JournalnotatEgenskaber>"
        f"<s:Notat>{coded}</s:Notat></s:JournalnotatEgenskaber></s:JournalpostEgenskaber>"
    )
    body = importing(case(registration(relations=relation("Journalpost", content=note))))
    assert f">{coded}<".encode() in write(reading(body).registrations)


def test_registrations_of_an_object_stand_together_only_if_roles_stay_the_same() -> None:
    """A role told from all that is imported together is not told from more, or from less."""
    alone = registration(relations=relation("Sagsaktoer"))
    known = registration(relations=relation("Sagsaktoer", OWNER), time="2023-04-01T00:00:00Z")
    apart = importing(case(alone), case(known))
    together = importing(case(alone, known))
    assert reading(apart).registrations != reading(together).registrations
    assert again(apart) == reading(apart).registrations
    assert again(together) == reading(together).registrations
    assert write(reading(apart).registrations).count(b"<sdi:SagIndeks>") == 2
    assert write(reading(together).registrations).count(b"<sdi:SagIndeks>") == 1


def test_benefits_without_an_id_keep_their_place() -> None:
    """They are told apart by their order, so they are written where their keys say."""
    body = load("grant_import.xml")
    start, end = body.index(b"<b:BevilgetYdelse>"), body.index(b"</b:AttributListe>")
    benefit = body[start:end]
    nameless = benefit.replace(b"<b:Id>Y-1</b:Id>", b"")
    body = body[:start] + benefit + nameless + nameless + body[end:]
    (grant, _) = reading(body).registrations
    assert [fact.key for fact in grant.facts][1:4] == ["benefit:Y-1", "benefit:#2", "benefit:#3"]
    by_key = tuple(sorted(grant.facts, key=lambda fact: fact.key))
    (found,) = reading(write([msgspec.structs.replace(grant, facts=by_key)])).registrations
    assert sorted(found.facts, key=lambda fact: fact.key) == list(by_key)


def test_a_role_told_by_name_alone_is_written_by_its_uuid() -> None:
    """Registrations that no message brought get the published UUID of the role."""
    owner = Fact(
        Section.RELATION,
        "actor:owner:",
        START,
        {fields.TYPE: fields.ACTOR, fields.ROLE: fields.OWNER, fields.NAME: "Prøveby Kommune"},
    )
    (fact,) = only_registration(write([told(owner)])).facts
    assert fact.key == owner.key
    assert fact.values == {**owner.values, fields.ROLE_ID: OWNER}


@pytest.mark.parametrize(
    ("registrations", "code"),
    [
        ([], "GS-CON-050"),
        ([told(), told(operation=Operation.UPDATE)], "GS-CON-051"),
        ([told(), told(kind=Kind.GRANT)], "GS-CON-051"),
        ([told(Fact(Section.ATTRIBUTES, "mood", START, {}))], "GS-CON-052"),
        ([told(Fact(Section.ATTRIBUTES, "benefit:1", START, {}))], "GS-CON-052"),
        ([told(Fact(Section.ATTRIBUTES, fields.PROPERTIES, START, {"mood": "x"}))], "GS-CON-052"),
        ([told(related("friend"))], "GS-CON-053"),
        ([told(related("primary", target=Reference(ReferenceKind.PERSON, CASE_ID)))], "GS-CON-054"),
        ([told(note="a\x00b")], "GS-CON-055"),
        ([told(note="a\ud800b")], "GS-CON-055"),
    ],
)
def test_what_has_no_place_in_the_standard_is_not_written(
    registrations: list[Registration], code: str
) -> None:
    """Nothing is dropped in silence: the whole is refused, and says why without repeating it."""
    with pytest.raises(Unwritable) as refused:
        write(registrations)
    assert refused.value.code == code
    assert CASE_ID not in str(refused.value)


def test_every_kind_of_object_has_a_standard() -> None:
    """Cases and documents belong in the one index, grants and payments in the other."""
    assert {kind: interface_of(kind) for kind in Kind} == {
        Kind.CASE: "SF1470",
        Kind.DOCUMENT: "SF1470",
        Kind.GRANT: "SF1491",
        Kind.PAYMENT: "SF1491",
    }


def test_an_update_without_a_list_says_nothing_of_it() -> None:
    """Lists that would be empty are left out of an update, and stand in an import."""
    body = write(reading(updating(relation("Sagspart"))).registrations)
    assert b"AttributListe" not in body
    imported = write(reading(importing(case(registration(properties())))).registrations)
    assert b"<sag:TilstandListe/>" in imported
    assert b"<sag:RelationListe/>" in imported


def test_the_codec_needs_neither_django_nor_a_database() -> None:
    """Reading and writing sets up no framework, asks for no settings and opens no connection."""
    program = (
        "import sys; from gearskifte.connectors.public import read, write;"
        "body = sys.stdin.buffer.read(); told = read(body, max_bytes=len(body)).registrations;"
        "again = write(told); assert read(again, max_bytes=len(again)).registrations == told;"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=load("case_import.xml"),
        capture_output=True,
        check=True,
        env={"PYTHONPATH": ":".join(filter(None, sys.path))},
    )
    loaded = done.stdout.decode().split()
    assert "gearskifte.connectors.sf1470.writer" in loaded
    others = ("django", "jinja2", "gearskifte.app", "gearskifte.overview", "gearskifte.ui")
    assert [name for name in loaded if name.startswith(others)] == []
