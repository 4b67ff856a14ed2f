# SPDX-License-Identifier: EUPL-1.2
"""The API by which source systems hand messages in, version 1 (`openapi.json` describes it).

A call only keeps the message and commits; the worker reads it a moment later. So an answer never
waits for other senders, and what was answered with 202 survives whatever happens next.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Final, TypeVar
from uuid import UUID

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.module_loading import import_string

from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.time import system_now
from gearskifte.registry import problems
from gearskifte.registry.deliveries import Handed, hand_in, status_of, waiting
from gearskifte.registry.endpoint import body_of, calling_key, unknown_key
from gearskifte.registry.problems import PROBLEMS, Refused
from gearskifte.registry.rules.multipart import BadBatch, boundary_of, split

MOST_IN_BATCH: Final = 1000
SINGLE: Final = (
    *("application/xml", "text/xml", "application/soap+xml", "application/octet-stream"),
    *("text/csv", "application/json"),
)
BATCH: Final = "multipart/form-data"
JSON: Final = "application/json"
_ONCE: Final = re.compile(r"[!-~]{1,255}")

Result = TypeVar("Result")


def post_message(request: HttpRequest) -> HttpResponse:
    """Keep one message: 202 when it is new, 200 when these bytes are here already.

    Raises:
        Refused: for everything that keeps the message from being taken in.
    """
    now = system_now()
    key = _key(request, now)
    if _media_type(request) not in ("", *SINGLE):
        raise _wrong_content(*SINGLE)
    once = request.headers.get("Idempotency-Key")
    if once is not None and not _ONCE.fullmatch(once):
        raise Refused(problems.BAD_ONCE)
    body = body_of(request, most=_most_bytes())
    vault = settings.GEARSKIFTE_VAULT
    (handed,) = _known(
        reading(lambda cursor: hand_in(cursor, vault, [body], key=key, at=now, once=once))
    )
    location = {"Location": _address(handed)}
    if handed.outcome == "reused":
        members = {"message": str(handed.delivery)}
        raise Refused(problems.REUSED_ONCE, headers=location, members=members)
    return _answer(_described(handed), 202 if handed.outcome == "kept" else 200, location)


def post_batch(request: HttpRequest) -> HttpResponse:
    """Keep a batch of messages, all of them or none; described in the order they came in.

    Raises:
        Refused: for everything that keeps the batch from being taken in.
    """
    now = system_now()
    key = _key(request, now)
    if _media_type(request) != BATCH:
        raise _wrong_content(BATCH)
    boundary = boundary_of(request.headers.get("Content-Type", ""))
    body = body_of(request, most=_most_bytes())
    try:
        bodies = split(body, boundary, most=MOST_IN_BATCH) if boundary else []
    except BadBatch as error:
        raise Refused(problems.BAD_BATCH) from error
    if len(bodies) > MOST_IN_BATCH:
        raise Refused(problems.TOO_MANY, members={"most_messages": MOST_IN_BATCH})
    if not all(bodies) or not bodies:
        raise Refused(problems.EMPTY if bodies else problems.BAD_BATCH)
    vault = settings.GEARSKIFTE_VAULT
    handed = _known(reading(lambda cursor: hand_in(cursor, vault, bodies, key=key, at=now)))
    kept = any(each.outcome == "kept" for each in handed)
    return _answer({"messages": [_described(each) for each in handed]}, 202 if kept else 200, {})


def get_message(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """What became of a message, told to nobody but who handed it in.

    Raises:
        Refused: GS-API-014 if the caller has handed in no such message.
    """
    now = system_now()
    key = _key(request, now, may_wait=True)
    found = reading(lambda cursor: status_of(cursor, delivery, key=key, at=now))
    if found is None:
        raise Refused(problems.NO_SUCH_MESSAGE)
    return HttpResponse(found, content_type=JSON)


def describe(request: HttpRequest) -> HttpResponse:
    """The description of the API (OpenAPI 3.1), for everybody."""
    return HttpResponse(_description(), content_type=JSON)


@cache
def _description() -> bytes:
    """The registry's own, with what other rooms describe (named in the settings)."""
    text = files("gearskifte.registry").joinpath("openapi.json").read_bytes()
    whole = msgspec.json.decode(text)
    whole["x-problems"] = {problem.code: problem.described() for problem in PROBLEMS}
    for name in settings.GEARSKIFTE_API_PARTS:
        part = import_string(name)()
        whole["paths"].update(part["paths"])
        whole["components"]["schemas"].update(part["schemas"])
        whole["x-problems"].update(part["problems"])
    return msgspec.json.encode(whole)


def _key(request: HttpRequest, now: datetime, *, may_wait: bool = False) -> bytes:
    """The hash of the caller's key.

    Raises:
        Refused: GS-API-001 unless the key is live, GS-API-013 if too many messages wait to be read
            already, which does not matter to who only asks (`may_wait`).
    """
    key = calling_key(request)
    most = 0 if may_wait else settings.GEARSKIFTE.max_waiting
    number = reading(lambda cursor: waiting(cursor, key, at=now, most=most))
    if number is None:
        raise unknown_key()
    if number >= most and not may_wait:
        raise Refused(problems.TOO_BUSY, headers={"Retry-After": str(problems.RETRY_SECONDS)})
    return key


def _known(found: Result | None) -> Result:
    """What was found, unless the key ended while it was looked for."""
    if found is None:
        raise unknown_key()
    return found


def _wrong_content(*accepted: str) -> Refused:
    return Refused(problems.WRONG_CONTENT, headers={"Accept-Post": ", ".join(accepted)})


def _media_type(request: HttpRequest) -> str:
    """The media type of the body, "" where none is given; a compressed body has another."""
    if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        return "compressed"
    return request.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def _most_bytes() -> int:
    return int(settings.GEARSKIFTE.max_message_mib) * 1024 * 1024


def _address(handed: Handed) -> str:
    return reverse("api:message", kwargs={"delivery": handed.delivery})


def _described(handed: Handed) -> dict[str, str | bool]:
    return {
        "id": str(handed.delivery),
        "status": handed.status,
        "new": handed.outcome == "kept",
        "location": _address(handed),
    }


def _answer(content: object, status: int, headers: dict[str, str]) -> HttpResponse:
    return HttpResponse(
        msgspec.json.encode(content), content_type=JSON, status=status, headers=headers
    )
