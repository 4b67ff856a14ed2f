# SPDX-License-Identifier: EUPL-1.2
"""What waits for somebody who leads, and where it is decided."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gearskifte.gearbox.reading import Standing
from gearskifte.gearbox.rules import net_hours, proven


@dataclass(frozen=True, slots=True)
class Waits:
    """Something that waits for a decision, and the page where it is made."""

    text: str
    href: str


def waits(standing: Standing) -> tuple[Waits, ...]:
    """What waits, what harms somebody first."""
    cuts = (
        Waits(
            _("Stillinger er væk, før effekten er vist: %(title)s") % {"title": each.title},
            reverse("effects:promise", args=[each.id]),
        )
        for each in proven(standing.initiatives, standing.today).cut
    )
    return (*cuts, *_counted(standing))


def _counted(standing: Standing) -> list[Waits]:
    late, robots = standing.corrections.overdue, standing.robots
    hours, refused = net_hours(standing.freed), len(standing.quarantine)
    unused = hours.unused if hours else 0
    counted = [
        (
            late,
            ngettext(
                "%(n)s borger venter for længe på svar",
                "%(n)s borgere venter for længe på svar",
                late,
            ),
            "overview:inbox",
        ),
        (
            robots.unapproved,
            ngettext(
                "%(n)s robot venter på godkendelse",
                "%(n)s robotter venter på godkendelse",
                robots.unapproved,
            ),
            "robots:mine",
        ),
        (
            robots.waiting,
            ngettext(
                "%(n)s spørgsmål fra en robot", "%(n)s spørgsmål fra robotter", robots.waiting
            ),
            "robots:mine",
        ),
        (
            unused,
            ngettext(
                "%(n)s robots timer: hvad er de brugt til?",
                "%(n)s robotters timer: hvad er de brugt til?",
                unused,
            ),
            "workforce:freed",
        ),
        (
            refused,
            ngettext("%(n)s besked kan ikke læses", "%(n)s beskeder kan ikke læses", refused),
            "registry:sources",
        ),
    ]
    return [Waits(text % {"n": count}, reverse(place)) for count, text, place in counted if count]
