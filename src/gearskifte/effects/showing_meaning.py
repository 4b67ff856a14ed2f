# SPDX-License-Identifier: EUPL-1.2
"""What activities count as, in words, what another meaning would change, and work, as rows."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from gearskifte.effects.rules.log import Milestone
from gearskifte.effects.rules.meaning_change import Change
from gearskifte.effects.rules.picture import Measured, ServicePicture
from gearskifte.effects.rules.quality import Poor, poor_text
from gearskifte.ui.public import current_language, number


def milestone_words() -> dict[str, str]:
    """What an activity may count as; "" is that nobody has looked at it."""
    return {
        "": _("Ikke taget stilling"),
        Milestone.NONE.value: _("Ingen milepæl"),
        Milestone.RECEIVED.value: _("Modtaget"),
        Milestone.INFORMED.value: _("Oplyst"),
        Milestone.DECIDED.value: _("Afgjort"),
        Milestone.CLOSED.value: _("Afsluttet"),
        Milestone.REOPENED.value: _("Genåbnet"),
        Milestone.ANNULLED.value: _("Omgjort"),
        Milestone.COMPLAINT.value: _("Klage"),
        Milestone.UPHELD.value: _("Medhold i klage"),
    }


def change_rows(change: Change) -> list[tuple[str, str, str]]:
    """What is counted, as it is and as it would be."""
    labels = {
        "cases": _("Sager"),
        "unbegun": _("Ikke modtaget endnu"),
        "informed": _("Oplyst"),
        "decided": _("Afgjort"),
        "median_days": _("Dage, til halvdelen af de afgjorte var afgjort"),
        "closed": _("Afsluttet"),
        "impossible": _("Afgjort, før de er modtaget"),
        "reopened": _("Genåbnet"),
        "annulled": _("Omgjort"),
        "complained": _("Klage"),
        "upheld": _("Medhold i klage"),
        "touches": _("Ting, medarbejdere har gjort"),
        "measured": _("Sager med målt arbejdstid"),
    }
    return [
        (label, _number(getattr(change.before, name)), _number(getattr(change.after, name)))
        for name, label in labels.items()
    ]


def poor_words() -> dict[Poor, str]:
    """The rules of data quality, as they are told where they are broken."""
    return {rule: poor_text(rule).in_language(current_language()) for rule in Poor}


def work_rows(shown: ServicePicture) -> list[tuple[str, str]]:
    """What was done in the cases decided in the last year; empty where there are too few."""
    work, reasons = shown.work, shown.reasons
    if work is None:
        return []
    rows = [
        (_("Ting, medarbejdere gør i en sag"), _mean(work.touches)),
        (_("Medarbejdere i en sag"), _mean(work.people)),
        (_("Målt arbejdstid i en sag, minutter"), _mean(work.minutes)),
        (_("Målt med ur på prøver, minutter"), _mean(shown.samples)),
    ]
    if work.complained:
        rows.append((_("Sager med klage"), _of(work.complained.count, work.complained.of)))
    if reasons:
        judged = reasons.judged
        rows += [
            (_("Afgørelser, der blev genåbnet inden 180 dage"), _of(reasons.reopened, judged)),
            (_("Afgørelser, der blev omgjort inden 180 dage"), _of(reasons.annulled, judged)),
            (
                _("Afgørelser, hvor en klage fik medhold inden 180 dage"),
                _of(reasons.upheld, judged),
            ),
        ]
    return rows


def _mean(found: Measured | None) -> str:
    if found is None:
        return _("Ikke målt i mindst fem")
    return _("%(mean)s (%(low)s–%(high)s), %(count)s målinger") % {
        "mean": _tenths(found.mean),
        "low": _tenths(found.low),
        "high": _tenths(found.high),
        "count": _number(found.count),
    }


def _tenths(value: float) -> str:
    return number(Decimal(repr(value)), current_language(), 1)


def _of(count: int, of: int) -> str:
    return _("%(count)s af %(of)s") % {"count": _number(count), "of": _number(of)}


def _number(value: int | None) -> str:
    return "–" if value is None else number(value, current_language())
