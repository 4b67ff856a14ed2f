# SPDX-License-Identifier: EUPL-1.2
"""The page of the intake, for those who answer for it. It shows nothing about any person."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gearskifte.kernel.access import Role
from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.errors import AccessDenied, Text
from gearskifte.kernel.identity import actor_of
from gearskifte.registry.quality import read_quality
from gearskifte.ui.public import render

_READERS: Final = (Role.DEPARTMENT_HEAD, Role.DIRECTOR)


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Sources, messages, quarantine and findings.

    Raises:
        AccessDenied: GS-REG-403 for everybody but department heads and directors.
    """
    actor = actor_of(request)
    if actor is None or actor.role not in _READERS:
        raise AccessDenied(
            "GS-REG-403",
            what=Text("Du har ikke adgang til siden.", "You have no access to this page."),
            why=Text("Den er for ledere.", "It is for managers."),
            do=Text("Log ind som leder.", "Log in as a manager."),
        )
    return render(request, "registry/sources.html", {"quality": reading(read_quality)})
