# SPDX-License-Identifier: EUPL-1.2
"""The owner's answer to a proposed mend, and what changed from one version to the next."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from gearskifte.kernel.access import MANAGERS
from gearskifte.kernel.identity import employee
from gearskifte.kernel.time import system_now
from gearskifte.robots import queries, service
from gearskifte.robots.asking_as import asking_as
from gearskifte.robots.rules.differing import changes_between
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.views import OWNERS
from gearskifte.ui.public import current_language, render


@require_POST
def answer(request: HttpRequest, slug: str, proposal: int) -> HttpResponse:
    """Accept a mend, which makes a new version that a second person approves; or decline it."""
    actor = employee(request, OWNERS)
    asking_as(
        actor,
        lambda cursor: service.answer_proposal(
            cursor,
            proposal,
            accepted=request.POST.get("svar") == "ja",
            by=actor.name,
            now=system_now(),
            department=actor.unit,
        ),
    )
    return redirect("robots:robot", slug=slug)


@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A version beside the one before: what came, what went, who made and who approved it."""
    actor = employee(request, MANAGERS)
    lines = {each.number: each for each in asking_as(actor, lambda c: queries.versions(c, slug))}
    if number not in lines:
        raise Http404
    recipe = read_recipe(lines[number].source)
    before = lines.get(number - 1)
    context = {
        "slug": slug,
        "robot": recipe.title,
        "version": lines[number],
        "before": before,
        "changes": changes_between(
            read_recipe(before.source) if before else None, recipe, current_language()
        ),
    }
    return render(request, "robots/version.html", context)
