# SPDX-License-Identifier: EUPL-1.2
"""What a JSON Schema finds wrong, said to the person who wrote the recipe."""

from __future__ import annotations

from typing import Any

from jsonschema import ValidationError

from gearskifte.kernel.errors import Text
from gearskifte.robots.rules.lines import Node
from gearskifte.robots.rules.refusals import Problem


def complaint(root: Node, error: ValidationError) -> Problem:
    """The problem that an error of the schema is, with its line."""
    deepest = _deepest(error)
    node = root.find(list(deepest.absolute_path))
    name = str(deepest.absolute_path[-1]) if deepest.absolute_path else ""
    da, en = _words(deepest, name, node)
    line = node.line
    if deepest.validator == "additionalProperties":
        line = min((node.fields()[extra].line for extra in _extra(deepest)), default=line)
    return Problem(line, "GS-ROB-004", Text(da[0].upper() + da[1:], en[0].upper() + en[1:]))


def _deepest(error: ValidationError) -> ValidationError:
    """Of several ways that all fail, the one that was most likely meant."""
    while error.validator in ("anyOf", "oneOf") and error.context:
        ways: dict[object, list[ValidationError]] = {}
        for each in error.context:
            ways.setdefault(each.schema_path[0], []).append(each)
        nearest: list[ValidationError] = min(ways.values(), key=_distance)
        error = max(nearest, key=lambda each: len(each.path))
    return error


def _distance(way: list[ValidationError]) -> tuple[bool, int, int]:
    """How far what is written is from one way of writing it.

    A text where fields were wanted is farthest, then names that are not known, then missing ones.
    """
    wrong_kind = any(each.validator == "type" and not each.path for each in way)
    unknown = sum(len(_extra(each)) for each in way if each.validator == "additionalProperties")
    return wrong_kind, unknown, len(way)


def _known(error: ValidationError) -> list[str]:
    schema: Any = error.schema
    return list(schema.get("properties", {}))


def _extra(error: ValidationError) -> list[str]:
    instance: Any = error.instance
    return [name for name in instance if name not in _known(error)]


def _words(error: ValidationError, name: str, node: Node) -> tuple[str, str]:
    at_da, at_en = (
        (f"Ved «{name}»: ", f"At `{name}`: ") if name and not name.isdecimal() else ("", "")
    )
    wanted: Any = error.validator_value
    instance: Any = error.instance
    match error.validator:
        case "required":
            missing = [each for each in wanted if each not in instance]
            return (
                f"{at_da}der mangler «{', '.join(missing)}».",
                f"{at_en}`{', '.join(missing)}` is missing.",
            )
        case "additionalProperties":
            extra, known = _extra(error), _known(error)
            return (
                f"{at_da}«{', '.join(extra)}» kendes ikke her; der kan stå {', '.join(known)}.",
                f"{at_en}`{', '.join(extra)}` is not known here; there may be {', '.join(known)}.",
            )
        case "enum":
            allowed = ", ".join(map(str, wanted))
            return f"{at_da}skriv en af: {allowed}.", f"{at_en}write one of: {allowed}."
        case "pattern":
            return _pattern(at_da, at_en, name)
        case "minItems" | "minProperties" | "minLength":
            return f"{at_da}her mangler noget.", f"{at_en}something is missing here."
    return _kind(at_da, at_en, wanted)


def _pattern(at_da: str, at_en: str, name: str) -> tuple[str, str]:
    if name == "kle":
        return (
            f"{at_da}et KLE-nummer skrives som 15.20.04.",
            f"{at_en}a KLE number is written like 15.20.04.",
        )
    if name in ("nummer", "inden", "højst", "prøv", "minutter"):
        return f"{at_da}skriv et tal.", f"{at_en}write a number."
    return (
        f"{at_da}et navn er ét ord af bogstaver, tal og «_», og begynder med et bogstav.",
        f"{at_en}a name is one word of letters, digits and `_`, and begins with a letter.",
    )


def _kind(at_da: str, at_en: str, wanted: Any) -> tuple[str, str]:
    kinds = wanted if isinstance(wanted, list) else [wanted]
    if "object" in kinds:
        return (
            f"{at_da}her skal stå navngivne felter («navn: værdi»).",
            f"{at_en}named fields (`name: value`) must stand here.",
        )
    if "array" in kinds:
        return f"{at_da}her skal stå en liste med «-».", f"{at_en}a list with `-` must stand here."
    return f"{at_da}her skal stå en tekst.", f"{at_en}a text must stand here."
