# SPDX-License-Identifier: EUPL-1.2
"""The service as its department head and the directors see it. No page is about a person."""

from __future__ import annotations

from datetime import date
from typing import Final

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gearskifte.effects.adopting import read_adoptions
from gearskifte.effects.queries import (
    Topic,
    read_beside,
    read_deadlines,
    read_picture,
    read_topics,
)
from gearskifte.effects.rules.deadlines import PublishedDeadline
from gearskifte.effects.rules.log import DeadlineRule
from gearskifte.effects.service import publish_deadline
from gearskifte.effects.showing import (
    history_chart,
    months_chart,
    queue_chart,
    topic_figures,
)
from gearskifte.effects.showing_decisions import decision_rows, decisions_as_csv
from gearskifte.effects.showing_meaning import poor_words, work_rows
from gearskifte.kernel.access import MANAGERS, Actor, Role
from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.identity import employee
from gearskifte.kernel.time import system_now
from gearskifte.ui.public import render

LONGEST_DAYS: Final = 1000


@require_safe
def service(request: HttpRequest) -> HttpResponse:
    """All kinds of cases: how long one waits, how many are in time, how many wait."""
    actor = employee(request, MANAGERS)
    topics = reading(lambda cursor: read_topics(cursor, actor.authority))
    others = reading(lambda cursor: read_beside(cursor, actor.authority))
    return render(request, "effects/service.html", {"topics": topics, "beside": others})


@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    """The published deadlines against reality, fit to be published as it is."""
    actor = employee(request, MANAGERS)
    topics = reading(lambda cursor: read_topics(cursor, actor.authority))
    return render(request, "effects/deadlines.html", {"topics": topics, "unit": actor.unit})


@require_safe
def deadlines_as_json(request: HttpRequest) -> HttpResponse:
    """The same as data."""
    actor = employee(request, MANAGERS)
    topics = reading(lambda cursor: read_topics(cursor, actor.authority))
    told = [
        {
            "kle": topic.number,
            "title": topic.title,
            "deadline": topic.shown.deadline,
            "on_time": topic.shown.on_time,
            "wait": topic.shown.wait,
            "until": topic.shown.until,
        }
        for topic in topics
    ]
    return _json(told)


@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: HttpRequest, number: str) -> HttpResponse:
    """One kind of case; a department head may enter its deadline."""
    actor = employee(request, MANAGERS)
    found = topic_or_404(actor, number)
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors = _enter_deadline(request, actor, found)
        if not errors:
            return redirect("effects:topic", number=number)
    known = reading(lambda cursor: read_deadlines(cursor, actor.authority, number))
    uses = reading(lambda cursor: read_adoptions(cursor, owner=actor.authority, topic=number))
    others = reading(lambda cursor: read_beside(cursor, actor.authority, number))
    shown = found.shown
    context = {
        "beside": others,
        "topic": found,
        "poor_words": poor_words(),
        "adoptions": uses,
        "figures": topic_figures(found),
        "work_rows": work_rows(shown),
        "decided": decision_rows(shown),
        "queue": queue_chart(shown),
        "months": months_chart(shown),
        "history": history_chart(shown),
        "deadlines": known,
        "may_enter": actor.role is Role.DEPARTMENT_HEAD,
        "errors": errors,
        "given": request.POST,
    }
    return render(request, "effects/topic.html", context, status=422 if errors else 200)


@require_safe
def topic_as_json(request: HttpRequest, number: str) -> HttpResponse:
    """One kind of case as data: everything that stands on its page, and more."""
    actor = employee(request, MANAGERS)
    found = topic_or_404(actor, number)
    others = reading(lambda cursor: read_beside(cursor, actor.authority, number))
    return _json({**msgspec.structs.asdict(found), "beside": others})


@require_safe
def topic_decisions(request: HttpRequest, number: str) -> HttpResponse:
    """How cases of one kind were decided, month by month, as a table."""
    actor = employee(request, MANAGERS)
    found = topic_or_404(actor, number)
    name = f"{found.number}-afgoerelser.csv"
    return HttpResponse(
        decisions_as_csv(found),
        content_type="text/csv; charset=utf-8",
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="{name}"',
        },
    )


def topic_or_404(actor: Actor, number: str) -> Topic:
    """One kind of case of the actor's authority; the page is not found where there is none."""
    found = reading(lambda cursor: read_picture(cursor, actor.authority, number))
    if found is None:
        raise Http404
    return found


def _enter_deadline(request: HttpRequest, actor: Actor, found: Topic) -> dict[str, str]:
    """Enter a deadline; what is wrong with the form, by field."""
    errors = {}
    days, where = request.POST.get("dage", ""), request.POST.get("besluttet", "").strip()
    start = day_of(request.POST.get("fra", ""))
    if actor.role is not Role.DEPARTMENT_HEAD:
        raise Http404
    if not (days.isdecimal() and len(days) < 5 and 0 < int(days) <= LONGEST_DAYS):
        errors["dage"] = _("Skriv et antal dage mellem 1 og 1.000.")
    if start is None:
        errors["fra"] = _("Skriv en dato som 2026-03-01.")
    if not where:
        errors["besluttet"] = _("Skriv, hvor fristen er besluttet.")
    if not errors and start is not None:
        reading(
            lambda cursor: publish_deadline(
                cursor,
                PublishedDeadline(
                    topic=found.number,
                    rule=DeadlineRule(int(days), request.POST.get("slags") == "hverdage"),
                    valid_from=start,
                    owner=actor.authority,
                    decided_where=where[:200],
                ),
                by=actor.name,
                now=system_now(),
            )
        )
    return errors


def day_of(text: str) -> date | None:
    """The date in a form's field."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _json(value: object) -> HttpResponse:
    return HttpResponse(
        msgspec.json.encode(value),
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
