# SPDX-License-Identifier: EUPL-1.2
"""Reads a log that came as one message instead of as a file, in one go."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator

from gearskifte.connectors import refusals
from gearskifte.connectors.connector import Delivery, Part, Read, Stream
from gearskifte.connectors.eventlog.reader import read as read_part
from gearskifte.connectors.mapping import LogMapping
from gearskifte.registry.public import Reading


def reader_of(split: Callable[[Stream, Delivery], Iterator[Part]]) -> Read:
    """A reader of whole logs, all of their cases in one reading, without a mapping."""

    def read(body: bytes, *, max_bytes: int) -> Reading:
        if len(body) > max_bytes:
            return Reading("", refusals=(refusals.too_large(len(body), max_bytes),))
        sha256 = hashlib.sha256(body).hexdigest()
        delivery = Delivery("", sha256, LogMapping(), max_bytes)
        parts = split(io.BytesIO(body), delivery)
        return _joined([read_part(part.body, max_bytes=max_bytes) for part in parts])

    return read


def _joined(readings: list[Reading]) -> Reading:
    return Reading(
        interface=readings[-1].interface,
        system=readings[-1].system,
        registrations=tuple(each for one in readings for each in one.registrations),
        events=tuple(each for one in readings for each in one.events),
        findings=tuple(each for one in readings for each in one.findings),
        refusals=tuple(each for one in readings for each in one.refusals),
    )
