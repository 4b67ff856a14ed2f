# SPDX-License-Identifier: EUPL-1.2
"""What a recipe asks for: by its visible words, else by what it is, else by its technical name.

CPR-nummer                 the visible label
Director | Director Name   any of these labels
[tekstfelt]                the only text field, or one of several by its number
#send-forward              the id, name, class or test id, where a thing has no words
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gearskifte.robots.screen.rules.page import Box, Candidate, Kind, Page
from gearskifte.robots.screen.rules.wording import plain, same

_BRACKETED: Final = re.compile(r"\[([^\[\]]+)\](?:\s+(\d{1,4}))?")
_TECHNICAL: Final = re.compile(r"#(\S+)(?:\s+(\d{1,4}))?")
_SELECTS: Final = frozenset({"select"})
_DAYS: Final = frozenset({"date", "datetime-local", "month", "week"})
_NOT_WRITTEN: Final = frozenset({"file", "range", "color", *_DAYS, "time"})

GENERIC: Final[Mapping[str, str]] = {
    "tekstfelt": "text",
    "tekstområde": "area",
    "felt": "field",
    "liste": "select",
    "rulleliste": "select",
    "afkrydsningsfelt": "checkbox",
    "radioknap": "radio",
    "datofelt": "day",
    "tidsfelt": "time",
    "filfelt": "file",
    "skyder": "slider",
    "kodefelt": "password",
    "knap": "button",
    "link": "link",
    "faneblad": "tab",
}
"""What a thing can be called by its sort alone, in a recipe."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for on a page.

    Attributes:
        labels: any of these visible words.
        kinds: what must be possible with it, none given for all.
        within: the heading, frame or row that it stands in or beside.
        number: which of several alike, from 1; 0 where there must be but one.
        generic: its sort (a value of `GENERIC`), where it is asked for by that.
        technical: its id, name, class or test id, where it is asked for by that.
    """

    labels: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    within: str = ""
    number: int = 0
    generic: str = ""
    technical: str = ""

    @property
    def kind(self) -> Kind | None:
        """The kind it must have; None for any."""
        return self.kinds[0] if self.kinds else None


def wanted(label: str, kinds: Sequence[Kind] = (), *, within: str = "", number: int = 0) -> Wanted:
    """What the words of a recipe ask for."""
    label = label.strip()
    asked = tuple(kinds)
    if (sort := _BRACKETED.fullmatch(label)) and sort[1].strip().lower() in GENERIC:
        generic = GENERIC[sort[1].strip().lower()]
        return Wanted((), asked, within, number or int(sort[2] or 0), generic=generic)
    if technical := _TECHNICAL.fullmatch(label):
        number = number or int(technical[2] or 0)
        return Wanted((), asked, within, number, technical=technical[1])
    labels = tuple(part.strip() for part in label.split(" | ") if plain(part)) or (label,)
    return Wanted(labels, asked, within, number)


def fits(asked: Wanted, each: Candidate) -> bool:
    """Whether the thing is of the kind and sort that is asked for."""
    if asked.kinds and each.kind not in asked.kinds:
        return False
    return not asked.generic or _is(asked.generic, each)


def _is(sort: str, each: Candidate) -> bool:
    match sort:
        case "text":
            return _written(each)
        case "area":
            return each.tag == "textarea"
        case "field":
            return each.kind is Kind.FIELD
        case "select":
            return each.tag in _SELECTS or each.role in ("combobox", "listbox")
        case "day":
            return each.type in _DAYS
        case "slider":
            return each.type == "range" or each.role == "slider"
        case "button":
            button = each.tag == "button" or each.role == "button"
            return each.kind is Kind.PRESS and (button or each.tag == "input")
        case "link":
            return each.kind is Kind.PRESS and (each.tag == "a" or each.role == "link")
        case "tab":
            return each.role == "tab"
    return sort in {each.type, each.role}


def _written(each: Candidate) -> bool:
    """Whether it is one line that can be written in."""
    if each.kind is not Kind.FIELD or each.tag in {"select", "textarea"}:
        return False
    return each.type not in _NOT_WRITTEN


def placed(asked: Wanted, page: Page, found: Sequence[int]) -> list[int]:
    """Those that stand within the wanted heading, frame or row; all, where none is asked for."""
    if not asked.within:
        return list(found)
    for test in (_in_section, _in_row, _on_line):
        inside = [at for at in found if test(asked.within, page, page.candidates[at])]
        if inside:
            return inside
    return []


def _in_section(within: str, _page: Page, each: Candidate) -> bool:
    return same(within, each.section)


def _in_row(within: str, _page: Page, each: Candidate) -> bool:
    return any(same(within, cell) for cell in each.row.split(" | "))


def _on_line(within: str, page: Page, each: Candidate) -> bool:
    """Whether the words stand on the thing's own line of the page."""
    return any(same(within, text.text) and _level(text.box, each.box) for text in page.texts)


def _level(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > 0.5 * min(one.height, other.height)
