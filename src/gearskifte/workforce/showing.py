# SPDX-License-Identifier: EUPL-1.2
"""What the pages show of an outlook: charts, figures and rows, rounded to what is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from gearskifte.kernel.errors import Text
from gearskifte.kernel.quantities import Figure
from gearskifte.ui.public import Bar, Line, LineChart, WaterfallChart
from gearskifte.workforce.rules.hands.inputs import SERVICES
from gearskifte.workforce.rules.hands.outlook import Inputs, Lacking, Outlook
from gearskifte.workforce.rules.moves.explain import Reason, reasons


@dataclass(frozen=True, slots=True)
class Moved:
    """One row of the plan: who moves where, how many in all, and of how many who would."""

    origin: str
    target: str
    heads: Decimal
    willing: Decimal
    retrained: bool


@dataclass(frozen=True, slots=True)
class Lent:
    """One row of the loans: who lends to whom, hours in the last year, and what was agreed."""

    lender: str
    borrower: str
    service: str
    hours: Decimal
    least: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class FairPrice:
    """What it costs that no service is left behind: percent of need, and full-time staff."""

    before: Decimal
    after: Decimal
    price: Decimal


def rounded(value: float, decimals: int = 0) -> Decimal:
    """A number with as many decimals as it deserves."""
    return Decimal(f"{value:.{decimals}f}") + 0  # + 0: no minus before nothing


def waterfall(outlook: Outlook, now: int, year: int, language: str) -> WaterfallChart:
    """From the hands lacking today to what is left in `year`."""
    return WaterfallChart(
        key="waterfall",
        title=_("Fra i dag til %(year)s") % {"year": year},
        description=_("Udfyldt: flere mangler. Kun omrids: færre mangler."),
        counted=_("Årsag"),
        unit=_("fuldtidsansatte"),
        start=_ends(_("Mangler i dag (%(year)s)") % {"year": now}, outlook.today),
        steps=tuple(
            Bar(
                bar.part.words.in_language(language),
                rounded(bar.mean, _decimals(bar.mean)),
                (rounded(bar.low, _decimals(bar.mean)), rounded(bar.high, _decimals(bar.mean))),
            )
            for bar in outlook.bars
        ),
        end=_ends(_("Mangler i %(year)s") % {"year": year}, outlook.left),
    )


def _decimals(value: float) -> int:
    """A small change is told with a decimal, or it would look like nothing."""
    return 1 if abs(value) < 10 else 0


def _ends(label: str, lacking: Lacking) -> Bar:
    return Bar(label, rounded(lacking.mean), (rounded(lacking.low), rounded(lacking.high)))


def left(outlook: Outlook, source: str, as_of: datetime) -> Figure:
    """What is left uncovered, with where it is from."""
    return Figure(
        rounded(outlook.left.mean),
        _("fuldtidsansatte"),
        (rounded(outlook.left.low), rounded(outlook.left.high)),
        source,
        as_of,
        _("Middel af lodtrækninger, og det, 8 ud af 10 ligger imellem"),
    )


def over_the_years(outlook: Outlook, now: int, language: str) -> LineChart | None:
    """The services that lack most, year by year."""
    worst = sorted(range(len(SERVICES)), key=lambda at: -outlook.services[at][-1].mean)[:3]
    shown = [at for at in worst if outlook.services[at][-1].high >= 1]
    if not shown or len(outlook.services[0]) < 2:
        return None
    years = range(now, now + len(outlook.services[0]))
    return LineChart(
        key="years",
        title=_("Det mangler der år for år"),
        description=_("Efter det, du har valgt."),
        counted=_("År"),
        unit=_("fuldtidsansatte"),
        labels=tuple(map(str, years)),
        lines=tuple(
            Line(
                SERVICES[at].words.in_language(language),
                tuple(rounded(each.mean) for each in outlook.services[at]),
                tuple((rounded(each.low), rounded(each.high)) for each in outlook.services[at]),
            )
            for at in shown
        ),
    )


def moved(outlook: Outlook, inputs: Inputs, language: str) -> list[Moved]:
    """Who moves, in the plan."""
    if outlook.plan is None or not len(outlook.plan.moved):
        return []
    names = [name.in_language(language) for name in post_names(outlook)]
    rows = []
    for who, heads in zip(inputs.willing, outlook.plan.moved, strict=True):
        total = rounded(float(heads.sum()), 1)
        willing = rounded(who.heads, 1)
        rows.append(Moved(names[who.origin], names[who.target], total, willing, who.retrained))
    return rows


def short(value: float) -> Decimal:
    """A number without more decimals than it has, three at most."""
    return rounded(value, 3).normalize() + 0


def need_rows(inputs: Inputs) -> list[tuple[Text, str, float, float, str]]:
    """Service, ages, hours a year for each person, the legal floor, and where they are from."""
    return [
        (line.service.words, f"{line.first}-{line.last}", line.hours, line.floor, line.source)
        for line in inputs.need
    ]


def lent(outlook: Outlook, inputs: Inputs, language: str) -> list[Lent]:
    """The hours lent and borrowed in the last year of the plan."""
    if outlook.plan is None:
        return []
    return [
        Lent(
            loan.lender,
            loan.borrower,
            SERVICES[loan.service].words.in_language(language),
            rounded(float(hours[-1])),
            rounded(loan.least),
            rounded(loan.most),
        )
        for loan, hours in zip(inputs.loans, outlook.plan.loaned, strict=False)
    ]


def fair_price(outlook: Outlook) -> FairPrice | None:
    """What fairness between the services costs; None where nothing is planned or lacking."""
    fair = outlook.fair
    if fair is None or not fair.worst_before:
        return None
    return FairPrice(
        rounded(100 * fair.worst_before, 1),
        rounded(100 * fair.worst, 1),
        rounded(fair.price / outlook.full_time, 1),
    )


def why_not_more(outlook: Outlook, inputs: Inputs, now: int) -> tuple[Reason, ...]:
    """The limits that bind the plan."""
    if outlook.plan is None:
        return ()
    services = [service.words for service in SERVICES]
    names = post_names(outlook)
    return reasons(outlook.plan.prices, inputs.willing, names, services, now + 1, inputs.loans)


def post_names(outlook: Outlook) -> list[Text]:
    """Each post's occupation and service."""
    return [
        Text(
            f"{post.occupation}, {SERVICES[post.service].words.da}",
            f"{post.occupation}, {SERVICES[post.service].words.en}",
        )
        for post in outlook.posts
    ]
