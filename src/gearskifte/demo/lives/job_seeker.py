# SPDX-License-Identifier: EUPL-1.2
"""Jonas: talks about jobs, a course granted in part, a refusal, and support that was cut."""

from __future__ import annotations

from gearskifte.demo import organisation as org
from gearskifte.demo.faults import Fault
from gearskifte.demo.identity import identify
from gearskifte.demo.paperwork import Folder, case_number
from gearskifte.demo.people import JONAS, MENTOR, NAMESAKE
from gearskifte.demo.story import Benefit, Case, Grant, Life, Note, Rate, Step
from gearskifte.demo.subjects import GRANTED, PARTLY, REFUSED, SUBJECTS
from gearskifte.demo.timeline import Timeline, month_after


def jonas(t: Timeline) -> tuple[Life, ...]:
    """Everything the municipality has on Jonas."""
    support = _support(t)
    return (
        (_talks(t),),
        (support, _grant(t, support)),
        (_course(t),),
        (_moving(t),),
    )


def _talks(t: Timeline) -> Case:
    """A long case; a stranger's letter was filed on it by mistake, and the mentor has left."""
    opened = t.ago(310, 9)
    subject, by = SUBJECTS["99.20.01"], org.RIKKE
    number = case_number(org.TIDEVAND, opened.date(), 402)
    paper = Folder(number, subject, JONAS.party, by)
    stray = Folder(number, subject, NAMESAKE, by).incoming(3, "Opsigelse af aftale", t.ago(95, 10))
    talk = Note(
        "Samtale om job",
        "Jonas har søgt 11 stillinger siden sidst og været til én samtale.\n"
        "Han vil helst arbejde med metal. Vi taler om et svejsekursus.",
    )
    return Case(
        id=paper.case_id,
        number=number,
        title="Kontaktforløb, JVL",
        subject=subject,
        party=JONAS.party,
        handler=by,
        system=org.TIDEVAND,
        others=(MENTOR,),
        steps=(
            Step(
                opened,
                by,
                state="Opstaaet",
                status="Tilmeldt",
                filed=(paper.letter(1, "Velkommen i jobcentret", opened),),
            ),
            Step(t.ago(296, 13), by, state="Oplyst", status="I forløb", notes=(talk,)),
            Step(
                t.ago(179, 13),
                by,
                filed=(paper.internal(2, "Min plan, udgave 2", t.ago(179, 13)),),
            ),
            Step(t.ago(150, 11), by, leaves=MENTOR, notes=(Note("Mentor stopper", "Aftalt."),)),
            Step(t.ago(95, 10), by, filed=(stray,)),
            Step(t.ago(94, 8, 30), by, withdrawn=stray),
            Step(
                t.ago(38, 13),
                by,
                filed=(paper.letter(4, "Indkaldelse til samtale", t.ago(38, 13), "Fejlet"),),
            ),
        ),
    )


def _support(t: Timeline) -> Case:
    opened = t.ago(305, 10)
    subject, by = SUBJECTS["99.20.03"], org.KLAUS
    number = case_number(org.TIDEVAND, opened.date(), 405)
    paper = Folder(number, subject, JONAS.party, by)
    return Case(
        id=paper.case_id,
        number=number,
        title="Hjælp til forsørgelse, mens du søger arbejde",
        subject=subject,
        party=JONAS.party,
        handler=by,
        system=org.TIDEVAND,
        steps=(
            Step(
                opened,
                by,
                state="Opstaaet",
                filed=(paper.incoming(1, "Ansøgning om hjælp til forsørgelse", opened),),
            ),
            Step(t.ago(298, 9), by, state="Oplyst"),
            Step(
                t.ago(290, 15),
                by,
                state="Afgjort",
                status="Løbende udbetaling",
                outcome=GRANTED,
                filed=(paper.letter(2, "Du får hjælp til forsørgelse", t.ago(290, 15)),),
            ),
            Step(
                t.ago(130, 12),
                by,
                filed=(paper.letter(3, "Din hjælp bliver sat ned", t.ago(130, 12)),),
                notes=(Note("Ændring af sats", "Flyttet hjem til forældre. Ny sats fra den 1."),),
            ),
        ),
    )


def _grant(t: Timeline, case: Case) -> Grant:
    """The amount falls, and one payment is written with a Danish thousands separator."""
    granted, cut = t.ago(290, 15, 30), t.ago(130, 12)
    benefit = Benefit(
        "1",
        "Hjælp til forsørgelse",
        SUBJECTS["99.20.03"],
        (
            Rate(month_after(granted.date(), 1), 7711),
            Rate(month_after(cut.date(), 1), 3324),
        ),
        message="Beløbet er før skat.",
    )
    return Grant(
        id=identify("grant", "jonas", "support"),
        number="B-000405",
        party=JONAS.party,
        start=granted,
        by=org.DORTHE,
        reason="Du har ikke selv penge til at leve for, og du søger arbejde.",
        benefits=(benefit,),
        case=case.id,
        mistakes={t.month(-2): Fault.DANISH_AMOUNT},
    )


def _course(t: Timeline) -> Case:
    """Granted in part; the case worker later corrects when the case was informed."""
    opened = t.ago(120, 9, 30)
    subject, by = SUBJECTS["99.20.02"], org.RIKKE
    number = case_number(org.TIDEVAND, opened.date(), 533)
    paper = Folder(number, subject, JONAS.party, by)
    decision = paper.letter(2, "Afgørelse om svejsekursus", t.ago(101, 14))
    return Case(
        id=paper.case_id,
        number=number,
        title="Opkv., svejsekursus 6 uger",
        subject=subject,
        party=JONAS.party,
        handler=by,
        system=org.TIDEVAND,
        steps=(
            Step(
                opened,
                by,
                state="Opstaaet",
                filed=(paper.incoming(1, "Ansøgning om kursus", opened),),
            ),
            Step(t.ago(106, 11), by, state="Oplyst"),
            Step(
                t.ago(101, 14),
                by,
                state="Afgjort",
                title="Svejsekursus, 4 uger af 6",
                outcome=PARTLY,
                filed=(decision,),
            ),
            Step(
                t.ago(92, 10),
                by,
                moved=("Oplyst", t.ago(113, 9)),
                notes=(Note("Rettelse", "Kursustilbud kom den dag, ikke en uge senere."),),
            ),
            Step(t.ago(60, 15), by, state="Afsluttet"),
        ),
    )


def _moving(t: Timeline) -> Case:
    opened = t.ago(81, 11)
    subject, by = SUBJECTS["99.20.04"], org.DORTHE
    number = case_number(org.TIDEVAND, opened.date(), 561)
    paper = Folder(number, subject, JONAS.party, by)
    return Case(
        id=paper.case_id,
        number=number,
        title="Enk.yd. flytteudg. – afslag",
        subject=subject,
        party=JONAS.party,
        handler=by,
        system=org.TIDEVAND,
        steps=(
            Step(
                opened,
                by,
                state="Opstaaet",
                filed=(paper.incoming(1, "Ansøgning om hjælp til flytning", opened),),
            ),
            Step(t.ago(74, 10), by, state="Oplyst"),
            Step(
                t.ago(66, 13),
                by,
                state="Afgjort",
                outcome=REFUSED,
                filed=(paper.letter(2, "Afslag på hjælp til flytning", t.ago(66, 13)),),
            ),
            Step(
                t.ago(52, 9),
                by,
                status="Klage modtaget",
                filed=(paper.incoming(3, "Klage over afslag", t.ago(52, 9)),),
            ),
        ),
    )
