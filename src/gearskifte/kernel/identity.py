# SPDX-License-Identifier: EUPL-1.2
"""Who is behind a request: a signed cookie that is valid for a short time, and nothing else.

There is no session in the database, so a request costs no look-up to know who asks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from gearskifte.kernel.access import Actor, Role
from gearskifte.kernel.errors import AccessDenied, Text

COOKIE: Final = "gearskifte_identity"
_SALT: Final = "gearskifte.identity"

Handler = Callable[[HttpRequest], HttpResponse]


def identity_middleware(handler: Handler) -> Handler:
    """Find out who asks, and leave it where `actor_of` finds it."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.META["gearskifte.actor"] = _read(request.COOKIES.get(COOKIE, ""))
        return handler(request)

    return handle


def actor_of(request: HttpRequest) -> Actor | None:
    """Who asks, or None for somebody who is not logged in."""
    actor = request.META.get("gearskifte.actor")
    return actor if isinstance(actor, Actor) else None


def employee(request: HttpRequest, roles: tuple[Role, ...]) -> Actor:
    """Who asks, if they work for an authority in one of the roles.

    Raises:
        AccessDenied: GS-ACC-403 for everybody else.
    """
    actor = actor_of(request)
    if actor is None or actor.role not in roles or not actor.authority:
        names = [role.words for role in roles]
        raise AccessDenied(
            "GS-ACC-403",
            what=Text("Du har ikke adgang til siden.", "You have no access to this page."),
            why=Text(
                f"Den er for: {', '.join(each.da.lower() for each in names)}.",
                f"It is for: {', '.join(each.en.lower() for each in names)}.",
            ),
            do=Text("Log ind i en af de roller.", "Log in with one of those roles."),
        )
    return actor


def sign_in(response: HttpResponse, actor: Actor) -> None:
    """Let the browser of this response be `actor` until the login runs out."""
    value = signing.dumps(msgspec.to_builtins(actor), salt=_SALT, compress=True)
    response.set_cookie(
        COOKIE,
        value,
        max_age=_seconds(),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def sign_out(response: HttpResponse) -> None:
    """Let the browser of this response be nobody."""
    response.delete_cookie(COOKIE, samesite="Lax")


def _read(value: str) -> Actor | None:
    if not value:
        return None
    try:
        return msgspec.convert(signing.loads(value, salt=_SALT, max_age=_seconds()), Actor)
    except (signing.BadSignature, msgspec.ValidationError):
        return None


def _seconds() -> int:
    return int(settings.GEARSKIFTE.login_minutes) * 60
