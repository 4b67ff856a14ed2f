# SPDX-License-Identifier: EUPL-1.2
"""Acting for others: give a mandate, use a code, take it back, see what one may see."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

import msgspec
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from psycopg import Cursor

from gearskifte.kernel.access import Access, Role, grant_by_mandate
from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.errors import AccessDenied, Text
from gearskifte.kernel.secrets import Vault
from gearskifte.kernel.time import system_now
from gearskifte.overview.guarding import guard_mandates, guard_of
from gearskifte.overview.places import Kind, Place
from gearskifte.overview.publishing import published_guide
from gearskifte.overview.queries import held_mandate, read_mandates
from gearskifte.overview.rules.case import CasePage, case_page
from gearskifte.overview.rules.mandates import (
    CODE_DAYS,
    DURATIONS,
    MandateLine,
    MandateState,
    ends_after,
    new_code,
    typed,
)
from gearskifte.overview.service import accept_mandate, give_mandate, revoke_mandate
from gearskifte.overview.views import (
    case_context,
    money_context,
    overview_context,
    own_access,
    somebody,
)
from gearskifte.registry.public import ObjectDetail, read_object
from gearskifte.ui.public import render

_SHORT: Final = 400


@require_safe
def mandates(request: HttpRequest) -> HttpResponse:
    """Whom I may act for, and who may act for me."""
    return _mandates(request, own_access(request), "")


def _mandates(request: HttpRequest, access: Access, error: str) -> HttpResponse:
    def read(cursor: Cursor[Any]) -> list[MandateLine]:
        return guard_mandates(cursor, read_mandates(cursor, access), access.subject, access.at)

    lines = reading(read)
    live = (MandateState.ACTIVE, MandateState.OFFERED, MandateState.COMING)
    held = [line for line in lines if line.holder == access.subject]
    given = [line for line in lines if line.giver == access.subject]
    context = {
        "held": [line for line in held if line.state(access.at) is MandateState.ACTIVE],
        "given": [line for line in given if line.state(access.at) in live],
        "over": [line for line in given if line.state(access.at) not in live],
        "errors": {"kode": error} if error else {},
        "now": access.at,
    }
    return render(request, "overview/mandates.html", context, status=422 if error else 200)


@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """Use a code that somebody gave me."""
    access = own_access(request)
    code = typed(request.POST.get("kode", ""))
    vault: Vault = settings.GEARSKIFTE_VAULT
    found = None
    if 0 < len(code) < _SHORT:
        fingerprint = vault.fingerprint(code)
        found = reading(lambda cursor: accept_mandate(cursor, access.actor, fingerprint, access.at))
    if found is None:
        return _mandates(
            request,
            access,
            _("Koden virker ikke. Den kan være brugt, for gammel eller skrevet forkert."),
        )
    return redirect("overview:acting", mandate=found)


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, case: UUID) -> HttpResponse:
    """Give a mandate for one case, or for all cases of its subject."""
    access = own_access(request)
    guard = guard_of(access)

    def read(cursor: Cursor[Any]) -> ObjectDetail | None:
        found = read_object(cursor, access, case)
        return guard.detail(cursor, found) if found else None

    detail = reading(read)
    page = case_page(detail, access.at, published_guide()) if detail else None
    if page is None:
        raise Http404
    line = page.case
    scopes = {"sag": f"case:{case}"}
    if line.kle:
        scopes["emne"] = f"kle:{line.kle}"
    chosen, days = request.POST.get("hvad", ""), request.POST.get("dage", "")
    errors = {}
    if request.method == "POST":
        if chosen not in scopes:
            errors["hvad"] = _("Vælg, hvad den anden må se.")
        if days not in map(str, DURATIONS):
            errors["dage"] = _("Vælg, hvor længe det gælder.")
        if not errors:
            return _given(request, access, scopes[chosen], int(days), line.title)
    texts = {
        "sag": (_("Kun denne sag"), line.title),
        "emne": (_("Alle mine sager om emnet"), line.subject or line.title),
    }
    context = {
        "case": case,
        "title_of_case": line.title,
        "scopes": [(key, *texts[key]) for key in scopes],
        "durations": [(str(each), _duration(each), "") for each in DURATIONS],
        "chosen": chosen,
        "days": days,
        "errors": errors,
        "new_id": uuid4(),
    }
    status = 422 if errors else 200
    return render(request, "overview/give_mandate.html", context, status=status)


def _duration(days: int) -> str:
    months = days // 30
    return ngettext("%(num)s måned", "%(num)s måneder", months) % {"num": months}


def _given(request: HttpRequest, access: Access, scope: str, days: int, title: str) -> HttpResponse:
    """Make the mandate and show its code, which is shown this once.

    One for a case is called as the giver is shown the case.
    """
    vault: Vault = settings.GEARSKIFTE_VAULT
    code = new_code()
    try:
        mandate = UUID(request.POST.get("id", ""))
    except ValueError:
        mandate = uuid4()
    ends = ends_after(days, access.at)
    label = reading(
        lambda cursor: give_mandate(
            cursor,
            access,
            mandate=mandate,
            scope=scope,
            label=title if scope.startswith("case:") else "",
            ends=ends,
            code=vault.fingerprint(code),
        )
    )
    if label is None:
        return redirect("overview:mandates")
    context = {"code": code, "label": label, "ends": ends, "code_days": CODE_DAYS}
    return render(request, "overview/mandate_code.html", context)


@require_POST
def revoke(request: HttpRequest, mandate: UUID) -> HttpResponse:
    """Take a mandate back."""
    access = own_access(request)
    if not reading(lambda cursor: revoke_mandate(cursor, access, mandate)):
        raise Http404
    return redirect("overview:mandates")


def _acting(request: HttpRequest, mandate: UUID) -> tuple[Access, Place, MandateLine]:
    """The access that a mandate gives whoever asks.

    Raises:
        AccessDenied: GS-OVW-003 if there is no such mandate, or it does not hold now.
    """
    actor, now = somebody(request), system_now()
    line = None
    if actor.role is Role.CITIZEN:
        line = reading(lambda cursor: _held(cursor, UUID(actor.id), mandate, now))
    right = line.mandate if line else None
    if line is None or right is None or not right.holds_at(now):
        raise AccessDenied(
            "GS-OVW-003",
            what=Text("Fuldmagten gælder ikke.", "The mandate does not hold."),
            why=Text(
                "Den er udløbet, taget tilbage, eller den er ikke din.",
                "It has run out, was taken back, or is not yours.",
            ),
            do=Text(
                "Spørg den, der gav dig den, om en ny.", "Ask whoever gave it to you for a new one."
            ),
        )
    access = grant_by_mandate(actor=actor, mandate=right, at=now)
    return access, Place(Kind.ACTING, mandate, narrow=bool(right.scope)), line


def _held(cursor: Cursor[Any], holder: UUID, mandate: UUID, now: datetime) -> MandateLine | None:
    found = held_mandate(cursor, holder, mandate, now)
    return next(iter(guard_mandates(cursor, [found], holder, now)), None) if found else None


@require_safe
def overview(request: HttpRequest, mandate: UUID) -> HttpResponse:
    """What I may see of another's overview."""
    access, place, line = _acting(request, mandate)
    return _shown(request, "overview/mine.html", overview_context(access, place), line)


def _shown(
    request: HttpRequest, template: str, context: dict[str, Any], line: MandateLine
) -> HttpResponse:
    """The page of another, who is not named if the name is protected."""
    if not line.giver_name:
        page = context["page"]
        nameless = replace if isinstance(page, CasePage) else msgspec.structs.replace
        context["page"] = nameless(page, name="")
    return render(request, template, {**context, "line": line})


@require_safe
def case(request: HttpRequest, mandate: UUID, case: UUID) -> HttpResponse:
    """One of another's cases."""
    access, place, line = _acting(request, mandate)
    return _shown(request, "overview/case.html", case_context(access, place, case), line)


@require_safe
def money(request: HttpRequest, mandate: UUID) -> HttpResponse:
    """Another's money and help."""
    access, place, line = _acting(request, mandate)
    if place.narrow:
        raise Http404
    return _shown(request, "overview/money.html", money_context(access, place), line)
