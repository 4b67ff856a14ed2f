# SPDX-License-Identifier: EUPL-1.2
"""The municipality's side: what is shown of each subject, and how its cases are titled."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from gearskifte.kernel.access import MANAGERS, Role
from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.errors import InputRefused, Text
from gearskifte.kernel.identity import employee
from gearskifte.kernel.time import local_date, system_now
from gearskifte.overview.publishing import counted_titles, published_guide, read_usage
from gearskifte.overview.rules.exposure import exposure
from gearskifte.overview.rules.guide_csv import read_guide
from gearskifte.overview.rules.preview import Change, changes
from gearskifte.overview.rules.title_quality import TitleFault
from gearskifte.ui.public import current_language, render

MOST_BYTES: Final = 1024 * 1024
MONTHS_SHOWN: Final = 13
FEWEST: Final = 5
"""Of fewer citizens than this the number is not told."""
_STATISTICS: Final = (*MANAGERS, Role.INTEGRATOR)
_COLUMNS: Final = ("måned", "hvad", "rolle", "kilde", "opslag", "borgere")


@require_http_methods(["GET", "HEAD", "POST"])
def try_out(request: HttpRequest) -> HttpResponse:
    """What a table would change for citizens before it is published; nothing is kept of it."""
    employee(request, MANAGERS)
    sent, fault = request.FILES.get("tabel"), ""
    tried: list[Change] = []
    by_source = False
    if request.method == "POST":
        try:
            read = read_guide(_text(sent))
            guide, today = published_guide(), local_date(system_now())
            _, subjects = reading(counted_titles)
            tried = changes(subjects, guide.exposures, read.exposures, today)
            by_source = any(row.source for row in read.exposures)
        except InputRefused as error:
            fault = error.why.in_language(current_language())
    context = {
        "tried": [change for change in tried if change.on is not None],
        "same": sum(change.on is None for change in tried),
        "done": request.method == "POST" and not fault,
        "by_source": by_source,
        "errors": {"tabel": fault} if fault else {},
        "words": {fault.value: fault.words for fault in TitleFault},
    }
    status = 422 if fault else 200
    return render(request, "overview/try_showing.html", context, status=status)


def _text(sent: UploadedFile[bytes] | None) -> str:
    """The text of a file that was sent.

    Raises:
        InputRefused: GS-OVW-011 where there is none, it is too large, or it is no UTF-8.
    """
    try:
        if sent is not None and (sent.size or 0) <= MOST_BYTES:
            return bytes(sent.read()).decode("utf-8")
    except UnicodeDecodeError:
        pass
    raise InputRefused(
        "GS-OVW-011",
        what=Text("Filen kan ikke læses.", "The file cannot be read."),
        why=Text(
            "Vælg en CSV-fil i UTF-8 på højst 1 MB.", "Choose a CSV file in UTF-8 of 1 MB at most."
        ),
        do=Text("Gem den som «CSV UTF-8».", "Save it as “CSV UTF-8”."),
    )


@require_safe
def usage(request: HttpRequest) -> HttpResponse:
    """How much the pages are used, month by month, about nobody."""
    actor = employee(request, _STATISTICS)
    lines = reading(read_usage)
    context = {
        "lines": lines,
        "months": sorted({line.month for line in lines}, reverse=True)[:MONTHS_SHOWN],
        "roles": {role.value: role.words for role in Role},
        "fewest": FEWEST,
        "leads": actor.role in MANAGERS,
    }
    return render(request, "overview/usage.html", context)


@require_safe
def usage_as_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table that an office program opens."""
    employee(request, _STATISTICS)
    out = StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\n")
    table.writerow(_COLUMNS)
    for line in reading(read_usage):
        people = line.people if line.people >= FEWEST else f"<{FEWEST}"
        month = line.month.isoformat()[:7]
        table.writerow((month, line.what, line.role, line.source, line.reads, people))
    return HttpResponse(
        "\ufeff" + out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )


@require_safe
def showing(request: HttpRequest) -> HttpResponse:
    """Which subjects are shown how, from when, and whether their titles are fit to be read."""
    actor = employee(request, MANAGERS)
    guide, today = published_guide(), local_date(system_now())
    counted, subjects = reading(counted_titles)
    rows = [
        (
            each,
            exposure(guide.exposures, each.kle, (), today),
            guide.deadlines.on(actor.authority, each.kle, today),
        )
        for each in subjects
    ]
    coming = sorted(
        (row for row in guide.exposures if row.starts > today), key=lambda row: row.starts
    )
    context = {
        "rows": rows,
        "coming": coming,
        "counted": counted,
        "words": {fault.value: fault.words for fault in TitleFault},
        "any_rule": bool(guide.exposures),
    }
    return render(request, "overview/showing.html", context)
