# SPDX-License-Identifier: EUPL-1.2
"""A finished page is handed over whole; a stream stays one."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from gearskifte.app.handler import Handler

pytestmark = [pytest.mark.acceptance, pytest.mark.usefixtures("database")]

ASKED = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "wsgi.input": BytesIO()}


class _Answering(Handler):
    def __init__(self, response: HttpResponseBase) -> None:
        """Without middleware."""
        self._response = response

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        """What the test wants answered."""
        return self._response


def test_a_page_is_one_list_and_closed() -> None:
    """The web server gets every byte at once, and what the page held is let go."""
    told: list[Any] = []
    page = HttpResponse("<p>æ</p>", status=201)
    parts = _Answering(page)(dict(ASKED), lambda *answer: told.append(answer))
    assert parts == ["<p>æ</p>".encode()]
    assert told[0][0] == "201 Created"
    assert page.closed


def test_a_stream_is_not_read_beforehand() -> None:
    """A download that is made as it is sent is still sent piece by piece."""
    asked: list[int] = []

    def pieces() -> Any:
        asked.append(1)
        yield b"a"

    parts = _Answering(StreamingHttpResponse(pieces()))(dict(ASKED), lambda *_: None)
    assert asked == []
    assert list(parts) == [b"a"]
