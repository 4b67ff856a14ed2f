# SPDX-License-Identifier: EUPL-1.2
"""What citizens say is wrong travels to the source system by machine, and its outcome comes back.

A source calls with the key it sends messages with. It fetches what it has not received, says that
it has it, and tells what came of it; the citizen and the unit see each step. `docs/api.md` has it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse

from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.errors import Text
from gearskifte.kernel.time import system_now
from gearskifte.overview.rules.corrections import LONGEST_TEXT, CorrectionOutcome, fit_to_send
from gearskifte.overview.service import for_source
from gearskifte.registry.api_public import Problem, Refused, body_of, calling_key, unknown_key

MOST: Final = 100
MOST_BYTES: Final = 64 * 1024
LONGEST_REFERENCE: Final = 200

NO_SUCH_MATTER: Final = Problem(
    "GS-OVW-020",
    404,
    Text("Sagen findes ikke.", "There is no such matter."),
    Text("Den er ikke sendt til dette system.", "It was not sent to this system."),
    Text("Hent listen igen.", "Fetch the list again."),
)
ANSWERED: Final = Problem(
    "GS-OVW-021",
    409,
    Text("Sagen er besvaret.", "The matter is answered."),
    Text("Borgeren har fået ét svar.", "The citizen has been given one answer."),
    Text("Gør ikke mere ved den.", "Do nothing more about it."),
)
NOT_UNDERSTOOD: Final = Problem(
    "GS-OVW-022",
    422,
    Text("Svaret kan ikke bruges.", "The answer cannot be used."),
    Text(
        "outcome skal være corrected, partly, unchanged eller explained, og answer en tekst.",
        "outcome must be corrected, partly, unchanged or explained, and answer a text.",
    ),
    Text(
        f"Ret det, og send det igen. Højst {LONGEST_TEXT} tegn.",
        f"Mend it and send it again. {LONGEST_TEXT} characters at most.",
    ),
)


class Receipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That a source has a matter, under a reference of its own."""

    reference: str = ""


class SourceAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What came of a matter, in words that the citizen reads."""

    outcome: Literal["corrected", "partly", "unchanged", "explained"]
    answer: str


class Matter(msgspec.Struct, frozen=True):
    """What a citizen says is wrong.

    Attributes:
        object: the case, document, grant or payment it is about, as the source calls it.
        look_up: the source's own name for the look-up it is about, where it is about one.
        unit: which unit answers for it. due_at: when the citizen is promised an answer.
    """

    id: UUID
    object: UUID | None
    look_up: str | None
    subject: str
    unit: str
    text: str
    sent_at: datetime
    due_at: datetime


class Matters(msgspec.Struct, frozen=True):
    """What the source has not received, the soonest due first."""

    corrections: list[Matter]


class Done(msgspec.Struct, frozen=True):
    """What the matter is now."""

    status: Literal["received", "answered"]


def fetch(request: HttpRequest) -> HttpResponse:
    """The matters that the calling system has not received, the soonest due first."""
    return _answer({"corrections": _told(calling_key(request), "fetch", {"most": MOST})})


def receive(request: HttpRequest, correction: UUID) -> HttpResponse:
    """The calling system has a matter; saying so again changes nothing."""
    key = calling_key(request)
    told = _read(request, Receipt)
    if len(told.reference) > LONGEST_REFERENCE or "\0" in told.reference:
        raise Refused(NOT_UNDERSTOOD)
    if not _told(key, "receive", {"id": correction, "reference": told.reference}):
        raise Refused(NO_SUCH_MATTER)
    return _answer(Done("received"))


def answer(request: HttpRequest, correction: UUID) -> HttpResponse:
    """What came of a matter; it is answered once."""
    key = calling_key(request)
    told = _read(request, SourceAnswer)
    if not fit_to_send(told.answer):
        raise Refused(NOT_UNDERSTOOD)
    became = _told(
        key,
        "answer",
        {
            "id": correction,
            "outcome": CorrectionOutcome(told.outcome),
            "answer": told.answer.strip(),
        },
    )
    if became != "done":
        raise Refused(ANSWERED if became else NO_SUCH_MATTER)
    return _answer(Done("answered"))


def _read(request: HttpRequest, kind: Any) -> Any:
    try:
        return msgspec.json.decode(body_of(request, most=MOST_BYTES), type=kind)
    except msgspec.DecodeError as error:
        raise Refused(NOT_UNDERSTOOD) from error


def _told(key: bytes, what: str, told: dict[str, Any]) -> Any:
    """What the database says to a call; nothing is that the key is not live."""
    found = reading(lambda cursor: for_source(cursor, key, system_now(), what, told))
    if found is None:
        raise unknown_key()
    return found


def _answer(body: object) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(body), content_type="application/json")
