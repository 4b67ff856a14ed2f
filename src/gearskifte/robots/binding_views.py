# SPDX-License-Identifier: EUPL-1.2
"""What a robot's owner fills in here: where the systems are, units, work lists, words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from psycopg import Cursor

from gearskifte.kernel.access import Actor
from gearskifte.kernel.identity import employee
from gearskifte.kernel.time import system_now
from gearskifte.robots import queries, service
from gearskifte.robots.asking_as import asking_as
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
    lines = asking_as(actor, lambda cursor: queries.versions(cursor, slug))
    if not lines:
        raise Http404
    recipe = read_recipe(lines[0].source)
    faults: Mapping[str, str] = {}
    units = [each.strip() for each in request.POST.get("enheder", "").split(",") if each.strip()]
    if request.method == "POST":
        given = {
            each.name: written
            for each in recipe.parameters
            if (written := request.POST.get(PREFIX + each.name, "").strip())
        }
        try:
            asking_as(actor, lambda cursor: _keep(cursor, actor, slug, given, units))
        except BindingsRefused as refused:
            language = current_language()
            faults = {name: text.in_language(language) for name, text in refused.faults.items()}
        else:
            return redirect("robots:robot", slug=slug)
    shown = filled(actor, slug, recipe)
    given = dict(shown)
    if not faults and request.method == "GET":
        others = asking_as(actor, queries.filled_in_elsewhere)
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
        "helpers": ", ".join(units or asking_as(actor, lambda c: queries.helpers(c, slug))),
        "secrets": secret_lines(actor, slug, recipe),
    }
    return render(request, "robots/local.html", context, status=422 if faults else 200)


def _keep(
    cursor: Cursor[Any], actor: Actor, slug: str, given: Mapping[str, str], units: list[str]
) -> None:
    service.fill_in(cursor, slug, given, by=actor.name, now=system_now())
    robot, _source = queries.newest_text(cursor, slug)
    if units != queries.helpers(cursor, slug):
        service.let_answer(cursor, robot, units, by=actor.name)


def filled(actor: Actor, slug: str, recipe: Recipe) -> Mapping[str, str]:
    """What is filled in now of what a recipe asks for."""
    number, _source = asking_as(actor, lambda cursor: queries.newest_text(cursor, slug))
    given = asking_as(actor, lambda cursor: service.filled_in(cursor, number))
    return {each.name: given[each.name] for each in recipe.parameters if each.name in given}


def secret_lines(actor: Actor, slug: str, recipe: Recipe) -> list[SecretLine]:
    """The secrets that a recipe uses; what they are can be read by nobody."""
    number, _source = asking_as(actor, lambda cursor: queries.newest_text(cursor, slug))
    given = asking_as(actor, lambda cursor: queries.secrets_given(cursor, number, recipe.digest))
    addresses = filled(actor, slug, recipe)
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
