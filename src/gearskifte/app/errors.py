# SPDX-License-Identifier: EUPL-1.2
"""An error that was foreseen becomes the page that explains it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from gearskifte.kernel.errors import GearskifteError
from gearskifte.ui.public import error_response

Handler = Callable[[HttpRequest], HttpResponse]


class error_middleware:  # noqa: N801 - named in the settings like a function
    """Turns a `GearskifteError` raised by a view into its page."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the view answer; Django calls `process_exception` where it raises."""
        return self._handler(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for what was foreseen; anything else is Django's to report."""
        return error_response(request, error) if isinstance(error, GearskifteError) else None
