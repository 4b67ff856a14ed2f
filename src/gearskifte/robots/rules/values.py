# SPDX-License-Identifier: EUPL-1.2
"""The values that a recipe works with, how they are read from Danish text, shown and kept.

A value is text, a number (exact, never a float), yes or no, a day, nothing, a list, or a record
(post: fields with values). Numbers and days read from a screen are text until a recipe says
`tal(…)` or `dato(…)`: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from gearskifte.kernel.errors import Text
from gearskifte.robots.rules.refusals import ValueFault

Value: TypeAlias = "str | Decimal | bool | date | tuple[Value, ...] | Mapping[str, Value] | None"

_DANISH: Final = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?|-?[0-9]+(?:,[0-9]+)?")
_POINTED: Final = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|-?[0-9]+(?:\.[0-9]+)?")
_AROUND_NUMBERS: Final = re.compile(
    r"^\s*(?:kr\.?|DKK|\$|€)?\s*|\s*(?:kr\.?|DKK|,-|%|\$|€)?\s*$", re.IGNORECASE
)
_DAY: Final = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})[./-](\d{4})\s*")
_AMERICAN_DAY: Final = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\s*")


def number_in(text: str, separator: str = ",") -> Decimal:
    """The number that a Danish text says: `1.234,50 kr.` is 1234.50.

    With `separator="."` the text is read the English way: `1,234.50`.

    Raises:
        ValueFault: if it is no number written that way; `12.5` is none in Danish.
    """
    bare = _AROUND_NUMBERS.sub("", text).replace("\u00a0", "").replace("\u2212", "-")
    pattern = _DANISH if separator == "," else _POINTED
    if not pattern.fullmatch(bare):
        raise ValueFault(
            Text("Teksten er ikke et tal på dansk.", "The text is no number in Danish form."),
            Text(
                "Se efter, hvad der står i feltet; 1.234,50 kan læses, 12.5 kan ikke.",
                "Look at what the field says; 1.234,50 can be read, 12.5 cannot.",
            ),
        )
    thousands = "." if separator == "," else ","
    return Decimal(bare.replace(thousands, "").replace(",", "."))


def day_in(text: str, order: str = "dmå") -> date:
    """The day that a text says: 03-12-2026, 3/12/2026, 3.12.2026 or 2026-12-03.

    With `order="mdå"` a text with strokes has the month first.

    Raises:
        ValueFault: if it is no day in the calendar.
    """
    found = (_AMERICAN_DAY if order == "mdå" else _DAY).fullmatch(text)
    try:
        if found is None:
            return date.fromisoformat(text.strip()[:10])
        first, second, year = map(int, found.groups())
        return date(year, first, second) if order == "mdå" else date(year, second, first)
    except ValueError as error:
        raise ValueFault(
            Text("Teksten er ikke en dato.", "The text is no date."),
            Text("Skriv dag, måned og år: 03-12-2026.", "Write day, month and year: 03-12-2026."),
        ) from error


def shown(value: Value) -> str:
    """A value as it is typed into a field or compared with one."""
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nej"
        case str():
            return value
        case Decimal():
            return format(value, "f").replace(".", ",")
        case date():
            return value.strftime("%d-%m-%Y")
        case tuple():
            return ", ".join(map(shown, value))
    return ", ".join(f"{name}: {shown(each)}" for name, each in value.items())


def kept(value: Value) -> Any:
    """A value as JSON that `recalled` makes the same value of."""
    match value:
        case Decimal():
            return {"tal": str(value)}
        case date():
            return {"dato": value.isoformat()}
        case tuple():
            return [kept(each) for each in value]
        case Mapping():
            return {"post": {name: kept(each) for name, each in value.items()}}
    return value


def recalled(value: Any) -> Value:
    """The value that `kept` was given."""
    match value:
        case list():
            return tuple(recalled(each) for each in value)
        case {"tal": str(number)}:
            return Decimal(number)
        case {"dato": str(day)}:
            return date.fromisoformat(day)
        case {"post": dict(fields)}:
            return MappingProxyType({str(k): recalled(v) for k, v in fields.items()})
        case None | bool() | str():
            return value
    raise ValueError("this was not kept by a recipe")


def from_json(value: Any) -> Value:
    """A value of what another system answered in JSON."""
    match value:
        case bool() | str() | None:
            return value
        case int():
            return Decimal(value)
        case float() | Decimal():
            return Decimal(str(value))
        case list():
            return tuple(map(from_json, value))
        case dict():
            return MappingProxyType({str(name): from_json(each) for name, each in value.items()})
    raise TypeError(type(value).__name__)


def to_json(value: Value) -> Any:
    """A value as another system is sent it: days as ISO text, whole numbers as integers."""
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case date():
            return value.isoformat()
        case tuple():
            return [to_json(each) for each in value]
        case Mapping():
            return {name: to_json(each) for name, each in value.items()}
    return value
