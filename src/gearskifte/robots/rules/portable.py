# SPDX-License-Identifier: EUPL-1.2
"""A recipe that travels: without the people who answer for it, and with what it needs told.

`ejer` and `godkender` are somebody in one municipality; they are taken out, and written anew where
the recipe is taken in. Where its systems are was never in the text (see `parameters`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from gearskifte.robots.rules.approval import hindrances
from gearskifte.robots.rules.binding import secrets_of
from gearskifte.robots.rules.expressions import Template
from gearskifte.robots.rules.names import confirming
from gearskifte.robots.rules.parameters import Kind, Parameter
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.recipe import Recipe, all_steps
from gearskifte.robots.rules.steps import Fill, Get, Open, Python, ReadFile, Send, Step, WriteFile

OWNER: Final = "ejer"
APPROVER: Final = "godkender"
NOBODY_YET: Final = ("UDFYLDES (ejer)", "UDFYLDES (godkender)")
"""What stands in a recipe on its way, where a municipality says who answers for it."""

ANYWHERE: Final = "*"
"""The host of an address that a value of the item decides: it may be any."""

_HEAD_LINE: Final = re.compile(r"^([^\s#][^:]*):")
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*://[^\s'\"{}]+", re.IGNORECASE)
_WHOLE_HOST: Final = re.compile(r"https?://[^/?#{}]+[/?#]")
_PASSWORD: Final = re.compile(r"kode(?!r\b)|password|pin\b|passphrase|secret", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Needs:
    """What a recipe reaches and handles, so that a person can say yes or no to it.

    Attributes:
        systems: the systems it works in; where they are is filled in locally.
        hosts: hosts that the recipe itself names; `ANYWHERE` where an item's value decides.
        addresses: addresses in its text that no step opens.
        secrets: the names of the secrets it uses; those of an API may be left ungiven.
        data: the kinds of data it handles (oplysninger).
        files: whether it reads or writes files.
        functions: functions that a developer must have installed.
        typed_secrets: whether it writes a fixed text in a field for a password.
    """

    systems: tuple[str, ...]
    hosts: tuple[str, ...]
    addresses: tuple[str, ...]
    secrets: tuple[str, ...]
    data: tuple[str, ...]
    files: bool
    functions: tuple[str, ...]
    typed_secrets: bool


@dataclass(frozen=True, slots=True)
class Travelling:
    """A recipe on its way: its text without people, and what is to be known before it is taken in.

    Attributes:
        approvable: whether somebody may approve it once it is known who answers for it.
        parameters: what is filled in where it is taken in, systems first.
    """

    text: str
    title: str
    purpose: str
    kle: str
    needs: Needs
    approvable: bool
    parameters: tuple[Parameter, ...]


def read_travelling(text: str) -> Travelling:
    """A recipe as it may travel.

    Raises:
        RecipeRefused: if it cannot be read.
    """
    read_recipe(text)
    own = answered_by(text, *NOBODY_YET)
    recipe = read_recipe(own)
    return Travelling(
        text=own,
        title=recipe.title,
        purpose=recipe.purpose,
        kle=recipe.kle,
        needs=needs_of(recipe),
        approvable=not hindrances(recipe),
        parameters=recipe.parameters,
    )


def answered_by(text: str, owner: str, approver: str) -> str:
    """The recipe with these two people in its head, right after its title."""
    kept, skipping = [], False
    for line in text.splitlines():
        found = _HEAD_LINE.match(line)
        if found:
            skipping = found[1].strip() in (OWNER, APPROVER)
        if not skipping:
            kept.append(line)
    head = [f"{OWNER}: {_quoted(owner)}", f"{APPROVER}: {_quoted(approver)}"]
    at = next((n for n, line in enumerate(kept) if line.startswith("opskrift")), 0)
    return "\n".join([*kept[: at + 1], *head, *kept[at + 1 :]]) + "\n"


def needs_of(recipe: Recipe) -> Needs:
    """What a recipe needs."""
    steps = list(_every(recipe))
    opened = {_host(step.page) for step in steps if isinstance(step, Open) and not step.system}
    named = {_host_of(found) for found in _ADDRESS.findall(recipe.source)}
    tokens = {f"{step.system}.nøgle" for step in steps if isinstance(step, Get | Send)}
    return Needs(
        systems=tuple(sorted(recipe.systems)),
        hosts=tuple(sorted(opened)),
        addresses=tuple(sorted(named - opened)),
        secrets=tuple(sorted({*secrets_of(recipe), *tokens})),
        data=recipe.data_categories,
        files=any(isinstance(step, ReadFile | WriteFile) for step in steps),
        functions=tuple(sorted({step.function for step in steps if isinstance(step, Python)})),
        typed_secrets=any(_types_secret(step) for step in steps),
    )


def bindings_schema(travelling: Travelling) -> dict[str, Any]:
    """The JSON Schema of what is filled in where the robot is taken in."""
    people = {name: {"type": "string", "minLength": 1} for name in (OWNER, APPROVER)}
    asked = {each.name: _schema_of(each) for each in travelling.parameters}
    demanded = [each.name for each in travelling.parameters if not each.suggestion]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": travelling.title,
        "type": "object",
        "properties": {**people, **asked},
        "required": [*people, *demanded],
        "additionalProperties": False,
    }


def _schema_of(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "description": parameter.what, "minLength": 1}
    if parameter.kind is Kind.SYSTEM:
        schema["format"] = "uri"
    if parameter.options:
        schema["enum"] = list(parameter.options)
    if parameter.suggestion:
        schema["default"] = parameter.suggestion
    return schema


def _every(recipe: Recipe) -> Iterator[Step]:
    for step in all_steps(recipe.steps):
        yield step
        yield from confirming(step)


def _types_secret(step: Step) -> bool:
    return (
        isinstance(step, Fill)
        and not step.secret
        and step.value.fixed
        and bool(_PASSWORD.search(step.field.label.source))
    )


def _host(page: Template) -> str:
    """The host of a whole address."""
    start = page.parts[0] if page.parts else ""
    if not isinstance(start, str) or not (page.fixed or _WHOLE_HOST.match(start)):
        return ANYWHERE
    return _host_of(start) or ANYWHERE


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ANYWHERE
    except ValueError:
        return ANYWHERE


def _quoted(text: str) -> str:
    """A text as YAML reads it back, whatever stands in it."""
    plain = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'
