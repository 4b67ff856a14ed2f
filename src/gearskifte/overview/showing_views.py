# SPDX-License-Identifier: EUPL-1.2
"""The municipality's side: what is shown of each subject, and how its cases are titled."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gearskifte.kernel.access import MANAGERS
from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.identity import employee
from gearskifte.kernel.time import local_date, system_now
from gearskifte.overview.publishing import counted_titles, published_guide
from gearskifte.overview.rules.exposure import exposure
from gearskifte.overview.rules.title_quality import TitleFault
from gearskifte.ui.public import render


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
