# SPDX-License-Identifier: EUPL-1.2
"""Invented statistics of the municipality, in the file formats that a real one would send.

Every name ends in "(demo)" and every source says that it is invented. No real number is in them.
"""

from __future__ import annotations

import math
from typing import Final

MADE_UP: Final = "Opdigtet til demoen"
YEARS: Final = 7
AGES: Final = tuple(range(0, 101, 5))
AREAS: Final = (("Korsbæk (demo)", 1.0, 0.0), ("Resten af landet (demo)", 60.0, 0.004))
BORN_IN_THE_FORTIES: Final = 78
"""The age of the largest old cohort in the newest year."""

_NEED: Final = (
    ("aeldre", 65, 74, 5, 0), ("aeldre", 75, 79, 18, 0), ("aeldre", 80, 84, 48, 0),
    ("aeldre", 85, 89, 120, 0), ("aeldre", 90, 100, 260, 0),
    ("dagtilbud", 0, 2, 330, 310), ("dagtilbud", 3, 5, 270, 160),
    ("skole", 6, 16, 95, 0),
    ("job", 18, 66, 3, 0),
    ("sundhed", 0, 100, 4, 0), ("sundhed", 75, 100, 10, 0),
    ("administration", 0, 100, 6, 0),
)  # fmt: skip
_STAFF: Final = (
    ("SOSU-hjælper", "aeldre", "nej", 330, 29.0, 48),
    ("SOSU-assistent", "aeldre", "ja", 235, 31.0, 46),
    ("Sygeplejerske", "sundhed", "ja", 182, 33.0, 45),
    ("Pædagog", "dagtilbud", "ja", 425, 34.0, 44),
    ("Pædagogmedhjælper", "dagtilbud", "nej", 252, 31.0, 36),
    ("Lærer", "skole", "ja", 362, 36.0, 45),
    ("Socialrådgiver", "job", "ja", 55, 36.0, 43),
    ("Kontor", "administration", "ja", 190, 36.0, 50),
)  # fmt: skip
_ASSUMED: Final = (
    ("sund_aldring", 0.5, 0.1, 0.9), ("fravaer", 0.055, 0.05, 0.06), ("afgang", 0.08, 0.076, 0.084),
    ("nyansatte", 0.09, 0.085, 0.095), ("pension_60_64", 0.06, 0.04, 0.08),
    ("pension_65_66", 0.25, 0.18, 0.32), ("pension_67", 0.6, 0.5, 0.7),
    ("arbejdsuger", 44.8, 44.5, 45.1),
    ("kursuspladser", 5, 5, 5), ("kursusbudget", 400000, 400000, 400000),
    ("varsel_maaneder", 3, 3, 3), ("laan_andel", 0.02, 0.02, 0.02),
    ("uddannet_andel", 0.35, 0.35, 0.35),
)  # fmt: skip
_WILLING: Final = (
    ("Kontor", "administration", "SOSU-hjælper", "aeldre", 9, "ja", 60000),
    ("Pædagogmedhjælper", "dagtilbud", "SOSU-hjælper", "aeldre", 7, "ja", 45000),
    ("Sygeplejerske", "sundhed", "SOSU-assistent", "aeldre", 3, "nej", 0),
    ("Lærer", "skole", "Pædagog", "dagtilbud", 4, "nej", 0),
)
_LOANS: Final = (
    ("Nabobjerg (demo)", "Korsbæk (demo)", "aeldre", 0, 4000),
    ("Korsbæk (demo)", "Nabobjerg (demo)", "skole", 600, 2000),
)
_CASES: Final = (
    ("99.10", "sundhed", 95), ("99.20", "job", 160), ("99.30", "administration", 75),
)  # fmt: skip


def statistics_files(year: int) -> list[tuple[str, bytes]]:
    """Name and bytes of each file, with counts up to 1 January of `year`. Same year, same bytes."""
    return [
        ("folketal-korsbaek-demo.csv", _population(year)),
        ("behov-korsbaek-demo.csv", _need()),
        ("personale-korsbaek-demo.csv", _staff()),
        ("forudsaetninger-korsbaek-demo.csv", _assumptions()),
        ("villige-korsbaek-demo.csv", _willing()),
        ("minutter-pr-sag-korsbaek-demo.csv", _cases()),
        ("laan-korsbaek-demo.csv", _loans()),
    ]


def _csv(heading: str, rows: list[tuple[object, ...]]) -> bytes:
    lines = [heading, *(";".join(map(_cell, row)) for row in rows)]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _cell(cell: object) -> str:
    return str(cell).replace(".", ",") if isinstance(cell, float) else str(cell)


def _population(year: int) -> bytes:
    rows: list[tuple[object, ...]] = [
        (area, sex, f"{age}-{age + 4}" if age < 100 else "100+", f"{when}K1", count)
        for area, size, growth in AREAS
        for sex in ("Mænd", "Kvinder")
        for age in AGES
        for when in range(year - YEARS + 1, year + 1)
        for count in [_people(size * (1 + growth) ** (when - year), sex, age, when - year)]
    ]
    return _csv("OMRÅDE;KØN;ALDER;TID;INDHOLD", rows)


def _people(size: float, sex: str, age: int, away: int) -> int:
    """Invented persons of five ages, `away` years from the newest year (never positive)."""
    middle = age + 2.5
    alive = 1 / (1 + math.exp((middle - (86 if sex == "Mænd" else 89)) / 6))
    since = middle - away  # the age these people would have in the newest year
    wave = 1 + 0.22 * math.exp(-(((since - BORN_IN_THE_FORTIES) / 6) ** 2))
    trough = 1 - 0.18 * math.exp(-(((since - 40) / 5) ** 2))
    return round(size * 1330 * alive * wave * trough)


def _need() -> bytes:
    heading = "område;fra alder;til alder;timer pr. person;mindst;kilde"
    return _csv(heading, [(*line, MADE_UP) for line in _NEED])


def _staff() -> bytes:
    rows: list[tuple[object, ...]] = []
    for occupation, service, trained, heads, hours, middle in _STAFF:
        weights = {age: math.exp(-(((age + 2 - middle) / 13) ** 2)) for age in range(20, 70, 5)}
        for age, weight in weights.items():
            count = round(heads * weight / sum(weights.values()), 1)
            rows.append((occupation, service, trained, f"{age}-{age + 4}", count, hours))
    return _csv("faggruppe;område;uddannet;alder;antal;timer pr. uge", rows)


def _assumptions() -> bytes:
    return _csv("navn;værdi;lav;høj;kilde", [(*line, MADE_UP) for line in _ASSUMED])


def _willing() -> bytes:
    heading = "fra faggruppe;fra område;til faggruppe;til område;antal;omskoling;pris"
    return _csv(heading, list(_WILLING))


def _cases() -> bytes:
    heading = "kle;område;minutter pr. sag;kilde"
    return _csv(heading, [(*line, MADE_UP) for line in _CASES])


def _loans() -> bytes:
    heading = "fra kommune;til kommune;område;mindst;højst;kilde"
    return _csv(heading, [(*line, MADE_UP) for line in _LOANS])
