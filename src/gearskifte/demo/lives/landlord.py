# SPDX-License-Identifier: EUPL-1.2
"""Viggo, who owns many houses: sixty cases, most of them long closed."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from gearskifte.demo import organisation as org
from gearskifte.demo.identity import dice
from gearskifte.demo.paperwork import Folder, case_number
from gearskifte.demo.people import VIGGO
from gearskifte.demo.story import Case, Life, Step
from gearskifte.demo.subjects import GRANTED, PARTLY, REFUSED, SUBJECTS
from gearskifte.demo.timeline import Timeline, office_hour

CASES: Final = 60
_EVERY_DAYS: Final = 27
_FIRST_SERIAL: Final = 600
_STREETS: Final = ("PILEALLÉ", "NØRRETORV", "HAVNEGADE", "MØLLEBAKKEN", "SKOVVEJ", "KIRKESTRÆDE")
_WORK: Final = (
    ("99.40.01", "TAGBOLIG"),
    ("99.40.01", "ALTAN MOD GÅRD"),
    ("99.40.02", "STØJ FRA PORTRUM"),
    ("99.40.01", "SKUR 9 M2"),
    ("99.40.03", "NEDRIVNING AF BAGHUS"),
    ("99.40.01", "ÆNDRET ANVENDELSE TIL BOLIG"),
    ("99.40.02", "AFFALD PÅ FORTOV"),
)
_OUTCOMES: Final = (GRANTED, GRANTED, PARTLY, GRANTED, REFUSED)


def viggo(t: Timeline) -> tuple[Life, ...]:
    """Sixty cases, the oldest first."""
    return tuple((_case(t, index),) for index in range(CASES))


def _case(t: Timeline, index: int) -> Case:
    """A case like all the others; the newest are still under way."""
    rng = dice("viggo", index)
    opened = office_hour(rng, t.ago(_EVERY_DAYS * (CASES - index)))
    informed = office_hour(rng, opened + timedelta(days=rng.randrange(10, 40)))
    decided = office_hour(rng, informed + timedelta(days=rng.randrange(15, 60)))
    closed = office_hour(rng, decided + timedelta(days=rng.randrange(8, 30)))
    key, work = _WORK[index % len(_WORK)]
    subject, by = SUBJECTS[key], (org.POUL, org.NANNA)[index % 2]
    number = case_number(org.STENBRO, opened.date(), _FIRST_SERIAL + index)
    paper = Folder(number, subject, VIGGO.party, by)
    house = f"{_STREETS[index % len(_STREETS)]} {2 + index % 9}"
    return Case(
        id=paper.case_id,
        number=number,
        title=f"{house} - {work}",
        subject=subject,
        party=VIGGO.party,
        handler=by,
        system=org.STENBRO,
        sensitivity="IKKE_FORTROLIGE_DATA",
        estate=f"urn:oio:esr:ejendom:999-{20000 + index % 9:06}",
        steps=(
            Step(opened, by, state="Opstaaet", filed=(paper.incoming(1, "ANSØGNING", opened),)),
            Step(informed, by, state="Oplyst"),
            Step(
                decided,
                by,
                state="Afgjort",
                outcome=_OUTCOMES[index % len(_OUTCOMES)],
                filed=(paper.letter(2, "AFGØRELSE", decided),),
            ),
            Step(closed, by, state="Afsluttet"),
        ),
    )
