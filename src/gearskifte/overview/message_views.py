# SPDX-License-Identifier: EUPL-1.2
"""How the citizen hears that there is news, and what the municipality does when that fails."""

from __future__ import annotations

import re
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from psycopg import Cursor

from gearskifte.kernel.access import GUIDANCE, Access, Role, grant_access
from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.identity import employee
from gearskifte.kernel.time import system_now
from gearskifte.overview.channels import CHANNEL_NAMES, EMAIL, channels
from gearskifte.overview.guarding import warns
from gearskifte.overview.queries import (
    MessageSetting,
    read_messages,
    read_undelivered,
    read_undelivered_one,
    whom,
)
from gearskifte.overview.rules.corrections import fit_to_send
from gearskifte.overview.rules.messages import State
from gearskifte.overview.service import choose_messages, handle_message
from gearskifte.overview.views import own_access
from gearskifte.ui.public import current_language, render

MOST_UNDELIVERED: Final = 200
LONGEST_ADDRESS: Final = 254
_READS: Final = (Role.CASE_WORKER, Role.DEPARTMENT_HEAD)
_ADDRESS: Final = re.compile(
    r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\.]+(\.[^@\s<>,;:\"()\[\]\\.]+)+"
)


@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: HttpRequest) -> HttpResponse:
    """How I hear that there is news, and what became of the messages to me."""
    access = own_access(request)
    ways = channels(settings.GEARSKIFTE)
    errors: dict[str, str] = {}
    chosen: MessageSetting | None = None
    if request.method == "POST":
        chosen = _chosen(request)
        errors = _faults(chosen, {"", *ways})
        if not errors:
            setting = chosen
            reading(lambda cursor: choose_messages(cursor, access, setting))
            return redirect("overview:messages")
    found, lines = reading(lambda cursor: read_messages(cursor, access))
    setting = chosen or found or MessageSetting(language=current_language())
    language = current_language()
    failed = any(line.state in (State.FAILED, State.TOLD) for line in lines[:1])
    context = {
        "setting": setting,
        "lines": lines,
        "ways": [("", _("Nej tak"), "")]
        + [(way, CHANNEL_NAMES[way].in_language(language), "") for way in ways],
        "names": CHANNEL_NAMES,
        "with_email": EMAIL in ways,
        "failed": failed,
        "errors": errors,
        "State": State,
    }
    return render(request, "overview/messages.html", context, status=422 if errors else 200)


def _chosen(request: HttpRequest) -> MessageSetting:
    sent = request.POST
    return MessageSetting(
        channel=sent.get("maade", ""),
        email=sent.get("email", "").strip(),
        language=sent.get("sprog", "da"),
        cases="sager" in sent,
        money="penge" in sent,
        answers="svar" in sent,
    )


def _faults(setting: MessageSetting, ways: set[str]) -> dict[str, str]:
    errors = {}
    if setting.channel not in ways or setting.language not in ("da", "en"):
        errors["maade"] = _("Vælg, hvordan du vil have besked.")
    if setting.email and not fit_address(setting.email):
        errors["email"] = _("Skriv en e-mailadresse som navn@eksempel.dk.")
    elif setting.channel == EMAIL and not setting.email:
        errors["email"] = _("Skriv din e-mailadresse.")
    if setting.channel and not (setting.cases or setting.money or setting.answers):
        errors["sager"] = _("Vælg mindst én ting, du vil have besked om.")
    return errors


def fit_address(text: str) -> bool:
    """Whether a text can be an e-mail address that a mail server takes."""
    return len(text) <= LONGEST_ADDRESS and text.isascii() and bool(_ADDRESS.fullmatch(text))


@require_safe
def undelivered(request: HttpRequest) -> HttpResponse:
    """Messages that did not reach their citizen, about nobody by name."""
    actor = employee(request, _READS)
    lines = reading(lambda cursor: read_undelivered(cursor, actor.authority, most=MOST_UNDELIVERED))
    context = {
        "waiting": [line for line in lines if line.handled_at is None],
        "done": [line for line in lines if line.handled_at is not None],
        "names": CHANNEL_NAMES,
        "may_open": actor.role is Role.CASE_WORKER,
    }
    return render(request, "overview/undelivered.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def undelivered_one(request: HttpRequest, message: UUID) -> HttpResponse:
    """One of them: who it was to, and what somebody did about it."""
    access = _opened(request, message)
    written = request.POST.get("gjort", "")
    errors = {}
    if request.method == "POST":
        if fit_to_send(written):
            reading(lambda cursor: handle_message(cursor, access, message, written))
            return redirect("overview:undelivered")
        errors["gjort"] = _("Skriv, hvad du har gjort. Højst 4.000 tegn.")
    found = reading(lambda cursor: read_undelivered_one(cursor, access, message))
    if found is None:
        raise Http404
    context: dict[str, Any] = {
        "found": found,
        "protected_here": reading(lambda cursor: warns(cursor, access, ())),
        "names": CHANNEL_NAMES,
        "errors": errors,
        "written": written,
    }
    status = 422 if errors else 200
    return render(request, "overview/undelivered_one.html", context, status=status)


def _opened(request: HttpRequest, message: UUID) -> Access:
    actor = employee(request, (Role.CASE_WORKER,))

    def whose(cursor: Cursor[Any]) -> UUID | None:
        return whom(cursor, actor.authority, message)

    subject = reading(whose)
    if subject is None:
        raise Http404
    return grant_access(actor=actor, subject=subject, purpose=GUIDANCE, at=system_now())
