# SPDX-License-Identifier: EUPL-1.2
"""PX files (PC-Axis file format 2013), as every Nordic statistical office delivers them.

`KEYWORD[language]("variable")="text","text";` and at the end `DATA=` with the numbers, the
variables of STUB outermost and those of HEADING innermost.
"""

from __future__ import annotations

import re
from typing import Final

from gearskifte.connectors.statfiles import refusals
from gearskifte.connectors.statfiles.assembling import from_flat, number, provenance_of
from gearskifte.workforce.public import Category, StatTable, Variable

FORM: Final = "PX"
_KEYWORD: Final = re.compile(
    r'\s*([A-Z][A-Z0-9-]*)(?:\[(\w+)\])?(?:\(("[^"]*"(?:\s*,\s*"[^"]*")*)\))?\s*=', re.DOTALL
)
_TEXT: Final = re.compile(r'"([^"]*)"')
_TIME_LIST: Final = re.compile(r'TLIST\(\w+(?:\s*,\s*"[^"]*"\s*-\s*"[^"]*")?\)\s*,?')
_PAGE: Final = re.compile(rb'CODEPAGE="([^"]+)"')

Keywords = dict[tuple[str, str], str]


def is_px(body: bytes) -> bool:
    """Whether it begins as a PX file does."""
    start = body[:4096].lstrip(b"\xef\xbb\xbf \r\n")
    return (
        re.match(rb"(?:CHARSET|AXIS-VERSION|CODEPAGE|LANGUAGE|MATRIX|TITLE)\b", start) is not None
    )


def read_px(body: bytes, origin: str) -> StatTable:
    """Read a table in its own first language.

    Raises:
        InputRefused: GS-CON-101 where a keyword or the data cannot be read.
    """
    text = _decoded(body)
    try:
        keywords, data = _parse(text)
        order = _texts(keywords.get(("STUB", ""), "")) + _texts(keywords.get(("HEADING", ""), ""))
        variables = tuple(_variable(name, keywords) for name in order)
        values = [number(cell) for cell in data.replace('"', "").split()]
        return from_flat(
            variables,
            values,
            provenance_of(
                body,
                origin,
                table=_one(keywords, "MATRIX"),
                updated=_one(keywords, "LAST-UPDATED"),
                publisher=_one(keywords, "SOURCE"),
            ),
        )
    except (KeyError, ValueError) as error:
        raise refusals.damaged(origin, FORM, str(error)[:80]) from None


def _decoded(body: bytes) -> str:
    said = _PAGE.search(body[:2000])
    named = said[1].decode("ascii", "replace").lower() if said else ""
    page = {"iso-8859-15": "iso-8859-15", "utf-8": "utf-8-sig"}.get(named, "cp1252")
    if body.startswith(b"\xef\xbb\xbf"):
        page = "utf-8-sig"
    return body.decode(page, "replace")


def _parse(text: str) -> tuple[Keywords, str]:
    """Keywords without a language or in the first one, and the text of the data."""
    keywords: Keywords = {}
    at = 0
    while found := _KEYWORD.match(text, at):
        end = _end(text, found.end())
        value = text[found.end() : end]
        if found[1] == "DATA":
            return keywords, value
        if not found[2]:
            keywords[found[1], ",".join(_texts(found[3] or ""))] = value
        at = end + 1
    raise ValueError(f"DATA, tegn/character {at}")


def _end(text: str, start: int) -> int:
    """Where the semicolon outside quotation marks is."""
    quoted = False
    for at in range(start, len(text)):
        if text[at] == '"':
            quoted = not quoted
        elif text[at] == ";" and not quoted:
            return at
    raise ValueError(f";, tegn/character {start}")


def _variable(name: str, keywords: Keywords) -> Variable:
    texts = _texts(keywords["VALUES", name])
    codes = _texts(keywords.get(("CODES", name), "")) or texts
    if timed := keywords.get(("TIMEVAL", name)):
        codes = _texts(_TIME_LIST.sub("", timed)) or texts
    listed = tuple(Category(code, text) for code, text in zip(codes, texts, strict=True))
    return Variable(_one(keywords, "VARIABLECODE", name) or name, name, listed)


def _texts(value: str) -> list[str]:
    return _TEXT.findall(value)


def _one(keywords: Keywords, keyword: str, variable: str = "") -> str:
    return "".join(_texts(keywords.get((keyword, variable), "")))
