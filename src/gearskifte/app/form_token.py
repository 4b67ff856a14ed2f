# SPDX-License-Identifier: EUPL-1.2
"""The token of a page's forms: Django's own, made in fewer steps.

Every page of somebody who is logged in has a form (log out), so every page has a token. Django
draws each of its 32 letters from the operating system by itself, and sends the cookie again with
every page, though it lasts for a year. Whether a token fits its cookie is still Django's to say.
"""

from __future__ import annotations

import os
from typing import Any, Final

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH
from markupsafe import Markup

_NUMBERS: Final = {letter: number for number, letter in enumerate(CSRF_ALLOWED_CHARS)}
_LETTERS: Final = CSRF_ALLOWED_CHARS * 2
_FAIR: Final = 256 - 256 % len(CSRF_ALLOWED_CHARS)
"""A random byte below this gives every letter as often as any other."""
_FIELD: Final = Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">')


def form_token(request: HttpRequest) -> dict[str, Any]:
    """Django's template context: the token for a browser that has its cookie already.

    One without a cookie is given both by Django, where a form asks for them.
    """
    secret = request.META.get("CSRF_COOKIE")
    if secret is None:
        return {}
    token = masked(secret)
    return {"csrf_token": token, "csrf_input": _FIELD.format(token)}


def masked(secret: str) -> str:
    """The secret behind a mask of its own for each page (against guessing it by compression)."""
    drawn: list[int] = []
    while len(drawn) < CSRF_SECRET_LENGTH:
        drawn += [byte % len(_NUMBERS) for byte in os.urandom(48) if byte < _FAIR]
    mask = drawn[:CSRF_SECRET_LENGTH]
    hidden = [
        _LETTERS[_NUMBERS[letter] + shift] for letter, shift in zip(secret, mask, strict=True)
    ]
    return "".join([_LETTERS[shift] for shift in mask] + hidden)
