# SPDX-License-Identifier: EUPL-1.2
"""The files behind the numbers: send one, see what it says, use it. Two steps, never half."""

from __future__ import annotations

from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.errors import InputRefused
from gearskifte.kernel.identity import employee
from gearskifte.kernel.time import system_now
from gearskifte.ui.public import current_language, render
from gearskifte.workforce.queries import body_of, files_in_use, one_file
from gearskifte.workforce.reading import check
from gearskifte.workforce.rules.hands.files import COLUMNS, Kind, file_kind
from gearskifte.workforce.service import keep_file, use_file
from gearskifte.workforce.views import READERS

MOST_BYTES: Final = 20 * 1024 * 1024


@require_http_methods(["GET", "POST"])
def files(request: HttpRequest) -> HttpResponse:
    """The files in use, and a form to send another."""
    actor = employee(request, READERS)
    error = ""
    if request.method == "POST":
        sent = request.FILES.get("fil")
        if sent is None:
            error = _("Vælg en fil.")
        elif (sent.size or 0) > MOST_BYTES:
            error = _("Filen er for stor. Grænsen er 20 MB.")
        else:
            kept, error = _receive(sent, actor.id)
            if kept is not None:
                return redirect("workforce:file", file=kept)
    used = reading(files_in_use)
    context = {
        "used": [(kind, used.get(kind)) for kind in Kind],
        "columns": [(kind, COLUMNS[kind]) for kind in Kind if kind in COLUMNS],
        "error": error,
    }
    return render(request, "workforce/files.html", context, status=422 if error else 200)


def _receive(sent: UploadedFile[bytes], who: str) -> tuple[int | None, str]:
    """The kept file's id, or why it cannot be used; a file that cannot be read is not kept."""
    body = sent.read()
    name = (sent.name or "").replace("\\", "/").rpartition("/")[2]
    kind = file_kind(body, name)
    try:
        check(kind, body, name)
    except InputRefused as refused:
        return None, refused.describe(current_language())
    now = system_now()
    return reading(lambda c: keep_file(c, kind=kind, name=name, body=body, who=who, at=now)), ""


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, file: int) -> HttpResponse:
    """What a kept file says; a post makes the numbers from it."""
    employee(request, READERS)
    kept = reading(lambda cursor: one_file(cursor, file))
    if kept is None:
        raise Http404
    if request.method == "POST":
        reading(lambda cursor: use_file(cursor, file, system_now()))
        return redirect("workforce:hands")
    lines = check(kept.kind, reading(lambda cursor: body_of(cursor, file)), kept.name)
    before = reading(files_in_use).get(kept.kind)
    context = {"kept": kept, "lines": lines, "before": before, "in_use": before == kept}
    return render(request, "workforce/file.html", context)
