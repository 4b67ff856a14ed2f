# SPDX-License-Identifier: EUPL-1.2
"""The national standards in XML, told apart by their outermost element: indexes, events and KLE."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from gearskifte.connectors import safe_xml
from gearskifte.connectors.beskedfordeler import reader as beskedfordeler
from gearskifte.connectors.connector import PEEK, Connector
from gearskifte.connectors.kle import reader as kle
from gearskifte.connectors.recognise import EVENTS, KLE, SF1470, SF1491, Message, recognise
from gearskifte.connectors.sf1470 import reader as sf1470
from gearskifte.connectors.sf1491 import reader as sf1491
from gearskifte.registry.public import Reading, Refusal

_READERS: Final[Mapping[str, Callable[[Message], Reading]]] = {
    SF1470.interface: sf1470.read,
    SF1491.interface: sf1491.read,
    EVENTS.interface: beskedfordeler.read,
    KLE.interface: kle.read,
}
_SIGNS: Final = re.compile(
    "|".join(
        [
            re.escape(namespace.rpartition(":")[0])
            for standard in (SF1470, SF1491, EVENTS)
            for namespace in standard.roots
        ]
        + [f"<{name}" for name in KLE.messages]
    ).encode()
)
_SCHEMA: Final = re.compile(
    r"<(?:\w+:)?(?:schema|definitions|description)\s[^>]*(?:XMLSchema|wsdl)"
)
_WEB_PAGE: Final = re.compile(r"<(?:!doctype\s+)?html\b", re.IGNORECASE)


def read(body: bytes, *, max_bytes: int) -> Reading:
    """What a message says; where it follows none of the standards, why it is refused."""
    root = safe_xml.parse(body, max_bytes=max_bytes)
    if isinstance(root, Refusal):
        return Reading("", refusals=(root,))
    message = recognise(root)
    if isinstance(message, Refusal):
        return Reading("", refusals=(message,))
    return _READERS[message.standard.interface](message)


def recognises(start: bytes) -> bool:
    """Whether it names one of the standards, whichever version."""
    in_any_encoding = start.replace(b"\0", b"")  # the names are ASCII, in UTF-16 as well
    return _SIGNS.search(in_any_encoding) is not None and looks_like_message(start)


def looks_like_message(start: bytes) -> bool:
    """Whether it is XML of some kind, by its beginning, and neither a schema nor a web page.

    True for XML that may be broken and for an empty file, so that they are refused with a reason
    rather than passed over.
    """
    text = safe_xml.decode(start[:PEEK], final=len(start) <= PEEK)
    if isinstance(text, Refusal):
        return start.lstrip().startswith(b"<")
    first = safe_xml.prolog_end(text)
    if first == len(text):
        return True
    if text[first] != "<":
        return False
    return not (_SCHEMA.match(text, first) or _WEB_PAGE.match(text, first))


CONNECTOR: Final = Connector("national standards", recognises, read)
