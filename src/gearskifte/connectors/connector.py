# SPDX-License-Identifier: EUPL-1.2
"""What a connector is: how a foreign format is told from others, and how it is read.

Gearskifte's own connectors and a vendor's are the same kind of thing (see
docs/how-to-add-a-connector.md).
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol

from gearskifte.connectors.mapping import LogMapping
from gearskifte.registry.public import Reading

PEEK: Final = 64 * 1024
"""How much of a message or delivery is looked at to tell what it is, in bytes."""

DAMAGED: Final = (EOFError, zlib.error, gzip.BadGzipFile)
"""What a `Stream` raises where compressed bytes are cut off or spoilt."""


class Stream(Protocol):
    """A file that is read a little at a time, uncompressed.

    Raises:
        EOFError, zlib.error, gzip.BadGzipFile: one of `DAMAGED`.
    """

    def read(self, size: int, /) -> bytes:
        """The next `size` bytes, fewer at the end."""

    def readline(self, size: int, /) -> bytes:
        """The rest of the line, at most `size` bytes of it."""

    def seek(self, offset: int, /) -> int:
        """Go back to the start (0)."""


class Read(Protocol):
    """Reads one message; never raises for what is in it."""

    def __call__(self, body: bytes, *, max_bytes: int) -> Reading:
        """What `body` says; one that is larger than `max_bytes` is refused unread."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file that holds many messages, as it was delivered.

    Attributes:
        name: what the file is called, without its folder.
        sha256: the hash of its bytes as they came, compressed or not; in hexadecimal.
        mapping: what its receiver says of it.
        max_bytes: no part may be larger.
    """

    name: str
    sha256: str
    mapping: LogMapping
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Part:
    """One message out of a delivery: where it stood there, and its bytes.

    The bytes are made from the part alone, so that the same part of a later delivery is known
    again, and hold all that it takes to read it.
    """

    place: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Connector:
    """A foreign format.

    Attributes:
        name: for people; a reading's `interface` is often the same.
        recognises: whether a message or a delivery is of this format, by its first 64 KiB.
        read: reads one message of it.
        split: makes messages of a delivery that is too large for one, with constant memory; None
            for formats of one message a file. Parts may be of another connector's format.
    """

    name: str
    recognises: Callable[[bytes], bool]
    read: Read
    split: Callable[[Stream, Delivery], Iterator[Part]] | None = None
