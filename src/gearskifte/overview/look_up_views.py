# SPDX-License-Identifier: EUPL-1.2
"""The case worker's look-up: say whom and why, then see what the citizen's authority holds.

The CPR number is posted, never part of an address, and what is seen is in the citizen's own log.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gearskifte.kernel.access import MAY_READ_FOR, PURPOSES, Access, Actor, grant_access
from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.lookups import access_by_look_up, keep_look_up, open_look_up
from gearskifte.kernel.secrets import Vault
from gearskifte.kernel.time import local_date, system_now
from gearskifte.overview.places import Kind as PlaceKind
from gearskifte.overview.places import Place
from gearskifte.overview.views import case_context, overview_context, somebody
from gearskifte.registry.public import (
    EVERYTHING,
    LEVEL_WORDS,
    GivenRight,
    find_person,
    rights,
)
from gearskifte.ui.public import current_language, render

_CPR: Final = re.compile(r"\d{6}[- ]?\d{4}")


@require_http_methods(["GET", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Ask for a person by CPR number, with a purpose."""
    actor = _official(request)
    errors: dict[str, str] = {}
    if request.method == "POST":
        found, errors = _find(request, actor)
        if found is not None:
            return redirect("overview:citizen", look_up=found)
    language = current_language()
    purposes = [(p.code, p.text.in_language(language)) for p in MAY_READ_FOR[actor.role]]
    chosen = request.POST.get("formaal", "")
    return render(
        request,
        "overview/look_up.html",
        {
            "purposes": purposes,
            "errors": errors,
            "chosen": chosen,
            "rights": _rights(actor),
            "levels": LEVEL_WORDS,
            "everything": EVERYTHING,
        },
        status=422 if errors else 200,
    )


def _rights(actor: Actor) -> list[GivenRight]:
    """What the official may see today, for the authority they work for."""
    now = system_now()
    ours = (EVERYTHING, actor.authority)
    given = reading(lambda cursor: rights(cursor, actor.id))
    return [each for each in given if each.holds_at(now) and each.authority in ours]


def _official(request: HttpRequest) -> Actor:
    """Who asks, if their role ever looks people up; citizens and managers are turned away."""
    actor = somebody(request)
    purposes = [p for p in MAY_READ_FOR[actor.role] if p is not PURPOSES["own"]]
    grant_access(
        actor=actor,
        subject=UUID(int=0),
        purpose=purposes[0] if purposes else PURPOSES["casework"],
        at=system_now(),
    )
    return actor


def _find(request: HttpRequest, actor: Actor) -> tuple[UUID | None, dict[str, str]]:
    """The id of a newly opened look-up, or what is wrong with the form, by field."""
    number = request.POST.get("cpr", "").strip()
    purpose = PURPOSES.get(request.POST.get("formaal", ""))
    errors = {}
    if not _CPR.fullmatch(number):
        errors["cpr"] = _("Skriv de 10 cifre i CPR-nummeret.")
    if purpose is None or purpose not in MAY_READ_FOR[actor.role]:
        errors["formaal"] = _("Vælg, hvorfor du slår borgeren op.")
    if errors or purpose is None:
        return None, errors
    vault: Vault = settings.GEARSKIFTE_VAULT
    fingerprint = vault.fingerprint(re.sub(r"\D", "", number))
    person = reading(lambda cursor: find_person(cursor, fingerprint))
    if person is None:
        return None, {
            "cpr": _("Vi har ikke modtaget noget, vi kan læse, om en borger med det nummer.")
        }
    opened = open_look_up(actor=actor, subject=person, purpose=purpose, at=system_now())
    reading(lambda cursor: keep_look_up(cursor, opened))
    return opened.id, {}


def _access(look_up: UUID, actor: Actor) -> Access:
    now = system_now()
    return reading(lambda cursor: access_by_look_up(cursor, look_up=look_up, actor=actor, at=now))


@require_safe
def citizen(request: HttpRequest, look_up: UUID) -> HttpResponse:
    """What the official's authority holds on the citizen of an open look-up."""
    actor = _official(request)
    access = _access(look_up, actor)
    context = overview_context(access, Place(PlaceKind.LOOK_UP, look_up))
    return render(request, "overview/mine.html", {**context, "purpose": access.purpose})


@require_safe
def as_citizen(request: HttpRequest, look_up: UUID, day: str) -> HttpResponse:
    """The same page as the citizen would see it on a day, by the rules that hold then."""
    access = _access(look_up, _official(request))
    place = _preview(look_up, day)
    context = {**overview_context(access, place), "purpose": access.purpose}
    return render(request, "overview/mine.html", context)


@require_safe
def case_as_citizen(request: HttpRequest, look_up: UUID, day: str, case: UUID) -> HttpResponse:
    """One of the citizen's cases as the citizen would see it on a day."""
    access = _access(look_up, _official(request))
    context = case_context(access, _preview(look_up, day), case)
    return render(request, "overview/case.html", {**context, "purpose": access.purpose})


@require_safe
def choose_day(request: HttpRequest, look_up: UUID) -> HttpResponse:
    """From the day in the form to the page as it is shown then; any other text is today."""
    try:
        day = date.fromisoformat(request.GET.get("dag", ""))
    except ValueError:
        day = local_date(system_now())
    return redirect("overview:preview", look_up=look_up, day=day.isoformat())


def _preview(look_up: UUID, day: str) -> Place:
    try:
        return Place(PlaceKind.LOOK_UP, look_up, as_of=date.fromisoformat(day))
    except ValueError:
        raise Http404 from None


@require_safe
def case(request: HttpRequest, look_up: UUID, case: UUID) -> HttpResponse:
    """One of the citizen's cases."""
    actor = _official(request)
    access = _access(look_up, actor)
    context = case_context(access, Place(PlaceKind.LOOK_UP, look_up), case)
    return render(request, "overview/case.html", {**context, "purpose": access.purpose})
