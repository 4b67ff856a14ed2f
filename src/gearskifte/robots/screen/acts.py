# SPDX-License-Identifier: EUPL-1.2
"""What is done to a thing that was found, and how it is seen that it was done."""

from __future__ import annotations

import re
from datetime import date
from math import isnan
from pathlib import Path
from typing import Final

from playwright.sync_api import ElementHandle

from gearskifte.robots.rules.driver import Target
from gearskifte.robots.rules.refusals import ValueFault
from gearskifte.robots.rules.values import day_in
from gearskifte.robots.screen import refusals
from gearskifte.robots.screen.calendar import choose_day
from gearskifte.robots.screen.finder import Finder, Found
from gearskifte.robots.screen.picture import SECRET
from gearskifte.robots.screen.rest import SLICE, Rest
from gearskifte.robots.screen.rules.page import Kind
from gearskifte.robots.screen.rules.words import fitting, tidy_value

SUGGESTIONS: Final = 3_000
"""Milliseconds that suggestions may take to unfold."""

MOST_SLIDES: Final = 1_000
"""Presses of a key that a slider may need."""

_CLOCK: Final = re.compile(
    r"\s*(\d{1,2})[.:](\d{2})(?:[.:]\d{2})?\s*([ap])?\.?\s*m?\.?\s*", re.IGNORECASE
)
_DAYS: Final = ("date",)
_HOLDS: Final = """element => element.value !== undefined ? element.value : element.innerText"""
_CHOSEN: Final = "e => [...e.selectedOptions].map((option) => option.index)"
_FREE: Final = """element => {
  element.scrollIntoView({block: 'nearest', inline: 'nearest'});
  const box = element.getBoundingClientRect();
  const root = element.getRootNode();
  const free = (x, y) => {
    const top = root.elementFromPoint(box.left + x, box.top + y);
    return top && (element === top || element.contains(top));
  };
  if (free(box.width / 2, box.height / 2)) return null;
  for (const down of [0.5, 0.2, 0.8, 0.05, 0.95]) {
    for (const across of [0.2, 0.8, 0.5, 0.05, 0.95]) {
      const place = {x: box.width * across, y: box.height * down};
      if (free(place.x, place.y)) return place;
    }
  }
  return null;
}"""
"""Where a thing can be pressed that lies half below another; nothing where its middle is free."""
_SET: Final = """(element, value) => {
  element.value = value;
  for (const kind of ['input', 'change']) element.dispatchEvent(new Event(kind, {bubbles: true}));
}"""


def fill(found: Found, target: Target, value: str, *, secret: bool) -> None:
    """Write a value instead of what the field holds."""
    thing = found.thing
    if thing is not None and thing.tag == "select":
        raise refusals.wrong_sort(target, "et felt at skrive i", "a field to write in")
    if thing is not None and thing.type == "file":
        raise refusals.wrong_sort(target, "et felt at skrive i", "a field to write in")
    if thing is not None and (thing.disabled or thing.readonly):
        raise refusals.locked(target)
    if secret:
        found.element.evaluate("(element, name) => element.setAttribute(name, '')", SECRET)
    if thing is not None and thing.role == "slider" and thing.tag != "input":
        _slide(found, target, value)
        return
    written = _as_asked(thing.type if thing else "", target, value)
    if thing is not None and (thing.type in {"range", "color"}):
        found.element.evaluate(_SET, written)
    else:
        found.element.fill(written)
    if not _alike(str(found.element.evaluate(_HOLDS)), written):
        raise refusals.not_taken(target)


def _slide(found: Found, target: Target, value: str) -> None:
    """Move a slider that the page drew itself, by its keys, until it says that it is there."""
    try:
        wanted = float(_as_asked("range", target, value))
    except ValueError as error:
        raise refusals.wrong_sort(target, "et felt til ord", "a field for words") from error
    before = None
    for _ in range(MOST_SLIDES):
        held = float(found.element.get_attribute("aria-valuenow") or "nan")
        if held == wanted:
            return
        if held == before or isnan(held):
            break
        before = held
        found.element.press("ArrowRight" if held < wanted else "ArrowLeft")
    raise refusals.not_taken(target)


def _as_asked(kind: str, target: Target, value: str) -> str:
    """A day or a time as a browser's own field wants it."""
    if kind == "date" and value:
        try:
            return day_in(value).isoformat()
        except ValueFault as fault:
            raise refusals.wrong_sort(target, "en dato", "a day") from fault
    if kind == "time" and (clock := _CLOCK.fullmatch(value)):
        hour, minute, half = int(clock[1]), clock[2], (clock[3] or "").lower()
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
        return f"{hour:02}:{minute}"
    if kind in {"number", "range"}:
        return value.replace(".", "").replace(",", ".") if "," in value else value
    return value


def _alike(held: str, written: str) -> bool:
    """Whether the field holds what was written; a page may set dots, spaces and capitals."""
    strip = re.compile(r"[\W_]+")
    return strip.sub("", held).lower() == strip.sub("", written).lower()


def check(found: Found, target: Target, *, on: bool) -> None:
    """Tick or untick; a box that stands so already is left alone."""
    thing = found.thing
    if thing is None:
        raise refusals.wrong_sort(target, "et afkrydsningsfelt", "a box to tick")
    if thing.disabled:
        raise refusals.locked(target)
    if thing.checked == on:
        return
    _tick(found.element, visible=thing.visible)
    state = "e => e.checked !== undefined ? e.checked : e.getAttribute('aria-checked') === 'true'"
    if bool(found.element.evaluate(state)) is not on:
        raise refusals.not_taken(target)


def _tick(element: ElementHandle, *, visible: bool) -> None:
    if visible:
        element.click()
    else:
        element.evaluate("e => (e.labels && e.labels[0] ? e.labels[0] : e).click()")


def press(found: Found) -> None:
    """Press it."""
    if found.thing is not None and found.thing.kind is Kind.TICK and not found.thing.visible:
        _tick(found.element, visible=False)
        return
    if found.thing is None:
        # What is no button may change its picture under the mouse; the press comes after that.
        found.element.hover()
    found.element.click(position=found.element.evaluate(_FREE))


def point(found: Found) -> None:
    """Hold the mouse over it, so that what lies under it unfolds."""
    found.element.hover()


def upload(found: Found, target: Target, path: Path) -> None:
    """Put a file in a file field."""
    if found.thing is None or found.thing.type != "file":
        raise refusals.wrong_sort(target, "et felt til filer", "a field for files")
    found.element.set_input_files(path)


def choose(found: Found, target: Target, option: str, finder: Finder, rest: Rest) -> None:
    """Choose an option in whatever the field is."""
    thing = found.thing
    if thing is None:
        raise refusals.wrong_sort(target, "et felt at vælge i", "a field to choose in")
    if thing.disabled:
        raise refusals.locked(target)
    if thing.kind is Kind.TICK:
        check(found, target, on=True)
    elif thing.tag == "select":
        _option(found, target, option)
    elif thing.type in _DAYS:
        fill(found, target, option, secret=False)
    elif thing.readonly or _is_day(option):
        _day(found, target, option, rest)
    else:
        _suggested(found, target, option, finder, rest)


def _option(found: Found, target: Target, option: str) -> None:
    """Choose in a list; where several may be chosen, this one too."""
    options = found.element.evaluate("e => [...e.options].map((o) => o.text)")
    fits = fitting(option, options)
    if len(fits) != 1:
        raise refusals.no_option(target, [tidy_value(each) for each in options], len(fits))
    chosen = found.element.evaluate(_CHOSEN)
    several = bool(found.element.evaluate("e => e.multiple"))
    wanted = sorted({*chosen, fits[0]}) if several else [fits[0]]
    found.element.select_option(index=wanted, force=True)
    if found.element.evaluate(_CHOSEN) != wanted:
        raise refusals.not_taken(target)


def _is_day(option: str) -> bool:
    try:
        day_in(option)
    except ValueFault:
        return False
    return True


def _day(found: Found, target: Target, option: str, rest: Rest) -> None:
    try:
        day = day_in(option)
    except ValueFault as fault:
        raise refusals.wrong_sort(target, "et felt at skrive i", "a field to write in") from fault
    found.element.click()
    rest.stir()
    rest.wait()
    if not choose_day(found.frame, day):
        _write_day(found, target, day)
    held = str(found.element.evaluate(_HOLDS))
    digits = {part.lstrip("0") for part in re.findall(r"\d+", held)}
    if not {str(day.day), str(day.year)} <= digits and str(day.year)[2:] not in digits:
        raise refusals.not_taken(target)


def _write_day(found: Found, target: Target, day: date) -> None:
    """No calendar unfolded: the day is written, where that is allowed."""
    if found.thing is None or found.thing.readonly:
        raise refusals.not_taken(target)
    found.element.fill(day.strftime("%d-%m-%Y"))


def _suggested(found: Found, target: Target, option: str, finder: Finder, rest: Rest) -> None:
    """Write the option, and press it among what unfolds."""
    typed = found.element.evaluate("e => e.matches('input,textarea,[contenteditable]')")
    if typed:
        found.element.fill(option)
    else:
        found.element.click()
    rest.stir()
    for _ in range(0, SUGGESTIONS, SLICE):
        seen = finder.sight()
        texts = seen.sight.page.texts
        fits = fitting(option, [spoken.text for spoken in texts])
        if len(fits) == 1:
            seen.spoken(fits[0]).click()
            return
        rest.moment()
    raise refusals.no_option(target, [], 0)
