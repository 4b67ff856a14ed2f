# SPDX-License-Identifier: EUPL-1.2
"""A login that was ended is nobody's, whatever its cookie says."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from gearskifte.kernel.identity import forget, session_of
from gearskifte.login.service import has_ended

Handler = Callable[[HttpRequest], HttpResponse]


def ended_middleware(handler: Handler) -> Handler:
    """Let nobody in by a login that was ended. Costs a statement every five seconds."""

    def handle(request: HttpRequest) -> HttpResponse:
        session = session_of(request)
        if session is not None and has_ended(session):
            forget(request)
        return handler(request)

    return handle
