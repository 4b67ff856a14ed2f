# SPDX-License-Identifier: EUPL-1.2
"""An item's page, what waits for people, and the answer with which an item goes on.

What was done is shown with CPR numbers covered. An official may open it in clear for a purpose, and
that stands in the citizen's log.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gearskifte.kernel.access import CASEWORK, Actor, Role, grant_access
from gearskifte.kernel.identity import employee
from gearskifte.kernel.time import system_now
from gearskifte.robots import queries, service
from gearskifte.robots.asking_as import asking_as
from gearskifte.robots.ledger import open_sealed
from gearskifte.robots.queries import ItemDetail, Passing
from gearskifte.robots.rules.itempage import step_lines
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.screen.rules.reasons import in_language
from gearskifte.ui.public import current_language, render

TICKET: Final = timedelta(minutes=10)
"""How long the pictures of an item that was opened can be shown."""
_SALT: Final = "gearskifte.robots.picture"
HELPERS: Final = (Role.CASE_WORKER, Role.DEPARTMENT_HEAD)


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """What waits for people, the oldest first."""
    actor = employee(request, HELPERS)
    return render(request, "robots/tasks.html", {"tasks": asking_as(actor, queries.open_tasks)})


@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One item: the recipe's sentences, what was done, and the question where it stopped.

    A POST opens what was done in clear, for case work.
    """
    actor = employee(request, HELPERS)
    detail = asking_as(actor, lambda cursor: queries.item(cursor, number))
    if detail is None or detail.slug != slug:
        raise Http404
    passed = asking_as(actor, lambda cursor: queries.passings(cursor, number))
    clear = _clear(_opened(actor, detail, passed)) if request.method == "POST" else {}
    shots = asking_as(actor, lambda cursor: queries.pictures(cursor, number)) if clear else []
    asked = asking_as(actor, lambda cursor: queries.tasks_of(cursor, number))
    waiting = next((each for each in asked if each.answered_at is None), None)
    recipe = read_recipe(detail.source)
    lines = step_lines(recipe, passed, waiting.at if waiting else "", clear, current_language())
    context = {
        "detail": detail,
        "binding": asking_as(actor, lambda cursor: queries.bindings_of_item(cursor, number)),
        "lines": lines,
        "pictures": shots,
        "ticket": _ticket(actor, number) if shots else "",
        "waiting": waiting,
        "answered": [each for each in asked if each.answered_at is not None],
        "may_answer": actor.role in HELPERS,
        "may_open": actor.role is Role.CASE_WORKER and bool(passed) and not clear,
        "manager": actor.role is not Role.CASE_WORKER,
    }
    return render(request, "robots/item.html", context)


@require_safe
def picture(request: HttpRequest, slug: str, number: int, picture: int) -> HttpResponse:
    """A picture on an item's page that this case worker has opened, and nowhere else.

    The opening was logged; the ticket that it gave is theirs, for this item, and soon spent.
    """
    actor = employee(request, (Role.CASE_WORKER,))
    if not _holds(actor, number, request.GET.get("billet", "")):
        raise Http404
    sealed = asking_as(actor, lambda cursor: queries.picture(cursor, number, picture))
    if sealed is None:
        raise Http404
    shot = settings.GEARSKIFTE_VAULT.decipher(sealed)
    answer = HttpResponse(shot, content_type="image/jpeg")
    answer["Cache-Control"] = "no-store"
    return answer


def _ticket(actor: Actor, number: int) -> str:
    return signing.dumps([actor.id, number], salt=_SALT)


def _holds(actor: Actor, number: int, ticket: str) -> bool:
    try:
        return bool(signing.loads(ticket, salt=_SALT, max_age=TICKET) == [actor.id, number])
    except signing.BadSignature:
        return False


def _opened(actor: Actor, detail: ItemDetail, passed: list[Passing]) -> list[Passing]:
    """The steps for an official to read; a citizen's are read by an access that is logged."""
    if actor.role is not Role.CASE_WORKER:
        return []
    asking_as(
        actor, lambda cursor: queries.note_opened(cursor, detail.line.id, actor.name, "steps")
    )
    if detail.subject is None:
        return passed
    access = grant_access(actor=actor, subject=detail.subject, purpose=CASEWORK, at=system_now())
    return asking_as(actor, lambda cursor: queries.open_item(cursor, access, detail.line.id))


def _clear(passed: list[Passing]) -> dict[str, tuple[str, str]]:
    vault = settings.GEARSKIFTE_VAULT
    found = {}
    for each in passed:
        sealed = open_sealed(vault, bytes(each.sealed))
        why = in_language(sealed.why, current_language())
        evidence = f"{sealed.element}: {why}" if sealed.element else ""
        found[each.at] = (sealed.said or each.said, evidence)
    return found


@require_POST
def answer(request: HttpRequest, task: int) -> HttpResponse:
    """Answer a question."""
    actor = employee(request, HELPERS)
    place = asking_as(actor, lambda cursor: queries.task_place(cursor, task))
    if place is None:
        raise Http404
    said, spent = request.POST.get("svar", ""), _minutes(request.POST.get("minutter", ""))
    asking_as(
        actor,
        lambda cursor: service.answer(
            cursor,
            settings.GEARSKIFTE_VAULT,
            task,
            said=said,
            by=actor.name,
            minutes=spent,
        ),
    )
    return redirect("robots:item", slug=place[1], number=place[0])


def _minutes(text: str) -> Decimal | None:
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value if Decimal(0) <= value < Decimal(1_000) else None
