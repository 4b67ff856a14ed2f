# SPDX-License-Identifier: EUPL-1.2
"""The routes that clients of Odense's automation server call, on this ledger.

The client is told of one robot, its own: session, process and work queue are all that robot. It
proves itself by the robot's key as a bearer token; without it every address answers 401.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from psycopg import Cursor

from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.faults import write_down
from gearskifte.robots import lending
from gearskifte.robots.lending import MOST_BYTES, Lender, LentItem, Status, Told

_log = logging.getLogger(__name__)

Work = Callable[[Cursor[Any], Lender], HttpResponse]


class Said(Exception):
    """An answer that ends the call."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        self.status = status
        super().__init__(why)


class _Item(msgspec.Struct):
    data: dict[str, Any] = {}
    reference: str | None = ""


class _Told(msgspec.Struct):
    status: Status
    message: str = ""


class _Clear(msgspec.Struct):
    workitem_status: Status | None = None
    days_older_than: int | None = None


class _Line(msgspec.Struct):
    message: str
    workitem_id: int | None = None
    level: str = "INFO"


def route(**views: Callable[..., Work]) -> Callable[..., HttpResponse]:
    """One address, by method: who calls is known before anything else is looked at."""

    @csrf_exempt
    def handle(request: HttpRequest, **arguments: Any) -> HttpResponse:
        try:
            answer = _answer(request, views, arguments)
        except Said as said:
            answer = _json({"detail": str(said)}, said.status)
        except msgspec.DecodeError:
            answer = _json({"detail": "unreadable"}, HTTPStatus.UNPROCESSABLE_ENTITY)
        except Exception as error:  # noqa: BLE001 - whatever it is, the program gets an answer
            write_down(_log, "A robot from outside", error)
            answer = _json({"detail": "our fault"}, HTTPStatus.INTERNAL_SERVER_ERROR)
        answer["Cache-Control"] = "no-store"
        # An address may hold a reference, and a reference a CPR number: it is not written down.
        vars(answer)["_has_been_logged"] = True
        return answer

    return handle


def _answer(
    request: HttpRequest, views: dict[str, Callable[..., Work]], arguments: dict[str, Any]
) -> HttpResponse:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or not key:
        raise Said(HTTPStatus.UNAUTHORIZED, "Send Authorization: Bearer KEY.")

    def done(cursor: Cursor[Any]) -> HttpResponse:
        who = lending.lender(cursor, key.strip())
        if who is None:
            raise Said(HTTPStatus.UNAUTHORIZED, "The key is not valid.")
        view = views.get(request.method or "")
        if view is None:
            raise Said(HTTPStatus.METHOD_NOT_ALLOWED, "no such method")
        return view(request, **arguments)(cursor, who)

    return reading(done)


def queue(request: HttpRequest, queue: int) -> Work:
    """The robot as a work queue."""
    return lambda _, who: _json(_queue(_own(who, queue)))


def queue_by_name(request: HttpRequest, name: str) -> Work:
    """The robot as a work queue, by its title or its name in addresses."""

    def work(_: Cursor[Any], who: Lender) -> HttpResponse:
        if name.casefold() not in (who.title.casefold(), who.slug):
            raise Said(HTTPStatus.NOT_FOUND, "no such queue")
        return _json(_queue(who))

    return work


def process(request: HttpRequest, process: int) -> Work:
    """The robot as a process."""

    def work(_: Cursor[Any], who: Lender) -> HttpResponse:
        _own(who, process)
        return _json(
            {
                "id": who.id,
                "name": who.title,
                "description": "",
                "workqueue_id": who.id,
                "deleted": False,
                "created_at": who.made_at.isoformat(),
                "updated_at": who.made_at.isoformat(),
            }
        )

    return work


def session(request: HttpRequest, session: int) -> Work:
    """A session is whatever the program says it is; it tells whether the robot is stopped."""

    def work(_: Cursor[Any], who: Lender) -> HttpResponse:
        return _json(
            {
                "id": session,
                "process_id": who.id,
                "status": "in progress",
                "stop_requested": who.stopped,
                "deleted": False,
                "created_at": who.made_at.isoformat(),
                "updated_at": who.made_at.isoformat(),
            }
        )

    return work


def add(request: HttpRequest, queue: int) -> Work:
    """Put an item in line."""
    given = _body(request, _Item)

    def work(cursor: Cursor[Any], who: Lender) -> HttpResponse:
        _own(who, queue)
        number = lending.add(cursor, _vault(), who, given.data, given.reference or "")
        if number is None:
            raise Said(HTTPStatus.CONFLICT, "No version of the robot is approved.")
        (found,) = lending.find(cursor, _vault(), who, number=number)
        return _json(_item(who, found))

    return work


def next_item(request: HttpRequest, queue: int) -> Work:
    """The next item in line; 204 where there is none, or the robot is stopped."""
    reference = request.GET.get("reference")
    worker = f"{request.META.get('REMOTE_ADDR', '')} {request.headers.get('User-Agent', '')}"

    def work(cursor: Cursor[Any], who: Lender) -> HttpResponse:
        by = worker[:120].strip()
        found = lending.lend(cursor, _vault(), _own(who, queue), by, reference)
        if found is None:
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        return _json(_item(who, found))

    return work


def constant(request: HttpRequest, name: str) -> Work:
    """What was filled in for the robot."""

    def work(cursor: Cursor[Any], who: Lender) -> HttpResponse:
        value = lending.constant(cursor, who, name)
        if value is None:
            raise Said(HTTPStatus.NOT_FOUND, "nothing of that name was filled in")
        return _json({"name": name, "value": value})

    return work


def items(request: HttpRequest, queue: int) -> Work:
    """The robot's items, of a reference and a status where those are asked for."""
    return by_reference(request, queue, request.GET.get("reference"))


def by_reference(request: HttpRequest, queue: int, reference: str | None) -> Work:
    """The items that the program calls so."""
    wanted = request.GET.get("status")
    try:
        status = Status(wanted.removeprefix("WorkItemStatus.")) if wanted else None
    except ValueError as error:
        raise Said(HTTPStatus.UNPROCESSABLE_ENTITY, "no such status") from error

    def work(cursor: Cursor[Any], who: Lender) -> HttpResponse:
        _own(who, queue)
        found = lending.find(cursor, _vault(), who, reference=reference, status=status)
        return _json([_item(who, each) for each in found])

    return work


def clear(request: HttpRequest, queue: int) -> Work:
    """Take what waits out of the line; the ledger keeps what was lent and what has ended."""
    given = _body(request, _Clear)

    def work(cursor: Cursor[Any], who: Lender) -> HttpResponse:
        _own(who, queue)
        gone = 0
        if given.workitem_status in (None, Status.NEW):
            gone = lending.clear(cursor, who, timedelta(days=given.days_older_than or 0))
        return _json({"cleared": gone})

    return work


def item(request: HttpRequest, item: int) -> Work:
    """One item, by the number of its loan."""

    def work(cursor: Cursor[Any], who: Lender) -> HttpResponse:
        return _json(_item(who, _find(cursor, who, item)))

    return work


def update(request: HttpRequest, item: int) -> Work:
    """What an item holds from now on."""
    given = _body(request, _Item)

    def work(cursor: Cursor[Any], who: Lender) -> HttpResponse:
        reference = given.reference or ""
        _refuse_late(lending.change(cursor, _vault(), who, item, given.data, reference))
        return _json(_item(who, _find(cursor, who, item)))

    return work


def status(request: HttpRequest, item: int) -> Work:
    """What became of an item."""
    given = _body(request, _Told)

    def work(cursor: Cursor[Any], who: Lender) -> HttpResponse:
        told = lending.tell(cursor, who, item, given.status, given.message)
        if told is Told.LATE:
            # Not an error of the transaction: that it was told late is to be remembered.
            return _json({"detail": _TOO_LATE}, HTTPStatus.CONFLICT)
        _refuse_late(told)
        return _json(_item(who, _find(cursor, who, item)))

    return work


def log_line(request: HttpRequest) -> Work:
    """What the program says it does; kept with the item as evidence."""
    given = _body(request, _Line)

    def work(cursor: Cursor[Any], who: Lender) -> HttpResponse:
        if given.workitem_id is not None:
            said = f"[{given.level}] {given.message}"[:2_000]
            lending.note(cursor, _vault(), who, given.workitem_id, said)
        return HttpResponse(status=HTTPStatus.NO_CONTENT)

    return work


def credential(request: HttpRequest, name: str) -> Work:
    """User and password of a system, where they were given to this robot."""

    def work(cursor: Cursor[Any], who: Lender) -> HttpResponse:
        user, code = (
            lending.secret(cursor, _vault(), who, f"{name}.{part}") for part in ("bruger", "kode")
        )
        if user is None and code is None:
            raise Said(HTTPStatus.NOT_FOUND, "no such credential for this robot")
        return _json(
            {
                "id": who.id,
                "name": name,
                "data": {},
                "username": user or "",
                "password": code or "",
                "deleted": False,
                "created_at": who.made_at.isoformat(),
                "updated_at": who.made_at.isoformat(),
            }
        )

    return work


_TOO_LATE: Final = "The item is not this program's any more; what it told is noted."


def _refuse_late(told: Told) -> None:
    if told is Told.UNKNOWN:
        raise Said(HTTPStatus.NOT_FOUND, "no such item")
    if told is Told.LATE:
        raise Said(HTTPStatus.CONFLICT, _TOO_LATE)


def _find(cursor: Cursor[Any], who: Lender, number: int) -> LentItem:
    found = lending.find(cursor, _vault(), who, number=number)
    if not found:
        raise Said(HTTPStatus.NOT_FOUND, "no such item")
    return found[0]


def _own(who: Lender, queue: int) -> Lender:
    if queue != who.id:
        raise Said(HTTPStatus.NOT_FOUND, "no such queue")
    return who


def _queue(who: Lender) -> dict[str, Any]:
    return {
        "id": who.id,
        "name": who.title,
        "description": who.slug,
        "enabled": not who.stopped,
        "deleted": False,
        "created_at": who.made_at.isoformat(),
        "updated_at": who.made_at.isoformat(),
    }


def _item(who: Lender, item: LentItem) -> dict[str, Any]:
    return {
        "id": item.number,
        "workqueue_id": who.id,
        "data": item.data,
        "reference": item.reference,
        "locked": item.status is Status.IN_PROGRESS,
        "status": item.status.value,
        "message": item.message,
        "started_at": _moment(item.lent_at),
        "work_duration_seconds": _seconds(item),
        "created_at": item.made_at.isoformat(),
        "updated_at": item.updated_at.isoformat(),
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _seconds(item: LentItem) -> int | None:
    if item.lent_at is None or item.ended_at is None:
        return None
    return int((item.ended_at - item.lent_at).total_seconds())


def _body(request: HttpRequest, kind: type[Any]) -> Any:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MOST_BYTES:
        raise Said(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {MOST_BYTES} bytes")
    return msgspec.json.decode(request.body or b"{}", type=kind)


def _vault() -> Any:
    return settings.GEARSKIFTE_VAULT


def _json(value: Any, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    body = json.dumps(value, ensure_ascii=False)
    return HttpResponse(body, content_type="application/json", status=status)
