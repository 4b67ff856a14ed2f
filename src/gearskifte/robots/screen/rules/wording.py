# SPDX-License-Identifier: EUPL-1.2
"""When two labels say the same, and how near they are when they do not.

`plain` takes away what carries no meaning: case, accents, hyphens in compounds, a colon, the mark
of a required field. Two labels with the same plain form are the same label (»CPR-nr.:« and
»Cpr nummer *«). `likeness` is for labels that are not.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_DANISH_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss", "đ": "d"})
_REQUIRED: Final = re.compile(
    r"[(\[]\s*(?:skal udfyldes|påkrævet|obligatorisk|valgfrit?|required|mandatory|optional)\s*[)\]]"
    r"|\s[-–]\s*(?:skal udfyldes|påkrævet|required)\s*$",
    re.IGNORECASE,
)
_EDGES: Final = " \t:*?.…;,!›»«>→|\u2022"
_ABBREVIATED: Final = re.compile(r"(?<![a-z])(nr|no|num|nbr)\b\.?|(?<=[a-z])-?nr\b\.?")
_WORD: Final = re.compile(r"[^\W_]+")
_NUMBER: Final = re.compile(r"\d+")

# Two labels that differ in one of these are about different things, however alike they look.
_OPPOSED: Final = (
    ("fra", "til"),
    ("from", "to"),
    ("start", "slut"),
    ("start", "end"),
    ("foer", "efter"),
    ("foedsel", "doed"),
    ("birth", "death"),
    ("fornavn", "efternavn"),
    ("first", "last"),
    ("afsender", "modtager"),
    ("sender", "recipient"),
    ("ind", "ud"),
    ("min", "max"),
    ("mindst", "hoejst"),
    ("gammel", "ny"),
    ("old", "new"),
    ("netto", "brutto"),
    ("aar", "maaned"),
    ("barn", "foraelder"),
    ("mor", "far"),
    ("mother", "father"),
    ("ja", "nej"),
    ("yes", "no"),
    ("privat", "arbejde"),
    ("post", "telefon"),
    ("dato", "tid"),
    ("by", "postnummer"),
    ("indtaegt", "udgift"),
    ("borger", "sagsbehandler"),
    ("konto", "register"),
)
_NEGATIONS: Final = frozenset({"ikke", "ingen", "uden", "not", "no", "without", "non"})


def tidy(text: str) -> str:
    """The text on one line, without what marks a field as required."""
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "").replace("\u200b", "")
    line = " ".join(_REQUIRED.sub(" ", text).split())
    return line.strip(_EDGES) or line


def words(text: str) -> tuple[str, ...]:
    """The words of a label in small letters, without accents, abbreviations written out."""
    text = tidy(text).lower().translate(_DANISH_LETTERS)
    text = "".join(
        each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each)
    )
    text = _ABBREVIATED.sub(" nummer", text)
    return tuple(_WORD.findall(text))


def plain(text: str) -> str:
    """What is left of a label when only its meaning counts; "" if nothing is.

    A label of signs alone (»+«, »▶«) is itself.
    """
    return "".join(words(text)) or unicodedata.normalize("NFKC", text).strip()


def same(one: str, other: str) -> bool:
    """Whether two labels say the same."""
    return bool(plain(one)) and plain(one) == plain(other)


def opposed(one: str, other: str) -> bool:
    """Whether two labels contradict each other: other numbers, a negation, fra against til."""
    first, second = words(one), words(other)
    if _NUMBER.findall("".join(first)) != _NUMBER.findall("".join(second)):
        return True
    if bool(_NEGATIONS.intersection(first)) != bool(_NEGATIONS.intersection(second)):
        return True
    return any(
        (_says(first, a) and not _says(second, a) and _says(second, b) and not _says(first, b))
        or (_says(first, b) and not _says(second, b) and _says(second, a) and not _says(first, a))
        for a, b in _OPPOSED
    )


def _says(label: tuple[str, ...], part: str) -> bool:
    if len(part) <= 3:
        return part in label
    return any(word.startswith(part) or word.endswith(part) for word in label)


def likeness(one: str, other: str) -> float:
    """How alike two labels are, from 0 (nothing) to 1 (the same); opposed ones are not at all.

    The better of two measures: shared pairs of letters (Dice), which forgives inflection and
    compounds, and how much of the shorter label's words the longer one holds.
    """
    if same(one, other):
        return 1.0
    if not plain(one) or not plain(other) or opposed(one, other):
        return 0.0
    return max(_dice(plain(one), plain(other)), 0.9 * _held(words(one), words(other)))


def _dice(one: str, other: str) -> float:
    first = [one[at : at + 2] for at in range(len(one) - 1)]
    second = [other[at : at + 2] for at in range(len(other) - 1)]
    if not first or not second:
        return 0.0
    left = list(second)
    shared = 0
    for pair in first:
        if pair in left:
            left.remove(pair)
            shared += 1
    return 2 * shared / (len(first) + len(second))


def _held(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    shorter, longer = sorted((one, other), key=lambda label: len("".join(label)))
    letters = sum(map(len, shorter))
    held = sum(
        len(word) for word in shorter if len(word) > 2 and any(word in each for each in longer)
    )
    return held / letters if letters else 0.0
