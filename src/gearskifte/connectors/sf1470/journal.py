# SPDX-License-Identifier: EUPL-1.2
"""Reads and writes a journal note's text (Notat): base64 in a format named by a UUID.

Only plain text is understood. RTF and office formats are kept as they are, to be written again; of
such a note only the title is shown. So is text that would not become the same bytes again.
"""

from __future__ import annotations

import base64
import re
from typing import Any, Final

from msgspec import UNSET

from gearskifte.connectors.findings import Findings, Remark
from gearskifte.connectors.node import Node
from gearskifte.connectors.sagdok.columns import OneOf
from gearskifte.connectors.sagdok.elements import Format
from gearskifte.kernel.errors import Text
from gearskifte.registry.public import Severity, fields

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


def _read_text(node: Node, findings: Findings) -> Any:
    content = _content(node)
    if content is None:
        findings.add(_NOT_BASE64, node)
        return UNSET
    text = _plain_text(content)
    if text is None:
        findings.add(_NOT_TEXT, node)
        return UNSET
    return text or None


def _read_content(node: Node, _: Findings) -> Any:
    content = _content(node)
    if not content or content == (_plain_text(content) or "").encode():
        return UNSET
    return base64.b64encode(content).decode()


def _content(node: Node) -> bytes | None:
    try:
        return base64.b64decode("".join(node.text.split()), validate=True)
    except ValueError:
        return None


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


NOTE: Final = OneOf(
    (
        (fields.NOTE_CONTENT, Format(_read_content)),
        (
            fields.NOTE_TEXT,
            Format(_read_text, lambda text: base64.b64encode(text.encode()).decode()),
        ),
    )
)
"""The note as text and, where that is not all, its content in base64."""
