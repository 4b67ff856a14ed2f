# SPDX-License-Identifier: EUPL-1.2
"""The hours that were freed, and what they went to: measured there, answered for here."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.identity import employee
from gearskifte.kernel.quantities import Figure
from gearskifte.kernel.time import system_now
from gearskifte.ui.public import current_language, render
from gearskifte.workforce.queries import measured_freed
from gearskifte.workforce.rules.hands.inputs import SERVICES, Service
from gearskifte.workforce.rules.hands.loop import Measured, MeasuredBy
from gearskifte.workforce.service import say_use
from gearskifte.workforce.showing import rounded
from gearskifte.workforce.views import READERS

SHARES: Final = (0, 25, 50, 75, 100)
"""Percent of the hours that went to other work; nobody knows it closer."""


@require_http_methods(["GET", "POST"])
def freed(request: HttpRequest) -> HttpResponse:
    """What each robot and kept promise freed in a year, and a form to say what it went to."""
    actor = employee(request, READERS)
    measured = reading(measured_freed)
    error = ""
    if request.method == "POST":
        robot, service, share = (request.POST.get(name, "") for name in ("robot", "hvem", "andel"))
        known = {each.robot for each in measured}
        if robot in known and service in set(Service) and share in map(str, SHARES):
            reading(
                lambda cursor: say_use(
                    cursor,
                    robot,
                    service=Service(service),
                    share=int(share) / 100,
                    who=actor.name,
                    at=system_now(),
                )
            )
            return redirect("workforce:freed")
        error = _("Vælg, hvem der havde timerne, og hvor stor en del der er brugt til andet.")
    language = current_language()
    context = {
        "shown": [(each, _hours(each)) for each in measured],
        "services": [(each.value, each.words.in_language(language)) for each in SERVICES],
        "shares": [(str(share), _("%(share)s %%") % {"share": share}) for share in SHARES],
        "error": error,
    }
    return render(request, "workforce/freed.html", context, status=422 if error else 200)


def _hours(measured: Measured) -> Figure:
    """The hours, with where they are from."""
    bounds = measured.interval
    decimals = 1 if abs(measured.hours) < 10 else 0
    if measured.measured_by is MeasuredBy.PROMISE:
        source = _("Løftets opgørelse: %(cases)s sager med målt tid") % {"cases": measured.items}
        method = _("Det, sagerne ellers ville have taget, fratrukket det, de tog; 95 %-interval")
    else:
        source = _("Robotternes hovedbog: %(items)s sager, %(samples)s målt med ur") % {
            "items": measured.items,
            "samples": measured.samples,
        }
        method = _("Sager gange målte minutter, fratrukket undtagelser og pasning; 95 %-interval")
    return Figure(
        rounded(measured.hours, decimals),
        _("timer"),
        (rounded(bounds[0], decimals), rounded(bounds[1], decimals)) if bounds else None,
        source,
        measured.until,
        method,
    )
