# SPDX-License-Identifier: EUPL-1.2
"""Django's handler, which hands a finished page over whole and knows addresses again."""

from __future__ import annotations

from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch


class Handler(WSGIHandler):
    """Answers a request.

    A page that is made is handed over as one list: what Django gives is asked for piece by piece
    by the web server, across threads, although there is one piece. A stream is still a stream.
    """

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, ResolverMatch] = {}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """The parts of the answer; what a page held is let go of before it is sent."""
        response = super().__call__(environ, start_response)
        if not isinstance(response, HttpResponse):
            return response
        response.close()
        return [response.content]

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        """What answers an address. One that is a pattern, word for word, is looked for once.

        Django goes through the patterns for every request. There are no more such addresses than
        patterns, so no asker can make this grow.
        """
        match = self._known.get(request.path_info)
        if match is None:
            match = super().resolve_request(request)
            if f"/{match.route}" == request.path_info:
                self._known[request.path_info] = match
        request.resolver_match = match
        return match
