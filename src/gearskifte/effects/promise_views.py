# SPDX-License-Identifier: EUPL-1.2
"""Promises and what came of them: registered before, reckoned after, never edited away."""

from __future__ import annotations

import csv
import io
from typing import Any, Final
from uuid import UUID

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gearskifte.effects.adopting import read_adoptions
from gearskifte.effects.queries import (
    Initiative,
    adoption_of,
    read_initiatives,
    read_picture,
    read_snapshot,
    read_topics,
)
from gearskifte.effects.rules.promise import Promise
from gearskifte.effects.rules.promised_outcome import PromisedOutcome
from gearskifte.effects.service import change_staff, register_promise
from gearskifte.effects.showing import outcome_words, verdict_chart
from gearskifte.effects.showing_meaning import poor_words
from gearskifte.effects.views import day_of
from gearskifte.kernel.access import MANAGERS, Actor
from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.errors import InputRefused
from gearskifte.kernel.identity import employee
from gearskifte.kernel.time import system_now
from gearskifte.ui.public import current_language, render

_LONGEST: Final = 100


@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """All promises of the authority."""
    actor = employee(request, MANAGERS)
    found = reading(lambda cursor: read_initiatives(cursor, actor.authority))
    return render(request, "effects/promises.html", {"promises": found})


@require_http_methods(["GET", "HEAD", "POST"])
def promise_new(request: HttpRequest) -> HttpResponse:
    """Register a promise before it goes live."""
    actor = employee(request, MANAGERS)
    errors: dict[str, str] = {}
    if request.method == "POST":
        made, errors = _register(request, actor)
        if made is not None:
            return redirect("effects:promise", promise=made)
    topics = reading(lambda cursor: read_topics(cursor, actor.authority))
    known = reading(lambda cursor: read_adoptions(cursor, owner=actor.authority))
    solutions = sorted({(each.title or each.solution, each.solution) for each in known})
    context = {
        "topics": topics,
        "solutions": [(key, name) for name, key in solutions],
        "outcomes": outcome_words(),
        "errors": errors,
        "given": request.POST,
    }
    return render(request, "effects/promise_new.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def promise(request: HttpRequest, promise: UUID) -> HttpResponse:
    """One promise and its verdict; staff changes may be written down."""
    actor = employee(request, MANAGERS)
    found = _promise(actor, promise)
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors = _change_staff(request, actor, found)
        if not errors:
            return redirect("effects:promise", promise=promise)
    latest = found.reckonings[-1] if found.reckonings else None
    uses = reading(lambda cursor: read_adoptions(cursor, owner=actor.authority, topic=found.topic))
    topic = reading(lambda cursor: read_picture(cursor, actor.authority, found.topic))
    context = {
        "promise": found,
        "outcomes": outcome_words(),
        "is_share": found.is_share,
        "quality": topic.shown.quality if topic else None,
        "poor_words": poor_words(),
        "unit": _("procentpoint") if found.is_share else "%",
        "adoption": adoption_of(found, uses),
        "latest": latest,
        "counted_from": day_of(latest.result.get("counted_from", "")) if latest else None,
        "chart": verdict_chart(found, latest) if latest else None,
        "errors": errors,
        "given": request.POST,
    }
    return render(request, "effects/promise.html", context, status=422 if errors else 200)


@require_safe
def snapshot(request: HttpRequest, promise: UUID, months: int, form: str) -> HttpResponse:
    """The panel that a reckoning was made from, as JSON with its answer, or as CSV."""
    actor = employee(request, MANAGERS)
    found = _promise(actor, promise)
    kept = reading(lambda cursor: read_snapshot(cursor, actor.authority, found.id, months))
    if kept is None:
        raise Http404
    digest, panel = kept
    name = f"{promise}-{months}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if form == "csv":
        return HttpResponse(_rows(panel), content_type="text/csv; charset=utf-8", headers=headers)
    reckoned = next(each for each in found.reckonings if each.months == months)
    told = {"promise": found.id, "snapshot": digest, "panel": panel, "answer": reckoned.result}
    return HttpResponse(msgspec.json.encode(told), content_type="application/json", headers=headers)


def _promise(actor: Actor, promise: UUID) -> Initiative:
    found = reading(lambda cursor: read_initiatives(cursor, actor.authority, promise))
    if not found:
        raise Http404
    return found[0]


def _register(request: HttpRequest, actor: Actor) -> tuple[UUID | None, dict[str, str]]:
    """The id of a newly registered promise, or what is wrong with the form, by field."""
    made, errors = _promised(request, actor)
    if made is None:
        return None, errors
    try:
        now = system_now()
        return (
            reading(lambda cursor: register_promise(cursor, made, by=actor.name, now=now)),
            {},
        )
    except InputRefused as error:
        field = "start" if error.code == "GS-EFF-010" else "aendring"
        language = current_language()
        return None, {field: f"{error.why.in_language(language)} {error.do.in_language(language)}"}


def _promised(request: HttpRequest, actor: Actor) -> tuple[Promise | None, dict[str, str]]:
    """What the form says, or what is wrong with it, by field."""
    said = request.POST
    planned, change = day_of(said.get("start", "")), _number(said.get("aendring", ""))
    cost, positions = (_number(said.get(name, "0") or "0") for name in ("pris", "stillinger"))
    staff_day = day_of(said.get("stillinger_dato", "")) if positions else None
    topic, title = said.get("emne", ""), said.get("titel", "").strip()
    outcome = said.get("udfald", PromisedOutcome.WAITING.value)
    date_words = _("Skriv en dato som 2026-03-01.")
    wrong = {
        "titel": (not 0 < len(title) <= _LONGEST, _("Skriv en titel på højst 100 tegn.")),
        "emne": (not topic, _("Vælg, hvilke sager det handler om.")),
        "udfald": (outcome not in set(PromisedOutcome), _("Vælg, hvad der skal ændre sig.")),
        "aendring": (change is None, _("Skriv et helt tal, for eksempel -20.")),
        "start": (planned is None, date_words),
        "pris": (cost is None or cost < 0, _("Skriv prisen i hele kroner.")),
        "stillinger": (positions is None, _("Skriv et helt tal, for eksempel -2.")),
        "stillinger_dato": (bool(positions) and staff_day is None, date_words),
    }
    errors = {field: text for field, (is_wrong, text) in wrong.items() if is_wrong}
    if errors or planned is None or change is None or cost is None or positions is None:
        return None, errors
    made = Promise(
        owner=actor.authority,
        topic=topic,
        title=title,
        outcome=outcome,
        change=change,
        planned=planned,
        cost_oere=cost * 100,
        positions=positions * 100,
        staff_day=staff_day,
        solution=said.get("loesning", "")[:_LONGEST],
    )
    return made, {}


def _change_staff(request: HttpRequest, actor: Actor, found: Initiative) -> dict[str, str]:
    positions, day = (
        _number(request.POST.get("stillinger", "")),
        day_of(request.POST.get("dato", "")),
    )
    errors = {}
    if not positions:
        errors["stillinger"] = _("Skriv et helt tal, for eksempel -2.")
    if day is None:
        errors["dato"] = _("Skriv en dato som 2026-03-01.")
    if positions and day is not None:
        now = system_now()
        reading(
            lambda cursor: change_staff(
                cursor, found.id, positions * 100, day, by=actor.name, now=now
            )
        )
    return errors


def _number(text: str) -> int | None:
    """A whole number as people write it, with a sign and points between thousands."""
    plain = text.strip().replace(".", "").replace("\N{MINUS SIGN}", "-")
    digits = plain.removeprefix("-")
    return int(plain) if digits.isdecimal() and len(digits) < 10 else None


def _rows(panel: dict[str, Any]) -> str:
    """The panel as `gearskifte effects evaluate` reads it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["unit", "period", "outcome", "adopted_from", "weight"])
    for row, unit in enumerate(panel.get("units", ())):
        adopted = panel["adopted"][row]
        since = "" if adopted is None else _period(int(adopted))
        for column, number in enumerate(panel["numbers"]):
            outcome = panel["outcome"][row][column]
            if outcome is not None:
                weight = panel["cases"][row][column]
                writer.writerow([unit, _period(int(number)), outcome, since, weight])
    return out.getvalue()


def _period(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02}"
