# SPDX-License-Identifier: EUPL-1.2
"""What every answer tells the browser about safety: the Content-Security-Policy, and more."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]


def policy_middleware(handler: Handler) -> Handler:
    """Send the headers of the settings, which are the same for all pages and so written once.

    The middleware of Django and django-csp write them for each answer, as pages of others may need
    rules of their own; that was a third of what all middleware took.
    """
    policy = {
        HEADER: build_policy(),
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
    }
    seconds = settings.SECURE_HSTS_SECONDS

    def handle(request: HttpRequest) -> HttpResponse:
        response = handler(request)
        for name, value in policy.items():
            response.headers[name] = value
        if seconds and request.is_secure():
            response.headers["Strict-Transport-Security"] = f"max-age={seconds}"
        return response

    return handle
