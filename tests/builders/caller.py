# SPDX-License-Identifier: EUPL-1.2
"""A source system that calls the API of this process, without a web server between."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import HttpResponse
from django.test import Client
from psycopg import Connection

from gearskifte.registry.public import IssuedKey, add_sender
from tests.builders.people import NOW

BOUNDARY: Final = "graense-7e57"
SYSTEM: Final = "00000000-0000-4000-8000-000000000001"
OTHER_SYSTEM: Final = "00000000-0000-4000-8000-000000000002"


def issue(
    connection: Connection[Any], system: str = SYSTEM, name: str = "Prøvesystem"
) -> IssuedKey:
    """Let a system send; its key."""
    with connection.transaction(), connection.cursor() as cursor:
        return add_sender(cursor, system, name=name, now=NOW)


def told(answer: HttpResponse) -> dict[str, Any]:
    """The JSON of an answer."""
    content: dict[str, Any] = json.loads(answer.content)
    return content


def problem(answer: HttpResponse) -> tuple[int, str]:
    """The status and code of an answer, which is a problem as problems are to be told."""
    content = told(answer)
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "no-store"
    assert content["status"] == answer.status_code
    return answer.status_code, content["code"]


def batch_of(bodies: Sequence[bytes]) -> bytes:
    """Messages as the parts of a form."""
    head = b'Content-Disposition: form-data; name="message"; filename="b.xml"\r\n\r\n'
    parts = b"".join(b"--" + BOUNDARY.encode() + b"\r\n" + head + body + b"\r\n" for body in bodies)
    return parts + b"--" + BOUNDARY.encode() + b"--\r\n"


@dataclass(frozen=True, slots=True)
class Caller:
    """A system with a key (or with something it thinks is one)."""

    key: str
    client: Client = field(default_factory=lambda: Client(SERVER_NAME="localhost"))

    def call(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        content_type: str = "application/xml",
        headers: dict[str, str] | None = None,
        **environ: Any,
    ) -> HttpResponse:
        """Call anything with the key; `headers` and `environ` (WSGI) come on top."""
        given = {"Authorization": f"Bearer {self.key}", **(headers or {})}
        answer: Any = self.client.generic(
            method, path, body, content_type, headers=given, **environ
        )
        assert isinstance(answer, HttpResponse)
        return answer

    def post(
        self, body: bytes, content_type: str = "application/xml", **headers: str
    ) -> HttpResponse:
        """Hand a message in."""
        return self.call("POST", "/api/v1/messages", body, content_type, headers)

    def post_batch(self, bodies: Sequence[bytes]) -> HttpResponse:
        """Hand a batch in."""
        content_type = f"multipart/form-data; boundary={BOUNDARY}"
        return self.call("POST", "/api/v1/messages/batch", batch_of(bodies), content_type)

    def get(self, path: str) -> HttpResponse:
        """Ask for something."""
        return self.call("GET", path)
