# SPDX-License-Identifier: EUPL-1.2
"""Django's handler, which hands a finished page over whole and knows addresses again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch
from django.utils.log import log_response


class Handler(WSGIHandler):
    """Answers a request.

    A page that is made is handed over as one list: what Django gives is asked for piece by piece
    by the web server, across threads, although there is one piece. A stream is still a stream.

    There is one site at one place: no list of addresses and no prefix of them is chosen for a
    request and let go of afterwards, as Django does for those that have several.
    """

    _middleware_chain: Callable[[HttpRequest], Any]

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, ResolverMatch] = {}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """The parts of the answer; what a page held is let go of before it is sent."""
        signals.request_started.send(sender=type(self), environ=environ)
        response = self.get_response(self.request_class(environ))
        response._handler_class = type(self)  # noqa: SLF001 - as the handler of Django does
        cookies = (("Set-Cookie", each.output(header="")) for each in response.cookies.values())
        status = f"{response.status_code} {response.reason_phrase}"
        start_response(status, [*response.items(), *cookies])
        if not isinstance(response, HttpResponse):
            return response
        response.close()
        return [response.content]

    def get_response(self, request: HttpRequest) -> Any:
        """What the middleware answers; a refusal or an error is told to whoever reads the log."""
        response = self._middleware_chain(request)
        response._resource_closers.append(request.close)  # noqa: SLF001 - likewise
        if response.status_code >= 400:
            log_response(
                "%s: %s", response.reason_phrase, request.path, response=response, request=request
            )
        return response

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
