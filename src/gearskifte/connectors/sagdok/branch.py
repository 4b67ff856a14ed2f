# SPDX-License-Identifier: EUPL-1.2
"""A message that is being written, element by element."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from gearskifte.connectors.sagdok import unwritable

_DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n'


class Branch:
    """An element of a message that is being written, with what is inside it so far.

    An element's name may have the prefix of its namespace (`sd:NoteTekst`); without one it is in
    the namespace of the element around it.
    """

    __slots__ = ("_element", "_namespaces", "_prefix")

    def __init__(self, element: Element, prefix: str, namespaces: Mapping[str, str]) -> None:
        self._element = element
        self._prefix = prefix
        self._namespaces = namespaces

    @classmethod
    def root(cls, name: str, namespaces: Mapping[str, str]) -> Branch:
        """The outermost element, with all namespaces of the message declared on it."""
        prefix, _, plain = name.partition(":")
        element = etree.Element(f"{{{namespaces[prefix]}}}{plain}", nsmap=dict(namespaces))
        return cls(element, prefix, namespaces)

    def add(self, name: str, text: str = "") -> Branch:
        """A new element, last inside this one.

        Raises:
            Unwritable: GS-CON-055 if XML cannot hold the text.
        """
        prefix, _, plain = name.rpartition(":")
        prefix = prefix or self._prefix
        inner = etree.SubElement(self._element, f"{{{self._namespaces[prefix]}}}{plain}")
        if text:
            try:
                inner.text = text
            except ValueError:
                # The parser's own words would repeat the text.
                raise unwritable.no_characters() from None
        return Branch(inner, prefix, self._namespaces)

    def message(self) -> bytes:
        """The whole message, a line for each element; the same content gives the same bytes."""
        etree.indent(self._element)
        return _DECLARATION + etree.tostring(self._element, encoding="UTF-8") + b"\n"
