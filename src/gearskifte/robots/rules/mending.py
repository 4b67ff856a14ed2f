# SPDX-License-Identifier: EUPL-1.2
"""A recipe with one name on one line put right; every other character stays as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

import yaml

_ELSE: Final = frozenset(
    (
        *("bekræft", "så", "ellers", "gør", "effekt", "som", "med", "til", "valg", "inden"),
        *("kan ikke bekræftes", "kan_ikke_bekræftes"),
    )
)
"""What stands beside a step and names nothing on its page."""


def mended(text: str, line: int, was: str, becomes: str) -> str | None:
    """The text in which the step on `line` calls a thing what the page calls it now.

    Args:
        text: the recipe.
        line: where the step begins, from 1.
        was: what the step calls it, as it is written.
        becomes: the words on the page; `{` in them is no value.

    Returns:
        None if the step does not call anything so, or more than one thing.
    """
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    found = [] if root is None else [each for each in _within(root, line) if each.value == was]
    if len(found) != 1:
        return None
    start, end = found[0].start_mark.index, found[0].end_mark.index
    written = becomes.replace("{", "{{").replace("}", "}}")
    return text[:start] + json.dumps(written, ensure_ascii=False) + text[end:]


def _within(root: yaml.Node, line: int) -> Iterator[yaml.ScalarNode]:
    """The texts of the step that begins on a line, without its read-back and the steps inside."""
    # The mark of an end lies where the next step begins: the nearest beginning above is meant.
    around = [
        each for each in _steps(root) if each.start_mark.line < line <= each.end_mark.line + 1
    ]
    step = max(around, key=lambda each: each.start_mark.line, default=None)
    for key, value in step.value if step else ():
        if key.value not in _ELSE:
            yield from _texts(value)


def _steps(node: yaml.Node) -> Iterator[yaml.MappingNode]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value in ("trin", "så", "ellers", "gør") and isinstance(
                value, yaml.SequenceNode
            ):
                for step in value.value:
                    if isinstance(step, yaml.MappingNode):
                        yield from _steps(step)
                        yield step
            elif key.value == "bekræft":
                continue
            else:
                yield from _steps(value)


def _texts(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _texts(each)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "felter" and isinstance(value, yaml.MappingNode):
                yield from (name for name, _ in value.value)
            elif key.value in ("felt", "på"):
                yield from _texts(value)
