# SPDX-License-Identifier: EUPL-1.2
"""How the installation runs (drift): what waits where, and what takes the database's time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from psycopg import Cursor

from gearskifte.commons.public import read_refused_feeds
from gearskifte.effects.public import pictures_overdue
from gearskifte.kernel.access import Role
from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.database.statements import read_taken
from gearskifte.kernel.events import waiting
from gearskifte.kernel.identity import employee
from gearskifte.kernel.queues import Queued
from gearskifte.kernel.time import system_now
from gearskifte.overview.public import read_message_queue
from gearskifte.registry.public import read_intake_queue
from gearskifte.robots.public import read_robot_queue
from gearskifte.ui.public import render

READERS: Final = (Role.INTEGRATOR, Role.DIGITALISATION_CHIEF)
SLOW: Final = timedelta(minutes=5)
"""What the worker does by itself is behind when it has waited so long."""

SHOWN: Final = 15


@dataclass(frozen=True, slots=True)
class Line:
    """One queue as the page shows it.

    Attributes:
        room: whose it is. what: what waits. queued: how much, since when.
        behind: whether it has waited longer than it should; what waits for people never is.
    """

    room: str
    what: str
    queued: Queued
    behind: bool


@require_safe
def operations(request: HttpRequest) -> HttpResponse:
    """What waits where, and the statements that take most time.

    Raises:
        AccessDenied: GS-ACC-403 for everybody but integrators and the chief of digitalisation.
    """
    employee(request, READERS)
    now = system_now()
    lines = reading(lambda cursor: queues(cursor, now))
    statements = reading(read_taken)
    context = {
        "lines": lines,
        "behind": [each for each in lines if each.behind],
        "statements": statements[:SHOWN],
        "all_ms": sum(each.total_ms for each in statements),
        "now": now,
    }
    return render(request, "app/operations.html", context)


def queues(cursor: Cursor[Any], now: datetime) -> list[Line]:
    """Everything that waits in any room."""
    events = waiting(cursor)
    by_worker = [
        (_("Registret"), _("Beskeder, der skal læses"), read_intake_queue(cursor)),
        (
            _("Alle rum"),
            _("Hændelser, der skal fortælles videre"),
            Queued("", events.number, events.oldest_at),
        ),
        (_("Effekter"), _("Servicebilleder, der skal laves om"), pictures_overdue(cursor, now)),
        (_("Fællesskabet"), _("Feeds, der ikke tros"), read_refused_feeds(cursor)),
    ]
    lines = [Line(room, what, each, _is_behind(each, now)) for room, what, each in by_worker]
    words = {
        "ready": _("Sager i kø til en robot"),
        "running": _("Sager, en robot arbejder på"),
        "waiting": _("Sager, der venter på en medarbejder"),
    }
    lines += [
        Line(
            _("Robotter"),
            words[each.state],
            each,
            each.state != "waiting" and _is_behind(each, now),
        )
        for each in read_robot_queue(cursor)
    ]
    return lines + [
        Line(_("Overblikket"), _("Beskeder til borgere"), each, behind=False)
        for each in read_message_queue(cursor)
    ]


def _is_behind(queued: Queued, now: datetime) -> bool:
    if not queued.number:
        return False
    return queued.oldest_at is None or now - queued.oldest_at > SLOW
