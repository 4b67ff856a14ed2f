# SPDX-License-Identifier: EUPL-1.2
"""The citizen says that something is wrong, and the responsible unit answers."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID, uuid4

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from psycopg import Cursor

from gearskifte.kernel.access import CASEWORK, MANAGERS, Access, Role, grant_access
from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.errors import AccessDenied, Text
from gearskifte.kernel.identity import employee
from gearskifte.kernel.time import local_date, system_now
from gearskifte.overview.guarding import guard_of, warns
from gearskifte.overview.publishing import published_guide
from gearskifte.overview.queries import (
    read_correction,
    read_corrections,
    read_inbox,
    whom,
)
from gearskifte.overview.rules.corrections import (
    ANSWER_DAYS,
    Correction,
    CorrectionOutcome,
    Standing,
    due_day,
    fit_to_send,
    standing,
)
from gearskifte.overview.rules.exposure import exposure, titled
from gearskifte.overview.service import answer_correction, send_correction
from gearskifte.overview.views import own_access
from gearskifte.registry.public import authorities
from gearskifte.ui.public import current_language, render

MOST_IN_INBOX: Final = 200
_READS_INBOX: Final = (Role.CASE_WORKER, *MANAGERS)


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """What I have said is wrong, and what came of it."""
    access = own_access(request)
    guard = guard_of(access)

    def read(cursor: Cursor[Any]) -> list[Correction]:
        said = read_corrections(cursor, access)
        return guard.lines(cursor, said, "title", lambda each: each.object_id)

    rows, today = published_guide().exposures, local_date(access.at)
    found = [
        msgspec.structs.replace(
            each,
            title=titled(exposure(rows, each.kle, (each.system,), today), each.title, each.subject),
        )
        for each in reading(read)
    ]
    context = {"corrections": found, **_words(access)}
    return render(request, "overview/corrections.html", context)


def _words(access: Access) -> dict[str, Any]:
    return {
        "standing": lambda each: standing(each.answered_at, each.due_at, access.at),
        "due_day": due_day,
        "outcomes": {outcome.value: outcome.words for outcome in CorrectionOutcome},
        "Standing": Standing,
    }


@require_http_methods(["GET", "POST"])
def say_wrong(request: HttpRequest) -> HttpResponse:
    """Say what is wrong: in a case, in a line of the log, or that something is missing."""
    access = own_access(request)
    about = _uuid(request.GET.get("sag", ""))
    asked = request.GET.get("linje", "")
    line = int(asked) if asked.isdecimal() and len(asked) < 19 else None
    text = request.POST.get("tekst", "")
    errors = {}
    owners = {} if about or line is not None else reading(authorities)
    if request.method == "POST":
        authority = request.POST.get("myndighed", "") or next(iter(owners), "")
        correction = _uuid(request.POST.get("id", "")) or uuid4()
        if not fit_to_send(text):
            errors["tekst"] = _("Skriv, hvad der er forkert. Højst 4.000 tegn.")
        elif not reading(
            lambda cursor: send_correction(
                cursor,
                access,
                correction=correction,
                text=text,
                about=about,
                line=line,
                authority=authority,
            )
        ):
            raise Http404
        else:
            return redirect(f"{reverse('overview:corrections')}#r-{correction}")
    context = {
        "errors": errors,
        "text": text,
        "about": about,
        "line": line,
        "owners": [(key, name or key, "") for key, name in owners.items()],
        "new_id": uuid4(),
        "answer_days": ANSWER_DAYS,
    }
    status = 422 if errors else 200
    return render(request, "overview/say_wrong.html", context, status=status)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What citizens of the authority said is wrong, the soonest due first; about nobody by name."""
    actor = employee(request, _READS_INBOX)
    now = system_now()
    lines = reading(lambda cursor: read_inbox(cursor, actor.authority, most=MOST_IN_INBOX))
    context = {
        "lines": lines,
        "standing": lambda each: standing(each.answered_at, each.due_at, now),
        "due_day": due_day,
        "may_open": actor.role is Role.CASE_WORKER,
        "outcomes": {outcome.value: outcome.words for outcome in CorrectionOutcome},
        "own_unit": actor.unit,
    }
    return render(request, "overview/inbox.html", context)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, correction: UUID) -> HttpResponse:
    """Read one matter, and answer it."""
    actor = employee(request, (Role.CASE_WORKER,))
    subject = reading(lambda cursor: whom(cursor, actor.authority, correction))
    if subject is None:
        raise Http404
    now = system_now()
    access = grant_access(actor=actor, subject=subject, purpose=CASEWORK, at=now)
    written = request.POST.get("svar", "")
    chosen = request.POST.get("udfald", "")
    errors = {}
    if request.method == "POST":
        errors = _faults(chosen, written)
        if not errors:
            outcome = CorrectionOutcome(chosen)

            def send(cursor: Cursor[Any]) -> bool:
                return answer_correction(
                    cursor, access, correction=correction, outcome=outcome, answer=written
                )

            if reading(send):
                return redirect("overview:inbox")
    found = reading(lambda cursor: read_correction(cursor, access, correction))
    if found is None:
        raise _not_theirs()
    about = [found.object_id] if found.object_id else []
    choices = [
        (each.value, each.words.in_language(current_language()), "") for each in CorrectionOutcome
    ]
    context = {
        "found": found,
        "protected_here": reading(lambda cursor: warns(cursor, access, about)),
        "choices": choices,
        "chosen": chosen,
        "written": written,
        "errors": errors,
        **_words(access),
    }
    status = 422 if errors else 200
    return render(request, "overview/answer.html", context, status=status)


def _not_theirs() -> AccessDenied:
    return AccessDenied(
        "GS-OVW-002",
        what=Text("Du kan ikke åbne henvendelsen.", "You cannot open this matter."),
        why=Text(
            "Den handler om en sag, som din adgang ikke omfatter. Forsøget står i borgerens log.",
            "It is about a case beyond your access. The attempt is in the citizen's log.",
        ),
        do=Text(
            "Bed en kollega med adgang til emnet om at svare.",
            "Ask a colleague with access to the subject to answer.",
        ),
    )


def _faults(chosen: str, written: str) -> dict[str, str]:
    errors = {}
    if chosen not in set(CorrectionOutcome):
        errors["udfald"] = _("Vælg, hvad der kom ud af det.")
    if not fit_to_send(written):
        errors["svar"] = _("Skriv til borgeren, hvad du har gjort, og hvorfor.")
    return errors
