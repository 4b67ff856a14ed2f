# SPDX-License-Identifier: EUPL-1.2
"""What the activities of a process mean: seen, proposed, held against the cases, and saved."""

from __future__ import annotations

from typing import Final, NamedTuple
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gearskifte.effects.meanings import propose_meaning, read_meanings, read_proposal
from gearskifte.effects.queries import Topic
from gearskifte.effects.rules.deadlines import numbers_above
from gearskifte.effects.rules.log import Milestone
from gearskifte.effects.rules.meaning import ActivitySeen, Meanings, MeaningVersion
from gearskifte.effects.rules.meaning_table import (
    Written,
    as_csv,
    as_json,
    read_written,
    refused,
    written_of,
)
from gearskifte.effects.service import save_version
from gearskifte.effects.showing_meaning import change_rows, milestone_words
from gearskifte.effects.views import day_of, topic_or_404
from gearskifte.kernel.access import MANAGERS, Actor, Role
from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.errors import InputRefused
from gearskifte.kernel.identity import employee
from gearskifte.kernel.time import local_date, system_now
from gearskifte.registry.public import MESSAGE_TYPES
from gearskifte.ui.public import current_language, render

MOST_BYTES: Final = 1024 * 1024
MOST_SHOWN: Final = 400
"""So many activities stand on the page; longer mappings are sent as a file."""
_REFRESH_SECONDS: Final = 2


class Row(NamedTuple):
    """An activity, what it counts as ("" for nobody has looked), and how often it is seen.

    Attributes:
        called: the activity in words; a message's type by its name where one is known.
    """

    activity: str
    called: str
    meant: str
    seen: ActivitySeen | None


@require_http_methods(["GET", "HEAD", "POST"])
def activities(request: HttpRequest, number: str) -> HttpResponse:
    """The activities of a process, and what each counts as; a department head may change it."""
    actor = employee(request, MANAGERS)
    found = topic_or_404(actor, number)
    versions = _versions(actor, number)
    held = Meanings.of(versions).version_on(local_date(system_now()))
    errors: dict[str, str] = {}
    if request.method == "POST":
        if actor.role is not Role.DEPARTMENT_HEAD:
            raise Http404
        written, errors = _written(request, number, held)
        if written is not None:
            made = reading(
                lambda cursor: propose_meaning(
                    cursor, actor.authority, written, by=actor.name, now=system_now()
                )
            )
            return redirect("effects:proposal", number=number, proposal=made)
    rows = _rows(found, held)
    context = {
        "topic": found,
        "words": milestone_words(),
        "rows": rows[:MOST_SHOWN],
        "more": max(0, len(rows) - MOST_SHOWN),
        "held": held,
        "versions": list(reversed(versions)),
        "scopes": list(reversed(numbers_above(number))),
        "may_change": actor.role is Role.DEPARTMENT_HEAD,
        "errors": errors,
        "given": request.POST,
    }
    return render(request, "effects/activities.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, number: str, proposal: UUID) -> HttpResponse:
    """What a version would change, and the button that saves it."""
    actor = employee(request, (Role.DEPARTMENT_HEAD,))
    found = topic_or_404(actor, number)
    asked = reading(lambda cursor: read_proposal(cursor, actor.authority, proposal))
    if asked is None or asked.written.topic not in numbers_above(number):
        raise Http404
    overtaken = False
    if request.method == "POST" and asked.change is not None:
        saved = reading(
            lambda cursor: save_version(
                cursor,
                actor.authority,
                asked.written,
                asked.newest,
                by=actor.name,
                now=system_now(),
            )
        )
        if saved is not None:
            return redirect("effects:activities", number=number)
        overtaken = True
    context = {
        "topic": found,
        "asked": asked,
        "rows": change_rows(asked.change) if asked.change else [],
        "overtaken": overtaken,
    }
    status = 409 if overtaken else 200
    response = render(request, "effects/activities_proposal.html", context, status=status)
    if asked.change is None:
        response["Refresh"] = str(_REFRESH_SECONDS)  # works where nothing runs in the browser
    return response


@require_safe
def version(request: HttpRequest, number: str, version: int, form: str) -> HttpResponse:
    """One version as JSON or CSV, as the page and the command read it."""
    actor = employee(request, MANAGERS)
    held = next((each for each in _versions(actor, number) if each.id == version), None)
    if held is None:
        raise Http404
    written = written_of(held)
    name = f"{held.topic}-{held.meaning.version}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if form == "csv":
        kind = "text/csv; charset=utf-8"
        return HttpResponse(as_csv(written), content_type=kind, headers=headers)
    return HttpResponse(as_json(written), content_type="application/json", headers=headers)


def _versions(actor: Actor, number: str) -> list[MeaningVersion]:
    return reading(lambda cursor: read_meanings(cursor, actor.authority, number))


def _rows(found: Topic, held: MeaningVersion | None) -> list[Row]:
    """Each activity that is seen, then each that is only mapped."""
    meant = dict(held.meaning.milestones) if held else {}
    rows = [
        Row(each.activity, _called(each.activity, each.title), meant.pop(each.activity, ""), each)
        for each in found.shown.activities
    ]
    left = sorted(meant.items())
    return rows + [Row(name, _called(name, ""), meaning, None) for name, meaning in left]


def _called(activity: str, title: str) -> str:
    known = MESSAGE_TYPES.get(activity)
    return title or (known.in_language(current_language()) if known else activity)


def _written(
    request: HttpRequest, number: str, held: MeaningVersion | None
) -> tuple[Written | None, dict[str, str]]:
    """What the form or the file says, or what is wrong with it, by field."""
    said = request.POST
    start, errors = day_of(said.get("fra", "")), {}
    scope, why = said.get("emne", number), said.get("hvorfor", "").strip()
    if said.get("fra", "").strip() and start is None:
        errors["fra"] = _("Skriv en dato som 2026-03-01.")
    if scope not in numbers_above(number):
        errors["emne"] = _("Vælg et af numrene.")
    if not why or len(why) > 200:
        errors["hvorfor"] = _("Skriv hvorfor, med højst 200 tegn.")
    if errors:
        return None, errors
    try:
        if sent := request.FILES.get("fil"):
            since = start.isoformat() if start else ""
            return read_written(_text(sent), {"topic": scope, "valid_from": since, "why": why}), {}
        written = Written(scope, _milestones(request, held), start, _robots(request), why)
        written.check()
    except InputRefused as error:
        return None, {"fil": error.why.in_language(current_language())}
    return written, {}


def _milestones(request: HttpRequest, held: MeaningVersion | None) -> dict[str, Milestone]:
    """What the form says; an activity that is not on it keeps what it meant."""
    found = dict(held.meaning.milestones) if held else {}
    known = {each.value for each in Milestone}
    for field, activity in request.POST.items():
        if field.startswith("a-"):
            meant = request.POST.get(f"m-{field.removeprefix('a-')}", "")
            found.pop(str(activity), None)
            if meant in known:
                found[str(activity)] = Milestone(meant)
    return found


def _robots(request: HttpRequest) -> tuple[str, ...]:
    lines = request.POST.get("robotter", "").splitlines()
    return tuple(sorted({line.strip() for line in lines if line.strip()}))


def _text(sent: UploadedFile[bytes]) -> str:
    """The text of a file that was sent.

    Raises:
        InputRefused: GS-EFF-130 where it is too large, or no UTF-8.
    """
    try:
        if (sent.size or 0) <= MOST_BYTES:
            return bytes(sent.read()).decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    raise refused("filen er ikke tekst i UTF-8 på højst 1 MiB", "it is no UTF-8 text under 1 MiB")
