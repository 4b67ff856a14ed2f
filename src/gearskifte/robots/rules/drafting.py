# SPDX-License-Identifier: EUPL-1.2
"""A first draft of a mock and its cases, from what the recipe opens, fills in, presses and reads.

The recipe says which pages there are and what is on them; it does not say what a system does when a
button is pressed. The draft lets a button that changes something keep what was filled in, and shows
that where the recipe reads back. The owner goes on from there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from gearskifte.robots.rules import steps as s
from gearskifte.robots.rules.names import confirming
from gearskifte.robots.rules.recipe import Recipe, all_steps

KEPT: Final = "ændringer"
"""The records that buttons make in a drafted mock."""

_NAME: Final = re.compile(r"\{([^{}]+)\}")


@dataclass(slots=True)
class _Page:
    path: str
    inputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    shows: list[str] = field(default_factory=list)
    tables: dict[str, list[str]] = field(default_factory=dict)
    button: str = ""
    changes: bool = False
    then: str = ""

    @property
    def names(self) -> list[str]:
        """What its address gives."""
        return list(dict.fromkeys(_NAME.findall(self.path)))


class _Draft:
    """Walks through a recipe's steps, and notes what is on which page of which system."""

    def __init__(self, recipe: Recipe) -> None:
        self.systems: dict[str, dict[str, _Page]] = {}
        self._values = {name: f"{name}-1" for name in recipe.fields}
        here: _Page | None = None
        for step in all_steps(recipe.steps):
            here = there = self._step(step, here)
            for each in confirming(step):
                if isinstance(each, s.Open) and here is not None and not here.then:
                    here.then = each.page.source
                there = self._step(each, there)

    def _step(self, step: s.Step, here: _Page | None) -> _Page | None:
        """Note a step on the page that it stands on; the page that the next one stands on."""
        if isinstance(step, s.Open):
            pages = self.systems.setdefault(step.system, {})
            return pages.setdefault(step.page.source, _Page(step.page.source))
        if here is not None:
            self._on(here, step)
        return here

    def _on(self, page: _Page, step: s.Step) -> None:
        """What a step needs to find on its page."""
        match step:
            case s.Fill():
                label = self._said(step.field.label.source)
                secret = {"skjult": "ja"} if step.secret and page.inputs else {}
                page.inputs[label] = {"felt": label, **secret}
            case s.Choose():
                label, option = self._said(step.field.label.source), self._said(step.option.source)
                known = page.inputs.setdefault(label, {"felt": label, "valg": ["Vælg"]})
                known["valg"] = [*known.get("valg", ["Vælg"]), option]
            case s.Press():
                page.button = page.button or self._said(step.field.label.source)
                page.changes = page.changes or not step.effect.none
            case s.Read():
                page.shows.append(self._said(step.field.label.source))
            case s.LookUp() | s.ReadTable():
                columns = [self._said(column.source) for column, _ in step.where]
                columns += [step.column.source] if isinstance(step, s.LookUp) else []
                page.tables[self._said(step.table.source)] = columns
            case s.Look() | s.WaitFor():
                page.tables.setdefault("Ændringer", [])

    def _said(self, words: str) -> str:
        """Words as they read in the one case of the draft."""
        return _NAME.sub(lambda found: self._values.get(found[1], found[1]), words)

    def described(self) -> dict[str, Any]:
        """The mock in the words that it is read in."""
        return {name: self._system(pages) for name, pages in self.systems.items()}

    def _system(self, pages: dict[str, _Page]) -> dict[str, Any]:
        filled = [label for page in pages.values() if page.changes for label in page.inputs]
        shown = [(page.names[:1], label) for page in pages.values() for label in page.shows]
        record = {name: self._values.get(name, f"{name}-1") for names, _ in shown for name in names}
        record |= {label: "1" for _, label in shown}
        found: dict[str, Any] = {"poster": {"sager": [record]}} if shown else {}
        return {**found, "sider": [_written(page, filled) for page in pages.values()]}


def _written(page: _Page, filled: list[str]) -> dict[str, Any]:
    own = page.names[:1]
    where = {"hvor": {name: f"{{{name}}}" for name in own}} if own else {}
    written: dict[str, Any] = {"sti": page.path, "overskrift": "Prøvesystem"}
    if page.shows:
        written |= {"af": "sager", **where, "viser": list(dict.fromkeys(page.shows))}
    if page.tables:
        written["tabeller"] = [
            {
                "navn": name,
                "af": KEPT,
                **where,
                "kolonner": list(dict.fromkeys([*columns, *filled])),
            }
            for name, columns in page.tables.items()
        ]
    if page.button:
        written |= {"felter": list(page.inputs.values()), "knap": page.button}
    if page.changes:
        given = [*page.names, *page.inputs]
        written["gør"] = [{"i": KEPT, "post": {name: f"{{{name}}}" for name in given}}]
    if page.changes and set(_NAME.findall(page.then)) <= {*page.names, *page.inputs}:
        written |= {"til": page.then} if page.then else {}
    return written


def drafted(recipe: Recipe) -> tuple[str, str]:
    """A mock and one case for a recipe, as texts to go on from; no mock for one without screens."""
    draft = _Draft(recipe)
    mock = draft.described()
    case = {"sag": {name: f"{name}-1" for name in recipe.fields}, "slutter": "færdig"}
    return (_text(mock) if mock else "", _text({"sager": [case]}))


class _Plain(yaml.SafeDumper):
    """Writes a thing out each time it is met: a mock is read without signs for *the same*."""

    def ignore_aliases(self, data: Any) -> bool:
        """Everything."""
        return True


def _text(content: Any) -> str:
    return yaml.dump(content, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=100)
