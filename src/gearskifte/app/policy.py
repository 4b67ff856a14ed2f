# SPDX-License-Identifier: EUPL-1.2
"""The Content-Security-Policy that every answer carries."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import HEADER
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]


def policy_middleware(handler: Handler) -> Handler:
    """Send the policy of the settings, which is the same for all pages and so written once.

    django-csp's own middleware writes it for each answer, as pages of others may need rules of
    their own; that was a quarter of what all middleware took.
    """
    policy = build_policy()

    def handle(request: HttpRequest) -> HttpResponse:
        response = handler(request)
        response[HEADER] = policy
        return response

    return handle
