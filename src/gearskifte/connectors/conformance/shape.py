# SPDX-License-Identifier: EUPL-1.2
"""Checks what stands inside what: names, namespaces, order and number, as the schemas have it.

The schemas are not shipped; `tables/shapes.toml` holds their facts. What the guidance has rows on
(whether a field is filled, and how) is left to those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

import msgspec

from gearskifte.connectors.conformance import tables
from gearskifte.connectors.conformance.finding import Issue, Place
from gearskifte.connectors.conformance.forms import form_faults
from gearskifte.connectors.conformance.layout import is_forbidden_number
from gearskifte.connectors.conformance.part import Part
from gearskifte.connectors.conformance.ruleset import Ruleset
from gearskifte.connectors.conformance.source import Source

_CHILD = re.compile(
    r"(?P<prefix>\w+):(?P<name>[\w-]+?)(?P<number>[?*+]|\d)?(?:=(?P<holds>[\w-]+))?"
)
_FREE_ATTRIBUTES: Final = (
    "http://www.w3.org/2001/XMLSchema-instance",
    "http://www.w3.org/XML/1998/namespace",
)
_PARTY: Final = ("Sagspart", "Dokumentpart")
_ONLY_IN_THE_GUIDANCE: Final = {("DokumentklasseLokalUdvidelse", "Facettitel")}
"""Fields that the guidance has and the schema has not."""


class Child(msgspec.Struct, frozen=True):
    """An element inside another; `most` 0 is any number."""

    namespace: str
    name: str
    least: int
    most: int
    holds: str


class Shape(msgspec.Struct, frozen=True):
    """The children of an element.

    Attributes:
        order: "sequence", "choice" (one of them), "any" (in any order) or "open" (and others too).
        places: which of the children each namespace and name is.
    """

    order: str
    children: tuple[Child, ...]
    places: dict[tuple[str, str], int]

    def child(self, part: Part) -> int:
        """Which of the children an element is, -1 where it is none."""
        return self.places.get((part.namespace, part.local_name), -1)


@cache
def shapes() -> dict[str, Shape]:
    """Every shape by its name."""
    return {name: _shape(text) for name, text in tables.toml("shapes")["shapes"].items()}


def _shape(text: str) -> Shape:
    signs = {"|": "choice", "&": "any", "~": "open"}
    order = signs.get(text[:1], "sequence")
    words = text.split() if order == "sequence" else text.split()[1:]
    children = tuple(_child(word) for word in words)
    places = {(child.namespace, child.name): place for place, child in enumerate(children)}
    return Shape(order, children, places)


def _child(word: str) -> Child:
    written = _CHILD.fullmatch(word)
    if written is None:
        raise ValueError(f"not a child of a shape: {word}")
    number = written["number"] or "1"
    least = 1 if number in "1+" else 0
    most = {"*": 0, "+": 0, "?": 1}.get(number) if number in "*+?" else int(number)
    namespace: str = tables.toml("shapes")["prefixes"][written["prefix"]]
    return Child(namespace, written["name"], least, most or 0, written["holds"] or "")


def shape_issues(part: Part, name: str, rules: Ruleset, source: Source) -> Iterator[Issue]:
    """What in an element and below it is not as the schema has it."""
    known = shapes().get(name)
    if known is None:
        yield from _leaf_issues(part, name, rules, source)
        return
    if part.text:
        yield _issue("stray-text", part, part.parent_name)
    yield from _strangers(part, known, name)
    if known.order == "choice":
        yield from _choice_issues(part, known)
    else:
        yield from _sequence_issues(part, known)
    for child in part.children():
        place = known.child(child)
        if place >= 0:
            yield from _attributes(child)
            yield from shape_issues(child, known.children[place].holds, rules, source)


def _leaf_issues(part: Part, form: str, rules: Ruleset, source: Source) -> Iterator[Issue]:
    for child in part.children():
        yield _issue("unknown", child, part.local_name)
    if form and part.text:
        for fault in form_faults(form, 0, part, rules, source):
            yield _issue(fault, part, part.parent_name, form=form, most=1024)


def _strangers(part: Part, shape: Shape, name: str) -> Iterator[Issue]:
    for child in part.children():
        if shape.child(child) >= 0:
            continue
        own = tables.toml("shapes")["prefixes"].values()
        if name.startswith(_PARTY) and is_forbidden_number(child):
            continue
        told = (name, child.local_name) in _ONLY_IN_THE_GUIDANCE
        kind = "foreign" if shape.order == "open" and child.namespace not in own else "unknown"
        if not told:
            yield _issue(kind, child, part.local_name)


def _choice_issues(part: Part, shape: Shape) -> Iterator[Issue]:
    filled = [child for child in part.children() if shape.child(child) >= 0]
    if len(filled) > 1:
        names = [child.name for child in shape.children]
        yield _issue("choice", part, part.parent_name, codes=names)


def _sequence_issues(part: Part, shape: Shape) -> Iterator[Issue]:
    numbers = [0] * len(shape.children)
    furthest = 0
    for child in part.children():
        place = shape.child(child)
        if place < 0:
            continue
        numbers[place] += 1
        most = shape.children[place].most
        if most and numbers[place] == most + 1:
            yield _issue("repeated", child, part.local_name)
        elif shape.order == "sequence" and place < furthest:
            yield _issue("place", child, part.local_name)
        furthest = max(furthest, place)
    for number, expected in zip(numbers, shape.children, strict=True):
        if number < expected.least:
            place_missing = Place("schema", part.local_name, field=expected.name)
            yield Issue("absent", place_missing, part, expected.name)


def _attributes(part: Part) -> Sequence[Issue]:
    strange = [name for space, name in part.attributes if space not in _FREE_ATTRIBUTES]
    return [_issue("attribute", part, part.parent_name)] if strange else []


def _issue(kind: str, part: Part, around: str, **words: object) -> Issue:
    return Issue(kind, Place("schema", around, field=part.local_name), part, words=words)
