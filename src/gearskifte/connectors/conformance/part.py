# SPDX-License-Identifier: EUPL-1.2
"""An element as the checker needs it: with namespace and attributes, and text as it was sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml.etree import _Element as Element

from gearskifte.connectors.node import Node, split_tag


class Part(Node):
    """An element of a message that is looked at many times, so it keeps what is inside it.

    Attributes:
        namespace: the element's namespace, "" where it has none.
        local_name: its name without the namespace.
    """

    __slots__ = ("_inside", "local_name", "namespace")

    def __init__(
        self,
        element: Element,
        namespaces: frozenset[str],
        parent: Part | None = None,
        position: int = 1,
    ) -> None:
        super().__init__(element, namespaces, parent, position)
        self._inside: list[Part] | None = None
        self.namespace, self.local_name = split_tag(str(element.tag))

    @property
    def raw(self) -> str:
        """The element's own text as it was sent, white space and all."""
        return self._element.text or ""

    @property
    def attributes(self) -> list[tuple[str, str]]:
        """Namespace and name of each attribute."""
        return [split_tag(str(name)) for name in self._element.attrib]

    def order_of_alike(self) -> dict[Element, int]:
        """The number of each element of this local name in the whole document, from 0."""
        alike = self._element.getroottree().iter(f"{{*}}{self.local_name}")
        return {element: number for number, element in enumerate(alike)}

    def number_in(self, order: Mapping[Element, int]) -> int:
        """The element's own number in such an order."""
        return order[self._element]

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it: no text and no filled element."""
        return not self.text and all(each.is_empty for each in self.children())

    def children(self, *names: str) -> Iterator[Part]:
        """The elements directly inside with one of these names; all of them when none is given."""
        if self._inside is None:
            self._inside = self._read()
        if not names:
            return iter(self._inside)
        return (each for each in self._inside if each.name in names)

    def one(self, *steps: str) -> Part | None:
        """The first element down this path of names, or None."""
        part: Part | None = self
        for step in steps:
            part = next(part.children(step), None) if part is not None else None
        return part

    def every(self, *steps: str) -> list[Part]:
        """Every element down this path of names."""
        parts = [self]
        for step in steps:
            parts = [child for part in parts for child in part.children(step)]
        return parts

    def _read(self) -> list[Part]:
        seen: dict[str, int] = {}
        inside = []
        for element in self._element:
            part = Part(element, self._namespaces, self)
            part.position = seen[part.name] = seen.get(part.name, 0) + 1
            inside.append(part)
        return inside
