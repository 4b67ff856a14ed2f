# SPDX-License-Identifier: EUPL-1.2
"""What source systems tell by themselves: who has looked people up in them, what was delivered.

A source calls with the key it sends messages with. A call is taken whole or not at all, and the
same call again changes nothing. `docs/api.md` has it.
"""

from __future__ import annotations

from typing import Any, Final, TypeVar

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.errors import Text
from gearskifte.kernel.time import system_now
from gearskifte.overview.rules import deliveries as delivering
from gearskifte.overview.rules import look_ups as looking
from gearskifte.overview.service import source_deliveries, source_look_ups
from gearskifte.registry.api_public import Problem, Refused, body_of, calling_key, unknown_key

MOST_BYTES: Final = 2 * 1024 * 1024
MOST_TOLD: Final = 20

NOT_UNDERSTOOD: Final = Problem(
    "GS-OVW-023",
    422,
    Text("Det kan ikke bruges.", "It cannot be used."),
    Text(
        "Noget mangler, eller er skrevet på en anden måde; se lines. Intet er ændret.",
        "Something is missing or written in another way; see lines. Nothing was changed.",
    ),
    Text("Ret det, og send det hele igen.", "Mend it and send all of it again."),
)

Told = TypeVar("Told")


class Answer(msgspec.Struct, frozen=True):
    """How many of what was told were new here, and how many were known."""

    new: int
    known: int


def look_ups(request: HttpRequest) -> HttpResponse:
    """Look-ups in the calling system, each written to the log of the person it was about."""
    key, now = calling_key(request), system_now()
    report = _read(request, looking.LookUpReport)
    _refuse(looking.faults(report, now))
    new = reading(
        lambda cursor: source_look_ups(cursor, key, report, settings.GEARSKIFTE_VAULT, now)
    )
    return _answer(new, len(report.look_ups))


def deliveries(request: HttpRequest) -> HttpResponse:
    """What was delivered of granted help, as the calling system tells it."""
    key, now = calling_key(request), system_now()
    report = _read(request, delivering.DeliveryReport)
    _refuse(delivering.faults(report))
    new = reading(lambda cursor: source_deliveries(cursor, key, report, now))
    return _answer(new, len(report.deliveries))


def _read(request: HttpRequest, kind: type[Told]) -> Told:
    try:
        return msgspec.json.decode(body_of(request, most=MOST_BYTES), type=kind)
    except msgspec.DecodeError as error:
        raise Refused(NOT_UNDERSTOOD, members={"lines": [_fault(0, _place(error))]}) from error


def _place(error: msgspec.DecodeError) -> Text:
    """Where a body is not as it should be: msgspec's path, which holds nothing that was sent."""
    _, _, path = str(error).rpartition("`$")
    where = f"${path.rstrip('`')}" if path else "$"
    return Text(f"{where} passer ikke med beskrivelsen", f"{where} is not as described")


def _refuse(faults: list[tuple[int, Text]]) -> None:
    if faults:
        told = [_fault(number, text) for number, text in faults[:MOST_TOLD]]
        raise Refused(NOT_UNDERSTOOD, members={"lines": told})


def _fault(number: int, text: Text) -> dict[str, Any]:
    return {"line": number, "text": {"da": text.da, "en": text.en}}


def _answer(new: int | None, sent: int) -> HttpResponse:
    """How many of what was sent told something new; None is that the key is not live."""
    if new is None:
        raise unknown_key()
    body = msgspec.json.encode(Answer(new, sent - new))
    return HttpResponse(body, content_type="application/json")
