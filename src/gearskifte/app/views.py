# SPDX-License-Identifier: EUPL-1.2
"""The front door: send everybody to their own page."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from gearskifte.kernel.access import Role
from gearskifte.kernel.identity import actor_of, sign_out
from gearskifte.ui.public import render

_HOMES: Final = {
    Role.CITIZEN: "overview:mine",
    Role.CASE_WORKER: "overview:look-up",
    Role.DEPARTMENT_HEAD: "robots:mine",
    Role.DIGITALISATION_CHIEF: "effects:service",
    Role.DIRECTOR: "effects:service",
    Role.HR: "workforce:hands",
    Role.INTEGRATOR: "registry:sources",
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The page of whoever is logged in; a demo's list of people for who is not."""
    actor = actor_of(request)
    if actor is not None and actor.role in _HOMES:
        return redirect(_HOMES[actor.role])
    if not settings.GEARSKIFTE.production:
        return redirect("demo:people")
    return render(request, "app/no_login.html", status=503)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Log out."""
    response = redirect("home")
    sign_out(response)
    return response


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether the web process and its database answer."""
    with connections["web"].cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
