# SPDX-License-Identifier: EUPL-1.2
"""The form for what a municipality's own portfolio keeps of an undertaking."""

from __future__ import annotations

import re
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gearskifte.commons import asking, service, telling
from gearskifte.commons.queries import Entry, Kept, find_plan
from gearskifte.commons.rules.portfolio import (
    LONGEST_TEXT,
    Field,
    Origin,
    Plan,
    read_papers,
    write_papers,
)
from gearskifte.commons.thesaurus import Written
from gearskifte.commons.views import text_errors
from gearskifte.effects.public import read_initiatives
from gearskifte.kernel.access import MANAGERS
from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.errors import InputRefused
from gearskifte.kernel.time import system_now
from gearskifte.robots.public import asking_as, robot_runs
from gearskifte.ui.public import current_language, render

_KLE: Final = re.compile(r"\d\d(\.\d\d){0,2}")
_TEXTS: Final = ("owner", "with_whom", "staff", "business_case", "system", "target")


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, entry: UUID) -> HttpResponse:
    """Write an own undertaking's text and plan anew."""
    actor, here = asking.member(request)
    found = asking.own_or_404(entry, here.municipality)
    kept = reading(lambda cursor: find_plan(cursor, entry))
    assert kept is not None  # noqa: S101 - the entry was found a moment ago
    given = _written(found, kept)
    if request.method == "POST":
        given = {key: request.POST.get(key, "") for key in given}
    errors: dict[str, str] = {}
    if request.method == "POST":
        wanted, errors = _read(given)
        now = system_now()

        def write(cursor: Any) -> None:
            text = Written(given["title"], given["description"])
            service.keep_plan(
                cursor, entry, here.municipality, text, wanted, now,
                unit=given["unit"], authority=actor.authority,
            )  # fmt: skip
            telling.tell_entry(cursor, here, entry, now)

        if not errors:
            try:
                asking.writing(write)
            except InputRefused as error:
                language = current_language()
                why = f"{error.why.in_language(language)} {error.do.in_language(language)}"
                errors = {"title": why}
            else:
                return redirect("commons:entry", entry=entry)
    context = {
        "entry": found,
        "given": given,
        "errors": errors,
        "promises": reading(lambda cursor: read_initiatives(cursor, actor.authority)),
        "robots": asking_as(actor, robot_runs),
        "leads": actor.role in MANAGERS,
        **asking.words(),
    }
    return render(request, "commons/plan.html", context, status=422 if errors else 200)


def _written(found: Entry, kept: Kept) -> dict[str, str]:
    """The form's fields as they are now."""
    now = kept.plan
    return {
        "title": found.title,
        "description": found.description,
        "unit": found.unit,
        "owner": now.owner,
        "origin": now.origin.value,
        "with_whom": now.with_whom,
        "staff": now.staff,
        "business_case": now.business_case,
        "cost": "" if now.cost_oere is None else str(now.cost_oere // 100),
        "starts_on": now.starts_on.isoformat() if now.starts_on else "",
        "field": now.field.value if now.field else "",
        "kle": now.kle,
        "system": now.system,
        "target": now.target,
        "papers": write_papers(now.papers),
        "promise": str(now.promise or ""),
        "robot": now.robot,
    }


def _read(given: dict[str, str]) -> tuple[Plan, dict[str, str]]:
    """The plan that was written, and what is wrong with it, by field."""
    errors = text_errors(given.get("title", "").strip(), given.get("description", "").strip())
    known: dict[str, Any] = {key: given.get(key, "").strip() for key in _TEXTS}
    errors |= {
        key: _("Teksten er for lang. Skriv højst 2.000 tegn.")
        for key, text in known.items()
        if len(text) > LONGEST_TEXT
    }
    readers: dict[str, tuple[Any, str]] = {
        "origin": (Origin, _("Vælg, hvem der fik idéen.")),
        "field": (lambda text: Field(text) if text else None, _("Vælg et område.")),
        "kle": (_kle, _("Skriv et KLE-nummer som 27.36.08.")),
        "cost": (asking.oere_of, _("Skriv prisen i hele kroner.")),
        "starts_on": (asking.day_of, _("Skriv en dato.")),
        "papers": (read_papers, _("Skriv en linje til hvert papir: titel | https://…")),
        "promise": (lambda text: UUID(text) if text else None, _("Vælg et løfte.")),
    }
    for key, (read, wrong) in readers.items():
        try:
            known[key] = read(given.get(key, "").strip())
        except ValueError:
            errors[key] = wrong
            known[key] = None
    plan = Plan(
        owner=known["owner"],
        origin=known["origin"] or Origin.STAFF,
        with_whom=known["with_whom"],
        staff=known["staff"],
        business_case=known["business_case"],
        cost_oere=known["cost"],
        starts_on=known["starts_on"],
        field=known["field"],
        kle=known["kle"] or "",
        system=known["system"],
        target=known["target"],
        papers=known["papers"] or (),
        promise=known["promise"],
        robot=given.get("robot", "").strip(),
    )
    return plan, errors


def _kle(written: str) -> str:
    if written and not _KLE.fullmatch(written):
        raise ValueError(written)
    return written
