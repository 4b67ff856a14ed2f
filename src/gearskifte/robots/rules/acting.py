# SPDX-License-Identifier: EUPL-1.2
"""One step, carried out with the tools at hand; and what was done, in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeVar
from urllib.parse import quote

from gearskifte.kernel.errors import Text
from gearskifte.robots.rules import steps as s
from gearskifte.robots.rules.driver import Files, Hit, Screen, Target, Tools
from gearskifte.robots.rules.evaluating import Values, evaluate, fill_in, fill_in_value
from gearskifte.robots.rules.expressions import Template
from gearskifte.robots.rules.functions import text
from gearskifte.robots.rules.refusals import StepFailed, StepRefused
from gearskifte.robots.rules.sentences import filled, sentence
from gearskifte.robots.rules.values import Value, from_json, shown

_SPACES: Final = re.compile(r"\s+")
LOOK_EVERY: Final = 0.25
"""Seconds between two looks for what another system has not shown yet."""

Tool = TypeVar("Tool")


@dataclass(frozen=True, slots=True)
class Result:
    """What a step gave, and what on the screen it was done to."""

    value: Value = None
    hit: Hit | None = None


Command = Callable[[], Result]


class Actor:
    """Carries out steps. `command` works the values out at once and acts when it is called."""

    def __init__(
        self, tools: Tools, systems: Mapping[str, str], screen: Screen | None = None
    ) -> None:
        """`screen` is where to look, if not on the tools' own."""
        self._tools = tools
        self._systems = systems
        self._screen = screen or tools.screen

    def on(self, screen: Screen | None) -> Actor:
        """The same, looking at another page."""
        return Actor(self._tools, self._systems, screen)

    def said(self, step: s.Step, values: Values) -> str:
        """The step as a Danish sentence with its values; secrets are never among them."""
        return sentence(step, "da", values)

    def effect(self, step: s.Step, values: Values) -> str:
        """What the step changes, in the recipe's Danish words with its values; "" where unsaid."""
        what = s.effect_of(step).what
        return filled(what, values) if what is not None else ""

    def command(self, step: s.Step, values: Values) -> Command:
        """The step as something to do.

        Raises:
            ValueFault: if a value in it cannot be worked out.
            StepRefused: GS-ROB-102 if there is no tool for it.
        """
        if isinstance(step, s.ON_SCREEN):
            return self._on_screen(step, values)
        match step:
            case s.Get():
                query = {name: fill_in(each, values) for name, each in step.query}
                address = self._address(step.system, step.path, values)
                api = _there(self._tools.api, step)
                return lambda: Result(api.get(address, query, step.system))
            case s.Send():
                address = self._address(step.system, step.path, values)
                data, other = _data(step.data, values), _there(self._tools.api, step)
                return lambda: Result(other.send(step.method, address, data, step.system))
            case s.ReadFile():
                name = fill_in(step.file, values)
                sheet = fill_in(step.sheet, values) if step.sheet else ""
                files = _there(self._tools.files, step)
                return lambda: Result(files.read(name, sheet))
            case s.WriteFile():
                name, rows = fill_in(step.file, values), evaluate(step.rows, values)
                folder = _there(self._tools.files, step)
                return lambda: _written(folder, name, rows)
        return self._in_mind(step, values)

    def _in_mind(self, step: s.Step, values: Values) -> Command:
        """Steps that need nothing but the values, and the developers' functions."""
        match step:
            case s.Extract():
                found = _extracted(step, text(evaluate(step.source, values)))
                return lambda: Result(found)
            case s.Compute():
                computed = _computed(step, values)
                return lambda: Result(computed)
            case s.Python():
                arguments = {name: fill_in_value(each, values) for name, each in step.arguments}
                functions = _there(self._tools.functions, step)
                return lambda: Result(functions.call(step.function, arguments, step.within))
        return Result

    def _address(self, system: str, path: Template, values: Values) -> str:
        """The address of a page in a system; a path never leads out of it."""
        if not system:
            return fill_in(path, values)
        base = self._systems.get(system, "").rstrip("/")
        if not base:
            raise StepRefused(
                "GS-ROB-103",
                what=Text(f"«{system}» har ingen adresse.", f"`{system}` has no address."),
                why=Text("Bindingen mangler.", "The binding is missing."),
                do=Text("Udfyld adressen lokalt.", "Fill in its address locally."),
            )
        return f"{base}/{_path(path, values).lstrip('/')}"

    def _on_screen(self, step: s.Screen, values: Values) -> Command:
        screen = _there(self._screen, step)
        match step:
            case s.Open():
                address = self._address(step.system, step.page, values)
                return lambda: Result(None, screen.open(address))
            case s.WaitFor():
                wanted = fill_in(step.text, values)
                return lambda: self._wait(screen, wanted, step.within)
            case s.Look():
                sought = fill_in(step.text, values)
                return lambda: _read(screen.shows(sought))
            case s.LookUp() | s.ReadTable():
                return self._table(screen, step, values)
            case s.Key():
                place = _target(step.field, values) if step.field else None
                return lambda: Result(None, screen.key(step.key, place))
            case s.Fill():
                return self._fill(screen, step, values)
        return self._at_field(screen, step, values)

    def _at_field(
        self,
        screen: Screen,
        step: s.Choose | s.Check | s.Press | s.Read | s.Upload | s.Download,
        values: Values,
    ) -> Command:
        target = _target(step.field, values)
        match step:
            case s.Choose():
                option = fill_in(step.option, values)
                return lambda: Result(None, screen.choose(target, option))
            case s.Check():
                return lambda: Result(None, screen.check(target, step.on))
            case s.Press():
                return lambda: Result(None, screen.press(target))
            case s.Read():
                return lambda: _read(screen.read(target))
            case s.Upload():
                file = fill_in(step.file, values)
                return lambda: Result(None, screen.upload(target, file))
            case s.Download():
                return lambda: _read(screen.download(target))

    def _fill(self, screen: Screen, step: s.Fill, values: Values) -> Command:
        target, value = _target(step.field, values), fill_in(step.value, values)
        if not step.secret:
            return lambda: Result(None, screen.fill(target, value, secret=False))
        vault = _there(self._tools.secrets, step)
        return lambda: Result(None, screen.fill(target, vault.use(step.secret), secret=True))

    def _table(self, screen: Screen, step: s.LookUp | s.ReadTable, values: Values) -> Command:
        name = fill_in(step.table, values)
        where = {fill_in(key, values): fill_in(value, values) for key, value in step.where}
        if isinstance(step, s.ReadTable):
            return lambda: _rows(*screen.table(name, where))
        column = fill_in(step.column, values)

        def look_up() -> Result:
            hit, rows = screen.table(name, where)
            return Result(_only(rows, column, name), hit)

        return look_up

    def _wait(self, screen: Screen, wanted: str, within: int) -> Result:
        for _ in range(max(int(within / LOOK_EVERY), 1)):
            hit, seen = screen.shows(wanted)
            if seen:
                return Result(None, hit)
            self._tools.pause(LOOK_EVERY)
        raise StepFailed(
            "GS-ROB-201",
            what=Text("Siden kom ikke.", "The page did not come."),
            why=Text(
                f"Teksten blev ikke vist inden {within} sekunder.",
                f"The text was not shown within {within} seconds.",
            ),
            do=Text("Der prøves igen om lidt.", "It is tried again in a while."),
        )


def _there(tool: Tool | None, step: s.Step) -> Tool:
    if tool is None:
        raise StepRefused(
            "GS-ROB-102",
            what=Text("Trinnet kan ikke udføres her.", "The step cannot be carried out here."),
            why=Text(
                f"Der mangler et redskab til trinnet i linje {step.line}.",
                f"A tool for the step on line {step.line} is missing.",
            ),
            do=Text(
                "Kør opskriften, hvor der er browser, netværk og filer til den.",
                "Run the recipe where it has a browser, a network and files.",
            ),
        )
    return tool


def _target(field: s.Field, values: Values) -> Target:
    within = fill_in(field.within, values) if field.within else ""
    return Target(fill_in(field.label, values), within, field.number)


def _written(folder: Files, name: str, rows: Value) -> Result:
    folder.write(name, rows)
    return Result()


def _read(found: tuple[Hit, str | bool]) -> Result:
    return Result(found[1], found[0])


def _rows(hit: Hit, rows: list[dict[str, str]]) -> Result:
    return Result(from_json(rows), hit)


def _only(rows: list[dict[str, str]], column: str, table: str) -> str:
    """The cell of the only row; several rows or none are for a person."""
    if len(rows) != 1:
        raise StepRefused(
            "GS-ROB-104",
            what=Text(
                f"{len(rows)} rækker i tabellen «{table}» passer.",
                f"{len(rows)} rows of the table `{table}` fit.",
            ),
            why=Text("Der skal være præcis én.", "There must be exactly one."),
            do=Text("Se efter, hvilken det er.", "Look which one it is."),
        )
    cells = {" ".join(name.split()).casefold(): cell for name, cell in rows[0].items()}
    wanted = " ".join(column.split()).casefold()
    if wanted not in cells:
        raise StepRefused(
            "GS-ROB-105",
            what=Text(
                f"Tabellen «{table}» har ingen kolonne «{column}».",
                f"The table `{table}` has no column `{column}`.",
            ),
            why=Text(f"Den har {', '.join(rows[0])}.", f"It has {', '.join(rows[0])}."),
            do=Text("Ret kolonnen i opskriften.", "Mend the column in the recipe."),
        )
    return cells[wanted]


def _computed(step: s.Compute, values: Values) -> Value:
    given: dict[str, Value] = {}
    for name, expression in step.values:
        given[name] = evaluate(expression, {**values, **given})
    return MappingProxyType(given)


def _extracted(step: s.Extract, source: str) -> Value:
    """The texts between the fixed words, each as short as can be; spaces count as one."""
    source = " ".join(source.split())
    found: dict[str, Value] = {}
    first, *rest = (_SPACES.sub(" ", words) for words in step.pattern)
    first, rest[-1] = first.lstrip(), rest[-1].rstrip()
    place = source.find(first)
    at = place + len(first)
    for name, words in zip(step.names, rest, strict=True):
        end = source.find(words, at) if words else len(source)
        if place < 0 or end < 0:
            raise StepRefused(
                "GS-ROB-106",
                what=Text(
                    "Teksten er ikke, som mønsteret siger.", "The text is not the pattern's."
                ),
                why=Text(f"«{name}» kan ikke findes i den.", f"`{name}` cannot be found in it."),
                do=Text("Se teksten, og ret mønsteret.", "See the text, and mend the pattern."),
            )
        found[name] = source[at:end].strip()
        at = end + len(words)
    return MappingProxyType(found)


def _data(data: s.Data, values: Values) -> Value:
    if data is None:
        return None
    if isinstance(data, s.Named):
        return MappingProxyType({name: _data(each, values) for name, each in data.values})
    if isinstance(data, tuple):
        return tuple(_data(each, values) for each in data)
    return fill_in_value(data, values)


def _path(template: Template, values: Values) -> str:
    """A path with its values written as parts of an address are, so that none leads elsewhere."""
    return "".join(
        part if isinstance(part, str) else quote(shown(evaluate(part, values)), safe="")
        for part in template.parts
    )
