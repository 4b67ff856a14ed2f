# SPDX-License-Identifier: EUPL-1.2
"""The page of the intake, for those who answer for it. It shows nothing about any person."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gearskifte.kernel.access import MANAGERS, Actor, Role
from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.errors import GearskifteError
from gearskifte.kernel.identity import employee
from gearskifte.kernel.time import COPENHAGEN, system_now
from gearskifte.registry import quarantine
from gearskifte.registry.quality import (
    as_csv,
    earlier_month,
    quality_by_month,
    read_courses,
    read_quality,
)
from gearskifte.registry.queries import authorities
from gearskifte.registry.rights import rights
from gearskifte.registry.rules.quality import month_before
from gearskifte.registry.rules.rights import EVERYTHING, LEVEL_WORDS
from gearskifte.ui.public import render

MONTHS_IN_CSV: Final = 12
MOST_DECIDED: Final = 10
FIRST_MONTH: Final = date(2000, 1, 1)
"""Nothing here is older; an address that asks for an earlier month gets this one."""
_READERS: Final = (*MANAGERS, Role.INTEGRATOR)


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Sources, messages, quarantine and findings.

    Raises:
        AccessDenied: GS-ACC-403 for everybody but managers and integrators.
    """
    employee(request, _READERS)
    now = system_now()
    quality = reading(lambda cursor: read_quality(cursor, now))
    decided = reading(lambda cursor: quarantine.decided(cursor, most=MOST_DECIDED))
    return render(request, "registry/sources.html", {"quality": quality, "decided": decided})


@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """Which rules each system breaks, and whether it got better since the month before.

    Raises:
        AccessDenied: GS-ACC-403 for everybody but managers and integrators.
    """
    employee(request, _READERS)
    month = _month(request)
    found = reading(lambda cursor: read_courses(cursor, month))
    earlier = reading(lambda cursor: earlier_month(cursor, month))
    context = {"courses": found, "month": month, "earlier": earlier}
    return render(request, "registry/quality.html", context)


@require_safe
def quality_csv(request: HttpRequest) -> HttpResponse:
    """The same for the last twelve months, as CSV.

    Raises:
        AccessDenied: GS-ACC-403 for everybody but managers and integrators.
    """
    employee(request, _READERS)
    since = _month(request)
    for _ in range(MONTHS_IN_CSV - 1):
        since = month_before(since)
    found = reading(lambda cursor: quality_by_month(cursor, since))
    response = HttpResponse(as_csv(found), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="kvalitet.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _month(request: HttpRequest) -> date:
    """The first day of the month that is asked for (2026-11), else of this one."""
    asked = request.GET.get("maaned", "")
    this_month = system_now().astimezone(COPENHAGEN).date().replace(day=1)
    try:
        month = date.fromisoformat(f"{asked}-01")
    except ValueError:
        return this_month
    return month if month >= FIRST_MONTH else this_month


@require_safe
def entitled(request: HttpRequest) -> HttpResponse:
    """Which official may see what, and who gave them the right.

    Raises:
        AccessDenied: GS-ACC-403 for everybody but managers and integrators.
    """
    employee(request, _READERS)
    now = system_now()
    given = reading(rights)
    context = {
        "holding": [each for each in given if each.holds_at(now)],
        "rest": [each for each in given if not each.holds_at(now)],
        "owners": reading(authorities),
        "levels": LEVEL_WORDS,
        "everything": EVERYTHING,
    }
    return render(request, "registry/rights.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def quarantined(request: HttpRequest, message: int) -> HttpResponse:
    """Why one message cannot be used; and, posted, what to do about it: read again, mend, reject.

    Of one that another message has settled, which message that is; it can be read again.

    Raises:
        AccessDenied: GS-ACC-403 for everybody but managers and integrators.
        Http404: if the message is not in quarantine.
    """
    actor = employee(request, _READERS)
    if request.method == "POST":
        # Where somebody has decided meanwhile, the list shows what is so now.
        with suppress(GearskifteError):
            _decide(request, message, actor)
        return HttpResponseRedirect(reverse("registry:sources"))
    if found := reading(lambda cursor: quarantine.waiting(cursor, message=message)):
        return render(request, "registry/quarantined.html", {"message": found[0]})
    decided = reading(lambda cursor: quarantine.decided(cursor, message=message))
    if not decided or decided[0].outcome != quarantine.SETTLED:
        raise Http404
    return render(request, "registry/settled.html", {"decision": decided[0]})


def _decide(request: HttpRequest, message: int, actor: Actor) -> None:
    by = f"{actor.role.words.da} {actor.name}"
    now = system_now()
    match request.POST.get("what"):
        case "again":
            reading(lambda cursor: quarantine.release(cursor, message))
        case "reject" if reason := request.POST.get("reason", "").strip():
            reading(
                lambda cursor: quarantine.reject(cursor, message, by=by, reason=reason, now=now)
            )
        case "mend" if file := request.FILES.get("file"):
            body = file.read(settings.GEARSKIFTE.max_message_mib * 1024 * 1024)
            vault = settings.GEARSKIFTE_VAULT
            reading(
                lambda cursor: quarantine.mend(
                    cursor, vault, message, body, by=by, reason="", now=now
                )
            )
        case _:
            raise Http404
