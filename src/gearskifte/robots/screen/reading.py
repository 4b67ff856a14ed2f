# SPDX-License-Identifier: EUPL-1.2
"""Reading a page: what a field holds, the text beside a label, tables, lists, and what is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from playwright.sync_api import Error, Page

from gearskifte.kernel.errors import Text
from gearskifte.robots.rules.driver import Hit as Acted
from gearskifte.robots.rules.driver import Target
from gearskifte.robots.screen import refusals, scripts
from gearskifte.robots.screen.finder import Finder
from gearskifte.robots.screen.rest import SLICE, Rest
from gearskifte.robots.screen.rules.finding import Hit, Miss
from gearskifte.robots.screen.rules.page import Kind
from gearskifte.robots.screen.rules.reasons import Reason, Why
from gearskifte.robots.screen.rules.wanted import wanted
from gearskifte.robots.screen.rules.wording import same
from gearskifte.robots.screen.rules.words import beside

PATIENCE: Final = 5_000
"""Milliseconds that what is to be read may take to appear."""


def read(finder: Finder, target: Target) -> tuple[Acted, str]:
    """What a field holds, else the text that belongs to a label, else a thing's whole text.

    Raises:
        StepRefused: if nothing, or more than one thing, is called so.
    """
    asked = wanted(
        target.label, (Kind.FIELD, Kind.TICK), within=target.within, number=target.number
    )
    miss = Miss(Reason(Why.NOT_THERE))
    for _ in range(0, PATIENCE, SLICE):
        seen = finder.sight()
        found = finder.judge(asked, seen)
        if isinstance(found, Hit):
            proposal = found.label.text if found.drifted else ""
            acted = Acted(f"felt »{found.label.text}«", found.why.text, proposal)
            return acted, str(seen.element(found.place).evaluate(scripts.VALUE))
        if asked.technical:
            return _named(finder, target)
        texts = beside(asked, seen.sight.page)
        if asked.number and asked.number <= len(texts):
            texts = texts[asked.number - 1 :][:1]
        if len(texts) == 1:
            why = Text("Teksten står ved siden af.", "The text stands beside it.")
            return Acted(f"tekst »{target.label}«", why), texts[0]
        several = Miss(Reason(Why.SEVERAL, (str(len(texts)),)))
        miss = several if texts else found
        if miss.why.why is not Why.NOT_THERE:
            break
        finder.moment()
    raise refusals.not_found(target, miss)


def _named(finder: Finder, target: Target) -> tuple[Acted, str]:
    found = finder.find(target, (), patience=PATIENCE)
    return found.acted(), str(found.element.evaluate(scripts.TEXT))


def table(
    page: Page, rest: Rest, name: str, where: Mapping[str, str]
) -> tuple[Acted, list[dict[str, str]]]:
    """The rows of a table or a list by the headings of its columns; only those that fit `where`.

    `name` is what stands above it or what it is called; `[tabel]` and `[liste]` are the only one,
    and `#name` is a table's id, else all things with that technical name as rows.

    Raises:
        StepRefused: if no table, or more than one, is called so.
    """
    tables: list[dict[str, Any]] = []
    for _ in range(0, PATIENCE, SLICE):
        rest.wait()
        tables = _tables(page)
        fits = [each for each in tables if _is_called(each, name)]
        if not fits and name.startswith("#"):
            fits = [each for each in _parts(page, name[1:]) if each["rows"]]
        if len(fits) == 1:
            rows = [_record(fits[0]["columns"], row) for row in fits[0]["rows"]]
            why = Text("Kun én tabel hedder sådan.", "Only one table is called that.")
            return Acted(f"tabel »{name}«", why), [row for row in rows if _fits(row, where)]
        if len(fits) > 1:
            break
        rest.moment()
    raise refusals.no_table(name, [each["name"] or each["id"] for each in tables])


def _tables(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for frame in page.frames:
        try:
            found += frame.evaluate(scripts.TABLES)
        except Error:
            if not frame.is_detached():
                raise
    return found


def _parts(page: Page, name: str) -> list[dict[str, Any]]:
    return [frame.evaluate(scripts.PARTS, name) for frame in page.frames if not frame.is_detached()]


def _is_called(each: Mapping[str, Any], name: str) -> bool:
    if name.startswith("#"):
        return bool(each["id"] == name[1:])
    if name in ("[tabel]", "[liste]"):
        return bool(each["kind"] == {"[tabel]": "table", "[liste]": "list"}[name])
    return same(each["name"], name) or any(same(column, name) for column in each["columns"])


def _record(columns: list[str], row: list[str]) -> dict[str, str]:
    """A row by its headings; a column without one is called by its number."""
    names = [
        columns[at] if at < len(columns) and columns[at] else str(at + 1) for at in range(len(row))
    ]
    return dict(zip(names, row, strict=True))


def _fits(row: Mapping[str, str], where: Mapping[str, str]) -> bool:
    return all(
        any(same(column, name) and _same_cell(cell, value) for column, cell in row.items())
        for name, value in where.items()
    )


def _same_cell(cell: str, value: str) -> bool:
    return " ".join(cell.split()).casefold() == " ".join(value.split()).casefold()


def shows(page: Page, text: str) -> bool:
    """Whether any frame of the page shows a text, in its words or in a field."""
    return any(
        bool(frame.evaluate(scripts.SAYS, text)) for frame in page.frames if not frame.is_detached()
    )
