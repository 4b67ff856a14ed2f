# SPDX-License-Identifier: EUPL-1.2
"""An XML element as the connectors see it: by plain name, and knowing where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from lxml.etree import _Element as Element

from gearskifte.connectors.masking import masked


def split_tag(tag: str) -> tuple[str, str]:
    """An element's namespace ("" where it has none) and its local name."""
    namespace, _, name = tag.rpartition("}")
    return namespace.removeprefix("{"), name


@lru_cache(maxsize=1024)
def _told(tag: str) -> str:
    """An element's local name as a path may tell it."""
    return masked(split_tag(tag)[1], 80)


class _Names(dict[str, str]):
    """What the elements of a message are called, by tag: each name is made once."""

    def __init__(self, namespaces: frozenset[str]) -> None:
        super().__init__()
        self._namespaces = namespaces

    def __missing__(self, tag: str) -> str:
        namespace, name = split_tag(tag)
        found = self[tag] = name if namespace in self._namespaces else tag
        return found


class Node:
    """An element of a message.

    Prefixes do not matter. An element of one of the standard's own namespaces has its local name
    (`Sagspart`); any other keeps its namespace in the name (`{urn:x}Sagspart`), so that nothing
    foreign is taken for the standard's.

    Attributes:
        name: the name as above.
        position: counted from 1 among those of the same name around it.
        called: the names of the message's elements, by tag.
    """

    __slots__ = ("_element", "_namespaces", "_parent", "called", "name", "position")
    called: _Names

    def __init__(
        self,
        element: Element,
        namespaces: frozenset[str],
        parent: Node | None = None,
        position: int = 1,
    ) -> None:
        self._element = element
        self._namespaces = namespaces
        self.called = _Names(namespaces) if parent is None else parent.called
        self._parent = parent
        self.position = position
        self.name = self.called[str(element.tag)]

    @property
    def text(self) -> str:
        """The element's own text without the white space around it."""
        return (self._element.text or "").strip()

    @property
    def parent_name(self) -> str:
        """The name of the element around this one, "" for the outermost."""
        return self._parent.name if self._parent is not None else ""

    @property
    def path(self) -> str:
        """Where the element stands, by local names, counted from 1 where a name is repeated."""
        around = self._parent.path if self._parent is not None else ""
        return f"{around}/{self._step()}"

    def children(self, *names: str) -> Iterator[Node]:
        """The elements directly inside with one of these names; all of them when none is given."""
        seen: dict[str, int] = {}
        called = self.called
        for element in self._element:
            name = called[str(element.tag)]
            if not names or name in names:
                position = seen[name] = seen.get(name, 0) + 1
                yield Node(element, self._namespaces, self, position)

    def child(self, *steps: str) -> Node | None:
        """The first element down this path of names, or None."""
        node = self
        called = self.called
        for step in steps:
            for element in node._element:
                if called[str(element.tag)] == step:
                    node = Node(element, node._namespaces, node)
                    break
            else:
                return None
        return node

    def value(self, *steps: str) -> str | None:
        """The text down this path of names; None where the element is not there."""
        node = self.child(*steps)
        return node.text if node is not None else None

    def descendants(self, name: str) -> Iterator[Node]:
        """The outermost elements of this name anywhere inside."""
        for child in self.children():
            if child.name == name:
                yield child
            else:
                yield from child.descendants(name)

    def texts(self) -> Iterator[str]:
        """All text in the element and inside it, in order."""
        return (str(text) for text in self._element.itertext())

    def elements(self) -> Iterator[Element]:
        """The raw elements directly inside, for content that follows another standard."""
        return iter(self._element)

    def _step(self) -> str:
        tag = str(self._element.tag)
        name = _told(tag)
        repeated = next(self._element.itersiblings(tag), None) is not None
        return f"{name}[{self.position}]" if repeated or self.position > 1 else name
