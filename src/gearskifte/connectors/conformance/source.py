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
from itertools import islice

from gearskifte.connectors.conformance.part import Part

_BARE = re.compile(r"(?<!\r)\n")


class Source:
    """The text of one message.

    Args:
        decode: gives the text; called only when a text with a line break is found.
    """

    def __init__(self, decode: Callable[[], str]) -> None:
        self._decode = decode

    def has_bare_line_end(self, part: Part) -> bool:
        """Whether a line in the element's text ends with a line feed alone."""
        if not _BARE.search(part.raw):
            return False
        name = re.escape(part.local_name)
        written = re.compile(rf"<(?:[^\s<>/:]+:)?{name}(?:\s[^>]*?)?(?:/>|>(.*?)</)", re.DOTALL)
        place = part.occurrence
        found = next(islice(written.finditer(self._text), place, None), None)
        return found is None or _BARE.search(found[1] or "") is not None

    @cached_property
    def _text(self) -> str:
        return self._decode()
