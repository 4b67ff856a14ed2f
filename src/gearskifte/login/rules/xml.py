# SPDX-License-Identifier: EUPL-1.2
"""XML from outside, read without document types, entities, network or other surprises."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from lxml import etree

MOST_BYTES: Final = 512 * 1024


def parse(document: bytes) -> etree._Element:
    """The root of a document.

    Raises:
        ValueError: if it is not well-formed, too large, or has a document type.
    """
    if len(document) > MOST_BYTES:
        raise ValueError("too large")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("not well-formed") from error
    if root.getroottree().docinfo.doctype:
        raise ValueError("it has a document type")
    return root


def moment(text: str | None) -> datetime:
    """A moment as XML Schema writes it (dateTime), which must say its zone.

    Raises:
        ValueError: if it is not one.
    """
    read = datetime.fromisoformat(text or "")
    if read.tzinfo is None:
        raise ValueError("a time without its zone")
    return read
