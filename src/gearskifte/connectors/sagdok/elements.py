# SPDX-License-Identifier: EUPL-1.2
"""Reads single elements: references, times, codes, and whole sets of fields by a table.

A converter gets an element with text in it and gives the value, or `UNSET` where the text cannot
be used (and has said so). Empty elements become None: stated as empty, which is not the same as
left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from msgspec import UNSET

from gearskifte.connectors.findings import Findings
from gearskifte.connectors.node import Node
from gearskifte.connectors.sagdok import remarks
from gearskifte.connectors.sagdok.cpr import CprForm, cpr_form, is_bare_cpr
from gearskifte.kernel.time import parse_timestamp
from gearskifte.registry.public import Reference, ReferenceKind, parse_urn, parse_uuid

Convert = Callable[[Node, Findings], Any]
Columns = Mapping[str, "tuple[str, Convert] | Columns"]
"""Element name → the field it fills and how, or the table for what is inside it."""

_CPR_URN = re.compile(r"urn\s*:\s*oio\s*:\s*cpr(-nr)?\s*:", re.IGNORECASE)
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[TZ+-].*)?")
_FLAGS: Final = {"true": True, "1": True, "false": False, "0": False}
_FAR_YEARS: Final = ("9999-", "0001-")


def read_values(node: Node, columns: Columns, findings: Findings) -> dict[str, Any]:
    """The fields of `columns` that `node` states."""
    values: dict[str, Any] = {}
    for child in node.children():
        column = columns.get(child.name)
        if isinstance(column, Mapping):
            values |= read_values(child, column, findings)
        elif column is not None:
            field, convert = column
            value = convert(child, findings) if child.text else None
            if value is not UNSET:
                values[field] = value
    return values


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


def is_infinite(text: str) -> bool:
    """Whether a time is one that systems write for "always": in the year 1 or 9999."""
    return text.startswith(_FAR_YEARS)


def moment(node: Node, findings: Findings) -> datetime | None:
    """The time in `node` in UTC, or None where it is no time. A missing zone is noted."""
    try:
        stamp = parse_timestamp(node.text)
    except (ValueError, OverflowError):
        return None
    if is_infinite(node.text):
        return None
    if stamp.zone_assumed:
        findings.add(remarks.ZONE_MISSING, node)
    return stamp.moment


def as_text(node: Node, _: Findings) -> Any:
    """The text as sent."""
    return node.text


def as_identifier(node: Node, _: Findings) -> Any:
    """A UUID in lower case, anything else as sent."""
    uuid = parse_uuid(node.text)
    return node.text if uuid is None else str(uuid)


def as_moment(node: Node, findings: Findings) -> Any:
    """A point in time as ISO 8601 in UTC."""
    found = moment(node, findings)
    if found is None:
        findings.add(remarks.TIME_UNREADABLE, node)
        return UNSET
    return found.isoformat()


def as_moment_or_day(node: Node, findings: Findings) -> Any:
    """A day as it stands or a point in time in UTC; None for a year that means "always"."""
    if is_infinite(node.text):
        return None
    day_alone = len(node.text) == len("YYYY-MM-DD")
    return as_day(node, findings) if day_alone else as_moment(node, findings)


def as_day(node: Node, findings: Findings) -> Any:
    """A date as ISO 8601; of a point in time, the day written."""
    written = _DAY.fullmatch(node.text)
    try:
        return date.fromisoformat(written.group(1) if written else "").isoformat()
    except ValueError:
        findings.add(remarks.TIME_UNREADABLE, node)
        return UNSET


def as_flag(node: Node, findings: Findings) -> Any:
    """True or False. Anything else is left out: not stated is not the same as false."""
    flag = _FLAGS.get(node.text)
    if flag is None:
        findings.add(remarks.CODE_UNUSABLE, node)
        return UNSET
    return flag


def as_uuid(node: Node, findings: Findings) -> Any:
    """A UUID in lower case; anything else is left out."""
    uuid = parse_uuid(node.text)
    if uuid is None:
        findings.add(remarks.CODE_UNUSABLE, node)
        return UNSET
    return str(uuid)


def one_of(*codes: str) -> Convert:
    """A converter for a code list; a value that is not on it is kept and noted."""

    def as_code(node: Node, findings: Findings) -> Any:
        if node.text not in codes:
            findings.add(remarks.CODE_UNKNOWN, node)
        return node.text

    return as_code


as_sensitivity: Final = one_of(
    "IKKE_FORTROLIGE_DATA",
    "FORTROLIGE_PERSONOPLYSNINGER",
    "FOELSOMME_PERSONOPLYSNINGER",
    "VIP_SAGER",
)
