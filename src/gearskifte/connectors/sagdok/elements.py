# SPDX-License-Identifier: EUPL-1.2
"""Single elements and what they say, both ways: references, times, flags, codes, texts.

A format reads an element with text in it and gives the value, or `UNSET` where the text cannot be
used (and has said so). Empty elements become None: stated as empty, which is not the same as left
out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

import msgspec
from msgspec import UNSET

from gearskifte.connectors.findings import Findings, Remark
from gearskifte.connectors.node import Node
from gearskifte.connectors.sagdok import remarks
from gearskifte.connectors.sagdok.cpr import CprForm, cpr_form, is_bare_cpr
from gearskifte.connectors.sagdok.stamps import (
    SINCE_ALWAYS,
    UNTIL_FURTHER,
    is_infinite,
    stamp_of,
)
from gearskifte.kernel.time import parse_timestamp
from gearskifte.registry.public import Reference, ReferenceKind, parse_urn, parse_uuid

Convert = Callable[[Node, Findings], Any]

_CPR_URN = re.compile(r"urn\s*:\s*oio\s*:\s*cpr(-nr)?\s*:", re.IGNORECASE)
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[TZ+-].*)?")
_FLAGS: Final = {"true": True, "1": True, "false": False, "0": False}


class Format(msgspec.Struct, frozen=True):
    """How one kind of value stands in an element.

    Attributes:
        read: from the element to the value.
        write: from a value to the element's text.
        empty: the text of None, which is stated as empty.
    """

    read: Convert
    write: Callable[[Any], str] = str
    empty: str = ""

    def text_of(self, value: Any) -> str:
        """The element's text that says this value."""
        return self.empty if value is None else self.write(value)


def reference(node: Node | None, findings: Findings) -> Reference | None:
    """A UnikIdType: by UUID in any letter case, or by URN; None where neither is stated."""
    if node is None:
        return None
    stated = node.value("UUIDIdentifikator")
    if stated and parse_uuid(stated) is None:
        findings.add(remarks.NOT_A_UUID, node)
    text = stated or node.value("URNIdentifikator")
    return _understood(text, node, findings) if text else None


def _understood(text: str, node: Node, findings: Findings) -> Reference:
    uuid = parse_uuid(text.lower().removeprefix("urn:uuid:"))
    if uuid is not None:
        return Reference(ReferenceKind.UUID, str(uuid))
    if is_bare_cpr(text):
        findings.add(remarks.CPR_BARE, node)
        text = f"urn:oio:cpr-nr:{text}"
    parsed = parse_urn(text)
    if parsed.kind is ReferenceKind.CPR or _CPR_URN.match(text):
        return _checked_cpr(parsed, text, node, findings)
    return parsed


def _checked_cpr(parsed: Reference, text: str, node: Node, findings: Findings) -> Reference:
    form = cpr_form(parsed.value)
    if form is CprForm.NOT_TEN_DIGITS:
        findings.add(remarks.CPR_MALFORMED, node)
        return Reference(ReferenceKind.URN, text)
    if form is CprForm.NO_DATE:
        findings.add(remarks.CPR_NO_DATE, node)
    elif form is CprForm.SHIFTED_DATE:
        findings.add(remarks.CPR_SHIFTED, node)
    return parsed


def moment(node: Node, findings: Findings) -> datetime | None:
    """The time in `node` in UTC, or None where it is no time. A missing zone is noted."""
    try:
        found = parse_timestamp(node.text)
    except (ValueError, OverflowError):
        return None
    if is_infinite(node.text):
        return None
    if found.zone_assumed:
        findings.add(remarks.ZONE_MISSING, node)
    return found.moment


def _read_moment(node: Node, findings: Findings) -> Any:
    found = moment(node, findings)
    if found is None:
        return _unusable(remarks.TIME_UNREADABLE, node, findings)
    return found.isoformat()


def _read_moment_or_day(node: Node, findings: Findings) -> Any:
    if is_infinite(node.text):
        return None
    found = _moment_or_day(node, findings)
    return found or _unusable(remarks.TIME_UNREADABLE, node, findings)


def _read_date_text(node: Node, findings: Findings) -> Any:
    if is_infinite(node.text):
        return None
    found = _moment_or_day(node, findings)
    if found is None:
        findings.add(remarks.DATE_IN_WORDS, node)
    return found or node.text


def _moment_or_day(node: Node, findings: Findings) -> str | None:
    if len(node.text) == len("YYYY-MM-DD"):
        return _day(node.text)
    found = moment(node, findings)
    return None if found is None else found.isoformat()


def _read_day(node: Node, findings: Findings) -> Any:
    return _day(node.text) or _unusable(remarks.TIME_UNREADABLE, node, findings)


def _day(text: str) -> str | None:
    """A date as ISO 8601; of a point in time, the day written."""
    written = _DAY.fullmatch(text)
    try:
        return date.fromisoformat(written.group(1) if written else "").isoformat()
    except ValueError:
        return None


def _unusable(remark: Remark, node: Node, findings: Findings) -> Any:
    findings.add(remark, node)
    return UNSET


def _read_flag(node: Node, findings: Findings) -> Any:
    return _read_word(_FLAGS, node, findings)


def _read_word(words: Mapping[str, bool], node: Node, findings: Findings) -> Any:
    if node.text in words:
        return words[node.text]
    return _unusable(remarks.CODE_UNUSABLE, node, findings)


def _read_uuid(node: Node, findings: Findings) -> Any:
    uuid = parse_uuid(node.text)
    return str(uuid) if uuid else _unusable(remarks.CODE_UNUSABLE, node, findings)


def _read_identifier(node: Node, _: Findings) -> Any:
    return str(parse_uuid(node.text) or node.text)


def one_of(*codes: str) -> Format:
    """A value on a code list; one that is not on it is kept and noted."""

    def read(node: Node, findings: Findings) -> Any:
        if node.text not in codes:
            findings.add(remarks.CODE_UNKNOWN, node)
        return node.text

    return Format(read)


def either(true: str, false: str) -> Format:
    """One of two words; anything else is left out: not stated is not the same as false."""
    words = {true: True, false: False}
    return Format(
        lambda node, findings: _read_word(words, node, findings),
        lambda value: true if value else false,
    )


as_text: Final = Format(lambda node, _: node.text)
"""The text as sent."""

as_identifier: Final = Format(_read_identifier)
"""A UUID in lower case, anything else as sent."""

as_moment: Final = Format(_read_moment, stamp_of)
"""A point in time as ISO 8601 in UTC."""

as_start: Final = Format(_read_moment_or_day, stamp_of, SINCE_ALWAYS)
"""A day as it stands or a point in time in UTC, when something begins; None is always."""

as_end: Final = Format(_read_moment_or_day, stamp_of, UNTIL_FURTHER)
"""The same, when something ends; None is until further notice."""

as_date_text: Final = Format(_read_date_text, stamp_of)
"""The same where the schema has any text, which is kept if it is no time."""

as_day: Final = Format(_read_day)
"""A date as ISO 8601; of a point in time, the day written."""

as_flag: Final = Format(_read_flag, lambda value: "true" if value else "false")
"""True or False. Anything else is left out: not stated is not the same as false."""

as_uuid: Final = Format(_read_uuid)
"""A UUID in lower case; anything else is left out."""

as_sensitivity: Final = one_of(
    "IKKE_FORTROLIGE_DATA",
    "FORTROLIGE_PERSONOPLYSNINGER",
    "FOELSOMME_PERSONOPLYSNINGER",
    "VIP_SAGER",
)
"""Foelsomhed, as sent."""
