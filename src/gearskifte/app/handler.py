# SPDX-License-Identifier: EUPL-1.2
"""Django's handler, which hands a finished page over whole."""

from __future__ import annotations

from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse


class Handler(WSGIHandler):
    """Answers a request.

    A page that is made is handed over as one list: what Django gives is asked for piece by piece
    by the web server, across threads, although there is one piece. A stream is still a stream.
    """

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """The parts of the answer; what a page held is let go of before it is sent."""
        response = super().__call__(environ, start_response)
        if not isinstance(response, HttpResponse):
            return response
        response.close()
        return [response.content]
