# SPDX-License-Identifier: EUPL-1.2
"""Samira, who had a person id before she had a CPR number, and Ida, known only by moving here."""

from __future__ import annotations

from gearskifte.demo import organisation as org
from gearskifte.demo.identity import identify
from gearskifte.demo.paperwork import Folder, case_number
from gearskifte.demo.people import IDA, SAMIRA
from gearskifte.demo.story import Benefit, Case, Grant, Life, Move, Note, Party, Rate, Step
from gearskifte.demo.subjects import GRANTED, SUBJECTS
from gearskifte.demo.timeline import Timeline, month_after

_BEFORE = Party(SAMIRA.name, "urn:oio:us:personid:9900417")
"""Samira as the immigration authority called her."""


def samira(t: Timeline) -> tuple[Life, ...]:
    """Everything the municipality has on Samira."""
    return ((_welcome(t),), (_lessons(t),), (_grant(t),))


def ida(t: Timeline) -> tuple[Life, ...]:
    """Ida has no cases; the national register told that she moved in."""
    return ((Move(t.ago(4, 9), IDA.party, "ida"),),)


def _welcome(t: Timeline) -> Case:
    opened = t.ago(168, 10)
    subject, by = SUBJECTS["99.60.03"], org.YUSUF
    number = case_number(org.TIDEVAND, opened.date(), 488)
    unnamed = Folder(number, subject, _BEFORE, by)
    paper = Folder(number, subject, SAMIRA.party, by)
    return Case(
        id=paper.case_id,
        number=number,
        title="Modtagelse, S. Haddad Noor",
        subject=subject,
        party=_BEFORE,
        handler=by,
        system=org.TIDEVAND,
        steps=(
            Step(
                opened,
                by,
                state="Opstaaet",
                filed=(unnamed.incoming(1, "Besked om ny borger", opened),),
            ),
            Step(
                t.ago(161, 11),
                by,
                status="Bolig anvist",
                notes=(Note("Første samtale", "Tolk deltog. Samira er uddannet sygeplejerske."),),
            ),
            Step(t.ago(102, 9), by, party=SAMIRA.party, notes=(Note("CPR-nummer", "Tildelt."),)),
            Step(
                t.ago(98, 14),
                by,
                state="Oplyst",
                filed=(paper.letter(2, "Din kontrakt med kommunen", t.ago(98, 14)),),
            ),
        ),
    )


def _lessons(t: Timeline) -> Case:
    opened = t.ago(88, 9, 45)
    subject, by = SUBJECTS["99.20.02"], org.RIKKE
    number = case_number(org.TIDEVAND, opened.date(), 547)
    paper = Folder(number, subject, SAMIRA.party, by)
    return Case(
        id=paper.case_id,
        number=number,
        title="Dansk for sygeplejersker",
        subject=subject,
        party=SAMIRA.party,
        handler=by,
        system=org.TIDEVAND,
        steps=(
            Step(
                opened,
                by,
                state="Opstaaet",
                filed=(paper.incoming(1, "Ansøgning om kursus i dansk", opened),),
            ),
            Step(t.ago(85, 10), by, state="Oplyst"),
            Step(
                t.ago(78, 13),
                by,
                state="Afgjort",
                status="På kursus",
                outcome=GRANTED,
                filed=(paper.letter(2, "Du kan begynde på kursus", t.ago(78, 13)),),
            ),
        ),
    )


def _grant(t: Timeline) -> Grant:
    granted = t.ago(101, 15)
    first = Rate(month_after(granted.date(), 1), 6789)
    benefit = Benefit("1", "Hjælp til forsørgelse", SUBJECTS["99.20.03"], (first,))
    return Grant(
        id=identify("grant", "samira", "support"),
        number="B-000631",
        party=SAMIRA.party,
        start=granted,
        by=org.DORTHE,
        reason="Du er ny i landet og har ikke selv penge til at leve for.",
        benefits=(benefit,),
    )
