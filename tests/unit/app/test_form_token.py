# SPDX-License-Identifier: EUPL-1.2
"""The token of a page's forms is one that Django accepts."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest
from django.http import HttpRequest
from django.middleware import csrf
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.app.form_token import form_token, masked

pytestmark = pytest.mark.unit

_fits = vars(csrf)["_does_token_match"]
SECRETS = st.text(CSRF_ALLOWED_CHARS, min_size=CSRF_SECRET_LENGTH, max_size=CSRF_SECRET_LENGTH)


@given(SECRETS, SECRETS)
def test_a_token_fits_its_secret_alone(secret: str, other: str) -> None:
    """Django finds the secret behind the mask, and no other."""
    assert _fits(masked(secret), secret)
    assert secret == other or not _fits(masked(secret), other)


def test_each_page_has_a_mask_of_its_own() -> None:
    """Two pages of one browser share no part of their tokens, so compression tells nothing."""
    tokens = {masked("a" * CSRF_SECRET_LENGTH) for _ in range(100)}
    assert len(tokens) == len({token[CSRF_SECRET_LENGTH:] for token in tokens}) == 100


def test_every_letter_is_drawn_as_often() -> None:
    """No letter of a mask is likelier than another."""
    drawn = "".join(masked("a" * CSRF_SECRET_LENGTH)[:CSRF_SECRET_LENGTH] for _ in range(2000))
    counts = [drawn.count(letter) for letter in CSRF_ALLOWED_CHARS]
    expected = len(drawn) / len(counts)  # 1,032; a standard deviation is 32
    assert all(abs(count - expected) < 6 * 32 for count in counts)


def test_a_browser_without_a_cookie_is_djangos() -> None:
    """Where no cookie came, nothing is made: Django makes both where a form asks for them."""
    request = cast("HttpRequest", SimpleNamespace(META={}))
    assert form_token(request) == {}
    request.META["CSRF_COOKIE"] = "b" * CSRF_SECRET_LENGTH
    made = form_token(request)
    assert f'value="{made["csrf_token"]}"' in made["csrf_input"]
    assert "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
