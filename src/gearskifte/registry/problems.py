# SPDX-License-Identifier: EUPL-1.2
"""Everything that can be wrong with a call of the API, told as problem details (RFC 9457).

A problem never repeats what was sent: that may be about a person, and a problem ends up in logs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from django.http import HttpResponse

from gearskifte.kernel.errors import GearskifteError, Text

MEDIA_TYPE: Final = "application/problem+json"
TYPES: Final = "/api/v1/openapi.json#/x-problems/"
"""Where a problem's type leads: to its place in the description of the API."""
RETRY_SECONDS: Final = 5


class Problem(msgspec.Struct, frozen=True):
    """A kind of problem: its code, its HTTP status, and what, why and what to do."""

    code: str
    status: int
    what: Text
    why: Text
    do: Text

    def described(self) -> dict[str, Any]:
        """The problem as its members, without what is particular to one call."""
        return {
            "type": TYPES + self.code,
            "title": self.what.en,
            "status": self.status,
            "detail": f"{self.why.en} {self.do.en}",
            **msgspec.to_builtins(self),
        }


class Refused(GearskifteError):
    """A call that is answered with a problem.

    Args:
        problem: what is wrong.
        headers: more headers of the answer.
        members: more members of the problem, nothing of them out of the message itself.
    """

    def __init__(
        self,
        problem: Problem,
        *,
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, Any] | None = None,
    ) -> None:
        self.problem = problem
        self.headers = dict(headers or {})
        self.members = dict(members or {})
        super().__init__(problem.code, what=problem.what, why=problem.why, do=problem.do)

    def response(self) -> HttpResponse:
        """The answer."""
        return HttpResponse(
            msgspec.json.encode({**self.problem.described(), **self.members}),
            content_type=MEDIA_TYPE,
            status=self.problem.status,
            headers=self.headers,
        )


UNKNOWN_KEY: Final = Problem(
    "GS-API-001",
    401,
    Text("Nøglen mangler eller gælder ikke.", "The key is missing or not valid."),
    Text(
        "Kun systemer, kommunen har givet en nøgle, kan sende beskeder.",
        "Only systems that the municipality has given a key can send messages.",
    ),
    Text(
        "Send headeren «Authorization: Bearer <nøgle>». Er den udløbet, så få en ny.",
        "Send the header `Authorization: Bearer <key>`. If it has run out, ask for a new one.",
    ),
)
NO_SUCH_ADDRESS: Final = Problem(
    "GS-API-002",
    404,
    Text("Adressen findes ikke.", "There is no such address."),
    Text("API'et har få adresser.", "The API has few addresses."),
    Text("Se dem i /api/v1/openapi.json.", "See them in /api/v1/openapi.json."),
)
NO_SUCH_METHOD: Final = Problem(
    "GS-API-003",
    405,
    Text("Metoden bruges ikke her.", "This method is not used here."),
    Text(
        "Headeren Allow siger, hvad adressen kan.", "The header Allow says what the address can do."
    ),
    Text("Brug en af dem.", "Use one of them."),
)
TOO_LARGE: Final = Problem(
    "GS-API-004",
    413,
    Text("Det sendte er for stort.", "What was sent is too large."),
    Text(
        "Grænsen står i «most_bytes». Intet er gemt.",
        "The limit is in `most_bytes`. Nothing was kept.",
    ),
    Text("Del det i flere, og send dem hver for sig.", "Split it, and send the parts one by one."),
)
WRONG_CONTENT: Final = Problem(
    "GS-API-005",
    415,
    Text("Indholdstypen kan ikke bruges her.", "This content type cannot be used here."),
    Text(
        "Headeren Accept-Post siger, hvad der kan. Komprimering bruges ikke.",
        "The header Accept-Post says what can. Compression is not used.",
    ),
    Text("Ret Content-Type, og send igen.", "Mend Content-Type, and send again."),
)
EMPTY: Final = Problem(
    "GS-API-006",
    400,
    Text("Der er ingen besked.", "There is no message."),
    Text("Indholdet er tomt. Intet er gemt.", "The body is empty. Nothing was kept."),
    Text("Send beskedens bytes som indhold.", "Send the bytes of the message as the body."),
)
CUT_OFF: Final = Problem(
    "GS-API-007",
    400,
    Text("Overførslen blev afbrudt.", "The transfer was cut off."),
    Text(
        "Der kom færre bytes, end Content-Length siger. Intet er gemt.",
        "Fewer bytes came than Content-Length says. Nothing was kept.",
    ),
    Text("Send igen.", "Send again."),
)
NO_LENGTH: Final = Problem(
    "GS-API-008",
    411,
    Text("Længden mangler.", "The length is missing."),
    Text(
        "Uden Content-Length kan en afbrudt besked ikke kendes fra en hel.",
        "Without Content-Length a message that was cut off looks like a whole one.",
    ),
    Text("Send med Content-Length.", "Send with Content-Length."),
)
BAD_BATCH: Final = Problem(
    "GS-API-009",
    400,
    Text("Bundtet kan ikke deles i beskeder.", "The batch cannot be split into messages."),
    Text(
        "Det er ikke helt multipart/form-data med en fil i hver del. Intet er gemt.",
        "It is not whole multipart/form-data with one file in each part. Nothing was kept.",
    ),
    Text(
        "Lad dit HTTP-bibliotek skrive det, en fil for hver besked.",
        "Let your HTTP library write it, one file for each message.",
    ),
)
TOO_MANY: Final = Problem(
    "GS-API-010",
    413,
    Text("Bundtet har for mange beskeder.", "The batch has too many messages."),
    Text(
        "Grænsen står i «most_messages». Intet er gemt.",
        "The limit is in `most_messages`. Nothing was kept.",
    ),
    Text("Del det i flere bundter.", "Split it into several batches."),
)
BAD_ONCE: Final = Problem(
    "GS-API-011",
    400,
    Text("Idempotency-Key kan ikke bruges.", "The Idempotency-Key cannot be used."),
    Text(
        "Den skal være 1 til 255 synlige ASCII-tegn. Intet er gemt.",
        "It must be 1 to 255 visible ASCII characters. Nothing was kept.",
    ),
    Text("Brug for eksempel en UUID.", "Use a UUID, for instance."),
)
REUSED_ONCE: Final = Problem(
    "GS-API-012",
    422,
    Text(
        "Idempotency-Key er brugt før til en anden besked.",
        "The Idempotency-Key was used before for another message.",
    ),
    Text(
        "Beskeden er gemt i karantæne, og den bliver ikke læst.",
        "The message is kept in quarantine and will not be read.",
    ),
    Text(
        "Send den igen med en ny nøgle eller uden.", "Send it again with a new key or without one."
    ),
)
TOO_BUSY: Final = Problem(
    "GS-API-013",
    429,
    Text("Der venter for mange beskeder.", "Too many messages are waiting."),
    Text(
        "Flere beskeder, end der kan læses nu, er gemt. Denne er ikke gemt.",
        "More messages are kept than can be read now. This one was not kept.",
    ),
    Text("Send igen efter Retry-After sekunder.", "Send again after Retry-After seconds."),
)
NO_SUCH_MESSAGE: Final = Problem(
    "GS-API-014",
    404,
    Text("Beskeden er ikke her.", "The message is not here."),
    Text(
        "Et system ser kun de beskeder, det selv har sendt.",
        "A system sees only the messages that it has sent itself.",
    ),
    Text("Brug adressen fra headeren Location.", "Use the address from the header Location."),
)
BAD_REQUEST: Final = Problem(
    "GS-API-015",
    400,
    Text("Kaldet kan ikke forstås.", "The call cannot be understood."),
    Text("Noget i dets headere passer ikke.", "Something in its headers does not fit."),
    Text("Se efter værtsnavn og headere.", "Check the host name and the headers."),
)
OUR_FAULT: Final = Problem(
    "GS-API-016",
    500,
    Text("Der er sket en fejl hos os.", "Something went wrong on our side."),
    Text(
        "Det er ikke sikkert, at beskeden er gemt. Fejlen er skrevet ned.",
        "The message may not have been kept. The error is written down.",
    ),
    Text(
        "Send igen: den samme besked gemmes kun én gang.",
        "Send again: the same message is kept only once.",
    ),
)
NO_DATABASE: Final = Problem(
    "GS-API-017",
    503,
    Text("Databasen svarer ikke.", "The database does not answer."),
    Text("Det er ikke sikkert, at beskeden er gemt.", "The message may not have been kept."),
    Text(
        "Send igen efter Retry-After sekunder; den gemmes kun én gang.",
        "Send again after Retry-After seconds; it is kept only once.",
    ),
)

PROBLEMS: Final = (
    *(UNKNOWN_KEY, NO_SUCH_ADDRESS, NO_SUCH_METHOD, TOO_LARGE, WRONG_CONTENT, EMPTY, CUT_OFF),
    *(NO_LENGTH, BAD_BATCH, TOO_MANY, BAD_ONCE, REUSED_ONCE, TOO_BUSY, NO_SUCH_MESSAGE),
    *(BAD_REQUEST, OUR_FAULT, NO_DATABASE),
)
"""All of them, in the order of their codes."""
