# SPDX-License-Identifier: EUPL-1.2
"""Reads a journal note's text (Notat), which is sent as base64 in a format named by a UUID.

Only plain text is read. RTF and office formats are left out here: the note keeps its title, and
the sender keeps the note.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any, Final

from msgspec import UNSET

from gearskifte.connectors.findings import Findings, Remark
from gearskifte.connectors.node import Node
from gearskifte.kernel.errors import Text
from gearskifte.registry.public import Severity

_NOT_BASE64: Final = Remark(
    "base64",
    Severity.WARNING,
    Text(
        da="Notatet er ikke base64 og er udeladt. Kod det, som standarden siger.",
        en="The note is not base64 and was left out. Encode it as the standard says.",
    ),
)
_NOT_TEXT: Final = Remark(
    "format",
    Severity.INFO,
    Text(
        da="Notatet er ikke ren tekst. Kun dets titel vises. Send det som tekst.",
        en="The note is not plain text. Only its title is shown. Send it as text.",
    ),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_OTHER_FORMATS: Final = (b"{\\rtf", b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


def as_note_text(node: Node, findings: Findings) -> Any:
    """The note's text, `UNSET` where it is not plain text."""
    try:
        content = base64.b64decode("".join(node.text.split()), validate=True)
    except (binascii.Error, ValueError):
        findings.add(_NOT_BASE64, node)
        return UNSET
    text = _plain_text(content)
    if text is None:
        findings.add(_NOT_TEXT, node)
        return UNSET
    return text


def _plain_text(content: bytes) -> str | None:
    if content.startswith(_OTHER_FORMATS):
        return None
    encodings = ("utf-16",) if content.startswith(_UTF16_MARKS) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text.strip()
    return None
