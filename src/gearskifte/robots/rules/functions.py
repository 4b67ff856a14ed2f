# SPDX-License-Identifier: EUPL-1.2
"""The functions that a recipe may use: a closed list, each of them total, quick and harmless."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from gearskifte.kernel.errors import Text
from gearskifte.robots.rules.refusals import ValueFault
from gearskifte.robots.rules.values import Value, day_in, number_in, shown

MOST_DECIMALS: Final = 10


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the recipe language: how it is written, and what it does."""

    usage: str
    fewest: int
    most: int
    work: Callable[..., Value]


def text(value: Value) -> str:
    """The value, which must be text."""
    if not isinstance(value, str):
        raise wrong(value, "en tekst", "a text")
    return value


def number(value: Value) -> Decimal:
    """The value, which must be a number."""
    if not isinstance(value, Decimal):
        raise wrong(
            value, "et tal; skriv tal(…) om en tekst", "a number; write tal(…) round a text"
        )
    return value


def day(value: Value) -> date:
    """The value, which must be a day."""
    if not isinstance(value, date):
        raise wrong(
            value, "en dato; skriv dato(…) om en tekst", "a day; write dato(…) round a text"
        )
    return value


def listed(value: Value) -> tuple[Value, ...]:
    """The value, which must be a list."""
    if not isinstance(value, tuple):
        raise wrong(value, "en liste", "a list")
    return value


def wrong(value: Value, da: str, en: str) -> ValueFault:
    """What to say of a value of the wrong kind, but not the value: it may be personal."""
    kinds = _KINDS.get(type(value), ("en post", "a record"))
    return ValueFault(
        Text(f"Her står {kinds[0]}, men der skal stå {da}.", f"This is {kinds[1]}, not {en}."),
        Text("Ret udtrykket i opskriften.", "Mend the expression in the recipe."),
    )


_KINDS: Final[Mapping[type, tuple[str, str]]] = {
    str: ("en tekst", "a text"),
    Decimal: ("et tal", "a number"),
    bool: ("ja eller nej", "yes or no"),
    date: ("en dato", "a day"),
    tuple: ("en liste", "a list"),
    type(None): ("ingenting", "nothing"),
}


def _number(value: Value, separator: Value = ",") -> Value:
    return value if isinstance(value, Decimal) else number_in(text(value), text(separator))


def _day(value: Value, order: Value = "dmå") -> Value:
    return value if isinstance(value, date) else day_in(text(value), text(order))


def _after(value: Value, mark: Value) -> Value:
    return text(value).partition(text(mark))[2]


def _before(value: Value, mark: Value) -> Value:
    return text(value).partition(text(mark))[0]


def _between(value: Value, start: Value, end: Value) -> Value:
    return text(value).partition(text(start))[2].partition(text(end))[0]


def _split(value: Value, mark: Value) -> Value:
    if not mark:
        raise ValueFault(
            Text("Der mangler et skilletegn.", "A separator is missing."),
            Text('Skriv for eksempel del(navne; ",").', 'Write for instance del(navne; ",").'),
        )
    return tuple(part.strip() for part in text(value).split(text(mark)) if part.strip())


def _count(value: Value) -> Value:
    if isinstance(value, bool | Decimal | date) or value is None:
        raise wrong(value, "en liste eller en tekst", "a list or a text")
    return Decimal(len(value))


def _column(value: Value, field: Value) -> Value:
    return tuple(part(each, field) for each in listed(value))


def part(of: Value, key: Value) -> Value:
    """A field of a record or an element of a list, counted from 1; nothing where there is none."""
    if isinstance(of, Mapping):
        return of.get(text(key))
    if isinstance(of, tuple):
        place = int(number(key))
        return of[place - 1] if 1 <= place <= len(of) else None
    if of is None:
        return None
    raise wrong(of, "en liste eller en post", "a list or a record")


def _where(value: Value, field: Value, wanted: Value) -> Value:
    return tuple(each for each in listed(value) if part(each, field) == wanted)


def _rounded(value: Value, decimals: Value = Decimal(0)) -> Value:
    places = min(max(int(number(decimals)), 0), MOST_DECIMALS)
    return number(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _formatted(value: Value, form: Value) -> Value:
    names = {"ÅÅÅÅ": "%Y", "ÅÅ": "%y", "MM": "%m", "DD": "%d"}
    pattern = text(form).replace("%", "%%")
    for name, code in names.items():
        pattern = pattern.replace(name, code)
    return day(value).strftime(pattern)


def _later(value: Value, days: Value) -> Value:
    try:
        return day(value) + timedelta(days=int(number(days)))
    except OverflowError as error:
        raise wrong(days, "et antal dage i kalenderen", "days within the calendar") from error


def _of(first: Callable[[Any], Any], method: Callable[..., Value]) -> Callable[..., Value]:
    return lambda value, *more: method(first(value), *more)


FUNCTIONS: Final[Mapping[str, Function]] = {
    "tal": Function('tal(tekst; ".")', 1, 2, _number),
    "dato": Function('dato(tekst; "mdå")', 1, 2, _day),
    "tekst": Function("tekst(værdi)", 1, 1, shown),
    "antal": Function("antal(liste)", 1, 1, _count),
    "sum": Function("sum(liste)", 1, 1, lambda v: sum(map(number, listed(v)), Decimal(0))),
    "størst": Function("størst(liste)", 1, 1, lambda v: max(map(number, listed(v)), default=None)),
    "mindst": Function("mindst(liste)", 1, 1, lambda v: min(map(number, listed(v)), default=None)),
    "afrund": Function("afrund(tal; decimaler)", 1, 2, _rounded),
    "efter": Function("efter(tekst; mærke)", 2, 2, _after),
    "før": Function("før(tekst; mærke)", 2, 2, _before),
    "mellem": Function("mellem(tekst; start; slut)", 3, 3, _between),
    "del": Function("del(tekst; skilletegn)", 2, 2, _split),
    "erstat": Function(
        "erstat(tekst; gammelt; nyt)", 3, 3, lambda v, a, b: text(v).replace(text(a), text(b))
    ),
    "trim": Function("trim(tekst)", 1, 1, _of(text, str.strip)),
    "små": Function("små(tekst)", 1, 1, _of(text, str.lower)),
    "store": Function("store(tekst)", 1, 1, _of(text, str.upper)),
    "kolonne": Function("kolonne(liste; felt)", 2, 2, _column),
    "hvor": Function("hvor(liste; felt; værdi)", 3, 3, _where),
    "nr": Function("nr(liste; nummer)", 2, 2, part),
    "format": Function('format(dato; "DD.MM.ÅÅÅÅ")', 2, 2, _formatted),
    "dage_efter": Function("dage_efter(dato; dage)", 2, 2, _later),
}
