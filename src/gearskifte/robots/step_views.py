# SPDX-License-Identifier: EUPL-1.2
"""The editor of a recipe's steps, one plain form at a time; it works without scripts.

The page holds the text that is being worked on, and every press sends it along: nothing is kept
before it is saved as a version. A change after which the recipe could not be read is not made, and
the page says why, at the line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gearskifte.kernel.errors import InputRefused
from gearskifte.kernel.identity import employee
from gearskifte.kernel.time import system_now
from gearskifte.robots import queries, service
from gearskifte.robots.asking_as import asking_as
from gearskifte.robots.rules import editing, forms
from gearskifte.robots.rules.approval import hindrances
from gearskifte.robots.rules.differing import Change, changes_between
from gearskifte.robots.rules.forms import Asked
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.refusals import Problem, RecipeRefused
from gearskifte.robots.rules.sentences import Sentence, sentences
from gearskifte.robots.rules.steps import If
from gearskifte.robots.views import OWNERS
from gearskifte.ui.public import current_language, render

HEAD: Final = "hoved"
FIELD: Final = "felt:"
"""Before the names of a form's fields, so that none is the name of another."""


@dataclass(slots=True)
class _Page:
    """The editor as it stands: the text, and what is open in it.

    Attributes:
        choosing: the place after which a new step is to be, while its kind is chosen.
        at, keyword: the step whose form is open; `new` where it is to be added after `at`.
    """

    text: str
    choosing: str = ""
    at: str = ""
    keyword: str = ""
    new: bool = False
    form: Sequence[Asked] = ()
    problems: tuple[Problem, ...] = ()
    refused: str = ""
    given: dict[str, str] = field(default_factory=dict)

    def shown(self) -> list[tuple[Asked, str]]:
        """The open form's fields, each with what was written in it."""
        return [(each, self.given.get(each.name, each.value)) for each in self.form]


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Move, add, change and remove steps of a robot's newest recipe, then keep it as a version."""
    actor = employee(request, OWNERS)
    known = asking_as(actor, lambda cursor: queries.versions(cursor, slug))
    if not known:
        raise Http404
    text = request.POST.get("opskrift", known[0].source).replace("\r\n", "\n")
    page = _Page(text)
    act, _space, rest = request.POST.get("gør", "").partition(" ")
    given = {
        name.removeprefix(FIELD): str(value)
        for name, value in request.POST.items()
        if name.startswith(FIELD)
    }
    try:
        if act == "gem":
            read_recipe(text)
            made = asking_as(
                actor,
                lambda cursor: service.make_version(
                    cursor, text, by=actor.name, now=system_now(), department=actor.unit
                ),
            )
            return redirect("robots:robot", slug=made.slug)
        _do(page, act, rest, given, request.POST.get("slags", ""))
    except RecipeRefused as refused:
        page.problems = refused.problems
    except InputRefused as refused:
        page.refused = refused.describe(current_language())
    return _rendered(request, slug, page, read_recipe(known[0].source).source)


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """A new robot: its name, and a person who does it all until there are steps."""
    actor = employee(request, OWNERS)
    title = request.POST.get("navn", "").strip()
    if request.method == "POST" and service.slug_of(title):
        made = asking_as(
            actor,
            lambda cursor: service.make_version(
                cursor,
                editing.begun(title),
                by=actor.name,
                now=system_now(),
                department=actor.unit,
            ),
        )
        return redirect("robots:steps", slug=made.slug)
    context = {"title_given": title, "missing": request.method == "POST"}
    status = 422 if request.method == "POST" else 200
    return render(request, "robots/begin.html", context, status=status)


def _do(page: _Page, act: str, rest: str, given: dict[str, str], kind: str) -> None:
    """What a press asks for.

    Raises:
        InputRefused: if it cannot be done; the text is as it was then.
    """
    at, _space, keyword = rest.partition(" ")
    simple: dict[str, Callable[[], str]] = {
        "op": lambda: editing.moved(page.text, at, -1),
        "ned": lambda: editing.moved(page.text, at, 1),
        "slet": lambda: editing.removed(page.text, at),
        "ellers": lambda: editing.otherwise(page.text, at),
    }
    if act in simple:
        page.text = simple[act]()
    elif act == "tilføj":
        page.choosing = at
    elif act == "vælg" and kind in forms.kinds():
        page.at, page.keyword, page.new = at, kind, True
        page.form = forms.form_of(kind, {})
    elif act == "ret":
        _open(page, at)
    elif act in ("nyt", "ændret", HEAD):
        _filled_in(page, act, at, keyword, given)


def _open(page: _Page, at: str) -> None:
    page.at = at
    if at == HEAD:
        page.form = forms.head_form(editing.head_of(page.text))
        return
    step = editing.step_at(page.text, at)
    page.keyword = forms.keyword_of(step)
    page.form = forms.form_of(page.keyword, step)


def _filled_in(page: _Page, act: str, at: str, keyword: str, given: dict[str, str]) -> None:
    """Make the change that a form says; where it cannot be, the form stays open with its words."""
    page.given = given
    if act == HEAD:
        page.at, page.form = HEAD, forms.head_form({})
        page.text = editing.headed(page.text, forms.head_from(given))
    else:
        page.at, page.keyword, page.new = at, keyword, act == "nyt"
        page.form = forms.form_of(keyword, {})
        old = {} if page.new else editing.step_at(page.text, at)
        step = forms.step_from(keyword, given, old)
        change = editing.added if page.new else editing.changed
        page.text = change(page.text, at, step)
    page.at, page.form = "", ()


def _rendered(request: HttpRequest, slug: str, page: _Page, before: str) -> HttpResponse:
    try:
        recipe = read_recipe(page.text)
    except RecipeRefused as refused:
        page.problems = page.problems or refused.problems
        recipe = None
    language = current_language()
    told: list[Sentence] = sentences(recipe, language) if recipe else []
    context = {
        "slug": slug,
        "page": page,
        "recipe": recipe,
        "told": told,
        "kinds": [(name, words.in_language(language)) for name, words in forms.kinds().items()],
        "heading": _heading(page, language),
        "conditions": _one_way(recipe.steps, "") if recipe else set(),
        "hindrances": hindrances(recipe) if recipe else [],
        "changed": _changed(before, page.text, language) if recipe else [],
    }
    failed = bool(page.problems or page.refused)
    return render(request, "robots/steps.html", context, status=422 if failed else 200)


def _heading(page: _Page, language: str) -> str:
    if page.at == HEAD:
        return _("Om robotten")
    return forms.kinds()[page.keyword].in_language(language) if page.keyword else ""


def _changed(before: str, after: str, language: str) -> list[Change]:
    """What would be new and gone in a version of this text."""
    changes = changes_between(read_recipe(before), read_recipe(after), language)
    return [each for each in changes if each.kind != "same"]


def _one_way(steps: Sequence[object], before: str) -> set[str]:
    """The places of conditions that say nothing of the other way."""
    found: set[str] = set()
    for number, step in enumerate(steps, start=1):
        at = f"{before}{number}"
        if isinstance(step, If):
            found |= _one_way(step.then, f"{at}a.") | _one_way(step.otherwise, f"{at}b.")
            if not step.otherwise:
                found.add(at)
        else:
            found |= _one_way(getattr(step, "steps", ()), f"{at}.")
    return found
