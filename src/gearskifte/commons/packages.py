# SPDX-License-Identifier: EUPL-1.2
"""Sharing robots: publish an own one, take in another's, try either on its mock, remember reuse.

A package that came from elsewhere is first read and believed, then filled in, then tried on its own
mock, and only then made a version, which waits for a second person's yes as any other. A refused
one is kept with the reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

import msgspec
from psycopg import Connection, Cursor
from psycopg.types.json import Jsonb

from gearskifte.commons.held import SQL, Held, State, body_of, held_of, key_of
from gearskifte.commons.packing import Publisher, RobotPackage, pack_robot, unpack_robot
from gearskifte.commons.rules.package import (
    MOST_BYTES,
    Change,
    PackageRefused,
    Pin,
    changes,
    claimed_owner,
)
from gearskifte.effects.public import note_import
from gearskifte.kernel.errors import GearskifteError, InputRefused, Text
from gearskifte.kernel.time import local_date
from gearskifte.robots.public import (
    Bench,
    Parameter,
    RecipeRefused,
    Tried,
    answered_by,
    approved_recipe,
    fill_in,
    make_version,
    preflight,
    robot_named,
)

OWNER_FIELD: Final = "ejer"
APPROVER_FIELD: Final = "godkender"


@dataclass(frozen=True, slots=True)
class Offer:
    """A package that may be taken in: what it is, and what it may do more and less than before."""

    robot: RobotPackage
    change: Change
    pinned: Pin | None


def believe(
    cursor: Cursor[Any], owner: str, name: str, key: bytes, *, by: str, at: datetime
) -> bool:
    """Believe a municipality's key; False if another key was believed before."""
    values = {"owner": owner, "name": name, "key": key, "by": by, "at": at}
    cursor.execute(SQL.believe, values)
    known = key_of(cursor, owner)
    return known == key


def publish(
    cursor: Cursor[Any],
    slug: str,
    mock: str,
    cases: str,
    *,
    licence: str,
    publisher: Publisher,
    by: str,
    at: datetime,
) -> UUID:
    """Pack a robot's recipe in force; it is shared when its trial has gone well.

    Raises:
        InputRefused: GS-COM-010 if no version of it is approved.
        PackageRefused: if something in it must not leave, or others would refuse it.
    """
    recipe = approved_recipe(cursor, slug)
    if recipe is None:
        raise InputRefused(
            "GS-COM-010",
            what=Text("Robotten kan ikke deles.", "The robot cannot be shared."),
            why=Text("Ingen udgave er godkendt.", "No version of it is approved."),
            do=Text("Få opskriften godkendt først.", "Have the recipe approved first."),
        )
    version = f"1.{recipe.number}.0"
    body = pack_robot(
        recipe.source,
        mock,
        cases,
        name=slug,
        version=version,
        licence=licence,
        publisher=publisher,
    )
    named = {"object": f"{publisher.owner}/{slug}", "version": version, "title": recipe.title}
    public = publisher.key.public_key().public_bytes_raw()
    if not believe(cursor, publisher.owner, publisher.name, public, by=by, at=at):
        raise PackageRefused("key")
    robot = unpack_robot(body, publisher.owner, public)
    kept = _Kept(State.TRYING, robot.package.sha256, own=True, robot=slug, **named)
    return _keep(cursor, body, kept, by=by, at=at)


def receive(cursor: Cursor[Any], body: bytes, *, by: str, at: datetime) -> UUID:
    """Read a package from elsewhere; what is not believed is kept with the reason."""
    try:
        owner = claimed_owner(body)
        robot = _believed(cursor, body, owner)
    except PackageRefused as refused:
        sha256 = hashlib.sha256(body).hexdigest()
        kept = _Kept(State.REFUSED, sha256, own=False, why=refused.code)
        return _keep(cursor, body if len(body) <= MOST_BYTES else b"", kept, by=by, at=at)
    manifest = robot.manifest
    kept = _Kept(
        State.READ,
        robot.package.sha256,
        own=False,
        object=manifest.object,
        version=manifest.version,
        title=manifest.summary,
    )
    return _keep(cursor, body, kept, by=by, at=at)


def offer(cursor: Cursor[Any], package: UUID) -> Offer:
    """A kept package as it is to be shown to who may take it in; believed anew.

    Raises:
        PackageRefused: if it is not believed any more.
    """
    body = body_of(cursor, package)
    robot = _believed(cursor, body, claimed_owner(body))
    pinned, before = _pinned(cursor, robot.manifest.object)
    return Offer(robot, changes(before.manifest if before else None, robot.manifest), pinned)


def wanted(robot: RobotPackage) -> tuple[Parameter, ...]:
    """What is to be filled in for it, besides who answers for it."""
    return robot.travelling.parameters


def fill(
    cursor: Cursor[Any],
    package: UUID,
    given: Mapping[str, str],
    *,
    by: str,
    department: str,
) -> None:
    """Fill in what a package asks for; it is tried next."""
    values = {"id": package, "given": Jsonb(dict(given)), "by": by, "department": department}
    cursor.execute(SQL.fill, values)


def try_next(connection: Connection[Any], bench: Bench, now: datetime) -> bool:
    """Try the package that has waited longest on its mock; whether there was one.

    A package from elsewhere that ends as its cases say becomes a version, made by who took it in.
    """
    with connection.transaction(), connection.cursor() as cursor:
        row = cursor.execute(SQL.next).fetchone()
        if row is None:
            return False
        held = held_of(row)
        try:
            done = _try(cursor, held, bench, now)
        except PackageRefused as refused:
            done = _Done(State.REFUSED, refused.code)
        except GearskifteError as error:
            done = _Done(State.FAILED, f"{error.what.da} {error.why.da}")
        cursor.execute(
            SQL.tried,
            {
                "id": held.id,
                "state": done.state.value,
                "why": done.why,
                "report": Jsonb(msgspec.to_builtins(done.report)),
                "robot": done.robot or held.robot,
                "digest": done.digest,
                "at": now,
            },
        )
    return True


def remember_run(cursor: Cursor[Any], robot: str, at: datetime) -> None:
    """A robot has done an item; if it came from elsewhere, its reuse is in use."""
    cursor.execute(SQL.ran, {"robot": robot, "at": at})


@dataclass(frozen=True, slots=True)
class _Kept:
    state: State
    sha256: str
    own: bool
    object: str = ""
    version: str = ""
    title: str = ""
    why: str = ""
    robot: str = ""


@dataclass(frozen=True, slots=True)
class _Done:
    state: State
    why: str = ""
    report: tuple[Tried, ...] = ()
    robot: str = ""
    digest: str = ""


def _keep(cursor: Cursor[Any], body: bytes, kept: _Kept, *, by: str, at: datetime) -> UUID:
    """Keep it; the same package again is the one that is there."""
    if kept.state is not State.REFUSED:
        row = cursor.execute(SQL.same, {"sha256": kept.sha256, "own": kept.own}).fetchone()
        if row is not None:
            return UUID(str(row[0]))
    id_ = uuid4()
    cursor.execute(
        SQL.keep,
        {
            "id": id_,
            "object": kept.object,
            "version": kept.version,
            "title": kept.title,
            "sha256": kept.sha256,
            "body": body,
            "own": kept.own,
            "state": kept.state.value,
            "why": kept.why,
            "by": by,
            "department": "",
            "at": at,
            "robot": kept.robot,
        },
    )
    return id_


def _believed(cursor: Cursor[Any], body: bytes, owner: str) -> RobotPackage:
    key = key_of(cursor, owner)
    if key is None:
        raise PackageRefused("unknown")
    robot = unpack_robot(body, owner, key)
    pinned, _ = _pinned(cursor, robot.manifest.object)
    return unpack_robot(body, owner, key, pinned)


def _pinned(cursor: Cursor[Any], object_: str) -> tuple[Pin | None, RobotPackage | None]:
    """What was taken in of it before: the pin, and the package itself."""
    row = cursor.execute(SQL.pinned, {"object": object_}).fetchone()
    if row is None:
        return None, None
    _, version, sha256, at, _ = row
    held = cursor.execute(SQL.same, {"sha256": sha256, "own": False}).fetchone()
    owner = object_.partition("/")[0]
    key = key_of(cursor, owner)
    before = None
    if held is not None and key is not None:
        before = unpack_robot(body_of(cursor, held[0]), owner, key)
    return Pin(object_, version, sha256, at), before


def _try(cursor: Cursor[Any], held: Held, bench: Bench, now: datetime) -> _Done:
    body = body_of(cursor, held.id)
    owner = held.object.partition("/")[0]
    robot = _believed(cursor, body, owner)
    today = local_date(now).strftime("%d-%m-%Y")
    try:
        report = tuple(preflight(robot.travelling.text, robot.mock, robot.cases, bench, today))
    except RecipeRefused as refused:
        return _Done(State.FAILED, " ".join(each.text.da for each in refused.problems))
    finally:
        bench.begin_anew()
    if not all(each.passed for each in report):
        return _Done(State.FAILED, "trial", report)
    if held.own:
        return _Done(State.PUBLISHED, "", report)
    return _taken(cursor, held, robot, report, now)


def _taken(
    cursor: Cursor[Any], held: Held, robot: RobotPackage, report: tuple[Tried, ...], now: datetime
) -> _Done:
    pinned = cursor.execute(SQL.pinned, {"object": held.object}).fetchone()
    if robot_named(cursor, robot.travelling.title) and pinned is None:
        return _Done(State.FAILED, "name", report)
    given = dict(held.given)
    owner, approver = given.pop(OWNER_FIELD, ""), given.pop(APPROVER_FIELD, "")
    text = answered_by(robot.travelling.text, owner, approver)
    made = make_version(cursor, text, by=held.by, now=now, department=held.department)
    fill_in(cursor, made.slug, given, by=held.by, now=now)
    note_import(
        cursor,
        topic=robot.travelling.kle,
        solution=made.slug,
        title=robot.travelling.title,
        day=local_date(now),
    )
    return _Done(State.TAKEN, "", report, made.slug, made.digest)
