# SPDX-License-Identifier: EUPL-1.2
"""The demo login: choose whom to be. These addresses do not exist in production."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from gearskifte.demo import login
from gearskifte.demo.login import Choice
from gearskifte.demo.tour import COOKIE, TOUR
from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.identity import sign_in
from gearskifte.registry.public import authorities, newest_persons
from gearskifte.ui.public import current_language, render

MOST_IMPORTED: Final = 30


@require_POST
def tour(request: HttpRequest) -> HttpResponse:
    """Go to a stop of the tour, as whoever it is for; past the last one the tour is over."""
    wanted = request.POST.get("stop", "")
    if wanted == str(len(TOUR)):
        response = redirect("demo:people")
        response.delete_cookie(COOKIE, samesite="Lax")
        return response
    if wanted not in map(str, range(len(TOUR))):
        raise Http404
    stop = TOUR[int(wanted)]
    everybody = [*login.citizens(settings.GEARSKIFTE_VAULT), *login.staff()]
    response = redirect(stop.place)
    sign_in(response, next(each.actor for each in everybody if each.key == stop.person))
    response.set_cookie(COOKIE, wanted, httponly=True, samesite="Lax")
    return response


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody one can be."""
    return render(request, "demo/people.html", {"groups": _groups()})


@require_POST
def become(request: HttpRequest) -> HttpResponse:
    """Be one of them."""
    wanted = request.POST.get("person", "")
    chosen = next((c for group in _groups().values() for c in group if c.key == wanted), None)
    if chosen is None:
        raise Http404
    response = redirect("home")
    sign_in(response, chosen.actor)
    return response


def _groups() -> dict[str, list[Choice]]:
    """The people by group. Names are read as the worker: nobody is logged in who could read."""
    vault = settings.GEARSKIFTE_VAULT
    known = reading(lambda cursor: newest_persons(cursor, most=MOST_IMPORTED), "worker")
    owners = reading(authorities, "worker")
    return {
        "citizens": login.citizens(vault),
        "staff": login.staff(),
        "imported": login.imported(known, vault, current_language()),
        "elsewhere": login.case_workers_elsewhere(owners),
    }
