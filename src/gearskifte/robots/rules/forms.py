# SPDX-License-Identifier: EUPL-1.2
"""The vocabulary as plain forms: what each kind of step asks for, and the step that answers make.

A form follows from the schema of its step, so that a new kind of step has one as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import yaml

from gearskifte.kernel.errors import Text
from gearskifte.robots.rules.form_words import HINTS, KINDS, LABELS
from gearskifte.robots.rules.lines import read_lines
from gearskifte.robots.rules.vocabulary import CHANGE, FORMS, HEAD, SPELLED, Schema

Path = tuple[str, ...]
_SKIPPED: Final = frozenset({"trin", "så", "ellers", "gør", "udfyld/felter", "bekræft/trin"})
"""What has steps or forms of its own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a form asks for.

    Attributes:
        path: where it stands in the step.
        kind: text, lines (one thing each), pairs (`name: value` each), either of those two, choice
            or tick.
        options: what may be chosen.
        required: whether the step cannot be without.
        value: what stands there now.
        step: the kind of step that asks; "" for the recipe's head.
    """

    path: Path
    kind: str
    options: tuple[str, ...] = ()
    required: bool = False
    value: str = ""
    step: str = ""

    @property
    def hint(self) -> Text | None:
        """Help for who fills it in, where there is any."""
        return HINTS.get(f"{self.step}/{self.path[-1]}")

    @property
    def name(self) -> str:
        """What it is called in the form."""
        return "/".join(self.path)

    @property
    def label(self) -> Text:
        """What it is called by people."""
        for length in (2, 1):
            known = LABELS.get("/".join(self.path[-length:]))
            if known is not None:
                return known
        return Text(self.path[-1].capitalize(), self.path[-1].capitalize())


def kinds() -> Mapping[str, Text]:
    """The kinds of steps, in words."""
    return {keyword: KINDS[keyword] for keyword in FORMS}


def keyword_of(step: Mapping[str, Any]) -> str:
    """Which kind of step it is."""
    return next((name for name in FORMS if name in step and _leads(name, step)), next(iter(step)))


def _leads(name: str, step: Mapping[str, Any]) -> bool:
    return all(other == name or other not in FORMS or other in FORMS[name].beside for other in step)


def form_of(keyword: str, step: Mapping[str, Any]) -> list[Asked]:
    """What a kind of step asks for, with what a step says now."""
    form = FORMS[keyword]
    asked = list(_asked((keyword,), form.value, step.get(keyword), required=True))
    for name, schema in form.beside.items():
        if name not in _SKIPPED:
            asked += _asked((name,), schema, step.get(name), required=name in form.needs)
    if form.changes:
        for name, schema in CHANGE.items():
            asked += _asked((name,), schema, step.get(name), required=False)
    return [replace(each, step=keyword) for each in asked]


def head_form(head: Mapping[str, Any]) -> list[Asked]:
    """What a recipe says of itself, with what it says now."""
    asked: list[Asked] = []
    for name, schema in HEAD.items():
        if name not in _SKIPPED:
            asked += _asked((name,), schema, head.get(name), required=name == "opskrift")
    return asked


def step_from(keyword: str, given: Mapping[str, str], old: Mapping[str, Any]) -> dict[str, Any]:
    """The step that the answers to its form make; what the form does not ask for stays.

    Raises:
        RecipeRefused: if lines of `name: value` are not written as such.
    """
    return _built(form_of(keyword, {}), given, old)


def head_from(given: Mapping[str, str]) -> dict[str, Any]:
    """The head that the answers to its form make.

    Raises:
        RecipeRefused: if lines of `name: value` are not written as such.
    """
    return _built(head_form({}), given, {})


def _asked(path: Path, schema: Schema, value: Any, *, required: bool) -> Iterator[Asked]:
    ways: Sequence[Schema] = schema.get("anyOf") or schema.get("oneOf") or (schema,)
    objects = [each for each in ways if each.get("properties")]
    if objects:
        yield from _of_object(path, objects, value, required=required)
        return
    kind, options = _kind(schema)
    yield Asked(path, kind, options, required, _written(value, kind))


def _of_object(
    path: Path, ways: Sequence[Schema], value: Any, *, required: bool
) -> Iterator[Asked]:
    named = value if isinstance(value, dict) else {}
    main = _main(ways)
    if isinstance(value, str) and main:
        named = {main: value}
    needed = set.intersection(*(set(each.get("required", ())) for each in ways))
    seen: set[str] = set()
    for way in ways:
        for name, schema in way["properties"].items():
            if name in seen or f"{path[0]}/{name}" in _SKIPPED:
                continue
            seen.add(name)
            must = required and name in needed
            yield from _asked((*path, name), schema, named.get(name), required=must)


def _main(ways: Sequence[Schema]) -> str:
    """What the short form of an object says."""
    required = ways[0].get("required", ())
    if len(required) == 1:
        return str(required[0])
    return "vises" if "vises" in ways[0]["properties"] else ""


def _kind(schema: Schema) -> tuple[str, tuple[str, ...]]:
    if "enum" in schema:
        options = tuple(map(str, schema["enum"]))
        return ("tick", options) if len(options) == 1 else ("choice", options)
    kinds_of = schema.get("type", ())
    if kinds_of == "object":
        return "pairs", ()
    ways = _ways(schema)
    if any(each.get("type") == "array" for each in ways):
        named = any(each.get("type") == "object" for each in ways)
        return ("either", ()) if named else ("lines", ())
    return ("text", ()) if kinds_of else ("pairs", ())


def _ways(schema: Schema) -> list[Schema]:
    """All the ways in which something may be written."""
    return [each for way in schema.get("anyOf", ()) for each in (_ways(way) or [way])]


def _written(value: Any, kind: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    listed = isinstance(value, list) and all(isinstance(each, str) for each in value)
    if kind in ("lines", "either") and listed:
        return "\n".join(value)
    return str(yaml.safe_dump(value, allow_unicode=True, sort_keys=False)).strip()


def _built(
    asked: Sequence[Asked], given: Mapping[str, str], old: Mapping[str, Any]
) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for each in asked:
        value = _value(each, given.get(each.name, "").replace("\r\n", "\n").strip())
        if value is not None:
            place = made
            for name in each.path[:-1]:
                place = place.setdefault(name, {})
            place[each.path[-1]] = value
    kept = old.get("bekræft")
    if isinstance(kept, dict) and "trin" in kept and isinstance(made.get("bekræft", {}), dict):
        made["bekræft"] = {**made.get("bekræft", {}), "trin": kept["trin"]}
    return {name: _short(value, name) for name, value in made.items()}


def _value(asked: Asked, written: str) -> Any:
    if not written:
        return None
    if asked.kind == "either" and ":" in written:
        return read_lines(written, SPELLED).plain()
    if asked.kind in ("lines", "either"):
        return [line.strip() for line in written.split("\n") if line.strip()]
    if asked.kind == "pairs" and (":" in written or written.startswith(("-", "{", "["))):
        return read_lines(written, SPELLED).plain()
    return written


def _short(value: Any, name: str) -> Any:
    """The short form, where all that is said is what it says."""
    schema = FORMS[name].value if name in FORMS else CHANGE.get(name, {})
    ways = [each for each in schema.get("anyOf", ()) if each.get("properties")]
    if not isinstance(value, dict) or len(ways) != 1 or len(schema["anyOf"]) != 2:
        return value
    main = _main(ways)
    return value[main] if list(value) == [main] else value
