# SPDX-License-Identifier: EUPL-1.2
"""The frame around every page: who is here, and where they can go."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from gearskifte.app import boot
from gearskifte.kernel.access import Role
from gearskifte.kernel.identity import actor_of
from gearskifte.ui.public import Guide, Link, Shell, Who, current_language

_LEADING: Final = (
    ("gearbox:gearbox", gettext_noop("Gearkassen")),
    ("robots:mine", gettext_noop("Mine robotter")),
    ("effects:service", gettext_noop("Service og ventetid")),
    ("effects:promises", gettext_noop("Løfter og opgørelser")),
    ("workforce:hands", gettext_noop("Hænderne")),
    ("commons:portfolio", gettext_noop("Fællesskabet")),
    ("registry:sources", gettext_noop("Kilder og beskeder")),
    ("overview:showing", gettext_noop("Det, borgerne ser")),
)
_SECTIONS: Final = {
    Role.CITIZEN: (
        ("overview:mine", gettext_noop("Mit overblik")),
        ("overview:news", gettext_noop("Nyt")),
        ("overview:log", gettext_noop("Hvem har set mine oplysninger?")),
        ("overview:mandates", gettext_noop("Fuldmagter")),
        ("overview:corrections", gettext_noop("Noget er forkert")),
        ("overview:messages", gettext_noop("Beskeder")),
    ),
    Role.CASE_WORKER: (
        ("overview:look-up", gettext_noop("Slå en borger op")),
        ("overview:inbox", gettext_noop("Borgere, der har fundet fejl")),
        ("overview:undelivered", gettext_noop("Beskeder, der ikke nåede frem")),
        ("robots:tasks", gettext_noop("Robotternes spørgsmål")),
    ),
    Role.DEPARTMENT_HEAD: (
        *_LEADING,
        ("commons:shelf", gettext_noop("Robotter fra andre kommuner")),
        ("overview:inbox", gettext_noop("Borgere, der har fundet fejl")),
        ("overview:undelivered", gettext_noop("Beskeder, der ikke nåede frem")),
    ),
    Role.DIGITALISATION_CHIEF: (*_LEADING, ("operations", gettext_noop("Drift"))),
    Role.DIRECTOR: _LEADING,
    Role.HR: (
        ("workforce:hands", gettext_noop("Hænderne")),
        ("commons:portfolio", gettext_noop("Fællesskabet")),
    ),
    Role.INTEGRATOR: (
        ("registry:sources", gettext_noop("Kilder og beskeder")),
        ("operations", gettext_noop("Drift")),
        ("overview:usage", gettext_noop("Så meget bruges siderne")),
        ("commons:portfolio", gettext_noop("Fællesskabet")),
    ),
    Role.COORDINATOR: (
        ("commons:queue", gettext_noop("Ubesvarede fund")),
        ("commons:pools", gettext_noop("Puljer")),
        ("commons:tempo", gettext_noop("Tempo")),
    ),
}
"""Where each role can go; one that is not here, such as a robot's, has no pages."""


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Django's template context: the shell of this request."""
    actor = actor_of(request)
    config = boot.current().config
    notice = "" if config.production else _("Prøveudgave med opdigtede mennesker.")
    made = Shell(
        organisation=config.organisation,
        accessibility_statement=config.accessibility_statement,
        home=_address("home"),
        who=Who(actor.name, actor.role.words.in_language(current_language())) if actor else None,
        log_out=_address("log-out") if actor else "",
        sections=_sections(actor.role, current_language(), request.path) if actor else (),
        notice=notice,
        guide=None if config.production else _guide(request),
    )
    return {"shell": made}


@lru_cache(maxsize=1024)
def _sections(role: Role, language: str, path: str) -> tuple[Link, ...]:
    """Where a role can go, in a language, seen from an address; the same for everybody."""
    with override(language):
        return tuple(
            Link(_(text), _address(name), current=path == _address(name))
            for name, text in _SECTIONS.get(role, ())
        )


def _guide(request: HttpRequest) -> Guide | None:
    """What leads whoever takes the demo's tour on to its next stop."""
    # Not above: an installation in production has no demo.
    from gearskifte.demo.public import TOUR, TOUR_COOKIE, at_stop

    stop = at_stop(request.COOKIES.get(TOUR_COOKIE, ""))
    if stop is None:
        return None
    last = stop + 1 == len(TOUR)
    return Guide(
        text=TOUR[stop].text.in_language(current_language()),
        place=_("%(number)s af %(all)s") % {"number": stop + 1, "all": len(TOUR)},
        send_to=_address("demo:tour"),
        name="stop",
        value=str(stop + 1),
        button=_("Slut rundturen") if last else _("Næste"),
    )


@cache
def _address(name: str) -> str:
    """The address of one of the site's own places, the same for as long as the server runs."""
    return reverse(name)
