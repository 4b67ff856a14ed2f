# SPDX-License-Identifier: EUPL-1.2
"""From kept files, and what other rooms measured, to an outlook.

What a file says never changes, so it is read once; freed hours and cases are read each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.utils.module_loading import import_string
from psycopg import Cursor

from gearskifte.effects.public import Topic, read_topics
from gearskifte.kernel.errors import InputRefused
from gearskifte.workforce.queries import (
    KeptFile,
    body_of,
    files_in_use,
    files_of,
    measured_freed,
)
from gearskifte.workforce.rules import refusals
from gearskifte.workforce.rules.areas import area_name, called, own_area, place_of
from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.hands import files
from gearskifte.workforce.rules.hands.assembling import assemble, people_ahead
from gearskifte.workforce.rules.hands.files import Kind
from gearskifte.workforce.rules.hands.inputs import CaseLine
from gearskifte.workforce.rules.hands.loop import freed_of, need_of_cases
from gearskifte.workforce.rules.hands.outlook import Choice, Inputs, Outlook, outlook
from gearskifte.workforce.rules.moves.loans import Loan
from gearskifte.workforce.rules.population.backtest import Said, said_before
from gearskifte.workforce.rules.population.counts import Population, beside_the_rest
from gearskifte.workforce.rules.population.official import followed
from gearskifte.workforce.rules.population.reading import population_of, projectable
from gearskifte.workforce.rules.population.vintages import Grade, base_year, grade
from gearskifte.workforce.rules.promised import Verdict, verdict
from gearskifte.workforce.rules.statistics import StatTable

YEARS: Final = 10
DRAWS: Final = 200
SEED: Final = 1
BACK: Final = (1, 3, 5)
"""How many years ago the forecasts were made that are looked up."""
LATER: Final = 9999
NEEDED: Final = (Kind.POPULATION, Kind.NEED, Kind.STAFF, Kind.ASSUMPTIONS)


@dataclass(frozen=True, slots=True)
class Ground:
    """What an outlook stands on: the inputs, the last counted year, and the area's name.

    `official` has the people of the official projection's level, where one was sent; `cases` the
    minutes a case that administration is reckoned from.
    """

    inputs: Inputs
    year: int
    area: str
    official: Floats | None
    cases: tuple[CaseLine, ...]

    def until(self, years: int, *, official: bool) -> Inputs:
        """The inputs of the first `years` years."""
        people = self.official if official and self.official is not None else self.inputs.people
        return replace(
            self.inputs,
            people=people[:, : years + 1],
            courses=self.inputs.courses[:years],
            budget=self.inputs.budget[:years],
        )


def read_population(body: bytes, name: str, *, rounded: bool = False) -> Population:
    """A table of people, `rounded` if it is a projection, in any format the connectors know.

    Raises:
        InputRefused: GS-CON-100 to 103 or GS-WRK-001 to 006.
    """
    read: Callable[[bytes, str], StatTable] = import_string(settings.GEARSKIFTE_READ_STATISTICS)
    return population_of(read(body, name), rounded=rounded)


def check(kind: Kind, body: bytes, name: str) -> int:
    """How many lines (or years of counts) a file has.

    Raises:
        InputRefused: if it cannot be used, with the line and what to do.
    """
    if kind is Kind.OFFICIAL:
        return len(read_population(body, name, rounded=True).years)
    if kind is Kind.POPULATION:
        return len(projectable(read_population(body, name)).years)
    readers: Mapping[Kind, Callable[[bytes], Any]] = {
        Kind.NEED: files.need_lines,
        Kind.STAFF: files.staff_lines,
        Kind.ASSUMPTIONS: lambda body: files.assumed(body).drawn,
        Kind.WILLING: files.willing_lines,
        Kind.CASES: files.case_lines,
        Kind.LOANS: files.loan_lines,
        Kind.CLAIMS: files.claim_lines,
    }
    return len(readers[kind](body))


def read_outlook(
    cursor: Cursor[Any], owner: str, choice: Choice, years: int
) -> tuple[int, Outlook] | None:
    """The year it ends in, and the outlook `years` ahead; None while a file is missing."""
    found = ground(cursor, files_in_use(cursor), owner)
    if found is None:
        return None
    return found.year + years, outlook(found.until(years, official=True), choice)


def ground(cursor: Cursor[Any], kept: Mapping[Kind, KeptFile], owner: str) -> Ground | None:
    """The inputs as they stand now; None while a file that is needed has not been sent.

    The cases that need hands are those of the authority `owner`.
    """
    found = _from_files(cursor, kept)
    if found is None:
        return None
    now = float(found.inputs.people[:, 0].sum(axis=1).mean())
    cases = cases_of_a_year(read_topics(cursor, owner)) if found.cases else {}
    inputs = replace(
        found.inputs,
        need=found.inputs.need + need_of_cases(found.cases, cases, now),
        freed=freed_of(measured_freed(cursor)),
    )
    return replace(found, inputs=inputs)


def cases_of_a_year(topics: Iterable[Topic]) -> dict[str, int]:
    """Cases begun in the last twelve whole months, by KLE subject."""
    return {
        topic.number: sum(
            cell.started
            for cell in topic.shown.months
            if _year_before(topic.shown.until) <= cell.month < topic.shown.until.replace(day=1)
        )
        for topic in topics
    }


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=1)


def _from_files(cursor: Cursor[Any], kept: Mapping[Kind, KeptFile]) -> Ground | None:
    if any(kind not in kept for kind in NEEDED):
        return None
    key = tuple(sorted((str(kind), file.sha256) for kind, file in kept.items()))
    found = _grounds.get(key)
    if found is None:
        bodies = {kind: body_of(cursor, file.id) for kind, file in kept.items()}
        found = _read(bodies, {kind: file.name for kind, file in kept.items()})
        _grounds.clear()
        _grounds[key] = found
    return found


_grounds: dict[tuple[tuple[str, str], ...], Ground] = {}


def _read(bodies: Mapping[Kind, bytes], names: Mapping[Kind, str]) -> Ground:
    people, year, area = _people(bodies[Kind.POPULATION], names[Kind.POPULATION])
    official = None
    if Kind.OFFICIAL in bodies:
        projected = _own_first(
            read_population(bodies[Kind.OFFICIAL], names[Kind.OFFICIAL], rounded=True)
        )
        official = followed(people, projected, year)
    willing = bodies.get(Kind.WILLING)
    cases, loans = bodies.get(Kind.CASES), bodies.get(Kind.LOANS)
    inputs = assemble(
        people,
        files.need_lines(bodies[Kind.NEED]),
        files.staff_lines(bodies[Kind.STAFF]),
        files.assumed(bodies[Kind.ASSUMPTIONS]),
        files.willing_lines(willing) if willing else (),
        SEED,
        called(area),
        files.loan_lines(loans) if loans else (),
    )
    return Ground(inputs, year, area, official, files.case_lines(cases) if cases else ())


@lru_cache(maxsize=2)
def _people(body: bytes, name: str) -> tuple[Floats, int, str]:
    counted = _own_first(read_population(body, name))
    people = people_ahead(counted, YEARS, DRAWS, SEED)
    return people, counted.years[-1], area_name(counted.areas[0])


def read_loans(body: bytes) -> tuple[Loan, ...]:
    """The agreements of loan in a file; none in an empty one.

    Raises:
        InputRefused: GS-WRK-020 to 022, with the line.
    """
    return files.loan_lines(body) if body else ()


def read_municipality(
    name: str, population: Population, bodies: Mapping[Kind, bytes], years: int
) -> Inputs:
    """The inputs of one municipality among those of `population`, without freed hours and cases.

    Raises:
        InputRefused: GS-WRK-001 to 025, with what is missing or wrong.
    """
    if missing := [kind for kind in NEEDED[1:] if kind not in bodies]:
        raise refusals.no_file(name, missing[0].words)
    own = place_of(population.areas, name)
    if own is None:
        raise refusals.no_area(name)
    willing = bodies.get(Kind.WILLING)
    return assemble(
        people_ahead(beside_the_rest(population, own), years, DRAWS, SEED),
        files.need_lines(bodies[Kind.NEED]),
        files.staff_lines(bodies[Kind.STAFF]),
        files.assumed(bodies[Kind.ASSUMPTIONS]),
        files.willing_lines(willing) if willing else (),
        SEED,
        called(name),
    )


def said_of(cursor: Cursor[Any], kept: Mapping[Kind, KeptFile]) -> tuple[Said, ...]:
    """What the forecast said one, three and five years ago of the newest counts."""
    file = kept.get(Kind.POPULATION)
    return () if file is None else _said(body_of(cursor, file.id), file.name)


@lru_cache(maxsize=2)
def _said(body: bytes, name: str) -> tuple[Said, ...]:
    counted = read_population(body, name)
    return said_before(counted, own_area(counted.areas, settings.GEARSKIFTE.organisation), BACK)


def grades_of(
    cursor: Cursor[Any], kept: Mapping[Kind, KeptFile]
) -> tuple[tuple[KeptFile, tuple[Grade, ...]], ...]:
    """Every official projection that was sent, in use or not, held against the newest counts.

    The oldest first; one that nothing has come of yet, or with other areas, has no grades.
    """
    file = kept.get(Kind.POPULATION)
    if file is None:
        return ()
    counts = body_of(cursor, file.id), file.name
    found = [
        (each, _grades(body_of(cursor, each.id), each.name, *counts))
        for each in files_of(cursor, Kind.OFFICIAL)
    ]
    return tuple(sorted(found, key=lambda one: one[1][0].vintage if one[1] else LATER))


def verdicts_of(cursor: Cursor[Any], kept: Mapping[Kind, KeptFile]) -> tuple[Verdict, ...]:
    """Every claim that was sent, held against the newest counts."""
    people, claims = kept.get(Kind.POPULATION), kept.get(Kind.CLAIMS)
    if people is None or claims is None:
        return ()
    counted = read_population(body_of(cursor, people.id), people.name)
    lines = files.claim_lines(body_of(cursor, claims.id))
    return tuple(verdict(line, counted) for line in lines)


@lru_cache(maxsize=32)
def _grades(told: bytes, told_name: str, counts: bytes, name: str) -> tuple[Grade, ...]:
    counted = read_population(counts, name)
    own = own_area(counted.areas, settings.GEARSKIFTE.organisation)
    projected = read_population(told, told_name, rounded=True)
    try:
        return grade(projected, base_year(told_name, projected), counted, counted.areas[own])
    except InputRefused:  # other areas, or ages that the broad groups cannot be made of
        return ()


def _own_first(population: Population) -> Population:
    """The organisation's own municipality, where the table has it, beside the rest."""
    own = own_area(population.areas, settings.GEARSKIFTE.organisation)
    return beside_the_rest(population, own)
