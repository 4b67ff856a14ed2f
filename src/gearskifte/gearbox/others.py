# SPDX-License-Identifier: EUPL-1.2
"""The rows that look beyond the municipality: what others have, and the pace."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gearskifte.gearbox.reading import Standing
from gearskifte.gearbox.row import Row
from gearskifte.kernel.quantities import Figure
from gearskifte.ui.public import number, quantity


def commons_row(standing: Standing) -> Row:
    """What others have that we could reuse."""
    found = standing.commons
    sentences = [
        _("%(alive)s egne indsatser er i live, %(running)s af dem i drift.")
        % {"alive": found.alive, "running": found.running}
    ]
    if found.stale:
        sentences.append(
            ngettext(
                "%(n)s er gået i stå og tæller ikke med.",
                "%(n)s er gået i stå og tæller ikke med.",
                found.stale,
            )
            % {"n": found.stale}
        )
    if found.begun:
        sentences.append(
            ngettext(
                "%(n)s af dem, vi er i gang med, har andre også.",
                "%(n)s af dem, vi er i gang med, har andre også.",
                found.begun,
            )
            % {"n": found.begun}
        )
    return Row(
        key="commons",
        heading=_("Fællesskabet"),
        sentences=tuple(sentences),
        figure=Figure(
            found.ready,
            ngettext("indsats", "indsatser", found.ready),
            None,
            _("emner, som nogen har bekræftet"),
            standing.now,
            _("I drift i andre kommuner, om det samme, som vi er i gang med"),
        ),
        label=_("Kan genbruges"),
        href=reverse("commons:portfolio"),
    )


def pace_row(standing: Standing, language: str) -> Row:
    """From idea to use and on to others, this year against last."""
    steps = {each.step: each for each in standing.commons.pace}
    use, second = steps["use"], steps["2"]
    half = use.year.half if use.year.half is not None else use.whole.half
    sentences = []
    if use.year.half is not None and use.before.half is not None:
        told = {"days": quantity(use.before.half, _("dage"), language)}
        sentences.append(_("Året før tog det %(days)s.") % told)
    if second.whole.half is not None:
        told = {"days": quantity(second.whole.half, _("dage"), language)}
        sentences.append(_("Fra første kommune til anden: halvdelen på %(days)s.") % told)
    seen = use.year if use.year.half is not None else use.whole
    return Row(
        key="pace",
        heading=_("Tempoet"),
        sentences=tuple(sentences) or (_("For få til at sige noget om år mod år."),),
        figure=Figure(
            half,
            _("dage"),
            None,
            _("%(count)s idéer og deres milepæle") % {"count": number(seen.seen, language)},
            standing.now,
            _("Så længe gik der, til halvdelen var i brug; det, der venter, er regnet med"),
        )
        if half is not None
        else None,
        label=_("Fra idé til brug"),
        href=reverse("commons:tempo"),
    )
