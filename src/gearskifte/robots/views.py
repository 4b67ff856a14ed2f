# SPDX-License-Identifier: EUPL-1.2
"""The department head's pages: my robots, one robot, its versions, approval and the stop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from markupsafe import Markup

from gearskifte.kernel.access import MANAGERS, Actor, Role
from gearskifte.kernel.identity import employee
from gearskifte.kernel.quantities import Figure
from gearskifte.kernel.time import COPENHAGEN, system_now
from gearskifte.robots import queries, service
from gearskifte.robots.asking_as import asking_as
from gearskifte.robots.driving.functions import installed
from gearskifte.robots.mends import mends
from gearskifte.robots.queries import RobotCard, VersionLine
from gearskifte.robots.rules.approval import hindrances
from gearskifte.robots.rules.differing import changes_between
from gearskifte.robots.rules.hours import FEWEST_SAMPLES, Account
from gearskifte.robots.rules.picture import flow_svg
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.recipe import Recipe
from gearskifte.robots.rules.refusals import Problem, RecipeRefused
from gearskifte.robots.rules.sentences import Sentence, sentences
from gearskifte.ui.public import current_language, number, render

ITEMS_SHOWN: Final = 50
OWNERS: Final = (Role.DEPARTMENT_HEAD,)


@dataclass(frozen=True, slots=True)
class Shown:
    """A robot's card and its hours this month."""

    card: RobotCard
    account: Account
    hours: Figure | None


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Every robot: what it did today, what waits for a person, what it freed this month."""
    actor = employee(request, MANAGERS)
    now = system_now()
    shown = _shown(actor, now)
    context = {
        "shown": shown,
        "may": actor.role in OWNERS,
        "fewest": FEWEST_SAMPLES,
        "tasks": asking_as(actor, queries.open_tasks),
        "mends": asking_as(actor, mends),
    }
    return render(request, "robots/mine.html", context)


@require_safe
def robot(request: HttpRequest, slug: str) -> HttpResponse:
    """One robot: its recipe in sentences, its items, its versions and its hours."""
    actor = employee(request, MANAGERS)
    (shown,) = _shown(actor, system_now(), slug) or (None,)
    if shown is None:
        raise Http404
    lines = asking_as(actor, lambda cursor: queries.versions(cursor, slug))
    newest = lines[0]
    recipe = read_recipe(newest.source)
    told = sentences(recipe, current_language())
    context = {
        "shown": shown,
        "fewest": FEWEST_SAMPLES,
        "may": actor.role in OWNERS,
        "sees_items": actor.role in OWNERS,
        "me": actor.name,
        "recipe": recipe,
        "sentences": told,
        "flow": Markup(  # noqa: S704 - every text in it is escaped where it is drawn
            flow_svg(
                told,
                _("Opskriften som billede"),
                _("De samme trin som sætningerne ovenfor, i rækkefølge fra top til bund."),
            )
        ),
        "problems": hindrances(recipe),
        "newest": newest,
        "starts": recipe.trigger.in_language(current_language()),
        "functions": [(installed(name), name, what) for name, what in recipe.functions.items()],
        "local": _local(actor, recipe, shown.card.id),
        "changes": _changes(recipe, lines),
        "versions": lines,
        "mends": asking_as(actor, lambda cursor: mends(cursor, slug)),
        "items": asking_as(actor, lambda cursor: queries.items(cursor, slug, most=ITEMS_SHOWN)),
    }
    return render(request, "robots/robot.html", context)


@require_http_methods(["GET", "POST"])
def editor(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Write a recipe, see it as sentences and what hinders it, and keep it as the next version."""
    actor = employee(request, OWNERS)
    known = asking_as(actor, lambda cursor: queries.versions(cursor, slug)) if slug else []
    if slug and not known:
        raise Http404
    text = request.POST.get("opskrift", known[0].source if known else "").replace("\r\n", "\n")
    read = _Draft.of(text) if text.strip() else _Draft()
    if request.method == "POST" and request.POST.get("gem") and read.readable:
        made = asking_as(
            actor,
            lambda cursor: service.make_version(
                cursor, text, by=actor.name, now=system_now(), department=actor.unit
            ),
        )
        return redirect("robots:robot", slug=made.slug)
    context = {"text": text, "draft": read, "slug": slug}
    failed = request.method == "POST" and not read.readable
    return render(request, "robots/editor.html", context, status=422 if failed else 200)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A text in the editor: what is wrong with it, or what it says and what hinders it."""

    wrong: tuple[Problem, ...] = ()
    told: tuple[Sentence, ...] = ()
    hindrances: tuple[Problem, ...] = ()

    @property
    def readable(self) -> bool:
        return bool(self.told) and not self.wrong

    @classmethod
    def of(cls, text: str) -> _Draft:
        try:
            recipe = read_recipe(text)
        except RecipeRefused as refused:
            return cls(refused.problems)
        told = tuple(sentences(recipe, current_language()))
        return cls((), told, tuple(hindrances(recipe)))


@require_POST
def approve(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """A second person says yes to a version: the department head's colleague or superior."""
    actor = employee(request, MANAGERS)
    now = system_now()
    asking_as(actor, lambda cursor: service.approve(cursor, version, by=actor.name, now=now))
    return redirect("robots:robot", slug=slug)


@require_POST
def halt(request: HttpRequest, slug: str) -> HttpResponse:
    """The stop button, and the one that starts it again."""
    actor = employee(request, OWNERS)
    shown = _shown(actor, system_now(), slug)
    if not shown:
        raise Http404
    act = service.start if request.POST.get("igen") else service.stop
    number = shown[0].card.id
    asking_as(actor, lambda cursor: act(cursor, number, by=actor.name))
    if request.POST.get("tilbage") == "liste":
        return redirect("robots:mine")
    return redirect("robots:robot", slug=slug)


@require_POST
def minutes(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a sample timed by hand, or time spent on looking after the robot."""
    actor = employee(request, OWNERS)
    shown = _shown(actor, system_now(), slug)
    spent = _minutes(request.POST.get("minutter", ""))
    kind = request.POST.get("slags", "")
    if not shown or spent is None or kind not in (service.SAMPLE, service.UPKEEP):
        return redirect("robots:robot", slug=slug)
    number, note = shown[0].card.id, request.POST.get("note", "").strip()
    asking_as(
        actor,
        lambda cursor: service.add_minutes(
            cursor, number, kind=kind, minutes=spent, note=note, by=actor.name, now=system_now()
        ),
    )
    return redirect("robots:robot", slug=slug)


@dataclass(frozen=True, slots=True)
class _Local:
    """What is filled in here, and whether something is missing."""

    lines: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]


def _local(actor: Actor, recipe: Recipe, robot: int) -> _Local:
    given = asking_as(actor, lambda cursor: service.filled_in(cursor, robot))
    asked = [(each, given.get(each.name) or each.suggestion) for each in recipe.parameters]
    language = current_language()
    wrong = [(each, each.wrong(written)) for each, written in asked]
    return _Local(
        tuple((each.what or each.name, written) for each, written in asked if written),
        tuple(text.in_language(language) for _each, text in wrong if text),
    )


def _minutes(text: str) -> Decimal | None:
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value if Decimal(0) < value < Decimal(10_000) else None


def _shown(actor: Actor, now: datetime, slug: str | None = None) -> list[Shown]:
    local = now.astimezone(COPENHAGEN)
    today = local.replace(hour=0, minute=0, second=0, microsecond=0)
    month = today.replace(day=1)
    cards = asking_as(
        actor, lambda cursor: queries.robot_cards(cursor, today=today, since=month, slug=slug)
    )
    until = now + timedelta(days=1)
    found = []
    for card in cards:
        read = partial(queries.account, robot=card.id, since=month, until=until)
        account = asking_as(actor, read)
        found.append(Shown(card, account, _hours(account, now)))
    return found


def _hours(account: Account, now: datetime) -> Figure | None:
    """Net hours this month; None where there are too few samples to claim any."""
    interval = account.interval
    if interval is None:
        return None
    hours = tuple(round(each / 60, 1) for each in (account.net, *interval))
    return Figure(
        hours[0],
        _("timer"),
        (hours[1], hours[2]),
        _("%(number)s sager i arbejdslisten") % {"number": account.items},
        now,
        _("%(minutes)s min. pr. sag, målt på %(samples)s sager, fratrukket medarbejdernes tid")
        % {
            "minutes": number(account.manual_minutes, current_language(), 1),
            "samples": len(account.samples),
        },
    )


def _changes(recipe: Recipe, lines: list[VersionLine]) -> list[object]:
    """How the newest version differs from the one in force, while it waits for approval."""
    newest = lines[0]
    if newest.approved_at is not None:
        return []
    in_force = next((each for each in lines if each.approved_at is not None), None)
    old = read_recipe(in_force.source) if in_force else None
    return list(changes_between(old, recipe, current_language()))
