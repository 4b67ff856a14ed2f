# SPDX-License-Identifier: EUPL-1.2
"""From what a person did on pages to a recipe that does it again.

Every thing is named as a person would, and the name is tried at once: it must find the very thing
on the page where it was used. What cannot be named for certain becomes a step that asks a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
import yaml

from gearskifte.robots.screen.rules.finding import Hit, Sight, find
from gearskifte.robots.screen.rules.labels import labels_of
from gearskifte.robots.screen.rules.page import Kind, Page
from gearskifte.robots.screen.rules.wanted import wanted

_CPR: Final = re.compile(
    r"(?<!\d)(?:[0-2]\d|3[01]|[6-8]\d|9[01])(?:0[1-9]|1[0-2])\d{2}[- ]?\d{4}(?!\d)"
)
_KINDS: Final = {
    "fill": Kind.FIELD,
    "choose": Kind.FIELD,
    "also": Kind.FIELD,
    "upload": Kind.FIELD,
    "enter": Kind.FIELD,
    "check": Kind.TICK,
    "uncheck": Kind.TICK,
    "radio": Kind.TICK,
    "press": Kind.PRESS,
}


class Told(msgspec.Struct, frozen=True):
    """One act of a person, with the page as it was. A secret has no value."""

    what: str
    place: int
    value: str
    secret: bool
    page: Page


def opened(address: str) -> Told:
    """A page that the person went to without pressing anything."""
    return Told("open", -1, address, secret=False, page=Page((), ()))


@dataclass(frozen=True, slots=True)
class Named:
    """A thing by the words that find it, and it alone, on its page."""

    label: str
    within: str = ""
    number: int = 0

    def fields(self, key: str = "felt") -> dict[str, Any]:
        """As it is written in a recipe."""
        written: dict[str, Any] = {key: _literal(self.label)}
        if self.within:
            written["i"] = _literal(self.within)
        if self.number:
            written["nummer"] = self.number
        return written


def recipe_of(title: str, address: str, told: Sequence[Told]) -> str:
    """The recipe, in YAML, of a demonstration that began at `address`.

    A CPR number becomes the item's field `cpr`, a secret a name in the vault; neither is written
    down. Presses have no effect yet: who approves the recipe must say how each is read back.
    """
    parts = urlsplit(address)
    base = f"{parts.scheme}://{parts.netloc}"
    steps = [_step(act, base) for act in _last_of_each((opened(address), *told))]
    written: dict[str, Any] = {
        "opskrift": title,
        "systemer": {"system": parts.netloc},
    }
    if "{cpr}" in str(steps):
        written["sag"] = {"felter": ["cpr"], "nøgle": "{cpr}"}
    written["trin"] = steps
    return str(yaml.safe_dump(written, allow_unicode=True, sort_keys=False, width=100))


def _last_of_each(told: Sequence[Told]) -> Iterator[Told]:
    """Of what was put into one field several times after each other, the last."""
    for at, act in enumerate(told):
        following = told[at + 1] if at + 1 < len(told) else None
        if following is None or act.what not in {"fill", "choose"} or _who(following) != _who(act):
            yield act


def _who(act: Told) -> tuple[str, str, str, str, int]:
    if act.place < 0:
        return act.what, act.value, "", "", act.place
    each = act.page.candidates[act.place]
    return act.what, each.id, each.name, each.tied, act.place


def _step(act: Told, base: str) -> dict[str, Any]:
    if act.what == "open":
        inside = act.value.startswith(f"{base}/")
        page = _value(act.value.removeprefix(base))
        return {"åbn": {"system": "system", "side": page} if inside else page}
    return _acted(act)


def _acted(act: Told) -> dict[str, Any]:
    sight = Sight(act.page, labels_of(act.page))
    named = _name(act, sight)
    if named is None:
        what = sight.labels[act.place].text or act.page.candidates[act.place].tag
        return {
            "spørg": f"Gør det, som opskriften ikke kan navngive: {_literal(what)}",
            "som": "gjort",
        }
    match act.what:
        case "fill" if act.secret:
            return {"udfyld": {**named.fields(), "hemmelighed": "system.kode"}}
        case "fill":
            return {"udfyld": {**named.fields(), "med": _value(act.value)}}
        case "choose" | "also":
            return {"vælg": {**named.fields(), "valg": _value(act.value)}}
        case "upload":
            return {"vedhæft": {**named.fields(), "fil": _value(act.value)}}
        case "check" | "radio":
            return {"sæt kryds": named.fields()}
        case "uncheck":
            return {"fjern kryds": named.fields()}
        case "enter":
            return {"tast": "Enter", "felt": _literal(named.label)}
    step: dict[str, Any] = {"tryk": named.fields("på")}
    if act.page.candidates[act.place].tag == "a":
        step["effekt"] = "ingen"
    return step


def _name(act: Told, sight: Sight) -> Named | None:
    """The shortest name that finds the thing and nothing else."""
    for name in _names(act, sight):
        found = find(
            wanted(name.label, (_KINDS[act.what],), within=name.within, number=name.number), sight
        )
        if isinstance(found, Hit) and found.place == act.place:
            return name
    return None


def _names(act: Told, sight: Sight) -> Iterator[Named]:
    each = sight.page.candidates[act.place]
    label = sight.labels[act.place].text
    if label:
        yield Named(label)
        if each.section:
            yield Named(label, each.section)
        for cell in each.row.split(" | ")[:1]:
            if cell:
                yield Named(label, cell)
    for technical in (each.id, each.name, each.test):
        if technical and not any(sign.isspace() for sign in technical):
            yield Named(f"#{technical}")
    if label:
        same = [at for at, other in enumerate(sight.labels) if other.text == label]
        yield Named(label, number=same.index(act.place) + 1)


def _literal(text: str) -> str:
    """Words of the page, as they are: brackets in them are no values."""
    return text.replace("{", "{{").replace("}", "}}")


def _value(text: str) -> str:
    """A value that was written: a CPR number in it is the item's."""
    return _CPR.sub("{cpr}", _literal(text))
