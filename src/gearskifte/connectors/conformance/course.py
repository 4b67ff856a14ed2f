# SPDX-License-Identifier: EUPL-1.2
"""Checks the course of an object in time: periods, the order of states, and pairs of dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from gearskifte.connectors.conformance.finding import Issue, Place
from gearskifte.connectors.conformance.part import Part
from gearskifte.connectors.conformance.times import Period, moment, period, real_period

_CASE_ORDER: Final = ("Opstaaet", "Oplyst", "Afgjort", "Afsluttet")
_CODE: Final = "FremdriftStatusKode"
_PAIRS: Final = {
    ("Bevilling", "Egenskaber"): ("Bevillingstartdato", "Bevillingslutdato"),
    ("Bevilling", "BevilgetYdelse"): ("BevilgetYdelseStartdato", "BevilgetYdelseSlutdato"),
    ("Bevilling", "OekonomiskEffektueringsplan"): (
        "EffektueringsplanStartdato",
        "EffektueringsplanSlutdato",
    ),
    ("OekonomiskEffektuering", "Egenskaber"): ("Startdato", "Slutdato"),
    ("OekonomiskEffektuering", "OekonomiskYdelseEffektueringRelation"): (
        "YdelsesperiodeStartdato",
        "YdelsesperiodeSlutdato",
    ),
}
_ATTRIBUTE_SETS: Final = {
    "Egenskaber": ("AttributListe", "Egenskaber"),
    "SagIndeksEgenskaber": ("AttributListe", "LokalUdvidelseListe", "SagIndeksEgenskaber"),
    "BevilgetYdelse": ("AttributListe", "BevilgetYdelse"),
}


def date_issues(place: Place, part: Part) -> Iterator[Issue]:
    """Ends that lie before their beginnings, in the Virkning and the dates of an element."""
    holds = period(part)
    if holds is not None and holds.end is not None and holds.end <= holds.start:
        end = part.one("Virkning", "TilTidspunkt") or part
        yield _turned(place.at("Virkning/TilTidspunkt"), end, holds, "FraTidspunkt")
    pair = _PAIRS.get((place.object, place.section))
    if pair is not None:
        yield from _dates_turned(place, part, *pair)


def _dates_turned(place: Place, part: Part, first: str, last: str) -> Iterator[Issue]:
    start, end = moment(part.value(first) or ""), moment(part.value(last) or "")
    ending = part.one(last)
    # What holds for one day may be given with the same date twice.
    if start is not None and end is not None and ending is not None and end < start:
        yield _turned(place.at(last), ending, Period(start, end), first)


def _turned(place: Place, part: Part, times: Period, other: str) -> Issue:
    kind = "no-time" if times.start == times.end else "backwards"
    return Issue(kind, place, part, words={"other": other})


def attribute_issues(name: str, registration: Part) -> Iterator[Issue]:
    """Sets of attributes that hold at the same time in one registration."""
    for section, path in _ATTRIBUTE_SETS.items():
        alike: dict[str, list[tuple[Part, Period]]] = {}
        for part in registration.every(*path):
            holds = real_period(part)
            if holds is not None:
                alike.setdefault(part.value("Id") or "", []).append((part, holds))
        for group in alike.values():
            yield from _overlapping(Place(name, section), group)


def state_issues(name: str, registration: Part, *, whole: bool) -> Iterator[Issue]:
    """States that overlap, leave a gap, go backwards, or end without a next one."""
    dated = [
        (part, holds)
        for part in registration.every("TilstandListe", "Fremdrift")
        if (holds := real_period(part)) is not None
    ]
    place = Place(name, "Fremdrift")
    yield from _overlapping(place, dated)
    course = sorted(dated, key=lambda pair: pair[1].start)
    for (part, holds), (following, held) in pairwise(course):
        if holds.end is not None and holds.end < held.start:
            yield Issue("gap", place, following)
        if name == "Sag" and _goes_back(part, following):
            told = following.value("Virkning", "NoteTekst")
            yield Issue("order-told" if told else "order", place.at(_CODE), following, _CODE)
    if whole and course and all(holds.end is not None for _, holds in course):
        yield Issue("no-state-now", place.at("Virkning/TilTidspunkt"), course[-1][0])


def begins_late(states: Sequence[Part]) -> bool:
    """Whether an imported case has states, all of them known, but not the one it began in."""
    codes = {part.value(_CODE) for part in states}
    return bool(codes) and codes.issubset(_CASE_ORDER[1:])


def _goes_back(part: Part, following: Part) -> bool:
    codes = part.value(_CODE), following.value(_CODE)
    if not all(code in _CASE_ORDER for code in codes):
        return False
    before, after = (_CASE_ORDER.index(code or "") for code in codes)
    return after < before


def _overlapping(place: Place, dated: Sequence[tuple[Part, Period]]) -> Iterator[Issue]:
    course = sorted(dated, key=lambda pair: pair[1].start)
    for (_, holds), (part, held) in pairwise(course):
        if holds.meets(held):
            yield Issue("overlap", place, part)
