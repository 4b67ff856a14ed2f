# SPDX-License-Identifier: EUPL-1.2
"""What is known of entries beside their text, as a page shows it: effect, reuse, papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from math import ceil, floor
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from psycopg import Cursor

from gearskifte.commons.queries import papers_of
from gearskifte.commons.reuse import effects_of, reuses_of
from gearskifte.commons.rules.portfolio import Paper
from gearskifte.commons.rules.reuse import (
    Method,
    Metric,
    Rating,
    Reused,
    Together,
    ToldEffect,
    living,
    rating,
    together,
)
from gearskifte.effects.public import Share
from gearskifte.kernel.quantities import Figure
from gearskifte.ui.public import current_language, number


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of an entry: effects measured by all, estimates apart, reuse and papers."""

    measured: tuple[Together, ...] = ()
    estimated: tuple[ToldEffect, ...] = ()
    reuses: tuple[Reused, ...] = ()
    papers: tuple[Paper, ...] = ()

    @property
    def sentence(self) -> str:
        """The measured effect in one line; "" where nobody has measured."""
        return "; ".join(in_words(each) for each in self.measured)


def evidence(cursor: Cursor[Any], entries: Sequence[UUID], now: datetime) -> dict[UUID, Evidence]:
    """What is known of each entry."""
    listed = list(entries)
    effects, reuses = effects_of(cursor, listed), reuses_of(cursor, listed)
    papers = papers_of(cursor, listed)
    return {
        entry: Evidence(
            tuple(together(effects.get(entry, ()))),
            tuple(each for each in effects.get(entry, ()) if each.method is Method.ESTIMATED),
            tuple(living(reuses.get(entry, ()), now)),
            papers.get(entry, ()),
        )
        for entry in listed
    }


def metric_name(metric: Metric) -> str:
    """What an effect is on."""
    return {
        Metric.WAITING: _("Ventetid"),
        Metric.MINUTES: _("Minutter pr. sag"),
    }[metric]


def in_words(effect: Together) -> str:
    """`Ventetid −12 % (−19 til −5), målt i 3 kommuner`."""
    pooled = effect.pooled
    low, high = _interval(effect)
    told = {
        "metric": metric_name(effect.metric),
        "value": _whole(pooled.effect),
        "low": _whole(low),
        "high": _whole(high),
        "num": pooled.count,
    }
    text = ngettext(
        "%(metric)s %(value)s %% (%(low)s til %(high)s), målt i %(num)s kommune",
        "%(metric)s %(value)s %% (%(low)s til %(high)s), målt i %(num)s kommuner",
        pooled.count,
    )
    return text % told


def figure_of(effect: Together, now: datetime) -> Figure:
    """The pooled effect with its interval and how it was made."""
    low, high = _interval(effect)
    many = effect.pooled.count > 1
    method = (
        _("Samlet med tilfældige effekter (Paule-Mandel, Hartung-Knapp), 95 %-interval")
        if many
        else _("Målt i én kommune; 95 %-intervallet er dens eget")
    )
    places = ", ".join(each.municipality for each in effect.single)
    newest = max((each.at for each in effect.single), default=now)
    bounds = (_decimal(low), _decimal(high))
    return Figure(_decimal(effect.pooled.effect), "%", bounds, places, newest, method)


def spread_of(effect: Together) -> str:
    """How far places lie apart, and where the next one may land; "" while nobody can say."""
    pooled = effect.pooled
    if pooled.next_low is None or pooled.next_high is None:
        return ""
    told = {
        "spread": _whole(pooled.spread),
        "low": _whole(pooled.next_low),
        "high": _whole(pooled.next_high),
    }
    return (
        _(
            "Kommunerne ligger omkring %(spread)s procentpoint fra hinanden. "
            "Den næste kan vente mellem %(low)s og %(high)s %%."
        )
        % told
    )


def rows_of(effect: Together) -> list[list[str]]:
    """Every place's own effect: who, how much with its interval, over how many cases, context."""
    return [
        [
            each.municipality,
            f"{_whole(each.value)} % ({_whole(each.low or 0)} – {_whole(each.high or 0)})",
            number(each.count, current_language()),
            each.context or "–",
        ]
        for each in effect.single
    ]


def rating_of(reuses: Sequence[Reused], owner: str) -> dict[str, Any] | None:
    """What the runs of others say of a robot: a figure, a sentence and a row for each place.

    None while nobody else has run it often enough.
    """
    found = rating(reuses, owner)
    if found is None:
        return None
    places = ", ".join(each.municipality for each in found.single)
    newest = max(each.at for each in found.single)
    middle, low, high = (_decimal(each) for each in _bounds(found.together))
    method = _("Talt af robotternes egne kørsler hos dem, der genbruger den; Wilsons 95 %-interval")
    return {
        "figure": Figure(middle, "%", (low, high), places, newest, method),
        "sentence": _in_all(found),
        "rows": [
            [each.municipality, _with_bounds(each.share), number(each.share.of, current_language())]
            for each in found.single
        ],
    }


def _in_all(found: Rating) -> str:
    """`97 % klaret uden et menneske, i 3 kommuner, 1.240 sager`."""
    told = {
        "share": _whole(_bounds(found.together)[0]),
        "num": len(found.single),
        "items": number(found.together.of, current_language()),
    }
    text = ngettext(
        "%(share)s %% klaret uden et menneske, i %(num)s kommune, %(items)s sager",
        "%(share)s %% klaret uden et menneske, i %(num)s kommuner, %(items)s sager",
        len(found.single),
    )
    return text % told


def _with_bounds(share: Share) -> str:
    middle, low, high = (_whole(each) for each in _bounds(share))
    return f"{middle} % ({low} – {high})"


def _bounds(share: Share) -> tuple[int, int, int]:
    """A share and its interval in whole per cent: all and none are said of all and none only."""
    middle = round(100 * share.share)
    if 0 < share.count < share.of:
        middle = min(99, max(1, middle))
    return middle, min(middle, floor(100 * share.low)), max(middle, ceil(100 * share.high))


def _interval(effect: Together) -> tuple[float, float]:
    pooled, first = effect.pooled, effect.single[0]
    low = pooled.low if pooled.low is not None else first.low
    high = pooled.high if pooled.high is not None else first.high
    return low or 0.0, high or 0.0


def _decimal(value: float) -> Decimal:
    return Decimal(round(value))


def _whole(value: float) -> str:
    return number(_decimal(value), current_language())
