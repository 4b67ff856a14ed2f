# SPDX-License-Identifier: EUPL-1.2
"""A finished page is handed over whole; a stream stays one."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
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


def _asked(path: str) -> HttpRequest:
    request = HttpRequest()
    request.path_info = path
    return request


def test_an_address_that_never_varies_is_looked_for_once() -> None:
    """One with an id in it is looked for each time, one that is not there stays unknown."""
    handler = Handler()
    first, again = (handler.resolve_request(_asked("/mit-overblik/")) for _ in range(2))
    assert (first is again, first.view_name) == (True, "overview:mine")
    case = "/mit-overblik/sag/00000000-0000-0000-0000-00000000000{}/"
    ids = [handler.resolve_request(_asked(case.format(n))).kwargs["case"].int for n in (1, 2, 1)]
    assert ids == [1, 2, 1]
    for _ in range(2):
        with pytest.raises(Http404):
            handler.resolve_request(_asked("/mit-overblik"))
    assert list(handler._known) == ["/mit-overblik/"]
