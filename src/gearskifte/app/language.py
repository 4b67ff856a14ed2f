# SPDX-License-Identifier: EUPL-1.2
"""The language of a page: Danish, until the reader chooses English."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

Handler = Callable[[HttpRequest], HttpResponse]


def language_middleware(handler: Handler) -> Handler:
    """Use the language that was chosen (a cookie), else Danish.

    The browser's own list of languages is not asked: the municipality speaks Danish first, and a
    page that was sent to somebody looks the same to whoever opens it.
    """
    others = {code for code, _ in settings.LANGUAGES} - {settings.LANGUAGE_CODE}

    def handle(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if chosen not in others:  # the settings' own language holds where none is chosen
            return handler(request)
        with translation.override(chosen):
            return handler(request)

    return handle
