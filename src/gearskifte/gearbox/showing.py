# SPDX-License-Identifier: EUPL-1.2
"""The rows of the page: a few sentences and one figure of each room."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gearskifte.effects.public import Verdict
from gearskifte.gearbox.others import commons_row, pace_row
from gearskifte.gearbox.reading import LEVERS, YEARS_AHEAD, Standing
from gearskifte.gearbox.row import Row
from gearskifte.gearbox.rules import in_time, net_hours, proven
from gearskifte.kernel.quantities import Figure
from gearskifte.registry.public import SourceCondition
from gearskifte.ui.public import Bar, BarChart, day, number, quantity
from gearskifte.workforce.public import Part

TRUSTED: Final = {SourceCondition.FRESH, SourceCondition.UNAGREED, SourceCondition.REPLACED}
LEVERS_SHOWN: Final = {Part.ABSENCE, Part.ROBOTS, Part.MORE_HOURS, Part.MOVES}
LEVERS_QUERY: Final = (
    f"?aar={YEARS_AHEAD}&fravaer={round(100 * (LEVERS.absence or 0))}"
    f"&timer={round(LEVERS.weekly_hours)}&andel={round(100 * LEVERS.wanting)}"
)
"""The same levers on the page of the hands."""


def rows(standing: Standing, language: str) -> tuple[Row, ...]:
    """Every room's row, in the order of the loop."""
    return (
        _citizens(standing, language),
        _robots(standing, language),
        _effects(standing, language),
        _hands(standing, language),
        commons_row(standing),
        pace_row(standing, language),
    )


def _citizens(standing: Standing, language: str) -> Row:
    found = in_time(standing.topics)
    sentences = []
    if found.worst is not None and found.worst.shown.on_time is not None:
        share = quantity(_percent(found.worst.shown.on_time.share), "%", language)
        told = {"title": found.worst.title, "share": share}
        sentences.append(_("Længst fra fristen: %(title)s, %(share)s til tiden.") % told)
    if found.overdue:
        sentences.append(
            ngettext(
                "%(n)s åben sag er over fristen.",
                "%(n)s åbne sager er over fristen.",
                found.overdue,
            )
            % {"n": number(found.overdue, language)}
        )
    said = standing.corrections
    if said.waiting or said.answered:
        sentences.append(
            _("Borgere har fundet fejl: %(answered)s besvaret, %(waiting)s venter.")
            % {"answered": said.answered, "waiting": said.waiting}
        )
    doubtful = [each.name for each in standing.sources if each.state not in TRUSTED]
    if doubtful:
        names = ", ".join(doubtful)
        sentences.append(_("Vi ved ikke alt: %(names)s mangler at fortælle.") % {"names": names})
    return Row(
        key="citizens",
        heading=_("Borgerne"),
        sentences=tuple(sentences) or (_("Ingen slags sag har frist og svar nok til at tælle."),),
        figure=Figure(
            _percent(found.all.share),
            "%",
            (_percent(found.all.low), _percent(found.all.high)),
            _("%(count)s sager med frist") % {"count": number(found.all.of, language)},
            standing.now,
            _("Andel afgjort til tiden i de seneste 12 måneder, der kan tælles"),
        )
        if found.all
        else None,
        label=_("Afgjort til tiden"),
        href=reverse("effects:service"),
        waits=bool(said.overdue),
    )


def _robots(standing: Standing, language: str) -> Row:
    found, robots = net_hours(standing.freed), standing.robots
    sentences = [
        _("%(done)s sager klaret på 30 dage. %(handed)s måtte et menneske tage over.")
        % {"done": number(robots.done, language), "handed": number(robots.handed, language)}
    ]
    if robots.stopped:
        sentences.append(
            ngettext("%(n)s robot er stoppet.", "%(n)s robotter er stoppet.", robots.stopped)
            % {"n": robots.stopped}
        )
    if found is not None and found.untimed:
        sentences.append(
            ngettext(
                "%(n)s robot er målt for lidt til at tælle med.",
                "%(n)s robotter er målt for lidt til at tælle med.",
                found.untimed,
            )
            % {"n": found.untimed}
        )
    return Row(
        key="robots",
        heading=_("Robotterne"),
        sentences=tuple(sentences) if robots.robots else (_("Ingen robotter er i drift."),),
        figure=Figure(
            _rounded(found.hours),
            _("timer"),
            (_rounded(found.low), _rounded(found.high)),
            ngettext("%(n)s robots hovedbog", "%(n)s robotters hovedbog", found.robots)
            % {"n": found.robots},
            max(each.until for each in standing.freed),
            _("Målt, fratrukket undtagelser og pasning; 95 %-interval"),
        )
        if found
        else None,
        label=_("Frigjort det seneste år"),
        href=reverse("workforce:freed") if found else reverse("robots:mine"),
        waits=bool(robots.waiting or robots.unapproved),
    )


def _effects(standing: Standing, language: str) -> Row:
    found = proven(standing.initiatives, standing.today)
    words = {
        Verdict.BETTER: _("bedre"),
        Verdict.WORSE: _("dårligere"),
        Verdict.NO_DIFFERENCE: _("ingen påviselig forskel"),
        Verdict.CANNOT_BE_DECIDED: _("kan ikke afgøres"),
    }
    judged = [f"{words[each]}: {found.shown[each]}" for each in Verdict if each in found.shown]
    sentences = [f"{', '.join(judged).capitalize()}."] if judged else []
    if found.open:
        sentences.append(
            ngettext(
                "%(n)s løfte er ikke gjort op endnu.",
                "%(n)s løfter er ikke gjort op endnu.",
                found.open,
            )
            % {"n": found.open}
        )
    if found.next_day is not None:
        sentences.append(_("Næste opgørelse: %(day)s.") % {"day": day(found.next_day, language)})
    sentences += [
        _("Stillinger er væk, før effekten er vist: %(title)s (%(day)s).")
        % {"title": each.title, "day": day(each.cut.day, language)}
        for each in found.cut
        if each.cut is not None
    ]
    better = found.shown.get(Verdict.BETTER, 0)
    return Row(
        key="effects",
        heading=_("Effekten"),
        sentences=tuple(sentences) or (_("Ingen har lovet noget endnu."),),
        figure=Figure(
            better,
            _("af %(all)s") % {"all": len(standing.initiatives)},
            None,
            _("alle løfter og deres nyeste opgørelse"),
            standing.now,
            _("Løfter, hvor det er vist, at servicen blev bedre"),
        )
        if standing.initiatives
        else None,
        label=_("Vist bedre"),
        href=reverse("effects:promises"),
        waits=bool(found.cut),
    )


def _hands(standing: Standing, language: str) -> Row:
    href = reverse("workforce:hands") + LEVERS_QUERY
    if standing.hands is None:
        missing = (_("Der mangler tal for befolkning, behov og personale."),)
        return Row("hands", _("Hænderne"), missing, None, "", href)
    year, made = standing.hands
    largest = [bar for bar in made.bars if bar.part in LEVERS_SHOWN]
    sentences = [
        _("Fra %(today)s i dag, hvis alle håndtag bliver brugt.")
        % {"today": quantity(_rounded(made.today.mean), _("fuldtidsansatte"), language)}
    ]
    if largest:
        best = min(largest, key=lambda bar: bar.mean)
        sentences.append(
            _("Det største håndtag: %(name)s.")
            % {"name": best.part.words.in_language(language).lower()}
        )
    return Row(
        key="hands",
        heading=_("Hænderne"),
        sentences=tuple(sentences),
        figure=Figure(
            _rounded(made.left.mean),
            _("fuldtidsansatte"),
            (_rounded(made.left.low), _rounded(made.left.high)),
            _("befolkning, personale og målte timer"),
            standing.now,
            _("Middel af lodtrækninger, og det, 8 ud af 10 ligger imellem"),
        ),
        label=_("Mangler i %(year)s") % {"year": year},
        href=href,
    )


def levers(standing: Standing, language: str) -> BarChart | None:
    """What each lever takes away of what is lacking, on one scale; None while files are missing."""
    if standing.hands is None:
        return None
    year, made = standing.hands
    bars = [bar for bar in made.bars if bar.part in LEVERS_SHOWN]
    if not bars:
        return None
    return BarChart(
        key="levers",
        title=_("Hvad giver hvert håndtag i %(year)s?") % {"year": year},
        description=_("Fuldtidsansatte færre, der mangler. Det største først."),
        counted=_("Håndtag"),
        unit=_("fuldtidsansatte"),
        bars=tuple(
            Bar(
                bar.part.words.in_language(language),
                _rounded(-bar.mean),
                (_rounded(-bar.high), _rounded(-bar.low)),
            )
            for bar in bars
        ),
    )


def _percent(share: float) -> Decimal:
    return Decimal(round(100 * share))


def _rounded(value: float) -> Decimal:
    """A small number is told with a decimal, or it would look like nothing."""
    return Decimal(f"{value:.{1 if abs(value) < 10 else 0}f}") + 0
