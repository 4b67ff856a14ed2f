# SPDX-License-Identifier: EUPL-1.2
"""Whether every name that a recipe uses is given a value before it is used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from difflib import get_close_matches
from typing import Any, Final

from gearskifte.kernel.errors import Text
from gearskifte.robots.rules.expressions import Expression, Template, names_in
from gearskifte.robots.rules.parameters import Kind
from gearskifte.robots.rules.recipe import Recipe, all_steps
from gearskifte.robots.rules.refusals import Problem
from gearskifte.robots.rules.steps import (
    Compute,
    Confirmation,
    Effect,
    Extract,
    ForEach,
    Python,
    Step,
    blocks,
)
from gearskifte.robots.rules.triggers import faults

GIVEN: Final = frozenset({"nøgle", "i_dag"})
"""What every item has besides its own fields: its business key, and the day it is worked on."""


def unknown_names(recipe: Recipe) -> list[Problem]:
    """Every use of a value that nothing gives, and of a system that has no address.

    Without a `sag:` the fields of an item are not known, and only systems are looked at.
    """
    problems = [*_systems(recipe), *_twice(recipe), *_functions(recipe), *_start(recipe)]
    if recipe.key is None:
        return problems
    known = set(GIVEN | set(recipe.fields)) | {each.name for each in recipe.local}
    line = recipe.lines.get("sag", 1)
    for each in (recipe.key, recipe.citizen):
        problems += _missing(line, names_in(each), set(recipe.fields)) if each else ()
    problems += _steps(recipe.steps, known)
    return problems


def names_of_confirmation(confirmation: Confirmation) -> set[str]:
    """The values from outside that a confirmation depends on."""
    given: set[str] = set()
    used = set(names_in(confirmation.that))
    for step in all_steps(confirmation.steps):
        used |= set(_used(step))
        given |= _given(step)
    return used - given


def _systems(recipe: Recipe) -> Iterator[Problem]:
    for step in all_steps(recipe.steps):
        for each in (step, *confirming(step)):
            secret = getattr(each, "secret", "")
            system = secret.partition(".")[0] if secret else getattr(each, "system", "")
            if system and system not in recipe.systems:
                yield Problem(
                    each.line,
                    "GS-ROB-009",
                    Text(
                        f"Systemet «{system}» står ikke under «systemer».",
                        f"The system `{system}` does not stand under `systemer`.",
                    ),
                )


def _twice(recipe: Recipe) -> Iterator[Problem]:
    """A name that is filled in locally may not be a field of the item, or a system, as well."""
    taken = GIVEN | set(recipe.fields) | set(recipe.systems)
    for each in recipe.local:
        if each.name in taken:
            yield Problem(
                recipe.lines["lokalt"],
                "GS-ROB-011",
                Text(
                    f"Navnet «{each.name}» bruges to steder. Giv det lokale et andet navn.",
                    f"The name `{each.name}` is used in two places. Give the local one another.",
                ),
            )


def _functions(recipe: Recipe) -> Iterator[Problem]:
    """A function that a step calls is declared, so that who approves sees it."""
    for step in all_steps(recipe.steps):
        if isinstance(step, Python) and step.function not in recipe.functions:
            yield Problem(
                step.line,
                "GS-ROB-013",
                Text(
                    f"Skriv under «funktioner», hvad «{step.function}» gør.",
                    f"Write under `funktioner` what `{step.function}` does.",
                ),
            )


def _start(recipe: Recipe) -> Iterator[Problem]:
    """Whether what starts the robot gives the items that the recipe takes."""
    if "start" not in recipe.lines:
        return
    line = recipe.lines["start"]
    if recipe.key is None:
        text = Text(
            "En robot, der starter selv, skal sige, hvornår to sager er den samme: «sag: {felter: "
            "[…], nøgle: …}».",
            "A robot that starts by itself must say when two items are the same: `sag: {felter: "
            "[…], nøgle: …}`.",
        )
        yield Problem(line, "GS-ROB-012", text)
        return
    lists = {each.name for each in recipe.local if each.kind is Kind.WORK_LIST}
    for text in faults(recipe.trigger, recipe.fields, set(names_in(recipe.key)), lists):
        yield Problem(line, "GS-ROB-012", text)


def confirming(step: Step) -> Iterator[Step]:
    """The steps with which a step's change is read back."""
    effect = getattr(step, "effect", None)
    if isinstance(effect, Effect) and effect.confirmation:
        yield from all_steps(effect.confirmation.steps)


def _steps(steps: tuple[Step, ...], known: set[str]) -> Iterator[Problem]:
    """Walk through the steps; what any of them gives is known to those after it."""
    for step in steps:
        yield from _missing(step.line, _used(step), known)
        if isinstance(step, ForEach):
            known.add(step.name)
        for block in blocks(step):
            yield from _steps(block, known)
        known |= _given(step)
        yield from _confirmation(step, known)


def _confirmation(step: Step, known: set[str]) -> Iterator[Problem]:
    effect = getattr(step, "effect", None)
    if isinstance(effect, Effect):
        if effect.what:
            yield from _missing(step.line, names_in(effect.what), known)
        if effect.confirmation:
            inner = set(known)
            yield from _steps(effect.confirmation.steps, inner)
            yield from _missing(step.line, names_in(effect.confirmation.that), inner)


def _given(step: Step) -> set[str]:
    match step:
        case Compute(values=values):
            return {name for name, _ in values}
        case Extract(names=names):
            return set(names)
    name = getattr(step, "name", "")
    return {name} if isinstance(name, str) and name else set()


def _used(step: Step) -> Iterator[str]:
    """The names in what a step says itself, without the steps inside it and its confirmation."""
    inside = {id(block) for block in blocks(step)}
    given: set[str] = set()
    for field in fields(step):
        value = getattr(step, field.name)
        if isinstance(value, Effect | Confirmation) or id(value) in inside:
            continue
        if isinstance(step, Compute):
            for name, expression in step.values:
                yield from (each for each in names_in(expression) if each not in given)
                given.add(name)
            return
        yield from _names(value)


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, Expression | Template):
        yield from names_in(value)
    elif isinstance(value, tuple):
        for each in value:
            yield from _names(each)
    elif hasattr(value, "__dataclass_fields__"):
        for field in fields(value):
            yield from _names(getattr(value, field.name))


def _missing(line: int, used: Iterator[str], known: set[str]) -> Iterator[Problem]:
    for name in dict.fromkeys(used):
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint_da = f" Mente du «{near[0]}»?" if near else ""
            hint_en = f" Did you mean `{near[0]}`?" if near else ""
            yield Problem(
                line,
                "GS-ROB-008",
                Text(
                    f"Ingen trin før dette giver værdien «{name}».{hint_da}",
                    f"No step before this gives the value `{name}`.{hint_en}",
                ),
            )
