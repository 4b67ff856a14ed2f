# SPDX-License-Identifier: EUPL-1.2
"""The door of the connectors: bytes in, a reading out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from gearskifte.connectors import safe_xml
from gearskifte.connectors.beskedfordeler import reader as beskedfordeler
from gearskifte.connectors.kle import reader as kle
from gearskifte.connectors.recognise import Message, recognise
from gearskifte.connectors.sf1470 import reader as sf1470
from gearskifte.connectors.sf1491 import reader as sf1491
from gearskifte.registry.public import Reading, Refusal

__all__ = ["is_message", "read"]

_READERS: Final[Mapping[str, Callable[[Message], Reading]]] = {
    "SF1470": sf1470.read,
    "SF1491": sf1491.read,
    "Beskedfordeler": beskedfordeler.read,
    "KLE": kle.read,
}
_PEEK: Final = 64 * 1024
_SCHEMA = re.compile(r"<(?:\w+:)?(?:schema|definitions|description)\s[^>]*(?:XMLSchema|wsdl)")
_WEB_PAGE = re.compile(r"<(?:!doctype\s+)?html\b", re.IGNORECASE)


def read(body: bytes, *, max_bytes: int) -> Reading:
    """What a message says, in whichever of the known standards it is written.

    Never raises for what is in `body`: what cannot be used comes back as refusals.

    Args:
        body: the message as it was received.
        max_bytes: messages larger than this are refused without being parsed.
    """
    root = safe_xml.parse(body, max_bytes=max_bytes)
    if isinstance(root, Refusal):
        return Reading("", refusals=(root,))
    message = recognise(root)
    if isinstance(message, Refusal):
        return Reading("", refusals=(message,))
    return _READERS[message.standard.interface](message)


def is_message(body: bytes) -> bool:
    """Whether a file found in a folder is to be read, by its beginning.

    False for schemas (XSD, WSDL), web pages and what is not XML (csv, json, md). True for what
    looks like XML but may be broken, and for an empty file, so that they are refused with a reason
    rather than passed over.
    """
    text = safe_xml.decode(body[:_PEEK], final=len(body) <= _PEEK)
    if isinstance(text, Refusal):
        return body.lstrip().startswith(b"<")
    start = safe_xml.prolog_end(text)
    if start == len(text):
        return True
    if text[start] != "<":
        return False
    return not (_SCHEMA.match(text, start) or _WEB_PAGE.match(text, start))
