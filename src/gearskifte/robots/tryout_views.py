# SPDX-License-Identifier: EUPL-1.2
"""The page on which an owner tries the newest version on one item, without changing anything."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gearskifte.kernel.identity import employee
from gearskifte.robots import queries, trying
from gearskifte.robots.asking_as import asking_as
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.views import OWNERS
from gearskifte.ui.public import render

PREFIX: Final = "sag-"
"""Before the fields of an item, so that none is the name of another field of the form."""
LONGEST: Final = 500


@require_http_methods(["GET", "POST"])
def try_out(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a try-out of the newest version, and see how the newest one went."""
    actor = employee(request, OWNERS)
    lines = asking_as(actor, lambda cursor: queries.versions(cursor, slug))
    if not lines:
        raise Http404
    version, recipe = lines[0], read_recipe(lines[0].source)
    vault = settings.GEARSKIFTE_VAULT
    asked = dict.fromkeys(recipe.fields, "")
    faults: dict[str, str] = {}
    if request.method == "POST":
        asked = {name: request.POST.get(PREFIX + name, "").strip() for name in asked}
        faults = {
            PREFIX + name: _("Skriv en værdi på højst 500 tegn.")
            for name, given in asked.items()
            if not 0 < len(given) <= LONGEST
        }
        if not faults:
            asking_as(actor, lambda c: trying.ask(c, vault, version.id, asked, by=actor.name))
            return redirect("robots:try", slug=slug)
    context = {
        "slug": slug,
        "robot": recipe.title,
        "number": version.number,
        "prefix": PREFIX,
        "asked": asked,
        "faults": faults,
        "newest": asking_as(actor, lambda c: trying.newest(c, vault, version.id)),
    }
    return render(request, "robots/tryout.html", context, status=422 if faults else 200)
