# SPDX-License-Identifier: EUPL-1.2
"""Addresses in free text: what nobody else is shown of a person whose address is protected.

Whose name and address are protected (navne- og adressebeskyttelse, CPR-loven §§ 28-29) is told of
by a register. The indexes hold no address of a person as such, but case workers write them into
titles, notes and letters. Nobody but the person themself reads one there: not whoever acts for
them, not another party to the case. An official with a right to the case reads it as it was
written, and is told that it must go no further.

No list of streets is complete, so an address is known by its form: a word with a street's ending, a
capital word with a house number, a postcode with a town, a place where people live, a plot of land.
A word too many is taken rather than an address too few: what was taken is marked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from gearskifte.overview.rules.texts import rewritten, texts
from gearskifte.registry.public import Held

MARK: Final = "[adresse]"
TextsOf = Callable[[Held], Iterable[str]]
"""The free texts of an object that are asked about."""

_SPACE: Final = r"[ \u00a0]"
_STREETS: Final = ("vej", "gade", "allé", "alle", "boulevard", "stræde", "vænge", "gyde", "torv")
_ENDING: Final = rf"(?:{'|'.join(_STREETS)})(?:en|et|ene|erne|n|t)?"
_HOUSE: Final = (
    rf"\d{{1,3}}(?:{_SPACE}?[A-ZÆØÅa-zæøå]\b(?!\.))?(?:{_SPACE}?[-–]{_SPACE}?\d{{1,3}}\w?\b)?"
)
_DOOR: Final = rf"(?:t\.?[vh]\b\.?|m\.?f\b\.?|(?:dør|lejl\.?){_SPACE}*\d+)"
_FLOOR: Final = (
    rf"(?:,?{_SPACE}*(?:\d{{1,2}}\.|st\b\.?|kl\b\.?)(?:{_SPACE}*sal\b)?"
    rf"(?:,?{_SPACE}*{_DOOR}|{_SPACE}+\d{{1,3}}\b)?)?"
)
_CAPITAL: Final = r"[A-ZÆØÅÄÖÜÉ][\w.'-]*"
_TOWN: Final = (
    rf"\d{{4}}{_SPACE}+[A-ZÆØÅ][a-zæøå]+(?:{_SPACE}+(?:[A-ZÆØÅ][a-zæøå]+|[CKNSVØ]{{1,2}}\b))*"
)
_NO_STREET: Final = (
    r"(?!(?i:sag\w*|bilag|side|uge|nr|kapitel|punkt|pkt|version|team|hold|klasse|afsnit|stk|type"
    r"|trin|fase|rate|skema|lov|niveau|gruppe|alder|januar|februar|marts|april|maj|juni|juli"
    r"|august|september|oktober|november|december|kl|den|efter|ca|max|højst|mindst|alle|i|på|om)"
    r"\b)"
)
_NO_HOUSE: Final = (
    rf"(?!\d|{_SPACE}*(?i:%|kr\b|kroner|timer|minutter|dage|døgn|uger|måneder|år|gange?|besøg|stk"
    r"|børn|personer|procent|hverdage|m2|m²|kvm|kvadratm|cm\b|km\b|m\b|[.,:]\d)"
    r"|\.[ \u00a0]?(?i:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec))"
)
_HOMES: Final = (
    *("krisecent", "herberg", "forsorgshjem", "botilbud", "bosted", "opholdssted", "kollegi"),
    *("plejehjem", "plejecent", "døgninstitution", "bofællesskab"),
)
_HOME: Final = rf"(?:{'|'.join(_HOMES)})\w*"
_PARTS: Final = (
    # Where people live, by what it is called.
    rf"(?:{_CAPITAL}{_SPACE}+)*(?i:\b\w*{_HOME})(?:{_SPACE}+{_CAPITAL})*",
    # A street by its ending, whether or not a number follows; in capitals too.
    rf"(?:{_CAPITAL}{_SPACE}+)*\b[A-ZÆØÅÄÖÜÉ](?i:[\w.'-]*{_ENDING}\b)(?:,?{_SPACE}+{_HOUSE}{_FLOOR})?",
    rf"\b\w+(?i:{_ENDING}){_SPACE}+{_HOUSE}{_FLOOR}{_NO_HOUSE}",
    # Any name with a house number.
    rf"\b{_NO_STREET}{_CAPITAL}(?:{_SPACE}+{_NO_STREET}{_CAPITAL})*{_SPACE}+{_HOUSE}{_NO_HOUSE}{_FLOOR}",
    _TOWN,
    r"(?i:\bc/o\b)[^,.;\n]*",
    r"(?i:\b(?:matr(?:ikel)?\w*\.?(?:[ \u00a0]*nr\.?)?|bfe\w*|esr\w*)[ \u00a0:-]+)\d[\w-]*",
)
_ADDRESS: Final = re.compile("|".join(f"(?:{part})" for part in _PARTS))
_AGAIN: Final = re.compile(rf"{re.escape(MARK)}(?:[ \u00a0,.;-]*{re.escape(MARK)})+")
_WORDS: Final = (
    *("vej", "gade", "all", "boule", "stræ", "væng", "gyde", "torv"),
    *("krisecent", "herberg", "forsorg", "botil", "bosted", "ophold", "kolleg", "pleje", "døgn"),
    *("bofæl", "c/o", "matr", "bfe", "esr"),
)
"""One of these is in every address that has no number of its own, in small letters."""
_NAMED: Final = re.compile(rf"(?<=[\w.'-]){_ENDING}\b|(?:{'|'.join(_HOMES)})|c/o\b|matr|bfe|esr")
"""So is this, which is slower to look for: the course in welding (svejsekursus) has no street."""
_NUMBERED: Final = re.compile(rf"\b{_CAPITAL} +\d{{1,3}}(?!\d)|\b\d{{4}} +[A-ZÆØÅ]")
"""A capital word with a house number, or a postcode with a town."""


def without_addresses(text: str) -> str:
    """A text without addresses.

    >>> without_addresses("Flyttet til Nørregade 12, 3. tv., 8000 Aarhus C den 3. maj")
    'Flyttet til [adresse] den 3. maj'
    >>> without_addresses("Bevilget 37 timer fra uge 12")
    'Bevilget 37 timer fra uge 12'
    """
    return _AGAIN.sub(MARK, _ADDRESS.sub(MARK, text)) if _may_hold(text) else text


def _may_hold(text: str) -> bool:
    """Whether a text could hold an address: quickly, since it is asked of every page."""
    small = text.casefold()
    for word in _WORDS:  # a loop, as a generator takes four times as long
        if word in small:
            if _NAMED.search(small):
                return True
            break
    return _NUMBERED.search(text.replace("\u00a0", " ")) is not None


def with_address(objects: Iterable[Held], texts_of: TextsOf = texts) -> list[Held]:
    """Those that hold in some free text what `without_addresses` takes out."""
    held = list(objects)
    said = ["\n".join(texts_of(each)) for each in held]  # no address goes on in another line
    if not _may_hold("\n".join(said)):
        return []
    return [each for each, text in zip(held, said, strict=True) if without_addresses(text) != text]


def guarded(held: Held) -> Held:
    """An object as somebody else than whoever lives there is shown it."""
    return rewritten(held, without_addresses)
