# SPDX-License-Identifier: EUPL-1.2
"""A list that a municipality has already, taken in: the file, its columns, what it gives, done.

The file goes along in the form from step to step, so that nothing is kept before it is said yes to.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gearskifte.commons import asking
from gearskifte.commons.importing import (
    LIKELY,
    import_catalogue,
    likely_columns,
    read_catalogue,
    read_columns,
)
from gearskifte.kernel.errors import InputRefused
from gearskifte.kernel.time import system_now
from gearskifte.ui.public import current_language, render

MOST_CARRIED: Final = 600_000
"""Bytes that go along in the form; larger lists are taken in by the command."""

_MOST_READ: Final = 20 * 1024 * 1024
_MOST_PREVIEWED: Final = 5


class _Unusable(Exception):
    """What was sent is no file that the page can take; what to say."""


@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """Choose a file; choose its columns and see what they give; take it in."""
    _actor, here = asking.member(request)
    if request.method == "GET":
        return render(request, "commons/import.html", {"step": 1, "error": ""})
    try:
        name, body = _sent(request)
        columns = read_columns(name, body)
    except _Unusable as error:
        return _again(request, {"step": 1, "error": str(error)})
    except InputRefused as error:
        return _again(request, {"step": 1, "error": error.describe(current_language())})
    likely = likely_columns(columns)
    chosen = {field: request.POST.get(field, likely[field]) for field in LIKELY}
    context = {"step": 2, "error": "", "name": name, "carried": _packed(body)}
    context |= {"columns": columns, "chosen": chosen, "entries": [], **asking.words()}
    if columns and not (chosen["title"] and chosen["description"]):
        return render(request, "commons/import.html", context)
    now = system_now()
    try:
        entries = read_catalogue(name, body, here.municipality, chosen)
        if request.POST.get("do") == "save":
            asking.writing(
                lambda cursor: import_catalogue(cursor, name, body, here.municipality, chosen, now)
            )
            return redirect("commons:portfolio")
    except InputRefused as error:
        why = error.describe(current_language())
        return _again(request, {**context, "step": 2 if columns else 1, "error": why})
    if not entries:
        return _again(request, {"step": 1, "error": _("Der er ingen rækker i filen.")})
    shown = {"entries": entries[:_MOST_PREVIEWED], "count": len(entries)}
    return render(request, "commons/import.html", {**context, **shown})


def _again(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    return render(request, "commons/import.html", context, status=422)


def _sent(request: HttpRequest) -> tuple[str, bytes]:
    """The file's name and bytes: just chosen, or carried along.

    Raises:
        _Unusable: if there is none, or it is too large for a page.
    """
    file = request.FILES.get("fil")
    if file is not None:
        body = file.read(_MOST_READ) if (file.size or 0) < _MOST_READ else b""
        if not body or len(zlib.compress(body)) > MOST_CARRIED:
            raise _Unusable(_("Filen er tom eller for stor. Hent store lister ind med kommandoen."))
        return (file.name or "").replace("\\", "/").rpartition("/")[2], body
    carried = request.POST.get("carried", "")
    if not carried:
        raise _Unusable(_("Vælg en fil."))
    try:
        opened = zlib.decompressobj()
        return request.POST.get("name", ""), opened.decompress(
            base64.b64decode(carried, validate=True), _MOST_READ
        )
    except (binascii.Error, zlib.error) as error:
        raise _Unusable(_("Vælg filen igen.")) from error


def _packed(body: bytes) -> str:
    return base64.b64encode(zlib.compress(body)).decode()
