# SPDX-License-Identifier: EUPL-1.2
"""What a robot's owner fills in here: where the systems are, units, work lists, words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.identity import employee
from gearskifte.kernel.time import system_now
from gearskifte.robots import queries, service
from gearskifte.robots.rules.binding import BindingsRefused, secrets_of
from gearskifte.robots.rules.parameters import Kind, Parameter
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.recipe import Recipe
from gearskifte.robots.views import OWNERS
from gearskifte.ui.public import current_language, render

PREFIX: Final = "lokal-"
"""Before the names of a recipe, so that none is the name of another field of the form."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to fill in, as the form shows it."""

    parameter: Parameter
    given: str
    error: str

    @property
    def field(self) -> str:
        """What it is called in the form."""
        return f"{PREFIX}{self.parameter.name}"


@dataclass(frozen=True, slots=True)
class SecretLine:
    """A secret that the recipe uses, and whether it was given where its system is now."""

    name: str
    given: bool


@require_http_methods(["GET", "POST"])
def local(request: HttpRequest, slug: str) -> HttpResponse:
    """Fill in what a robot's newest recipe leaves to each municipality."""
    actor = employee(request, OWNERS)
    lines = reading(lambda cursor: queries.versions(cursor, slug))
    if not lines:
        raise Http404
    recipe = read_recipe(lines[0].source)
    faults: Mapping[str, str] = {}
    if request.method == "POST":
        given = {
            each.name: written
            for each in recipe.parameters
            if (written := request.POST.get(PREFIX + each.name, "").strip())
        }
        try:
            reading(
                lambda cursor: service.fill_in(cursor, slug, given, by=actor.name, now=system_now())
            )
        except BindingsRefused as refused:
            language = current_language()
            faults = {name: text.in_language(language) for name, text in refused.faults.items()}
        else:
            return redirect("robots:robot", slug=slug)
    shown = filled(slug, recipe)
    given = dict(shown)
    if not faults and request.method == "GET":
        others = reading(queries.filled_in_elsewhere)
        given = {**{name: others[name] for name in recipe.systems if name in others}, **shown}
    else:
        given |= {each.name: request.POST.get(PREFIX + each.name, "") for each in recipe.parameters}
    asked = [
        Asked(each, given.get(each.name, each.suggestion), faults.get(each.name, ""))
        for each in recipe.parameters
    ]
    context = {
        "slug": slug,
        "robot": recipe.title,
        "asked": asked,
        "words": kind_words(),
        "secrets": secret_lines(slug, recipe),
    }
    return render(request, "robots/local.html", context, status=422 if faults else 200)


def filled(slug: str, recipe: Recipe) -> Mapping[str, str]:
    """What is filled in now of what a recipe asks for."""
    number, _source = reading(lambda cursor: queries.newest_text(cursor, slug))
    given = reading(lambda cursor: service.filled_in(cursor, number))
    return {each.name: given[each.name] for each in recipe.parameters if each.name in given}


def secret_lines(slug: str, recipe: Recipe) -> list[SecretLine]:
    """The secrets that a recipe uses; what they are can be read by nobody."""
    number, _source = reading(lambda cursor: queries.newest_text(cursor, slug))
    given = reading(lambda cursor: queries.secrets_given(cursor, number, recipe.digest))
    addresses = filled(slug, recipe)
    return [
        SecretLine(name, (name, addresses.get(name.partition(".")[0], "").rstrip("/")) in given)
        for name in secrets_of(recipe)
    ]


def kind_words() -> dict[Kind, str]:
    """How each kind of value is written, for the person who fills it in."""
    return {
        Kind.SYSTEM: _("Systemets adresse, for eksempel https://fagsystem.kommune.dk"),
        Kind.TEXT: "",
        Kind.NUMBER: _("Et tal, for eksempel 14 eller 2,5"),
        Kind.DATE: _("En dato, for eksempel 31-12-2026"),
        Kind.CHOICE: "",
        Kind.UNIT: _("Enhedens navn, som jeres systemer skriver det"),
        Kind.WORK_LIST: _("Listens navn, som I kalder den"),
    }
