# SPDX-License-Identifier: EUPL-1.2
"""The door: a downloaded file's bytes in, a table of statistics out."""

from __future__ import annotations

import gzip
import zlib
from typing import Final

from gearskifte.connectors.statfiles import refusals
from gearskifte.connectors.statfiles.csv_table import is_csv, read_csv
from gearskifte.connectors.statfiles.jsonstat import read_jsonstat
from gearskifte.connectors.statfiles.px import is_px, read_px
from gearskifte.connectors.statfiles.xlsx import read_xlsx
from gearskifte.workforce.public import StatTable

__all__ = ["read_table"]

MOST_BYTES: Final = 512 * 1024 * 1024


def read_table(body: bytes, origin: str) -> StatTable:
    """Read a table of statistics; its format is told by what is in it. `origin` is its name.

    Raises:
        InputRefused: GS-CON-100 to 103.
    """
    if body.startswith(b"\x1f\x8b"):
        body = _unpacked(body, origin)
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if body.startswith(b"PK\x03\x04"):
        return read_xlsx(body, origin)
    if start == b"{":
        return read_jsonstat(body, origin)
    if is_px(body):
        return read_px(body, origin)
    if start and b"\0" not in body[:4096] and is_csv(body):
        return read_csv(body, origin)
    raise refusals.not_recognised(origin)


def _unpacked(body: bytes, origin: str) -> bytes:
    try:
        unpacker = zlib.decompressobj(wbits=31)
        whole = unpacker.decompress(body, MOST_BYTES)
        if unpacker.unconsumed_tail or not unpacker.eof:
            raise gzip.BadGzipFile
    except (zlib.error, gzip.BadGzipFile):
        raise refusals.damaged(origin, "gzip", "slutningen/the end") from None
    return whole
