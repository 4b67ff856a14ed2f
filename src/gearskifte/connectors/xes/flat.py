# SPDX-License-Identifier: EUPL-1.2
"""Cases of an XES log as nearly all programs write them, read without a look at each element.

A section is some whole cases in a row. It is flat if each case is its own attributes and then its
events, and every attribute is an empty element of a type of XES that says `key` and then `value` in
double quotes. Such a section is well-formed, which is proved by taking all attributes away: what is
left has a form that a small pattern describes from the first letter to the last. Any other section
is left to the XML parser.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from gearskifte.connectors.xes.elements import Cases

END: Final = b"</trace>"

_GAP: Final = r"[ \t\r\n]*+"
_LETTERS: Final = r'[^"<&\x00-\x1f]*+'
"""What an attribute can be without being changed by the parser; not tabs and ends of line."""
_ENTITY: Final = r"&(?:amp|lt|gt|quot|apos);"
_VALUES: Final = {False: _LETTERS, True: f"{_LETTERS}(?:{_ENTITY}{_LETTERS})*"}
"""A value, by whether there are entities in the section."""
_ATTRIBUTE: Final = r'<(?:string|date|int|float|boolean|id) key="{key}" value="{value}"[ \t\r\n]*/>'
_ATTRIBUTES: Final = {
    has: re.compile(f"(?:{_ATTRIBUTE.format(key=_LETTERS, value=value)}{_GAP})+")
    for has, value in _VALUES.items()
}
_RUN: Final = "\0"
"""Stands for attributes; no letter of XML."""
_NO_LETTERS: Final = (_RUN, "\ufffe", "\uffff")
_FORM: Final = re.compile(
    f"(?:{_GAP}<trace>{_GAP}{_RUN}?(?:{_GAP}<event>{_GAP}{_RUN}?</event>)*{_GAP}</trace>)+"
)
"""What is left of flat cases when each run of attributes has become one letter.

Only single letters are repeated possessively: before Python 3.11.5 a group that is may match what
it should not (CPython issue 106052), and Debian 12 has 3.11.2.
"""
_OF_CASE: Final = re.compile(r'<\w++ key="([^"]*+)" value="([^"]*+)"')
_PLAIN_KEY: Final = re.compile(r"[\w.:@ -]+")
_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


class Flat:
    """Reads flat sections.

    Args:
        wanted: the keys of an event that tell something.
    """

    def __init__(self, wanted: Collection[str]) -> None:
        self._is_possible = all(map(_PLAIN_KEY.fullmatch, wanted))
        keys = "|".join(map(re.escape, sorted(wanted)))
        self._of_event = re.compile(rf' key="({keys})" value="([^"]*+)"').findall

    def read(self, text: str, cases: Cases) -> bool:
        """Add the cases of a flat section; False, and nothing added, if it is not flat."""
        if not self._is_possible or not is_flat(text):
            return False
        has_entities = "&" in text
        for part in text.split("</trace>")[:-1]:
            *pieces, _ = part.split("</event>")
            head, _, first = (pieces[0] if pieces else part).partition("<event>")
            if pieces:
                pieces[0] = first
            told = dict(_OF_CASE.findall(head))
            events = [dict(self._of_event(piece)) for piece in pieces]
            if has_entities:
                told, *events = map(_resolved, (told, *events))
            cases.add(told, events)
        return True


def is_flat(text: str) -> bool:
    """Whether a section is flat, and so well-formed too."""
    if any(letter in text for letter in _NO_LETTERS):
        return False
    return bool(_FORM.fullmatch(_ATTRIBUTES["&" in text].sub(_RUN, text)))


def is_whole(text: str) -> bool:
    """Whether every case that begins in it ends in it, and nothing hides what is an element."""
    return not ("<!" in text or "<?" in text) and text.count("<trace") == text.count("</trace>")


def _resolved(told: Mapping[str, str]) -> dict[str, str]:
    return {key: _without_entities(value) if "&" in value else value for key, value in told.items()}


def _without_entities(value: str) -> str:
    for entity, letter in _ENTITIES:
        value = value.replace(entity, letter)
    return value
