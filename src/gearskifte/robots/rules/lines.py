# SPDX-License-Identifier: EUPL-1.2
"""YAML with line numbers: every scalar is the text that was written, and nothing is clever.

No types are guessed (`no` and `12:30` stay text), no aliases are followed, a name may stand only
once in a block.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import yaml

from gearskifte.kernel.errors import Text
from gearskifte.robots.rules.refusals import Problem, RecipeRefused

LONGEST: Final = 256 * 1024
DEEPEST: Final = 30
"""Characters of a recipe, and levels in it; what is larger is no recipe."""

Content: TypeAlias = "str | list[Node] | dict[str, Node]"


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a recipe and the line it begins on (from 1)."""

    content: Content
    line: int

    def plain(self) -> Any:
        """The same without line numbers, as a JSON Schema looks at it."""
        if isinstance(self.content, dict):
            return {name: node.plain() for name, node in self.content.items()}
        if isinstance(self.content, list):
            return [node.plain() for node in self.content]
        return self.content

    def find(self, path: list[str | int]) -> Node:
        """The piece at a path of names and numbers, as far as it goes."""
        node = self
        for step in path:
            content: Any = node.content
            try:
                node = content[step]
            except (LookupError, TypeError):
                break
        return node

    def fields(self) -> dict[str, Node]:
        """The named pieces of it; none where it is something else."""
        return self.content if isinstance(self.content, dict) else {}

    def items(self) -> list[Node]:
        """The pieces of a list; a single piece is a list of one."""
        return self.content if isinstance(self.content, list) else [self]

    def text(self) -> str:
        """The text of it; "" where it is something else."""
        return self.content if isinstance(self.content, str) else ""


def read_lines(text: str, spelled: Mapping[str, str]) -> Node:
    """The tree of a YAML text; a name that stands in `spelled` is read as that says.

    Raises:
        RecipeRefused: if it is no YAML, too large, or uses what a recipe does without.
    """
    if len(text) > LONGEST:
        raise _refuse(1, "Opskriften er for stor.", "The recipe is too large.")
    try:
        for token in yaml.scan(text, Loader=yaml.BaseLoader):
            if isinstance(token, yaml.AliasToken | yaml.AnchorToken | yaml.TagToken):
                raise _refuse(
                    token.start_mark.line + 1,
                    "«&», «*» og «!» foran et ord bruges ikke; sæt teksten i anførselstegn.",
                    "`&`, `*` and `!` before a word are not used; put the text in quotation marks.",
                )
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _refuse(
            mark.line + 1 if mark else 1,
            "Linjen kan ikke læses. Se efter indrykning, kolon med mellemrum efter og lukkede "
            "anførselstegn.",
            "The line cannot be read. Look for indentation, a colon with a space after it, and "
            "closed quotation marks.",
        ) from error
    except yaml.YAMLError as error:
        raise _refuse(
            1, "Filen indeholder tegn, der ikke er tekst.", "The file has characters of no text."
        ) from error
    if root is None:
        raise _refuse(1, "Opskriften er tom.", "The recipe is empty.")
    return _Reader(spelled).node(root, 0)


class _Reader:
    def __init__(self, spelled: Mapping[str, str]) -> None:
        self._spelled = spelled

    def node(self, source: Any, depth: int) -> Node:
        line = source.start_mark.line + 1
        if depth > DEEPEST:
            raise _refuse(line, "For mange niveauer i hinanden.", "Too many levels in each other.")
        if isinstance(source, yaml.ScalarNode):
            return Node(source.value, line)
        if isinstance(source, yaml.SequenceNode):
            return Node([self.node(each, depth + 1) for each in source.value], line)
        return Node(dict(self._pairs(source, depth)), line)

    def _pairs(self, source: Any, depth: int) -> Iterator[tuple[str, Node]]:
        seen: set[str] = set()
        for key, value in source.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise _refuse(
                    line, "Navnet før «:» er ikke tekst.", "What is before `:` is no text."
                )
            written = " ".join(key.value.split())
            name = self._spelled.get(written, written)
            if name in seen:
                raise _refuse(line, f"«{name}» står to gange.", f"`{name}` stands twice.")
            seen.add(name)
            node = self.node(value, depth + 1)
            # A block begins on the line after its name; people look for the name.
            yield name, Node(node.content, line)


def _refuse(line: int, da: str, en: str) -> RecipeRefused:
    return RecipeRefused([Problem(line, "GS-ROB-002", Text(da, en))])
