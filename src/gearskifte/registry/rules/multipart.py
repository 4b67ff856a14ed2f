# SPDX-License-Identifier: EUPL-1.2
"""Splits a batch of messages: multipart/form-data (RFC 7578), every part one message.

Strict, so that what was cut off or is not understood is refused as a whole. Names and headers of
the parts mean nothing: a message is its bytes.
"""

from __future__ import annotations

import re

_BOUNDARY = re.compile(
    r"multipart/form-data\s*;(?:.*;)?\s*boundary="
    r"""(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))\s*(?:;.*)?""",
    re.IGNORECASE,
)
_HEADERS = re.compile(rb"[ \t]*\r\n((?:[!-9;-~]+:[^\r\n]*(?:\r\n[ \t][^\r\n]*)*\r\n)*)\r\n")
_CODED = re.compile(
    rb"^content-transfer-encoding:\s*+(?!binary|[78]bit)", re.IGNORECASE | re.MULTILINE
)
_CLOSED = re.compile(rb"--[ \t]*(?:\r\n.*)?", re.DOTALL)


class BadBatch(ValueError):
    """The batch is not whole, or not written as it should be."""


def boundary_of(content_type: str) -> bytes | None:
    """The boundary that a Content-Type of multipart/form-data gives, None where it gives none."""
    match = _BOUNDARY.fullmatch(content_type.strip())
    text = match and (match[1] or match[2])
    return text.encode() if text and text.isascii() else None


def split(body: bytes, boundary: bytes, *, most: int) -> list[bytes]:
    """The content of each part, byte for byte; one more than `most` when there are more.

    Raises:
        BadBatch: if the body does not begin and end with the boundary, or a part has no headers or
            is written in a code such as base64.
    """
    delimiter = b"\r\n--" + boundary
    before, *segments = (b"\r\n" + body).split(delimiter, most + 2)
    if before or not segments:
        raise BadBatch("it does not begin with the boundary")
    if len(segments) > most + 1:
        return segments[: most + 1]
    if not _CLOSED.fullmatch(segments.pop()):
        raise BadBatch("it does not end with the boundary")
    return [_content(segment) for segment in segments]


def _content(segment: bytes) -> bytes:
    headers = _HEADERS.match(segment)
    if headers is None or _CODED.search(headers[1]):
        raise BadBatch("a part cannot be read")
    return segment[headers.end() :]
