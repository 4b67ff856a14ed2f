# SPDX-License-Identifier: EUPL-1.2
"""Other systems by HTTP and JSON.

A 4xx answer is the system's refusal: nothing was changed, and a person must look. Everything else
that goes wrong may have happened halfway, and is read back before it is done again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from http import HTTPStatus
from typing import Final

import httpx

from gearskifte.kernel.errors import Text
from gearskifte.robots.rules.refusals import StepFailed, StepRefused
from gearskifte.robots.rules.values import Value, from_json, to_json

SECONDS: Final = 30.0
MOST_BYTES: Final = 16 * 1024 * 1024
TRY_LATER: Final = frozenset(
    {
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_EARLY,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.LOCKED,
    }
)


class HttpApi:
    """A client that follows no redirect, keeps its connections, and sends each system its token."""

    def __init__(
        self, token: Callable[[str], str] = lambda _: "", seconds: float = SECONDS
    ) -> None:
        """`token` gives a system's bearer token, "" where it takes none."""
        self._seconds = seconds
        self._token = token
        self.held: Callable[[], None] = lambda: None
        """Asked at the moment of a change; see `Tools`."""

    @cached_property
    def _client(self) -> httpx.Client:
        """Made when it is needed: it reads every certificate authority there is."""
        return httpx.Client(timeout=self._seconds, follow_redirects=False)

    def get(self, address: str, query: Mapping[str, str], system: str) -> Value:
        """What the system answers."""
        return self._ask("GET", address, system, params=dict(query))

    def send(self, method: str, address: str, data: Value, system: str) -> Value:
        """Send, and give the answer."""
        return self._ask(method, address, system, data=data)

    def _ask(
        self,
        method: str,
        address: str,
        system: str,
        params: dict[str, str] | None = None,
        data: Value = None,
    ) -> Value:
        token = self._token(system)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        body = None if data is None else to_json(data)
        client = self._client
        if method != "GET":
            self.held()
        try:
            answer = client.request(
                method, address, params=params or None, json=body, headers=headers
            )
        except httpx.UnsupportedProtocol as error:
            raise _refused(system, 0) from error
        except httpx.HTTPError as error:
            raise _failed(system, type(error).__name__) from error
        return _read(answer, system)


def _read(answer: httpx.Response, system: str) -> Value:
    status = answer.status_code
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR and (
        status not in TRY_LATER
    ):
        raise _refused(system, status)
    if not answer.is_success or len(answer.content) > MOST_BYTES:
        raise _failed(system, str(status))
    if not answer.content:
        return None
    try:
        return from_json(answer.json())
    except ValueError:
        return answer.text


def _refused(system: str, status: int) -> StepRefused:
    return StepRefused(
        "GS-ROB-120",
        what=Text(f"«{system}» sagde nej.", f"`{system}` said no."),
        why=Text(f"Svaret var {status}.", f"The answer was {status}."),
        do=Text("Se sagen i systemet.", "Look at the case in that system."),
    )


def _failed(system: str, reason: str) -> StepFailed:
    return StepFailed(
        "GS-ROB-220",
        what=Text(f"«{system}» svarede ikke rigtigt.", f"`{system}` did not answer properly."),
        why=Text(f"Årsag: {reason}.", f"Reason: {reason}."),
        do=Text("Der prøves igen om lidt.", "It is tried again in a while."),
    )
