# SPDX-License-Identifier: EUPL-1.2
"""Making a page from a template, and the pages that say what went wrong.

The application names `bad_request`, `page_not_found`, `permission_denied` and `server_error` as its
handlers, and `csrf_failure` in its settings.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.html import format_html

from gearskifte.kernel.errors import AccessDenied, GearskifteError, InputRefused, Text
from gearskifte.ui.jinja import current_language, one_language

NEVER_KEPT = "no-store"
_log = logging.getLogger(__name__)


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Make a page. No browser or proxy keeps it: what it says may be about a person."""
    with one_language():
        html = loader.render_to_string(template, dict(context or {}), request)
    return HttpResponse(html, status=status, headers={"Cache-Control": NEVER_KEPT})


def error_response(
    request: HttpRequest, error: GearskifteError, status: int | None = None
) -> HttpResponse:
    """The page that says what went wrong, why, and what to do; its status follows from the error.

    Falls back to bare HTML when the page itself cannot be made, so that a broken installation
    still tells what is broken.
    """
    status = status or _status_of(error)
    texts = {
        part: getattr(error, part).in_language(current_language()) for part in ("what", "why", "do")
    }
    try:
        return render(
            request, "ui/error.html", {"code": error.code, "status": status, **texts}, status=status
        )
    except Exception:  # noqa: BLE001 - whatever broke this page must not hide what broke before
        _log.exception("the error page itself could not be made")
        bare = format_html(
            '<!doctype html><meta charset="utf-8"><title>{what}</title>'
            "<h1>{what}</h1><p>{why}</p><p>{do}</p><p>{code}</p>",
            code=error.code,
            **texts,
        )
        return HttpResponse(bare, status=status, headers={"Cache-Control": NEVER_KEPT})


def _status_of(error: GearskifteError) -> int:
    if isinstance(error, AccessDenied):
        return 403
    if isinstance(error, InputRefused):
        return 400
    return 500 if error.permanent else 503


BAD_REQUEST = GearskifteError(
    "GS-UI-400",
    what=Text("Vi kunne ikke læse det, du sendte", "We could not read what you sent"),
    why=Text(
        "Noget i adressen eller formularen passer ikke.",
        "Something in the address or the form does not fit.",
    ),
    do=Text("Gå tilbage, og prøv igen.", "Go back and try again."),
)
FORM_TOO_OLD = GearskifteError(
    "GS-UI-419",
    what=Text("Formularen kan ikke bruges længere", "The form can no longer be used"),
    why=Text(
        "Siden har været åben for længe, eller browseren gemmer ikke cookies.",
        "The page has been open for too long, or the browser does not keep cookies.",
    ),
    do=Text(
        "Gå tilbage, hent siden igen, og send den en gang til.",
        "Go back, reload the page and send it once more.",
    ),
)
NOT_ALLOWED = AccessDenied(
    "GS-UI-403",
    what=Text("Du har ikke adgang til denne side", "You do not have access to this page"),
    why=Text(
        "Siden er kun for dem, den handler om, og dem, der arbejder med den.",
        "The page is only for those it is about and those who work with it.",
    ),
    do=Text(
        "Log ind som en, der har adgang, eller gå til forsiden.",
        "Log in as somebody who has access, or go to the front page.",
    ),
)
NOT_FOUND = GearskifteError(
    "GS-UI-404",
    what=Text("Siden findes ikke", "There is no such page"),
    why=Text(
        "Den kan være flyttet, eller der er en fejl i adressen.",
        "It may have moved, or there is a mistake in the address.",
    ),
    do=Text("Se adressen efter, eller gå til forsiden.", "Check the address, or go to the front."),
)
OUR_FAULT = GearskifteError(
    "GS-UI-500",
    what=Text("Der er sket en fejl hos os", "Something went wrong on our side"),
    why=Text(
        "Du har ikke gjort noget forkert. Fejlen er skrevet ned, så vi kan finde den.",
        "You did nothing wrong. The error is written down so that we can find it.",
    ),
    do=Text(
        "Prøv igen om lidt. Det, du har sendt før, er ikke gået tabt.",
        "Try again in a moment. What you sent before is not lost.",
    ),
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler for 400: the address or the form made no sense."""
    return error_response(request, BAD_REQUEST, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler for 403: not for this person."""
    return error_response(request, NOT_ALLOWED)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler for 404: nothing has this address. The address itself is never repeated."""
    return error_response(request, NOT_FOUND, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Handler for 500: we failed."""
    return error_response(request, OUR_FAULT)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose token is missing or too old."""
    return error_response(request, FORM_TOO_OLD, 403)
