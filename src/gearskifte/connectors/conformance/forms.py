# SPDX-License-Identifier: EUPL-1.2
"""Checks how single values are written: each form gives the kinds of fault in a filled element."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import Final

from gearskifte.connectors.conformance import times
from gearskifte.connectors.conformance.part import Part
from gearskifte.connectors.conformance.references import (
    has_cvr_check_digit,
    is_uuid,
    reference_faults,
)
from gearskifte.connectors.conformance.ruleset import Ruleset
from gearskifte.connectors.conformance.source import Source
from gearskifte.connectors.sagdok.cpr import CprForm, cpr_form

_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_MARKUP = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(\s[^<>]*)?/?>|&(nbsp|amp|lt|gt);")
_CPR_LIKE = re.compile(r"(?<![\d-])(\d{6})-?(\d{4})(?![\d-])")
_AMOUNT = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}\.[0-9]{3}")
_KLE = re.compile(r"[0-9]{2}(\.[0-9]{2}){2}")
_FACET = re.compile(r"[A-ZÆØÅ][0-9]{2}")
_CVR = re.compile(r"[0-9]{8}")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_LAW = re.compile(r"§|\bkap(itel|\.|\b)", re.IGNORECASE)
_LAST_WORD_SMALL = re.compile(r"(^|\s)[a-zæøå][\w.-]*$")
_KEYS: Final = ("BrugervendtNoegle", "Sagsnummer", "Dokumentnummer", "Indeks", "Id")
_NOTE_TEXT: Final = 1024


def form_faults(form: str, most: int, part: Part, rules: Ruleset, source: Source) -> list[str]:
    """The kinds of fault in how the value of a filled element is written."""
    name, _, listed = form.partition(":")
    if name == "ref":
        return reference_faults(listed, part, rules)
    if name.startswith("code"):
        as_uuid = name == "code-or-uuid" and is_uuid(part.raw)
        return [] if as_uuid or part.raw in rules.codes[listed] else ["code"]
    if name in ("from", "to"):
        faults = times.limit_faults(part, is_start=name == "from")
    elif name in ("line", "lines", "law", "name", "kle-text", "facet"):
        faults = _text_faults(name, part, source)
    else:
        check = _CHECKS.get(name)
        faults = check(part) if check is not None else []
    if most and name != "note" and "form" not in faults and len(part.raw) > most:
        faults.append("length")
    return faults


def _text_faults(name: str, part: Part, source: Source) -> list[str]:
    text = part.raw
    faults = []
    if name == "lines":
        if _CONTROLS.search(text):
            faults.append("formatting")
        if source.has_bare_line_end(part):
            faults.append("lineend")
    elif _BREAKS.search(text):
        faults.append("oneline")
    if _MARKUP.search(text):
        faults.append("markup")
    if part.name not in _KEYS and _names_somebody(text):
        faults.append("cpr-in-text")
    if name == "law" and not _LAW.search(text):
        faults.append("law")
    expected = {"kle-text": _KLE, "facet": _FACET}.get(name)
    if expected is not None and not expected.fullmatch(text):
        faults.append("kle-advised")
    return faults


def _names_somebody(text: str) -> bool:
    numbers = (found[1] + found[2] for found in _CPR_LIKE.finditer(text))
    return any(cpr_form(number) is CprForm.DATE for number in numbers)


def is_oddly_written_name(text: str) -> bool:
    """Whether a person's name is turned round, in capitals alone or without any."""
    letters = [letter for letter in text if letter.isalpha()]
    in_capitals = len(letters) > 3 and all(letter.isupper() for letter in letters)
    return "," in text or in_capitals or _LAST_WORD_SMALL.search(text) is not None


def _matches(pattern: re.Pattern[str]) -> Callable[[Part], list[str]]:
    return lambda part: [] if pattern.fullmatch(part.raw) else ["form"]


def _uuid(part: Part) -> list[str]:
    return [] if is_uuid(part.raw) else ["form"]


def _by_uuid(part: Part) -> list[str]:
    """A role or type: a UnikIdType that must hold a UUID."""
    uuid = part.one("UUIDIdentifikator")
    if uuid is None or not uuid.text:
        return ["uuid-only"]
    return _uuid(uuid)


def _boolean(part: Part) -> list[str]:
    return [] if part.text in ("true", "false", "1", "0") else ["form"]


def _datetime(part: Part) -> list[str]:
    return times.stamp_faults(part.text)


def _date(part: Part) -> list[str]:
    return [] if times.is_day(part.text) else ["form"]


def _day_or_time(part: Part) -> list[str]:
    return [] if times.is_day(part.text) else _datetime(part)


def _amount(part: Part) -> list[str]:
    text = part.raw
    if not _AMOUNT.fullmatch(text):
        return ["form"]
    if _THOUSANDS.fullmatch(text):
        return ["thousands"]
    return ["finer"] if len(text.partition(".")[2].rstrip("0")) > 2 else []


def _cvr(part: Part) -> list[str]:
    if not _CVR.fullmatch(part.raw):
        return ["form"]
    return [] if has_cvr_check_digit(part.raw) else ["cvr-test"]


def _note(part: Part) -> list[str]:
    try:
        content = base64.b64decode("".join(part.raw.split()), validate=True)
    except (binascii.Error, ValueError):
        return ["form"]
    return ["length"] if len(content) > 100 * 1024 else []


def _note_text(part: Part) -> list[str]:
    return ["length"] if len(part.raw) > _NOTE_TEXT else []


_CHECKS: Final[dict[str, Callable[[Part], list[str]]]] = {
    "uuid": _uuid,
    "role": _by_uuid,
    "type": _by_uuid,
    "boolean": _boolean,
    "integer": _matches(_INTEGER),
    "datetime": _datetime,
    "date": _date,
    "day-or-time": _day_or_time,
    "amount": _amount,
    "cvr": _cvr,
    "kle": _matches(_KLE),
    "note": _note,
    "note-text": _note_text,
}
