# SPDX-License-Identifier: EUPL-1.2
"""Pages of shared robots: share an own one, take in another's, see what became of each."""

from __future__ import annotations

from functools import partial
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gearskifte.commons import asking, packages
from gearskifte.commons import held as holding
from gearskifte.commons.held import AnyCursor, Held, State
from gearskifte.commons.packages import APPROVER_FIELD, OWNER_FIELD, Offer
from gearskifte.commons.packing import publisher_of
from gearskifte.commons.queries import find_entry
from gearskifte.commons.reuse import reuses_of
from gearskifte.commons.rules.package import LICENCES, MOST_BYTES, PackageRefused
from gearskifte.commons.rules.refusal_words import words_of
from gearskifte.commons.rules.reuse import living
from gearskifte.commons.showing import rating_of
from gearskifte.commons.telling import Here, entry_of_robot
from gearskifte.kernel.access import Actor, Role
from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.errors import GearskifteError
from gearskifte.kernel.identity import employee
from gearskifte.kernel.time import system_now
from gearskifte.robots.public import Parameter, approved_recipe, asking_as, mock_draft
from gearskifte.ui.public import current_language, render

_OWNERS: Final = (Role.DEPARTMENT_HEAD,)
LONGEST: Final = 200_000
"""Characters of a mock or of cases that are sent in a form."""
AGAIN_SECONDS: Final = 2
"""How often the page of a robot that is being tried asks how far it is."""


@require_http_methods(["GET", "POST"])
def shelf(request: HttpRequest) -> HttpResponse:
    """The robots that are shared with us or by us, and a form to take one in."""
    actor = employee(request, _OWNERS)
    error = ""
    if request.method == "POST":
        sent = request.FILES.get("fil")
        if sent is None:
            error = _("Vælg en fil.")
        else:
            body = sent.read(MOST_BYTES + 1)
            now = system_now()
            read = reading(lambda c: packages.receive(c, body, by=actor.name, at=now))
            return redirect("commons:package", package=read)
    held = reading(holding.listed)
    context = {
        "taken": [each for each in held if not each.own and each.state is not State.REFUSED],
        "own": [each for each in held if each.own],
        "refused": [each for each in held if each.state is State.REFUSED],
        "states": _states(),
        "publishers": reading(holding.publishers),
        "error": error,
        "why": words_of,
    }
    return render(request, "commons/shelf.html", context, status=422 if error else 200)


@require_http_methods(["GET", "POST"])
def package(request: HttpRequest, package: UUID) -> HttpResponse:
    """One package: what it may do, what is to be filled in, how its trial went."""
    actor = employee(request, _OWNERS)
    held = reading(lambda cursor: holding.find(cursor, package))
    if held is None:
        raise Http404
    errors: dict[str, str] = {}
    given = dict(held.given) or {OWNER_FIELD: actor.name}
    offered = _offer(held)
    if request.method == "POST" and offered is not None:
        asked = packages.wanted(offered.robot)
        names = (OWNER_FIELD, APPROVER_FIELD, *(each.name for each in asked))
        given = {name: request.POST.get(name, "").strip() for name in names}
        errors = _errors(given, asked)
        if not errors:
            filled = {name: value for name, value in given.items() if value}
            reading(partial(_fill, held.id, filled, actor))
            return redirect("commons:package", package=package)
    context = {
        "held": held,
        "state": _states()[held.state],
        "why": words_of(held.why).in_language(current_language()) if held.why else "",
        "offer": offered,
        "asked": packages.wanted(offered.robot) if offered else (),
        "given": given,
        "errors": errors,
        "publisher": reading(holding.publishers).get(held.object.partition("/")[0], ""),
        "rating": reading(partial(_rating, held.object, asking.here())),
    }
    answer = render(request, "commons/package.html", context, status=422 if errors else 200)
    if held.state is State.TRYING:
        answer["Refresh"] = str(AGAIN_SECONDS)
    return answer


def _rating(object_: str, here: Here, cursor: AnyCursor) -> dict[str, Any] | None:
    """How the robot does at those who reuse it, where its entry is known."""
    entry = entry_of_robot(cursor, here, object_) if object_ else None
    found = find_entry(cursor, entry) if entry else None
    if found is None:
        return None
    told = living(reuses_of(cursor, [found.id]).get(found.id, ()), system_now())
    return rating_of(told, found.municipality)


@require_safe
def download(request: HttpRequest, package: UUID) -> HttpResponse:
    """The file of an own package whose trial went well."""
    employee(request, _OWNERS)
    held = reading(lambda cursor: holding.find(cursor, package))
    if held is None or held.state is not State.PUBLISHED:
        raise Http404
    body = reading(lambda cursor: holding.body_of(cursor, package))
    answer = HttpResponse(body, content_type="application/octet-stream")
    name = f"{held.robot}-{held.version}.robot"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(["GET", "POST"])
def share(request: HttpRequest, slug: str) -> HttpResponse:
    """Share an own robot: its mock, its cases and its licence; the rest is in the recipe."""
    actor = employee(request, _OWNERS)
    recipe = asking_as(actor, lambda cursor: approved_recipe(cursor, slug))
    if recipe is None:
        raise Http404
    draft = mock_draft(recipe.source) if request.method == "GET" else ("", "")
    mock, cases = (
        request.POST.get(name, begun)[:LONGEST]
        for name, begun in zip(("prøvesystem", "prøvesager"), draft, strict=True)
    )
    licence = request.POST.get("licens", "EUPL-1.2")
    errors: dict[str, str] = {}
    if request.method == "POST":
        now = system_now()
        try:
            made = asking_as(
                actor,
                lambda cursor: packages.publish(
                    cursor,
                    slug,
                    mock,
                    cases,
                    licence=licence,
                    publisher=publisher_of(settings.GEARSKIFTE, settings.GEARSKIFTE_VAULT),
                    by=actor.name,
                    at=now,
                ),
            )
            return redirect("commons:package", package=made)
        except PackageRefused as refused:
            field = "licens" if refused.code == "licence" else "prøvesystem"
            errors[field] = words_of(refused.code).in_language(current_language())
        except GearskifteError as refused:
            errors["prøvesystem"] = refused.describe(current_language())
    context = {
        "slug": slug,
        "recipe": recipe,
        "mock": mock,
        "cases": cases,
        "licence": licence,
        "licences": [(each, each) for each in sorted(LICENCES)],
        "errors": errors,
    }
    return render(request, "commons/share.html", context, status=422 if errors else 200)


def _fill(package: UUID, given: dict[str, str], actor: Actor, cursor: AnyCursor) -> None:
    packages.fill(cursor, package, given, by=actor.name, department=actor.unit)


def _offer(held: Held) -> Offer | None:
    """What may be taken in, while it may; None for what is refused, own or taken."""
    if held.own or held.state not in (State.READ, State.FAILED):
        return None
    try:
        return reading(lambda cursor: packages.offer(cursor, held.id))
    except PackageRefused:
        return None


def _errors(given: dict[str, str], asked: tuple[Parameter, ...]) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not given[OWNER_FIELD]:
        errors[OWNER_FIELD] = _("Skriv, hvem der ejer robotten her.")
    if not given[APPROVER_FIELD]:
        errors[APPROVER_FIELD] = _("Skriv, hvem der skal godkende den.")
    elif given[APPROVER_FIELD].casefold() == given[OWNER_FIELD].casefold():
        errors[APPROVER_FIELD] = _("Godkenderen skal være en anden end ejeren.")
    for each in asked:
        wrong = each.wrong(given[each.name] or each.suggestion)
        if wrong is not None:
            errors[each.name] = wrong.in_language(current_language())
    return errors


def _states() -> dict[State, str]:
    return {
        State.REFUSED: _("Afvist"),
        State.READ: _("Skal udfyldes"),
        State.TRYING: _("Bliver prøvet"),
        State.FAILED: _("Prøven gik ikke godt"),
        State.PUBLISHED: _("Delt"),
        State.TAKEN: _("Hentet"),
    }
