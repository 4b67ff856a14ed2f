# SPDX-License-Identifier: EUPL-1.2
"""Others who have applied for aids, so that there is something to learn a usual wait from."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from gearskifte.demo import organisation as org
from gearskifte.demo.identity import dice
from gearskifte.demo.paperwork import Folder, case_number
from gearskifte.demo.people import fictive_cpr
from gearskifte.demo.story import Case, Life, Party, Step
from gearskifte.demo.subjects import GRANTED, REFUSED, SUBJECTS
from gearskifte.demo.timeline import Timeline, on_workday

_OTHERS: Final = 42
_DAYS_BETWEEN: Final = 9
_FIRST_NAMES: Final = ("Asta", "Viggo", "Gudrun", "Aage", "Inga", "Svenning", "Thora")
_LAST_NAMES: Final = ("Bækmark", "Duelund", "Fuglkjær", "Hedelykke", "Overmose", "Tingvad")
_BORN_FROM: Final = date(1929, 2, 3)
"""Older than everybody drawn, so that nobody shares a CPR number."""


def queue(t: Timeline) -> tuple[Life, ...]:
    """One application every nine days, each with a wait of its own; the last are open still."""
    return tuple((_application(t, number),) for number in range(_OTHERS))


def _application(t: Timeline, number: int) -> Case:
    rng = dice("queue", number)
    opened = on_workday(t.ago(_OTHERS * _DAYS_BETWEEN + 12 - number * _DAYS_BETWEEN, 9, 30))
    subject, by = SUBJECTS["99.10.01"], rng.choice((org.METTE, org.TOVE))
    serial = case_number(org.KLOKKEVAERK, opened.date(), 300 + number)
    name = f"{rng.choice(_FIRST_NAMES)} {rng.choice(_LAST_NAMES)}"
    born = _BORN_FROM + timedelta(days=11 * number)
    party = Party(name, f"urn:oio:cpr-nr:{fictive_cpr(born, 1000 + number)}")
    paper = Folder(serial, subject, party, by, "FOELSOMME_PERSONOPLYSNINGER")
    informed = on_workday(opened + timedelta(days=rng.randint(5, 14)))
    decided = on_workday(informed + timedelta(days=rng.randint(6, 32)))
    answer = GRANTED if rng.random() < 0.85 else REFUSED
    steps = (
        Step(
            opened,
            by,
            state="Opstaaet",
            filed=(paper.incoming(1, "Ansøgning om hjælpemiddel", opened),),
        ),
        Step(informed, by, state="Oplyst"),
        Step(decided, by, state="Afgjort", outcome=answer),
    )
    return Case(
        id=paper.case_id,
        number=serial,
        title="Ansøgning om hjælpemiddel",
        subject=subject,
        party=party,
        handler=by,
        system=org.KLOKKEVAERK,
        sensitivity="FOELSOMME_PERSONOPLYSNINGER",
        steps=tuple(step for step in steps if step.at < t.now),
    )
