# SPDX-License-Identifier: EUPL-1.2
"""Parses XML from strangers: bounded, and without entities, document types or the network.

A message is refused before anything is built when it is too large, and before the parser sees it
when it has a DOCTYPE; with it go entity bombs and references to other files.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from gearskifte.connectors import refusals
from gearskifte.registry.public import Refusal

_SIGNATURES: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
)
_READ_ENCODINGS: Final = ("utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252")
_DECLARED = re.compile(rb"""\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']""")
_DECLARATION = re.compile(r"[\ufeff\s]*(?:<\?xml\s[^>]*\?>)?")
_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)


def parse(body: bytes, *, max_bytes: int) -> Element | Refusal:
    """The outermost element of the XML in `body`, or why there is none.

    Comments and processing instructions are left out of the tree.
    """
    if len(body) > max_bytes:
        return refusals.too_large(len(body), max_bytes)
    text = decode(body)
    if isinstance(text, Refusal):
        return text
    start = prolog_end(text)
    if start == len(text):
        return refusals.empty()
    if text[start] != "<":
        return refusals.not_xml()
    if text[start : start + 9].upper() == "<!DOCTYPE":
        return refusals.document_type()
    try:
        return etree.fromstring(text.encode(), _parser())
    except etree.XMLSyntaxError as error:
        return _refused(error, text)


def decode(body: bytes, *, final: bool = True) -> str | Refusal:
    """`body` as text by its byte order mark or declaration; those two become blanks.

    With `final` False, `body` is only a beginning and may end in the middle of a character.
    """
    encoding = _encoding(body)
    if isinstance(encoding, Refusal):
        return encoding
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(body, final)
    except UnicodeDecodeError as error:
        return refusals.wrong_encoding(encoding, body.count(b"\n", 0, error.start) + 1)
    end = _declaration_end(text)
    return re.sub(r"[^\n]", " ", text[:end]) + text[end:]


def prolog_end(text: str) -> int:
    """Where the first element or document type begins, after comments and instructions."""
    match = _PROLOG.match(text)
    return match.end() if match else 0


def _declaration_end(text: str) -> int:
    match = _DECLARATION.match(text)
    return match.end() if match else 0


def _encoding(body: bytes) -> str | Refusal:
    for signature, encoding in _SIGNATURES:
        if body.startswith(signature):
            return encoding
    declared = _DECLARED.match(body[:1000])
    if declared is None:
        return "utf-8"
    name = declared.group(1).decode("ascii", "replace")
    try:
        encoding = codecs.lookup(name).name
    except (LookupError, ValueError):
        return refusals.unsupported_encoding(name)
    if encoding.startswith("utf-16"):
        # Its declaration could be read byte by byte, so this is not UTF-16 whatever it says.
        return refusals.wrong_encoding(name, 1)
    return encoding if encoding in _READ_ENCODINGS else refusals.unsupported_encoding(name)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def _refused(error: etree.XMLSyntaxError, text: str) -> Refusal:
    # The parser's own words may quote the message, so only their beginning is looked at.
    reason = error.msg or ""
    if reason.startswith("Excessive depth") or "XML_PARSE_HUGE" in reason:
        return refusals.beyond_limits()
    line, column = error.position
    if reason.startswith("Premature end") or not text.rstrip().endswith(">"):
        return refusals.truncated(line, column)
    return refusals.malformed(line, column)
