# SPDX-License-Identifier: EUPL-1.2
"""The message as it was written, for what a parser hides.

XML parsers turn every written line break into one line feed, so whether a text breaks its lines as
Windows does can only be seen before parsing. A break written as a character reference (&#13;)
survives parsing and needs no look here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from lxml.etree import _Element as Element

from gearskifte.connectors.conformance.part import Part

_BARE = re.compile(r"(?<!\r)\n")


class Source:
    """The text of one message.

    Args:
        decode: gives the text; called only when a text with a line break is found.
    """

    def __init__(self, decode: Callable[[], str]) -> None:
        self._decode = decode
        self._alike: dict[str, tuple[dict[Element, int], list[bool]]] = {}

    def has_bare_line_end(self, part: Part) -> bool:
        """Whether a line in the element's text ends with a line feed alone."""
        if not _BARE.search(part.raw):
            return False
        if part.local_name not in self._alike:
            bare = self._bare(part.local_name)
            self._alike[part.local_name] = part.order_of_alike(), bare
        order, bare = self._alike[part.local_name]
        number = part.number_in(order)
        return number >= len(bare) or bare[number]

    def _bare(self, name: str) -> list[bool]:
        """Of each element of a name, as they were written, whether it has a bare line end."""
        written = re.compile(
            rf"<(?:[^\s<>/:]+:)?{re.escape(name)}(?:\s[^>]*?)?(?:/>|>(.*?)</)", re.DOTALL
        )
        return [_BARE.search(found[1] or "") is not None for found in written.finditer(self._text)]

    @cached_property
    def _text(self) -> str:
        return self._decode()
