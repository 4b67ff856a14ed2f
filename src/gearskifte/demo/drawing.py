# SPDX-License-Identifier: EUPL-1.2
"""Drawn lives: cases arise by season, wait log-normally, and some lead to money every month.

Each case has dice of its own, so the draw does not depend on what is read, and lives come one at a
time in the order they begin.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from gearskifte.demo import organisation as org
from gearskifte.demo.faults import Fault
from gearskifte.demo.identity import dice, identify
from gearskifte.demo.paperwork import DELIVERED, Folder, case_number
from gearskifte.demo.population import Citizen, Population
from gearskifte.demo.story import (
    Benefit,
    Case,
    Document,
    Grant,
    Life,
    Move,
    Note,
    PostAnswer,
    Rate,
    Sensitivity,
    Step,
)
from gearskifte.demo.subjects import (
    GRANTED,
    PARTLY,
    REFUSED,
    SUBJECTS,
    WITHDRAWN,
    Outcome,
    Subject,
)
from gearskifte.demo.timeline import (
    LIVE_DAYS,
    Timeline,
    month_after,
    next_month,
    office_hour,
    season,
    wait,
)
from gearskifte.demo.titles import case_title

_CASES_PER_CITIZEN: Final = 1.5
_MOVES_PER_CITIZEN: Final = 0.03
_PENSION_AGE: Final = 67
_FIRST_SERIAL: Final = 1000
_MISTAKES: Final = 0.02
"""Share of payments written with a Danish thousands separator."""
_HEALTH_GROUP: Final = "99.10"
_AMOUNTS: Final = {"99.20.03": (6200, 12400), "99.30.02": (1150, 3600), "99.50.03": (1050, 4100)}
_DRAWN: Final = tuple(subject for subject in SUBJECTS.values() if subject.weight)
_WEIGHTS: Final = tuple(subject.weight for subject in _DRAWN)
_ANSWERS: Final[tuple[PostAnswer, ...]] = (DELIVERED,) * 8 + ("Fejlet", "")


def drawn_lives(population: Population, t: Timeline) -> Iterator[Life]:
    """Pensions that already run, then everything that began since the systems were connected."""
    yield from _pensions(population, t)
    moves = dice(population.seed, "moves")
    share = _MOVES_PER_CITIZEN / (_MOVES_PER_CITIZEN + _CASES_PER_CITIZEN)
    for index, moment in enumerate(_beginnings(population, t)):
        if moves.random() < share:
            yield (_move(population, index, moment),)
        else:
            yield _Drawing(population, index, moment).life()


def _beginnings(population: Population, t: Timeline) -> Iterator[datetime]:
    """Moments at which something begins, as many a day as the season gives."""
    rng = dice(population.seed, "beginnings")
    wanted = population.count * (_CASES_PER_CITIZEN + _MOVES_PER_CITIZEN)
    per_day = wanted / (LIVE_DAYS * 5 / 7)
    opening = t.ago(LIVE_DAYS - 1, 8)
    while opening < t.now:
        minutes = _arrivals(rng, per_day * season(opening.date()))
        moments = (opening + timedelta(minutes=each) for each in minutes)
        yield from (moment for moment in moments if moment < t.now)
        opening += timedelta(days=1)


def _arrivals(rng: Random, expected: float) -> list[float]:
    """Minutes after opening, as many as a Poisson process gives in eight hours."""
    found: list[float] = []
    if expected:
        minute = rng.expovariate(expected / 480)
        while minute < 480:
            found.append(round(minute, 1))
            minute += rng.expovariate(expected / 480)
    return found


def _pensions(population: Population, t: Timeline) -> Iterator[Life]:
    """A pension for everybody old enough when the systems were connected."""
    live = t.live.date()
    for index in range(population.count):
        citizen = population.citizen(index)
        if citizen.age_at(live) >= _PENSION_AGE:
            yield (_pension(population, citizen, t),)


def _pension(population: Population, citizen: Citizen, t: Timeline) -> Grant:
    rng = dice(population.seed, "pension", citizen.index)
    first, regulated = t.month(-16), t.month(-10)
    base, extra = 6685, rng.randrange(900, 7400)
    subject = SUBJECTS["99.50.01"]
    return Grant(
        id=identify("grant", population.seed, "pension", citizen.index),
        number=f"P-{citizen.index:06}",
        party=citizen.party,
        start=t.ago(LIVE_DAYS + 90, 10),
        by=rng.choice((org.INGER, org.DORTHE)),
        reason="Du har nået alderen for alderspension.",
        in_advance=True,
        benefits=(
            Benefit("1", "Grundbeløb", subject, _regulated(first, regulated, base)),
            Benefit("2", "Pensionstillæg", subject, _regulated(first, regulated, extra)),
        ),
        mistakes=_mistakes(rng, t),
    )


def _regulated(first: date, month: date, kroner: int) -> tuple[Rate, ...]:
    return (Rate(first, kroner), Rate(month, round(kroner * 1.036)))


def _mistakes(rng: Random, t: Timeline) -> dict[date, Fault]:
    return {
        t.month(-offset): Fault.DANISH_AMOUNT for offset in range(1, 14) if rng.random() < _MISTAKES
    }


def _move(population: Population, index: int, moment: datetime) -> Move:
    citizen = population.citizen(dice(population.seed, "move", index).randrange(population.count))
    return Move(moment, citizen.party, f"{population.seed}-{index:06}")


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One drawn case, and the money it leads to."""

    population: Population
    index: int
    opened: datetime

    def life(self) -> Life:
        """The case, followed by its grant if one was given."""
        rng = dice(self.population.seed, "case", self.index)
        subject = rng.choices(_DRAWN, _WEIGHTS)[0]
        citizen = self.population.somebody(rng, subject.ages, self.opened.date())
        case = self._case(rng, subject, citizen)
        decided = next((step for step in case.steps if step.outcome), None)
        if decided and decided.outcome in (GRANTED, PARTLY) and subject.number in _AMOUNTS:
            return (case, self._grant(rng, case, decided))
        return (case,)

    def _case(self, rng: Random, subject: Subject, citizen: Citizen) -> Case:
        number = case_number(subject.system, self.opened.date(), _FIRST_SERIAL + self.index)
        by = rng.choice(org.employees_of(subject.unit))
        health = subject.number.startswith(_HEALTH_GROUP)
        sensitivity: Sensitivity = (
            "FOELSOMME_PERSONOPLYSNINGER" if health else "FORTROLIGE_PERSONOPLYSNINGER"
        )
        scope = str(self.population.seed)
        paper = Folder(number, subject, citizen.party, by, sensitivity, scope)
        title, thing = case_title(rng, subject.number, subject.title, citizen.party.name)
        return Case(
            id=paper.case_id,
            number=number,
            title=title,
            subject=subject,
            party=citizen.party,
            handler=by,
            system=subject.system,
            sensitivity=sensitivity,
            steps=self._steps(rng, subject, paper, thing),
        )

    def _steps(self, rng: Random, subject: Subject, paper: Folder, thing: str) -> tuple[Step, ...]:
        opened, by = self.opened, paper.by
        receipt = office_hour(rng, opened + timedelta(days=1))
        informed = office_hour(rng, receipt + timedelta(days=1) + wait(rng, subject.informed))
        decided = office_hour(rng, informed + timedelta(days=1) + wait(rng, subject.decided))
        closed = office_hour(rng, decided + timedelta(days=1) + wait(rng, 12))
        steps = [
            Step(
                opened,
                by,
                state="Opstaaet",
                filed=(paper.incoming(1, f"Ansøgning: {thing}", opened),),
            ),
            Step(receipt, by, filed=(_letter(rng, paper, 2, "Vi har modtaget", receipt),)),
            Step(informed, by, state="Oplyst", notes=_notes(rng, thing)),
            Step(
                decided,
                by,
                state="Afgjort",
                outcome=_outcome(rng, subject),
                filed=(_letter(rng, paper, 3, f"Afgørelse: {thing}", decided),),
            ),
        ]
        if rng.random() < 0.8:
            steps.append(Step(closed, by, state="Afsluttet"))
        return tuple(steps)

    def _grant(self, rng: Random, case: Case, decided: Step) -> Grant:
        low, high = _AMOUNTS[case.subject.number]
        first = next_month(decided.at.date())
        last = month_after(first, rng.randrange(3, 24))
        rate = Rate(first, rng.randrange(low, high))
        return Grant(
            id=identify("grant", self.population.seed, self.index),
            number=f"B-{_FIRST_SERIAL + self.index:06}",
            party=case.party,
            start=decided.at + timedelta(minutes=20),
            by=org.DORTHE,
            reason="Du opfylder betingelserne.",
            benefits=(Benefit("1", case.subject.title, case.subject, (rate,), last),),
            case=case.id,
        )


def _letter(rng: Random, paper: Folder, count: int, title: str, at: datetime) -> Document:
    return paper.letter(count, title, at, rng.choice(_ANSWERS))


def _outcome(rng: Random, subject: Subject) -> Outcome:
    if rng.random() >= subject.refused:
        return GRANTED
    return rng.choice((REFUSED, REFUSED, PARTLY, WITHDRAWN))


def _notes(rng: Random, thing: str) -> tuple[Note, ...]:
    if rng.random() < 0.5:
        return ()
    return (Note("Telefonsamtale", f"Borger ringede om {thing}. Alle oplysninger er her nu."),)
