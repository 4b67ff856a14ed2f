# SPDX-License-Identifier: EUPL-1.2
"""The gate: what must never leave the municipality (persondata og hemmeligheder).

Every text of a shared object passes here before it is published, and again where it is received.
The gate never repairs: one finding keeps the whole object at home, and says where. Disguises are
undone first: width forms, invisible characters, percent and HTML escapes, digits of other scripts.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final
from urllib.parse import unquote

_GAP: Final = r"[\s\-‐-―−./_·:,;|]{0,3}"
_TEN_DIGITS: Final = re.compile(rf"(?<!\d)(?=((?:\d{_GAP}){{9}}\d)(?!\d))")
_DIGIT: Final = re.compile(r"\d")
_EIGHT_DIGITS: Final = re.compile(r"(?<![\d-])(?:\+45[\s.-]?)?(?:\d{2}[\s.-]){3}\d{2}(?![\d-])")
_MAIL: Final = re.compile(r"[\w.+-]+\s*(?:@|\(at\)|\[at\])\s*[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_CAPITAL: Final = r"[A-ZÆØÅÄÖÉÜ][a-zæøåäöéüï]+(?:-[A-ZÆØÅ][a-zæøå]+)?"
_TWO_NAMES: Final = re.compile(rf"(?=\b({_CAPITAL})\s+(?:[A-ZÆØÅ]\.?\s+)?({_CAPITAL})\b)")
_SURNAME: Final = re.compile(
    # Inside a sentence any capital -sen is a name; first in one it may be "Bussen" or "Prisen".
    r"(?<=[a-zæøå0-9,;] )[A-ZÆØÅ][a-zæøå]+(?<!styrel)(?:sen|sson)\b|"
    r"\b(?:Jen|Niel|Han|Peder|Ander|Christen|Lar|Søren|Ras?mus|Jørgen|Peter|Mad|Kristen|Ol|Thom|"
    r"Christian|Poul|Johan|Knud|Morten|Mikkel|Iver|Nicolai|Lauri[dt]|Simon|Michel|Eri[kc]|Karl|"
    r"Carl|Jakob|Jacob|Henrik|Svend|Jepp|Mathi?a|Villad|Jo?hann|Dani|Be[rn]t|Frederik|Kristian|"
    r"Jesper|Torben|Math?ie|Tho?r|Ib|Isak|Hendrik|Gregers|Clau|Klau|Matthie)(?:s|sen)?sen\b|"
    r"\b(?:fru|frk\.?|hr\.?|herr)\s+[A-ZÆØÅ][a-zæøå]+",
)
_PLAIN: Final = re.compile(r"[ -%'-~\n¿-ÿ–]*")
_SHOUTED: Final = re.compile(r"\b[A-ZÆØÅ]{2,}\b")
_SECRETS: Final = (
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    re.compile(
        r"(?:password|passwd|pwd|kodeord|adgangskode|secret|hemmelighed|api[_ -]?key|token|"
        r"client[_ -]?secret|n[øo]gle)\s*(?:=|:|er\s|is\s)\s*\S{4,}",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    re.compile(r"\bgh[pousr]_[A-Za-z0-9]{20,}"),
    re.compile(r"\bgithub_pat_\w{20,}"),
    re.compile(r"\bglpat-[\w-]{16,}"),
    re.compile(r"\bxox[abprs]-[\w-]{10,}"),
    re.compile(r"\bsk[-_](?:live[-_]|test[-_]|proj[-_])?[A-Za-z0-9_-]{16,}"),
    re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}\.?[\w-]*"),
    re.compile(r"\bBearer\s+[\w.~+/-]{12,}", re.IGNORECASE),
    re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s/:@]+:[^\s/@]+@", re.IGNORECASE),
)
_LONG_RUN: Final = re.compile(r"[A-Za-z0-9+/_=-]{24,}")


class Kind(StrEnum):
    """What the gate found."""

    CPR = "cpr"
    NAME = "name"
    CONTACT = "contact"
    SECRET = "secret"  # noqa: S105 - the name of a finding


@dataclass(frozen=True, slots=True)
class Catch:
    """Something that must stay: what kind it is and the field it stands in, never the text."""

    kind: Kind
    field: str


def catches(fields: dict[str, str]) -> list[Catch]:
    """Everything in the texts (field → text) that must not leave; empty when all may."""
    found: list[Catch] = []
    for field, raw in fields.items():
        text = undisguised(raw)
        found.extend(Catch(kind, field) for kind, test in _TESTS if test(text))
    return found


def undisguised(text: str) -> str:
    """The text as a reader would see it: escapes undone, invisible characters gone."""
    if _PLAIN.fullmatch(text) and "%" not in text:
        return text  # most texts are, and this is what a reader of 20,000 entries waits for
    seen = html.unescape(unquote(text))
    seen = unicodedata.normalize("NFKC", seen)
    seen = "".join(c for c in seen if unicodedata.category(c) not in {"Cf", "Mn", "Me"})
    return "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in seen)


def has_cpr(text: str) -> bool:
    """Whether ten digits that begin with a date stand in it; replacement numbers (day + 60) too."""
    if len(_DIGIT.findall(text)) < 10:
        return False
    for found in _TEN_DIGITS.finditer(text):
        digits = re.sub(r"\D", "", found[1])
        day, month = int(digits[:2]), int(digits[2:4])
        if 1 <= (day - 60 if day > 60 else day) <= 31 and 1 <= month <= 12:
            return True
    return False


def has_name(text: str) -> bool:
    """Whether a person seems to be named: first name and a second, a -sen, or fru and hr."""
    names = first_names()
    if _SURNAME.search(text):
        return True
    if any(found[1].split("-")[0] in names for found in _TWO_NAMES.finditer(text)):
        return True
    shouted = [word.capitalize() for word in _SHOUTED.findall(text)]
    return any(first in names or second.endswith("sen") for first, second in pairwise(shouted))


def has_contact(text: str) -> bool:
    """Whether an e-mail address or a telephone number stands in it."""
    return bool(_MAIL.search(text) or _EIGHT_DIGITS.search(text))


def has_secret(text: str) -> bool:
    """Whether a key, a password or a token seems to stand in it."""
    if any(secret.search(text) for secret in _SECRETS):
        return True
    return any(_random(run) for run in _LONG_RUN.findall(text))


def _random(run: str) -> bool:
    """Letters of both cases and digits, well mixed: no word looks like that."""
    kinds = [
        sum(c.islower() for c in run),
        sum(c.isupper() for c in run),
        sum(c.isdigit() for c in run),
    ]
    hexadecimal = all(c in "0123456789abcdefABCDEF" for c in run) and kinds[2] >= 4
    return hexadecimal or (min(kinds) >= 2 and len(set(run)) >= 12)


@cache
def first_names() -> frozenset[str]:
    """Common first names in Denmark."""
    listed = Path(__file__).with_name("first_names.txt").read_text(encoding="utf-8")
    return frozenset(listed.split())


_TESTS: Final = (
    (Kind.CPR, has_cpr),
    (Kind.NAME, has_name),
    (Kind.CONTACT, has_contact),
    (Kind.SECRET, has_secret),
)
