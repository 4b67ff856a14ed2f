# SPDX-License-Identifier: EUPL-1.2
"""A mock of a system (prøvesystem): pages, answers and records, described and never programmed.

A robot from elsewhere is tried on it before it meets the real system. The description says which
records there are, what each page shows, and what a button or a sending does to the records; the
recipe's own steps and read-backs then run on it as they would in earnest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import msgspec

from gearskifte.kernel.errors import Text
from gearskifte.robots.rules.lines import read_lines
from gearskifte.robots.rules.refusals import Problem, RecipeRefused

Record: TypeAlias = dict[str, str]
_NAME: Final = re.compile(r"\{([^{}]+)\}")
MOST_RECORDS: Final = 1_000
"""Records of one kind; a robot that makes more is not being tried but let loose."""


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a button or a sending does: adds a record, or changes those that `where` fits."""

    into: str = msgspec.field(name="i")
    record: Record = msgspec.field(name="post")
    where: Record = msgspec.field(name="hvor", default_factory=dict)


class Input(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field of a form; with `options` a list to choose in, `secret` for a password."""

    label: str = msgspec.field(name="felt")
    options: tuple[str, ...] = msgspec.field(name="valg", default=())
    secret: str = msgspec.field(name="skjult", default="")


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of those records that `where` fits."""

    title: str = msgspec.field(name="navn")
    source: str = msgspec.field(name="af")
    columns: tuple[str, ...] = msgspec.field(name="kolonner")
    where: Record = msgspec.field(name="hvor", default_factory=dict)


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A page: it shows fields of the record that fits, tables, and a form with one button."""

    path: str = msgspec.field(name="sti")
    heading: str = msgspec.field(name="overskrift")
    source: str = msgspec.field(name="af", default="")
    where: Record = msgspec.field(name="hvor", default_factory=dict)
    shows: tuple[str, ...] = msgspec.field(name="viser", default=())
    tables: tuple[Table, ...] = msgspec.field(name="tabeller", default=())
    inputs: tuple[Input, ...] = msgspec.field(name="felter", default=())
    button: str = msgspec.field(name="knap", default="")
    does: tuple[Change, ...] = msgspec.field(name="gør", default=())
    then: str = msgspec.field(name="til", default="")


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an address answers in JSON: the records that `where` fits, or the one (`en: ja`)."""

    path: str = msgspec.field(name="sti")
    method: str = msgspec.field(name="metode", default="GET")
    source: str = msgspec.field(name="af", default="")
    where: Record = msgspec.field(name="hvor", default_factory=dict)
    one: str = msgspec.field(name="en", default="")
    does: tuple[Change, ...] = msgspec.field(name="gør", default=())


class Described(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One mock system as it is described."""

    records: dict[str, tuple[Record, ...]] = msgspec.field(name="poster", default_factory=dict)
    pages: tuple[Page, ...] = msgspec.field(name="sider", default=())
    answers: tuple[Answer, ...] = msgspec.field(name="svar", default=())


Shown: TypeAlias = tuple[str, str]
"""A label and its value."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it is to be drawn: what is on it, and the fields and the button of its form."""

    heading: str
    shows: tuple[Shown, ...] = ()
    tables: tuple[tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]], ...] = ()
    inputs: tuple[Input, ...] = ()
    button: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a mock answers: a status with a page, JSON, or another address to go to."""

    status: int
    page: Sheet | None = None
    json: str = ""
    to: str = ""


NOTHING_THERE: Final = Reply(404, Sheet("Siden findes ikke"))
TOO_MUCH: Final = Reply(507, Sheet("Prøvesystemet er fuldt"))


@dataclass(slots=True)
class Mock:
    """One system with its records, as it stands after what was done to it."""

    described: Described
    records: dict[str, list[Record]] = field(init=False)

    def __post_init__(self) -> None:
        kinds = self.described.records.items()
        self.records = {kind: [dict(each) for each in rows] for kind, rows in kinds}

    def get(self, address: str) -> Reply:
        """The page or the JSON of an address (path and query, unescaped)."""
        for page in self.described.pages:
            names = _match(page.path, address)
            if names is not None:
                return self._show(page, names)
        for answer in self.described.answers:
            names = _match(answer.path, address) if answer.method == "GET" else None
            if names is not None:
                return self._answer(answer, names)
        return NOTHING_THERE

    def send(self, method: str, address: str, given: Mapping[str, str]) -> Reply:
        """A form that was sent (POST to its own page), or JSON sent to an address."""
        for page in self.described.pages:
            names = _match(page.path, address) if method == "POST" and page.button else None
            if names is not None:
                known = {**given, **names}
                if not self._do(page.does, known):
                    return TOO_MUCH
                return Reply(303, to=_filled(page.then or page.path, known))
        for answer in self.described.answers:
            names = _match(answer.path, address) if answer.method == method else None
            if names is not None:
                known = {**given, **names}
                if not self._do(answer.does, known):
                    return TOO_MUCH
                return self._answer(answer, known)
        return NOTHING_THERE

    def _show(self, page: Page, names: Mapping[str, str]) -> Reply:
        found = next(self._fitting(page.source, page.where, names), {}) if page.source else {}
        if page.source and not found:
            return NOTHING_THERE
        tables = tuple(
            (
                table.title,
                table.columns,
                tuple(
                    tuple(row.get(column, "") for column in table.columns)
                    for row in self._fitting(table.source, table.where, names)
                ),
            )
            for table in page.tables
        )
        shows = tuple((label, found.get(label, "")) for label in page.shows)
        heading = _filled(page.heading, names)
        return Reply(200, Sheet(heading, shows, tables, page.inputs, page.button))

    def _answer(self, answer: Answer, names: Mapping[str, str]) -> Reply:
        found = list(self._fitting(answer.source, answer.where, names)) if answer.source else []
        if answer.one and not found:
            return Reply(404, json="{}")
        told: Any = found[0] if answer.one else found
        return Reply(200, json=json.dumps(told if answer.source else {}, ensure_ascii=False))

    def _do(self, does: tuple[Change, ...], names: Mapping[str, str]) -> bool:
        for change in does:
            record = {key: _filled(value, names) for key, value in change.record.items()}
            rows = self.records.setdefault(change.into, [])
            if not change.where:
                if len(rows) >= MOST_RECORDS:
                    return False
                rows.append(record)
                continue
            for row in self._fitting(change.into, change.where, names):
                row.update(record)
        return True

    def _fitting(self, source: str, where: Record, names: Mapping[str, str]) -> Iterator[Record]:
        wanted = {key: _filled(value, names) for key, value in where.items()}
        for row in self.records.get(source, ()):
            if all(row.get(key, "") == value for key, value in wanted.items()):
                yield row


def read_mock(text: str) -> dict[str, Described]:
    """The mock systems of a description, by the names that the recipe calls them.

    Raises:
        RecipeRefused: if it cannot be read, or a page uses a name that nothing gives.
    """
    root = read_lines(text, {})
    systems: dict[str, Described] = {}
    problems: list[Problem] = []
    for name, node in root.fields().items():
        try:
            systems[name] = msgspec.convert(node.plain(), Described)
        except msgspec.ValidationError as error:
            problems.append(_wrong(node.line, name, str(error)))
            continue
        problems += [_wrong(node.line, name, lack) for lack in _unnamed(systems[name])]
    if not systems and not problems:
        problems.append(_wrong(1, "", "ingen systemer"))
    if problems:
        raise RecipeRefused(problems)
    return systems


def _unnamed(described: Described) -> Iterator[str]:
    """Names in braces that neither the address nor the form gives."""
    for page in described.pages:
        given = set(_NAME.findall(page.path))
        asked = [*page.where.values(), page.heading]
        asked += [value for table in page.tables for value in table.where.values()]
        yield from _lacking(asked, given)
        sent = [page.then, *_of_changes(page.does)]
        yield from _lacking(sent, given | {each.label for each in page.inputs})
    for answer in described.answers:
        if answer.method == "GET":
            yield from _lacking([*answer.where.values()], set(_NAME.findall(answer.path)))


def _of_changes(does: tuple[Change, ...]) -> Iterator[str]:
    for change in does:
        yield from (*change.record.values(), *change.where.values())


def _lacking(texts: list[str], given: set[str]) -> Iterator[str]:
    for text in texts:
        yield from (f"{{{name}}}" for name in _NAME.findall(text) if name not in given)


def _match(path: str, address: str) -> dict[str, str] | None:
    """The names in an address that is like `path`; None where it is another."""
    pattern, names = "", []
    for number, piece in enumerate(_NAME.split(path)):
        if number % 2:
            names.append(piece)
            pattern += r"([^/?&]*)"
        else:
            pattern += re.escape(piece)
    found = re.fullmatch(pattern, address)
    return dict(zip(names, found.groups(), strict=True)) if found else None


def _filled(text: str, names: Mapping[str, str]) -> str:
    return _NAME.sub(lambda found: names.get(found[1], ""), text)


def _wrong(line: int, name: str, why: str) -> Problem:
    return Problem(
        line,
        "GS-ROB-040",
        Text(
            f"Prøvesystemet «{name}» kan ikke bruges: {why}.",
            f"The mock system `{name}` cannot be used: {why}.",
        ),
    )
