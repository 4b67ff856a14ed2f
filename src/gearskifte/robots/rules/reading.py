# SPDX-License-Identifier: EUPL-1.2
"""From the text of a recipe to a `Recipe`, or to every line that is wrong, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, Final

from jsonschema import Draft202012Validator, ValidationError

from gearskifte.kernel.errors import Text
from gearskifte.robots.rules import vocabulary
from gearskifte.robots.rules.complaints import complaint
from gearskifte.robots.rules.expressions import ExpressionFault, Template, parse_template
from gearskifte.robots.rules.lines import Node, read_lines
from gearskifte.robots.rules.names import unknown_names
from gearskifte.robots.rules.parameters import Kind, Parameter
from gearskifte.robots.rules.plans import PlanFault, parse_plan
from gearskifte.robots.rules.recipe import ManualTime, Recipe
from gearskifte.robots.rules.refusals import Problem, RecipeRefused
from gearskifte.robots.rules.step_readers import READERS
from gearskifte.robots.rules.step_reading import StepReader
from gearskifte.robots.rules.steps import Step
from gearskifte.robots.rules.triggers import Trigger

_STEPS_APART: Final[dict[str, Any]] = {"$defs": {"trin": {}}}
"""Steps are checked one by one, so that a fault is told of its own line and by its own keyword."""

_HEAD: Final = Draft202012Validator(
    {
        "type": "object",
        "properties": dict(vocabulary.HEAD),
        "required": list(vocabulary.NEEDED),
        "additionalProperties": False,
        **_STEPS_APART,
    }
)
_STEPS: Final = {
    keyword: Draft202012Validator({**vocabulary.step_schema(keyword), **_STEPS_APART})
    for keyword in vocabulary.FORMS
}


def read_recipe(text: str) -> Recipe:
    """Read a recipe.

    Raises:
        RecipeRefused: if it cannot be used; `problems` has every line that is wrong.
    """
    root = read_lines(text, vocabulary.SPELLED)
    problems = [complaint(root, error) for error in _HEAD.iter_errors(root.plain())]
    fields = root.fields()
    reader = StepReader(_check_step, READERS)
    steps = reader.steps(fields["trin"]) if isinstance(_content(fields, "trin"), list) else ()
    problems += reader.problems
    if problems:
        raise RecipeRefused(problems)
    recipe = _recipe(fields, steps, text, problems)
    problems += unknown_names(recipe)
    if problems:
        raise RecipeRefused(problems)
    return recipe


def _content(fields: dict[str, Node], name: str) -> Any:
    return fields[name].content if name in fields else None


def _check_step(node: Node) -> tuple[str, list[Problem]]:
    """The keyword of a step, and what is wrong with how it is written."""
    fields = node.fields()
    keywords = [name for name in fields if name in _STEPS]
    if not keywords:
        return "", [_no_keyword(node)]
    keyword = next((name for name in keywords if name not in vocabulary.ALL_BESIDE), keywords[0])
    problems = [complaint(node, error) for error in _errors(keyword, node)]
    return keyword, problems


def _errors(keyword: str, node: Node) -> Iterator[ValidationError]:
    yield from _STEPS[keyword].iter_errors(node.plain())


def _no_keyword(node: Node) -> Problem:
    written = next(iter(node.fields()), node.text())
    known = ", ".join(vocabulary.FORMS)
    near = get_close_matches(written, vocabulary.FORMS, n=1)
    da, en = (f" Mente du «{near[0]}»?", f" Did you mean `{near[0]}`?") if near else ("", "")
    return Problem(
        node.line,
        "GS-ROB-003",
        Text(
            f"«{written}» er ikke et trin.{da} Trin er: {known}.",
            f"`{written}` is not a step.{en} Steps are: {known}.",
        ),
    )


def _recipe(
    fields: dict[str, Node], steps: tuple[Step, ...], text: str, problems: list[Problem]
) -> Recipe:
    item = fields["sag"].fields() if "sag" in fields else {}
    on_failure = _texts(fields, "ved fejl")
    key, citizen = (_template(item, name, problems) for name in ("nøgle", "borger"))
    return Recipe(
        title=fields["opskrift"].text(),
        steps=steps,
        source=text,
        lines=MappingProxyType({name: node.line for name, node in fields.items()}),
        purpose=_text(fields, "formål"),
        owner=_text(fields, "ejer"),
        approver=_text(fields, "godkender"),
        kle=_text(fields, "kle"),
        legal_basis=_text(fields, "hjemmel"),
        data_categories=_list(fields, "oplysninger"),
        manual_time=_manual_time(fields),
        systems=MappingProxyType(_systems(fields, problems)),
        local=tuple(_parameters(fields, problems)),
        fields=_list(item, "felter"),
        key=key,
        citizen=citizen,
        trigger=_trigger(fields, problems),
        functions=MappingProxyType(_texts(fields, "funktioner")),
        attempts=int(on_failure.get("prøv", "3")),
        helper=on_failure.get("til", "sagsbehandler"),
    )


def _systems(fields: dict[str, Node], problems: list[Problem]) -> dict[str, str]:
    """What each system is; its address is no part of a recipe, since each municipality has one."""
    if "systemer" not in fields:
        return {}
    node = fields["systemer"]
    for name, each in node.fields().items():
        if "://" in each.text():
            problems.append(
                Problem(
                    each.line,
                    "GS-ROB-010",
                    Text(
                        f"Skriv, hvad «{name}» er for et system. Adressen udfyldes lokalt, for den "
                        "er en anden i den næste kommune.",
                        f"Write what sort of system `{name}` is. Its address is filled in locally, "
                        "since the next municipality has another.",
                    ),
                )
            )
    return _texts(fields, "systemer") or {each.text(): "" for each in node.items()}


def _trigger(fields: dict[str, Node], problems: list[Problem]) -> Trigger:
    start = _texts(fields, "start")
    if "hver" not in start:
        return Trigger(None, start.get("hændelse", ""), start.get("arbejdsliste", ""))
    try:
        return Trigger(parse_plan(start["hver"]))
    except PlanFault as fault:
        problems.append(Problem(fields["start"].fields()["hver"].line, "GS-ROB-012", fault.text))
        return Trigger()


def _parameters(fields: dict[str, Node], problems: list[Problem]) -> Iterator[Parameter]:
    for name, node in (fields["lokalt"].fields() if "lokalt" in fields else {}).items():
        inside = node.fields()
        parameter = Parameter(
            name=name,
            kind=Kind(inside["slags"].text()),
            what=_text(inside, "hvad"),
            suggestion=_text(inside, "forslag"),
            options=_list(inside, "muligheder"),
        )
        wrong = parameter.fault()
        if wrong is not None:
            problems.append(Problem(node.line, "GS-ROB-011", wrong))
        yield parameter


def _manual_time(fields: dict[str, Node]) -> ManualTime | None:
    told = _texts(fields, "manuel tid")
    if not told:
        return None
    return ManualTime(Decimal(told["minutter"].replace(",", ".")), told["måling"])


def _template(fields: dict[str, Node], name: str, problems: list[Problem]) -> Template | None:
    if name not in fields:
        return None
    try:
        return parse_template(fields[name].text())
    except ExpressionFault as fault:
        problems.append(Problem(fields[name].line, "GS-ROB-006", fault.text))
        return None


def _text(fields: dict[str, Node], name: str) -> str:
    return fields[name].text() if name in fields else ""


def _texts(fields: dict[str, Node], name: str) -> dict[str, str]:
    inside = fields[name].fields() if name in fields else {}
    return {key: node.text() for key, node in inside.items()}


def _list(fields: dict[str, Node], name: str) -> tuple[str, ...]:
    if name not in fields:
        return ()
    node = fields[name]
    if node.fields():
        return tuple(node.fields())
    return tuple(each.text() for each in node.items())
