# SPDX-License-Identifier: EUPL-1.2
"""The pace of the gear change: computed from milestones, nationally and by field."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from gearskifte.commons import asking
from gearskifte.commons.rules.portfolio import Field
from gearskifte.commons.rules.tempo import Pace, Tempo, tempo
from gearskifte.commons.standing import paced
from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.time import local_date, system_now
from gearskifte.ui.public import Bar, BarChart, current_language, number, render


@require_safe
def pace(request: HttpRequest) -> HttpResponse:
    """From idea to use, and from the first municipality to the second and the tenth."""
    asking.reader(request)
    wanted = request.GET.get("felt", "")
    if wanted not in {"", *(each.value for each in Field)}:
        raise Http404
    words = asking.words()
    today = local_date(system_now())
    told = reading(lambda cursor: paced(cursor, wanted))
    found = tempo(told, today)
    context = {
        "wanted": wanted,
        "rows": [[_step(each.step), *_cells(each)] for each in found],
        "chart": _chart(found),
        "by_field": _by_field(words["fields"]) if not wanted else [],
        "events": len(told),
        "at": system_now(),
        **words,
    }
    return render(request, "commons/tempo.html", context)


def _by_field(names: dict[Field, str]) -> list[list[str]]:
    """A row a field: its pace of the last year from idea to use, and to the second municipality."""
    today, rows = local_date(system_now()), []
    for field, name in names.items():
        told = reading(partial(paced, field=field.value))
        found = {each.step: each for each in tempo(told, today)}
        rows.append([name, _days(found["use"].whole), _days(found["2"].whole)])
    return rows


def _step(step: str) -> str:
    return {
        "use": _("Fra idé til brug"),
        "2": _("Fra første kommune til anden"),
        "10": _("Fra første kommune til tiende"),
    }[step]


def _cells(each: Tempo) -> list[str]:
    return [_days(each.year), _days(each.before), _days(each.whole), _seen(each.whole)]


def _days(pace: Pace) -> str:
    """Half had come after so many days; or why that cannot be said."""
    if pace.half is not None:
        text = ngettext("halvdelen på %(num)s dag", "halvdelen på %(num)s dage", pace.half)
        return text % {"num": number(pace.half, current_language())}
    if pace.quarter is not None:
        text = ngettext("en fjerdedel på %(num)s dag", "en fjerdedel på %(num)s dage", pace.quarter)
        return text % {"num": number(pace.quarter, current_language())}
    if pace.came < 5:
        return _("For få til at sige noget")
    return _("Under en fjerdedel er nået frem")


def _seen(pace: Pace) -> str:
    told = {"came": number(pace.came, current_language())}
    told["seen"] = number(pace.seen, current_language())
    return _("%(came)s af %(seen)s") % told


def _chart(found: list[Tempo]) -> BarChart | None:
    """This year beside last, for the steps where both can be told."""
    bars = []
    for each in found:
        if each.year.half is not None and each.before.half is not None:
            bars.append(Bar(f"{_step(each.step)}, {_('året før')}", Decimal(each.before.half)))
            bars.append(Bar(f"{_step(each.step)}, {_('seneste år')}", Decimal(each.year.half)))
    if not bars:
        return None
    return BarChart(
        "tempo",
        _("Dage til halvdelen er nået frem"),
        _("Kortere er hurtigere. Det, der stadig venter, er regnet med."),
        _("Trin"),
        _("dage"),
        tuple(bars),
    )
