# SPDX-License-Identifier: EUPL-1.2
"""The figures and charts of the pages, made from what was counted."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from django.utils.translation import gettext as _

from gearskifte.effects.queries import Initiative, Reckoned, Topic
from gearskifte.effects.rules.picture import AGES, ServicePicture, Share
from gearskifte.effects.rules.promised_outcome import PromisedOutcome
from gearskifte.kernel.quantities import Figure
from gearskifte.ui.public import Bar, BarChart, Line, LineChart

_PER_CENT: Final = "%"


def topic_figures(topic: Topic) -> list[tuple[str, Figure]]:
    """What stands first on the page of a kind of case: label and figure."""
    shown = topic.shown
    found: list[tuple[str, Figure]] = []
    if shown.wait is not None:
        wait = shown.wait
        method = _("8 af 10 får svar inden for tallene, som det går lige nu")
        bounds = (wait.earliest, wait.latest)
        found.append((_("Ventetid i dag"), _figure(topic, wait.usual, _("dage"), bounds, method)))
    if shown.on_time is not None:
        method = _("Af alle sager, der begyndte i de seneste 12 måneder, som kan gøres op")
        found.append((_("Afgjort inden fristen"), _share(topic, shown.on_time, method)))
    method = _("Modtaget og hverken afgjort eller afsluttet")
    found.append((_("Åbne sager"), _figure(topic, shown.queue.open, _("sager"), None, method)))
    if shown.redone is not None:
        method = _("Genåbnet, omgjort eller medhold i klage inden 180 dage")
        found.append((_("Afgørelser, der ikke holdt"), _share(topic, shown.redone, method)))
    return found


def _share(topic: Topic, share: Share, method: str) -> Figure:
    bounds = (_percent(share.low), _percent(share.high))
    return _figure(topic, _percent(share.share), _PER_CENT, bounds, method)


def _figure(
    topic: Topic, value: int, unit: str, bounds: tuple[int, int] | None, method: str
) -> Figure:
    source = _("%(cases)s sager om %(topic)s") % {
        "cases": topic.shown.coverage.cases,
        "topic": topic.title or topic.number,
    }
    return Figure(value, unit, bounds, source, topic.made_at, method)


def _percent(share: float) -> int:
    return round(100 * share)


def queue_chart(shown: ServicePicture) -> BarChart | None:
    """The open cases by how long they have waited."""
    if not shown.queue.open:
        return None
    labels = [_("Til og med %(days)s dage") % {"days": AGES[0]}]
    labels += [
        _("%(first)s–%(last)s dage") % {"first": low + 1, "last": high}
        for low, high in pairwise(AGES)
    ]
    labels.append(_("Mere end %(days)s dage") % {"days": AGES[-1]})
    bars = [Bar(label, number) for label, number in zip(labels, shown.queue.ages, strict=True)]
    return BarChart(
        key="queue",
        title=_("Køen efter alder"),
        description=_("Hvor længe de åbne sager har ventet."),
        counted=_("Ventet"),
        unit=_("sager"),
        bars=tuple(bars),
    )


def months_chart(shown: ServicePicture) -> LineChart | None:
    """Days until half of a month's cases were decided, by month of start."""
    told = [cell for cell in shown.months if cell.median_days is not None]
    if len(told) < 2:
        return None
    return LineChart(
        key="months",
        title=_("Dage, til halvdelen var afgjort"),
        description=_(
            "Efter den måned, sagerne begyndte. Måneder, der kan ændre sig, er ikke med."
        ),
        counted=_("Måned"),
        unit=_("dage"),
        labels=tuple(_month(cell.month) for cell in told),
        lines=(Line(_("Halvdelen afgjort"), tuple(cell.median_days or 0 for cell in told)),),
    )


def history_chart(shown: ServicePicture) -> LineChart | None:
    """The own history with its limits, in days."""
    chart, first = shown.chart, shown.chart_from
    if chart is None or first is None:
        return None
    labels = []
    for number in range(len(chart.values)):
        months = first.year * 12 + first.month - 1 + number
        labels.append(_month(date(months // 12, months % 12 + 1, 1)))
    limits = (_days(chart.low), _days(chart.high))
    points = tuple(_days(value) for value in chart.values)
    flat = tuple(_days(chart.centre) for _value in chart.values)
    return LineChart(
        key="history",
        title=_("Egen historie uden årstidens udsving"),
        description=_(
            "De første 24 måneder sætter grænserne. Uden en ændring går en måned eller et halvår "
            "højst ud over dem i hvert tyvende år."
        ),
        counted=_("Måned"),
        unit=_("dage"),
        labels=tuple(labels),
        lines=(
            Line(_("Ventetid"), points),
            Line(_("Midten og grænserne"), flat, tuple(limits for _value in chart.values)),
        ),
    )


def verdict_chart(initiative: Initiative, reckoned: Reckoned) -> LineChart | None:
    """Adopters against the others, by months from adoption, in per cent."""
    course: list[dict[str, Any]] = reckoned.result.get("course") or []
    if len(course) < 2:
        return None
    is_share = initiative.is_share
    told = _points if is_share else _change
    at = next((n for n, each in enumerate(course) if each["lead"] >= 0), len(course) - 1)
    return LineChart(
        key=f"verdict-{reckoned.months}",
        title=_("Forskel til de andre, måned for måned"),
        description=_("Før og efter start. Nul er som de andre."),
        counted=_("Måneder fra start"),
        unit=_("procentpoint") if is_share else _PER_CENT,
        labels=tuple(str(each["lead"]) for each in course),
        lines=(
            Line(
                initiative.title,
                tuple(told(each["difference"]) for each in course),
                tuple((told(each["low"]), told(each["high"])) for each in course),
            ),
        ),
        mark=(at, _("Start")),
    )


def outcome_words() -> dict[str, str]:
    """What a promise may be about."""
    return {
        PromisedOutcome.WAITING.value: _("Ventetid til afgørelse"),
        PromisedOutcome.IN_TIME.value: _("Andel afgjort inden fristen"),
        PromisedOutcome.REDONE.value: _("Andel af afgørelser, der ikke holder"),
        PromisedOutcome.TOUCHES.value: _("Ting, medarbejdere gør i en sag"),
        PromisedOutcome.PEOPLE.value: _("Medarbejdere i en sag"),
        PromisedOutcome.MINUTES.value: _("Målt arbejdstid i en sag"),
    }


def _points(share: float) -> Decimal:
    return Decimal(round(1000 * share)) / 10


def _change(logarithm: float) -> Decimal:
    return Decimal(round(1000 * math.expm1(logarithm))) / 10


def _days(logarithm: float) -> int:
    return max(0, round(math.expm1(logarithm)))


def _month(month: date) -> str:
    return f"{month.year}-{month.month:02}"
