# SPDX-License-Identifier: EUPL-1.2
"""A recipe changed step by step: moved, added, changed, removed; what comes out is a recipe's text.

The text is taken apart and put together again, so it comes out in one form, without remarks. A
change after which it could not be read is not made.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any, Final

import yaml

from gearskifte.kernel.errors import InputRefused, Text
from gearskifte.robots.rules.lines import read_lines
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.vocabulary import SPELLED

Tree = dict[str, Any]
SOMEBODY: Final = {"overdrag": "En medarbejder ser på det"}
"""The harmless step that a new block begins with."""
_BLOCKS: Final = {"a": "så", "b": "ellers"}


def begun(title: str) -> str:
    """The text of a new recipe: a title, and a person who does it all."""
    return text_of({"opskrift": title, "trin": [dict(SOMEBODY)]})


def tree_of(text: str) -> Tree:
    """The parts of a recipe; a step that fills in several fields is as many steps.

    Raises:
        RecipeRefused: if the text is none that can be taken apart.
    """
    tree: Tree = read_lines(text, SPELLED).plain()
    tree["trin"] = _apart(tree.get("trin", []))
    return tree


def text_of(tree: Tree) -> str:
    """The recipe's text."""
    return str(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=96))


def step_at(text: str, at: str) -> Tree:
    """The step at a place, as the journal writes it: `4a.1`."""
    steps, number = _place(tree_of(text), at)
    return dict(steps[number])


def moved(text: str, at: str, by: int) -> str:
    """The text with a step moved among those beside it; the first cannot go up, the last not down.

    Raises:
        RecipeRefused: if the recipe could not be read then.
    """
    tree = tree_of(text)
    steps, number = _place(tree, at)
    to = min(max(number + by, 0), len(steps) - 1)
    steps.insert(to, steps.pop(number))
    return _read(tree)


def removed(text: str, at: str) -> str:
    """The text without a step.

    Raises:
        InputRefused: GS-ROB-037 if it is the only one where it stands.
        RecipeRefused: if the recipe could not be read then.
    """
    tree = tree_of(text)
    steps, number = _place(tree, at)
    if len(steps) > 1:
        del steps[number]
        return _read(tree)
    outer, _, last = at.rpartition(".")
    if not outer.endswith("b") or not last:
        raise InputRefused(
            "GS-ROB-037",
            what=Text("Trinnet er ikke slettet.", "The step was not removed."),
            why=Text("Det er det eneste her.", "It is the only one here."),
            do=Text("Ret det, eller slet det hele.", "Change it, or remove the whole."),
        )
    around, place = _place(tree, outer[:-1])
    del around[place]["ellers"]
    return _read(tree)


def added(text: str, at: str, step: Mapping[str, Any]) -> str:
    """The text with a new step after one; at "0" it is the first.

    Raises:
        RecipeRefused: if the recipe could not be read then.
    """
    tree = tree_of(text)
    new = dict(step)
    for keyword, block in (("hvis", "så"), ("for hver", "gør"), ("gentag", "gør")):
        if keyword in new:
            new.setdefault(block, [dict(SOMEBODY)])
    if at == "0":
        tree["trin"].insert(0, new)
    else:
        steps, number = _place(tree, at)
        steps.insert(number + 1, new)
    return _read(tree)


def changed(text: str, at: str, step: Mapping[str, Any]) -> str:
    """The text with a step changed; the steps inside it stay.

    Raises:
        RecipeRefused: if the recipe could not be read then.
    """
    tree = tree_of(text)
    steps, number = _place(tree, at)
    old = steps[number]
    inside: Tree = {name: old[name] for name in ("så", "ellers", "gør") if name in old}
    steps[number] = {**step, **inside}
    return _read(tree)


def otherwise(text: str, at: str) -> str:
    """The text with another way at a condition that has but one."""
    tree = tree_of(text)
    steps, number = _place(tree, at)
    steps[number].setdefault("ellers", [dict(SOMEBODY)])
    return _read(tree)


def headed(text: str, head: Mapping[str, Any]) -> str:
    """The text with another head; the steps stay.

    Raises:
        RecipeRefused: if the recipe could not be read then.
    """
    return _read({**head, "trin": tree_of(text)["trin"]})


def head_of(text: str) -> Tree:
    """All but the steps."""
    return {name: each for name, each in tree_of(text).items() if name != "trin"}


def _read(tree: Tree) -> str:
    text = text_of(tree)
    read_recipe(text)
    return text


def _place(tree: Tree, at: str) -> tuple[list[Tree], int]:
    """The list that a step stands in, and where.

    Raises:
        InputRefused: GS-ROB-038 if there is no such step.
    """
    try:
        steps = tree["trin"]
        *outer, last = at.split(".")
        for each in outer:
            step = steps[int(each.rstrip("ab")) - 1]
            steps = step[_BLOCKS.get(each[-1], "gør")]
        steps[int(last) - 1]
    except (LookupError, ValueError, TypeError) as error:
        raise InputRefused(
            "GS-ROB-038",
            what=Text("Trinnet findes ikke.", "There is no such step."),
            why=Text("Opskriften er en anden nu.", "The recipe is another now."),
            do=Text("Åbn siden igen.", "Open the page again."),
        ) from error
    return steps, int(last) - 1


def _apart(steps: list[Tree]) -> list[Tree]:
    found: list[Tree] = []
    for each in steps:
        step = copy.deepcopy(each)
        for block in ("så", "ellers", "gør"):
            if isinstance(step.get(block), list):
                step[block] = _apart(step[block])
        inside = step.get("udfyld")
        if isinstance(inside, dict) and "felter" in inside:
            beside = {"i": inside["i"]} if "i" in inside else {}
            found += [
                {"udfyld": {"felt": name, **beside, "med": value}}
                for name, value in inside["felter"].items()
            ]
        else:
            found.append(step)
    return found
