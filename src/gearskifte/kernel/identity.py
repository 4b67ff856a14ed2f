# SPDX-License-Identifier: EUPL-1.2
"""Who is behind a request: a signed cookie that is valid for a short time, and nothing else.

There is no session in the database, so a request costs no look-up to know who asks. A login can be
ended before its time all the same: each carries marks, and `gearskifte.login` keeps those that have
ended.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from typing import Final

import msgspec
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import force_bytes

from gearskifte.kernel.access import Actor, Role
from gearskifte.kernel.errors import AccessDenied, Text
from gearskifte.kernel.time import system_now

COOKIE: Final = "gearskifte_identity"
"""The cookie's name. In production it is `__Host-` and this: no other host can set it for us."""
_SALT: Final = "gearskifte.identity"
_PLACE: Final = "gearskifte.session"

Handler = Callable[[HttpRequest], HttpResponse]


class Session(msgspec.Struct, frozen=True):
    """One login: who, since when (seconds since 1970), and by which marks it can be ended.

    The first mark is this login's own; others are those its identity provider knows it by.
    """

    actor: Actor
    begun: float
    marks: tuple[str, ...]


_decode = msgspec.json.Decoder(Session).decode


class Signer(signing.TimestampSigner):
    """Django's own, which makes its key once and not again for every cookie."""

    def __init__(self) -> None:
        super().__init__(salt=_SALT)
        own = f"{_SALT}signer".encode() + force_bytes(self.key)
        self._own_key = hashlib.new(self.algorithm, own).digest()

    def signature(self, value: bytes | str, key: bytes | str | None = None) -> str:
        """The same as Django's: of the settings' own key by the one made before."""
        if key not in (None, self.key):
            return super().signature(value, key)
        made = hmac.digest(self._own_key, force_bytes(value), self.algorithm)
        return signing.b64_encode(made).decode()


def identity_middleware(handler: Handler) -> Handler:
    """Find out who asks, and leave it where `actor_of` finds it."""
    signer = Signer()
    name = _name()

    def handle(request: HttpRequest) -> HttpResponse:
        value = request.COOKIES.get(name, "")
        request.META[_PLACE] = _read(signer, value) if value else None
        return handler(request)

    return handle


def session_of(request: HttpRequest) -> Session | None:
    """The login of a request, or None."""
    session = request.META.get(_PLACE)
    return session if isinstance(session, Session) else None


def actor_of(request: HttpRequest) -> Actor | None:
    """Who asks, or None for somebody who is not logged in."""
    session = request.META.get(_PLACE)
    return session.actor if isinstance(session, Session) else None


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


def forget(request: HttpRequest) -> None:
    """Let this request be nobody's."""
    request.META[_PLACE] = None


def sign_in(response: HttpResponse, actor: Actor, *, marks: tuple[str, ...] = ()) -> None:
    """Let the browser of this response be `actor` until the login runs out.

    It is a new login whatever the browser had before, so nobody can prepare one for somebody else.
    """
    begun = system_now().timestamp()
    session = Session(actor, begun, (secrets.token_urlsafe(15), *marks))
    content = base64.urlsafe_b64encode(msgspec.json.encode(session)).decode()
    response.set_cookie(
        _name(),
        signing.TimestampSigner(salt=_SALT).sign(content),
        max_age=_seconds(),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def sign_out(response: HttpResponse) -> None:
    """Let the browser of this response be nobody."""
    response.delete_cookie(_name(), samesite="Lax")
    if settings.SESSION_COOKIE_SECURE:  # a browser heeds a __Host- cookie only when it is secure
        response.cookies[_name()]["secure"] = True


def _name() -> str:
    return f"__Host-{COOKIE}" if settings.SESSION_COOKIE_SECURE else COOKIE


def _read(signer: signing.TimestampSigner, value: str) -> Session | None:
    try:
        content = signer.unsign(value, max_age=_seconds())
        return _decode(base64.urlsafe_b64decode(content))
    except (signing.BadSignature, ValueError, msgspec.ValidationError):
        return None


def _seconds() -> int:
    return int(settings.GEARSKIFTE.login_minutes) * 60
