# SPDX-License-Identifier: EUPL-1.2
"""From a file to the messages in it: the parts of a log, or the file itself."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

from gearskifte.connectors.connector import PEEK, Connector, Delivery, Part, Stream
from gearskifte.connectors.mapping import LogMapping

_T = TypeVar("_T")
_GZIP: Final = b"\x1f\x8b"
_GZIP_FORMAT: Final = zlib.MAX_WBITS + 16


def beginning(file: BinaryIO) -> bytes:
    """The first 64 KiB of what is in the file, uncompressed, and a byte more if there is one."""
    start = file.read(PEEK + 1)
    file.seek(0)
    if not start.startswith(_GZIP):
        return start
    try:
        return zlib.decompressobj(wbits=_GZIP_FORMAT).decompress(start, PEEK + 1)
    except zlib.error:
        return b""


def flowing(path: Path, flow: Callable[[Stream], Iterator[_T]]) -> Iterator[_T]:
    """What `flow` makes of a file, uncompressed on the way; it is open as long as that takes."""
    with path.open("rb") as file:
        is_packed = file.read(len(_GZIP)) == _GZIP
        file.seek(0)
        with gzip.GzipFile(fileobj=file) if is_packed else nullcontext(file) as stream:
            yield from flow(stream)


def unpack(
    file: BinaryIO,
    name: str,
    connectors: Sequence[Connector],
    *,
    mapping: LogMapping,
    max_bytes: int,
) -> Iterator[Part]:
    """The messages in a file: those a connector makes of it, else one with all its bytes.

    Raises:
        OSError: if the file cannot be read.
    """
    connector = _splitting(beginning(file)[:PEEK], connectors, mapping.format)
    if connector is None or connector.split is None:
        yield Part("", file.read())
        return
    sha256 = _sha256(file)
    is_packed = file.read(len(_GZIP)) == _GZIP
    file.seek(0)
    with gzip.GzipFile(fileobj=file) if is_packed else nullcontext(file) as stream:
        yield from connector.split(stream, Delivery(name, sha256, mapping, max_bytes))


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(PEEK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _splitting(start: bytes, connectors: Sequence[Connector], named: str) -> Connector | None:
    """The connector that makes messages of a file that begins so, or is named for it."""
    recognised = next((each for each in connectors if each.recognises(start)), None)
    if recognised is not None:
        return recognised
    return next((each for each in connectors if named and each.name == named), None)
