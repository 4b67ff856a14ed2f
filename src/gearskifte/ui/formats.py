# SPDX-License-Identifier: EUPL-1.2
"""How dates, amounts and numbers are written, in Danish ("da") and English ("en").

Pure functions of a value and a language; every language that is not English reads Danish.
Danish form follows Dansk Sprognævn: point between thousands, comma before decimals, a day number
with a point, a clock time with a point. A number never parts from its unit at a line's end: the
space between them is U+00A0.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from gearskifte.kernel.time import COPENHAGEN

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
EN_DASH = "\N{EN DASH}"
FARTHEST_RELATIVE_DAY = 14

# fmt: off
_MONTHS = {
    "da": ("januar", "februar", "marts", "april", "maj", "juni",
           "juli", "august", "september", "oktober", "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December"),
}
_SHORT_MONTHS = {
    "da": ("jan.", "feb.", "mar.", "apr.", "maj", "jun.",
           "jul.", "aug.", "sep.", "okt.", "nov.", "dec."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
# fmt: on


def _language(language: str) -> str:
    return "en" if language.startswith("en") else "da"


def local_day(moment: date | datetime) -> date:
    """The calendar day, in Danish time when a moment is given.

    Raises:
        ValueError: if a datetime has no zone; nobody can say what day that is.
    """
    return _local(moment).date() if isinstance(moment, datetime) else moment


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone cannot be shown")
    return moment.astimezone(COPENHAGEN)


def day(moment: date | datetime, language: str) -> str:
    """`3. dec. 2026`, in English `3 Dec 2026`."""
    return _written_day(local_day(moment), _SHORT_MONTHS, language)


def long_day(moment: date | datetime, language: str) -> str:
    """`3. december 2026`, in English `3 December 2026`."""
    return _written_day(local_day(moment), _MONTHS, language)


def month(when: date, language: str) -> str:
    """`december 2026`, in English `December 2026`."""
    return f"{_MONTHS[_language(language)][when.month - 1]} {when.year}"


def _written_day(
    when: date,
    months: Mapping[str, tuple[str, ...]],
    language: str,
    *,
    month: bool = True,
    year: bool = True,
) -> str:
    language = _language(language)
    parts = [f"{when.day}." if language == "da" else str(when.day)]
    if month:
        parts.append(months[language][when.month - 1])
    if year:
        parts.append(str(when.year))
    return " ".join(parts)


def clock(moment: datetime, language: str) -> str:
    """The Danish local time: `kl. 10.42`, in English `10:42`."""
    local = _local(moment)
    return f"{local:%H:%M}" if _language(language) == "en" else f"kl.{NBSP}{local:%H.%M}"


def day_and_clock(moment: datetime, language: str) -> str:
    """`3. dec. 2026 kl. 10.42`, in English `3 Dec 2026 at 10:42`."""
    joiner = " at " if _language(language) == "en" else " "
    return day(moment, language) + joiner + clock(moment, language)


def iso(moment: date | datetime) -> str:
    """The machine-readable form for `<time datetime>`: a date, or a local time with its offset."""
    if isinstance(moment, datetime):
        return _local(moment).isoformat(timespec="minutes")
    return moment.isoformat()


def day_range(first: date, last: date, language: str) -> str:
    """`3.–17. dec. 2026`: both days included, saying month and year once where they agree.

    Raises:
        ValueError: if `last` is before `first`.
    """
    if last < first:
        raise ValueError("a range of days cannot end before it starts")
    end = _written_day(last, _SHORT_MONTHS, language)
    if first == last:
        return end
    same_year = first.year == last.year
    same_month = same_year and first.month == last.month
    start = _written_day(first, _SHORT_MONTHS, language, month=not same_month, year=not same_year)
    return start + (EN_DASH if same_month else f" {EN_DASH} ") + end


def relative_day(when: date, today: date, language: str) -> str:
    """`i dag`, `i morgen`, `om 3 dage`, `for 3 dage siden`; the date itself beyond two weeks.

    Takes calendar days only, so that the words are always exact.

    Raises:
        TypeError: if either is a moment and not a day.
    """
    if isinstance(when, datetime) or isinstance(today, datetime):
        raise TypeError("relative days are counted between days, not moments")
    away = (when - today).days
    if abs(away) > FARTHEST_RELATIVE_DAY:
        return day(when, language)
    english = _language(language) == "en"
    near = {
        0: ("i dag", "today"),
        1: ("i morgen", "tomorrow"),
        -1: ("i går", "yesterday"),
    }
    if away in near:
        return near[away][english]
    count = abs(away)
    if away > 0:
        return f"in {count} days" if english else f"om {count} dage"
    return f"{count} days ago" if english else f"for {count} dage siden"


def number(value: Decimal | int, language: str, decimals: int | None = None) -> str:
    """`1.234,5`, in English `1,234.5`; a real minus sign before what is below zero.

    `decimals` None keeps those the value has; otherwise it is rounded half up to that many.

    Raises:
        TypeError: if `value` is a float: a float carries decimals nobody measured.
        ValueError: if `value` is infinite or not a number.
    """
    if isinstance(value, float):
        raise TypeError("a float cannot be shown; use a Decimal or an int")
    exact = Decimal(value)
    if not exact.is_finite():
        raise ValueError("only a finite number can be shown")
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{abs(exact):,f}"
    if _language(language) == "da":
        text = text.translate({ord(","): ".", ord("."): ","})
    return (MINUS if exact < 0 else "") + text


def quantity(value: Decimal | int, unit: str, language: str) -> str:
    """A number and its unit that stay on one line: `41 timer`, `12 %` (English `12%`)."""
    space = "" if unit == "%" and _language(language) == "en" else NBSP
    return f"{number(value, language)}{space}{unit}"


def kroner(oere: int, language: str) -> str:
    """An amount in øre as `11.423,50 kr.`, in English `DKK 11,423.50`."""
    amount = number(Decimal(abs(oere)).scaleb(-2), language, decimals=2)
    sign = MINUS if oere < 0 else ""
    if _language(language) == "en":
        return f"{sign}DKK{NBSP}{amount}"
    return f"{sign}{amount}{NBSP}kr."


def duration(minutes: int, language: str) -> str:
    """Minutes as `2 t 15 min`, in English `2 h 15 min`.

    Raises:
        ValueError: if `minutes` is negative.
    """
    if minutes < 0:
        raise ValueError("a duration cannot be negative")
    hours, rest = divmod(minutes, 60)
    hour = "h" if _language(language) == "en" else "t"
    parts = [f"{number(hours, language)}{NBSP}{hour}"] if hours else []
    if rest or not hours:
        parts.append(f"{rest}{NBSP}min")
    return " ".join(parts)
