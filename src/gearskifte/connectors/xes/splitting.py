# SPDX-License-Identifier: EUPL-1.2
"""Splits an XES log into one message for each case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, cast

from lxml import etree

from gearskifte.connectors import safe_xml
from gearskifte.connectors.connector import DAMAGED, Connector, Delivery, Part, Stream
from gearskifte.connectors.eventlog.message import Trouble
from gearskifte.connectors.eventlog.whole import reader_of
from gearskifte.connectors.eventlog.writing import LogWriter
from gearskifte.connectors.xes.target import Target, Unacceptable
from gearskifte.registry.public import Refusal

_CHUNK: Final = 64 * 1024
_LOG: Final = re.compile(r"<(?:[\w.-]+:)?log\b[^>]*\bxes\b")


def recognises(start: bytes) -> bool:
    """Whether its outermost element is a `log` that says it is XES (version or namespace)."""
    if b"xes" not in start and b"x\0e\0s" not in start:
        return False
    text = safe_xml.decode(start, final=False)
    return not isinstance(text, Refusal) and bool(_LOG.match(text, safe_xml.prolog_end(text)))


def split(stream: Stream, delivery: Delivery) -> Iterator[Part]:
    """One message for each case (trace), then the note of delivery."""
    writer = LogWriter("XES", delivery)
    target = Target(writer, delivery.max_bytes)
    parser = etree.XMLParser(
        target=cast(Any, target),  # the stubs ask for more than lxml does
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    is_whole = False
    try:
        while chunk := stream.read(_CHUNK):
            parser.feed(chunk)
            yield from target.parts
            target.parts.clear()
        is_whole = True
        parser.close()
    except DAMAGED:
        writer.fault(Trouble.DAMAGED)
    except Unacceptable as error:
        yield from target.parts
        writer.fault(error.trouble)
    except etree.XMLSyntaxError as error:
        yield from target.parts
        line, _ = error.position
        writer.fault(Trouble.TRUNCATED if is_whole else _trouble(error), line)
    yield from writer.note()


def _trouble(error: etree.XMLSyntaxError) -> Trouble:
    # The parser's own words may quote the log, so only their beginning is looked at.
    reason = error.msg or ""
    if reason.startswith("Resource limit") or "XML_PARSE_HUGE" in reason:
        return Trouble.BEYOND_LIMITS
    return Trouble.MALFORMED


CONNECTOR: Final = Connector("XES", recognises, reader_of(split), split)
