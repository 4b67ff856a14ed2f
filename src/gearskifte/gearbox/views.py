# SPDX-License-Identifier: EUPL-1.2
"""The page of the gearbox (Gearkassen): the loop at a glance, and what waits for whoever leads."""

from __future__ import annotations

import csv
import io
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gearskifte.gearbox import showing
from gearskifte.gearbox.reading import Standing, read_standing
from gearskifte.gearbox.waiting import waits
from gearskifte.kernel.access import MANAGERS
from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.identity import employee
from gearskifte.kernel.time import system_now
from gearskifte.ui.public import current_language, iso, render

COLUMNS: Final = (
    "room", "figure", "value", "unit", "low", "high", "source", "as_of", "method", "rows",
)  # fmt: skip


@require_safe
def gearbox(request: HttpRequest) -> HttpResponse:
    """The whole loop for one municipality; prints as a board paper.

    Raises:
        AccessDenied: GS-ACC-403 for everybody but managers.
    """
    standing = _standing(request)
    language = current_language()
    context = {
        "rows": showing.rows(standing, language),
        "waits": waits(standing),
        "levers": showing.levers(standing, language),
        "now": standing.now,
    }
    return render(request, "gearbox/gearbox.html", context)


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The page's figures as CSV, each with its range, source, time, method and place.

    Raises:
        AccessDenied: GS-ACC-403 for everybody but managers.
    """
    standing = _standing(request)
    text = io.StringIO()
    table = csv.writer(text, delimiter=";")
    table.writerow(
        ["room", "figure", "value", "unit", "low", "high", "source", "as_of", "method", "rows"]
    )
    for row in showing.rows(standing, current_language()):
        if row.figure is None:
            continue
        low, high = row.figure.interval or ("", "")
        told = row.figure.source, iso(row.figure.as_of), row.figure.method, row.href
        table.writerow([row.key, row.label, row.figure.value, row.figure.unit, low, high, *told])
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="gearkassen.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _standing(request: HttpRequest) -> Standing:
    actor = employee(request, MANAGERS)
    return reading(lambda cursor: read_standing(cursor, actor.authority, system_now()))
