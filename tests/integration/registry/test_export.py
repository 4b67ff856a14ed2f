# SPDX-License-Identifier: EUPL-1.2
"""What is taken out of the registry is what came in, and those it concerns can see that it was."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import psycopg
import pytest

from gearskifte.app.commands.export import Outcome, write_files
from gearskifte.connectors.public import read, write
from gearskifte.kernel.access import Actor, Role
from gearskifte.kernel.audit import LogLine, read_log
from gearskifte.kernel.errors import AccessDenied, DatabaseError
from gearskifte.registry.public import (
    Kind,
    Message,
    Reading,
    Reference,
    ReferenceKind,
    Registration,
    Tally,
    export,
)
from gearskifte.registry.public import fields as f
from tests.builders.desk import Desk
from tests.builders.facts import case, document, filed, object_id, relation
from tests.builders.people import ANNA, BO, CARLA, DAY, NOW, Person, own_access
from tests.unit.connectors.messages import (
    SHARED,
    TEST_CPR,
    at,
    importing,
    load,
    properties,
    registration,
    urn,
    validity,
)
from tests.unit.connectors.messages import case as imported_case
from tests.unit.connectors.messages import relation as related

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]

OPERATOR = Actor("uid 0", "", Role.OPERATOR, authority="Prøveby Kommune")
FIXTURES = ("case_import.xml", "case_update.xml", "grant_import.xml", "grant_update.xml")


def as_the_product_reads(body: bytes) -> Reading:
    """What the connectors make of a message."""
    return read(body, max_bytes=len(body))


@pytest.fixture
def office(desk: Desk) -> Desk:
    """A desk that reads the standards."""
    desk.read = as_the_product_reads
    return desk


def taken_in(office: Desk, bodies: Iterable[bytes]) -> Tally:
    """Hand messages of the standards in."""
    return office.take(*(Message(f"besked-{n}", body) for n, body in enumerate(bodies)))


def exported(folder: Path, *options: str) -> dict[str, bytes]:
    """Run the command; the files it made."""
    command = "from gearskifte.app.commands.export import export_; export_()"
    done = subprocess.run(
        [sys.executable, "-c", command, str(folder), "--json", *options],
        capture_output=True,
        check=True,
        text=True,
    )
    assert TEST_CPR not in done.stdout + done.stderr
    made = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    assert json.loads(done.stdout)["files"] == len(made)
    return made


def objects_of(files: dict[str, bytes]) -> set[UUID]:
    """The objects in the files."""
    told = (as_the_product_reads(body).registrations for body in files.values())
    return {each.object_id for registrations in told for each in registrations}


def log_of(office: Desk, person: Person) -> list[LogLine]:
    """A person's log, but for their own readings."""
    with office.connection.transaction(), office.connection.cursor() as cursor:
        return read_log(cursor, own_access(person, NOW + DAY), before=None, most=99, own=False)


def test_what_is_exported_gives_the_same_registry(
    office: Desk, owner: Connection, tmp_path: Path
) -> None:
    """Taken in again where there is nothing, the messages make what they were made from."""
    taken_in(office, map(load, FIXTURES))
    state, people = office.state, office.count("person")
    files = exported(tmp_path / "ud", "--per-file", "100")
    assert len(files) == len(FIXTURES)
    office.forget(owner)
    assert taken_in(office, files.values()).quarantined == 0
    assert office.state == state
    assert office.count("person") == people


def test_an_export_of_an_export_has_the_same_bytes(
    office: Desk, owner: Connection, tmp_path: Path
) -> None:
    """A file for each object and operation, named by it, and the same for the same registry."""
    taken_in(office, map(load, FIXTURES))
    files = exported(tmp_path / "ud")
    office.forget(owner)
    taken_in(office, reversed(files.values()))
    assert exported(tmp_path / "igen") == files
    assert "sf1470-opdater-aaaaaaaa-0000-4000-8000-00000000ca5e.xml" in files


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no published standards at {SHARED}")
def test_the_published_messages_come_out_as_they_went_in(
    office: Desk, owner: Connection, tmp_path: Path
) -> None:
    """KOMBIT's case, grant and payment, whose person has a number that is no date."""
    published = ["sf1470/messages/sag_importer.xml", "sf1491_ydelse/messages/ydelse_importer.xml"]
    paths = [SHARED / name for name in published]
    if not all(path.exists() for path in paths):
        pytest.skip("KOMBIT's messages are not among the published standards")
    bodies = [path.read_bytes() for path in paths]
    taken_in(office, bodies)
    state, files = office.state, exported(tmp_path / "ud")
    sent, found = (
        [each for body in told for each in as_the_product_reads(body).registrations]
        for told in (bodies, files.values())
    )
    assert all(each in found for each in sent)
    assert len(found) == len(sent) == 3
    office.forget(owner)
    taken_in(office, files.values())
    assert office.state == state


def test_what_is_kept_out_of_the_tables_comes_out_of_the_messages(office: Desk) -> None:
    """A number written wrongly, a party's key and a CPR number as index are as they were sent."""
    party = related(
        "Sagspart",
        target=urn("urn:oio:cpr-nr:123"),
        index=TEST_CPR,
        content="<g:LokalUdvidelseListe><i:SagspartLokalUdvidelse><i:BrugervendtNoegle>"
        "nøgle</i:BrugervendtNoegle></i:SagspartLokalUdvidelse></g:LokalUdvidelseListe>",
    )
    body = importing(imported_case(registration(relations=party))).encode()
    taken_in(office, [body])
    (told,) = export(office.intake, OPERATOR)
    assert told == as_the_product_reads(body).registrations


def test_roles_told_from_a_whole_import_stay_when_more_was_imported_later(
    office: Desk, owner: Connection
) -> None:
    """Two imports of a case, each read by itself, are written so that each is read so again."""
    alone = registration(relations=related("Sagsaktoer"))
    two = related("Sagsaktoer", index="1") + related("Sagsaktoer", index="2")
    both = registration(relations=two, time="2023-04-01T00:00:00Z")
    taken_in(office, [importing(imported_case(each)).encode() for each in (both, alone)])
    state = office.state
    (told,) = export(office.intake, OPERATOR)
    office.forget(owner)
    taken_in(office, [write(told)])
    assert office.state == state


def test_an_object_comes_out_in_the_order_of_source_time(office: Desk) -> None:
    """Whatever order the messages came in."""
    times = [f"2023-0{month}-01T00:00:00Z" for month in (3, 1, 2)]
    bodies = [
        importing(imported_case(registration(properties(holds=validity(at(time))), time=time)))
        for time in times
    ]
    taken_in(office, (body.encode() for body in bodies))
    (told,) = export(office.intake, OPERATOR)
    assert [each.source_time.month for each in told] == [1, 2, 3]


def test_only_what_is_wanted_is_exported(office: Desk, tmp_path: Path) -> None:
    """By kind, by object, and by when something of it was received; together they narrow."""
    taken_in(office, map(load, FIXTURES[:2]))
    office.now += DAY
    taken_in(office, map(load, FIXTURES[2:]))
    since = {"since": office.now}

    def wanted(**options: Any) -> set[UUID]:
        return {told[0].object_id for told in export(office.intake, OPERATOR, **options)}

    grants = wanted(kinds=[Kind.GRANT, Kind.PAYMENT])
    (case_id,) = wanted(kinds=[Kind.CASE])
    assert (len(wanted()), len(grants)) == (4, 2)
    assert wanted(**since) == wanted(since=office.now - DAY / 2) == grants
    assert wanted(objects=[case_id]) == {case_id}
    assert wanted(objects=[case_id], **since) == wanted(objects=[]) == set()
    options = ["--since", office.now.isoformat(), "--kind", "grant", "--kind", "payment"]
    assert objects_of(exported(tmp_path / "ud", *options)) == grants
    one = ["--object", str(case_id)]
    assert objects_of(exported(tmp_path / "en", *one)) == {case_id}


def test_only_the_user_of_the_machine_can_read_the_files(office: Desk, tmp_path: Path) -> None:
    """They hold CPR numbers: nobody else gets in, and nothing is written over."""
    taken_in(office, map(load, FIXTURES))
    folder = tmp_path / "ud"
    assert any(TEST_CPR.encode() in body for body in exported(folder).values())
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    with pytest.raises(subprocess.CalledProcessError) as refused:
        exported(folder)
    assert "not empty" in refused.value.stderr


def test_whom_an_object_concerns_can_see_that_it_was_exported(desk: Desk) -> None:
    """A line for each object, with who, why and what, also where it concerns them by a case."""
    desk.take(case("a", ANNA, more=[filed("brev")]), document("brev"), case("b", ANNA, BO))
    list(export(desk.intake, OPERATOR))
    lines = [each.entry for each in log_of(desk, ANNA)]
    assert sorted(line.object for line in lines) == sorted(
        str(object_id(name)) for name in ("a", "b", "brev")
    )
    assert {(line.actor.role, line.purpose, line.what) for line in lines} == {
        (Role.OPERATOR, "export", "object")
    }
    assert [each.entry.object for each in log_of(desk, BO)] == [str(object_id("b"))]


def test_the_log_is_written_before_anything_is_given_out(desk: Desk) -> None:
    """Whoever stops in the middle has left a line for all they may have seen."""
    desk.take(case("a", ANNA), case("b", BO))
    found = export(desk.intake, OPERATOR)
    next(found)
    found.close()
    assert len(log_of(desk, ANNA)) == 1


def test_nobody_but_an_operator_exports(desk: Desk) -> None:
    """An official reads one person at a time, and takes nothing out, not even of nobody."""
    desk.take(document("a"))
    with pytest.raises(AccessDenied, match="GS-ACC-001"):
        list(export(desk.intake, CARLA))


def test_a_message_that_is_now_read_otherwise_stops_the_export(desk: Desk) -> None:
    """What is stored and what is read must be the same, or somebody must look first."""
    desk.take(case("a", ANNA))
    known = desk.read
    desk.read = lambda body: msgspec.structs.replace(known(body), registrations=())
    with pytest.raises(DatabaseError, match="GS-REG-010"):
        list(export(desk.intake, OPERATOR))
    assert log_of(desk, ANNA) == []


def test_an_object_without_a_place_in_the_standard_is_left_out_and_told(tmp_path: Path) -> None:
    """The others are written all the same."""
    friend = relation(f.PARTY, "friend", Reference(ReferenceKind.CVR, "11111111"))
    batch: list[tuple[Registration, ...]] = [
        (case("a", more=[friend]),),
        (document("b"),),
    ]
    outcome = Outcome()
    write_files(tmp_path, batch, outcome)
    assert list(outcome.left_out) == [object_id("a")]
    assert outcome.left_out[object_id("a")].code == "GS-CON-053"
    (path,) = tmp_path.iterdir()
    (found,) = as_the_product_reads(path.read_bytes()).registrations
    assert (found.object_id, found.kind) == (object_id("b"), Kind.DOCUMENT)
