# SPDX-License-Identifier: EUPL-1.2
"""The front door: send everybody to their own page."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from gearskifte.kernel.access import Role
from gearskifte.kernel.identity import actor_of
from gearskifte.ui.public import render

_HOMES: Final = {
    Role.CITIZEN: "overview:mine",
    Role.CASE_WORKER: "overview:look-up",
    Role.DEPARTMENT_HEAD: "robots:mine",
    Role.DIGITALISATION_CHIEF: "gearbox:gearbox",
    Role.DIRECTOR: "gearbox:gearbox",
    Role.HR: "workforce:hands",
    Role.INTEGRATOR: "registry:sources",
    Role.COORDINATOR: "commons:queue",
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The page of whoever is logged in; for who is not, a demo's list of people or the login."""
    actor = actor_of(request)
    if actor is not None and actor.role in _HOMES:
        return redirect(_HOMES[actor.role])
    if not settings.GEARSKIFTE.production:
        return redirect("demo:people")
    if settings.GEARSKIFTE.login_file:
        return redirect("login:choose")
    return render(request, "app/no_login.html", status=503)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether the web process and its database answer."""
    with connections["web"].cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
