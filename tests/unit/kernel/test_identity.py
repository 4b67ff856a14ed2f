# SPDX-License-Identifier: EUPL-1.2
"""A login is what its signature says, for as long as it lasts."""

from __future__ import annotations

import pytest
from django.core import signing
from django.http import HttpRequest, HttpResponse
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.app import boot
from gearskifte.kernel.access import Actor, Role
from gearskifte.kernel.identity import (
    COOKIE,
    Signer,
    actor_of,
    identity_middleware,
    session_of,
    sign_in,
)

pytestmark = pytest.mark.unit

CITIZEN = Actor("1", "Sofie", Role.CITIZEN)


@pytest.fixture(autouse=True)
def _django() -> None:
    boot.set_up_django(boot.installation(), "web")


def asked(cookie: str) -> HttpRequest:
    """A request with a login, as views see it."""
    seen: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse()

    request = HttpRequest()
    request.COOKIES[COOKIE] = cookie
    identity_middleware(view)(request)
    return seen[0]


def login() -> str:
    """A login's cookie."""
    response = HttpResponse()
    sign_in(response, CITIZEN, marks=("mark",))
    return response.cookies[COOKIE].value


def test_a_login_is_read_back() -> None:
    """Who signed in is who asks, with a mark of the login's own before the provider's."""
    request = asked(login())
    session = session_of(request)
    assert actor_of(request) == CITIZEN
    assert session is not None
    assert session.marks[1:] == ("mark",)


def test_no_two_logins_are_the_same() -> None:
    """Each login has a mark of its own, so that ending one leaves the others."""
    marks = {session.marks[0] for session in map(session_of, map(asked, (login(), login())))
             if session}  # fmt: skip
    assert len(marks) == 2


@pytest.mark.parametrize("at", [0, 5, 40, -1])
def test_a_changed_login_is_nobodys(at: int) -> None:
    """A byte changed anywhere makes it nobody's."""
    value = login()
    other = "A" if value[at] != "A" else "B"
    turned = value[:at] + other + (value[at + 1 :] if at != -1 else "")
    assert actor_of(asked(turned)) is None


def test_a_login_runs_out() -> None:
    """A login that is older than `login_minutes` is nobody's."""

    class Old(signing.TimestampSigner):
        def timestamp(self) -> str:
            return signing.b62_encode(signing.b62_decode(super().timestamp()) - 31 * 60)

    content = login().rsplit(":", 2)[0]
    assert actor_of(asked(Old(salt="gearskifte.identity").sign(content))) is None
    assert actor_of(asked(signing.TimestampSigner(salt="gearskifte.identity").sign(content)))


@given(st.text(max_size=40), st.none() | st.text(min_size=1, max_size=40))
def test_a_signature_is_the_one_that_django_makes(value: str, key: str | None) -> None:
    """By the settings' own key, whose part is made before, and by any other."""
    usual = signing.TimestampSigner(salt="gearskifte.identity")
    assert Signer().signature(value, key) == usual.signature(value, key)
    assert Signer().unsign(usual.sign(value), max_age=60) == value
