# SPDX-License-Identifier: EUPL-1.2
"""Sofie, Mads and little Alma: a place in nursery, support for it, and a carport."""

from __future__ import annotations

from gearskifte.demo import organisation as org
from gearskifte.demo.faults import Fault
from gearskifte.demo.identity import identify
from gearskifte.demo.paperwork import Folder, case_number
from gearskifte.demo.people import ALMA, MADS, SOFIE
from gearskifte.demo.story import Benefit, Case, Custody, Grant, Life, Note, Rate, Step
from gearskifte.demo.subjects import GRANTED, SUBJECTS
from gearskifte.demo.timeline import Timeline, month_after


def sofie(t: Timeline) -> tuple[Life, ...]:
    """Everything the municipality has on Sofie."""
    support = _support(t)
    return (
        (_nursery(t),),
        (support, _grant(t, support)),
        (_carport(t),),
        (_again(t),),
        (_language(t), _custody(t)),
    )


def _nursery(t: Timeline) -> Case:
    opened = t.ago(215, 20, 14)
    subject, by = SUBJECTS["99.30.01"], org.LINE
    number = case_number(org.KLOKKEVAERK, opened.date(), 164)
    paper = Folder(number, subject, SOFIE.party, by)
    return Case(
        id=paper.case_id,
        number=number,
        title="Plads i vuggestue til Alma",
        subject=subject,
        party=SOFIE.party,
        handler=by,
        system=org.KLOKKEVAERK,
        others=(ALMA, MADS),
        steps=(
            Step(
                opened,
                by,
                state="Opstaaet",
                status="På venteliste",
                filed=(paper.incoming(1, "Opskrivning til vuggestue", opened),),
            ),
            Step(t.ago(210, 9), by, state="Oplyst"),
            Step(
                t.ago(190, 10, 30),
                by,
                state="Afgjort",
                outcome=GRANTED,
                filed=(paper.letter(2, "Tilbud om plads i vuggestue", t.ago(190, 10, 30)),),
            ),
            Step(t.ago(183, 8, 45), by, state="Afsluttet", status="Plads taget imod"),
        ),
    )


def _support(t: Timeline) -> Case:
    opened = t.ago(205, 9, 20)
    subject, by = SUBJECTS["99.30.02"], org.OLE
    number = case_number(org.KLOKKEVAERK, opened.date(), 171)
    paper = Folder(number, subject, SOFIE.party, by)
    return Case(
        id=paper.case_id,
        number=number,
        title="ØFP 2 voksne, indk.grundlag mgl.",
        subject=subject,
        party=SOFIE.party,
        handler=by,
        system=org.KLOKKEVAERK,
        others=(MADS,),
        steps=(
            Step(
                opened,
                by,
                state="Opstaaet",
                filed=(paper.incoming(1, "Ansøgning om tilskud til dagtilbud", opened),),
            ),
            Step(
                t.ago(200, 11),
                by,
                status="Mangler lønsedler",
                filed=(paper.letter(2, "Send os jeres lønsedler", t.ago(200, 11)),),
            ),
            Step(
                t.ago(189, 10),
                by,
                state="Oplyst",
                attached=(paper.incoming(3, "Lønsedler", t.ago(189, 10)),),
            ),
            Step(
                t.ago(176, 14, 10),
                by,
                state="Afgjort",
                status="Løbende tilskud",
                title="Tilskud til Almas plads i vuggestue",
                outcome=GRANTED,
                filed=(paper.letter(4, "I får tilskud til pladsen", t.ago(176, 14, 10)),),
            ),
        ),
    )


def _grant(t: Timeline, case: Case) -> Grant:
    """One of its payments refers to a grant that nobody ever sent."""
    granted = t.ago(176, 14, 20)
    benefit = Benefit(
        "1",
        "Økonomisk tilskud til dagtilbud",
        SUBJECTS["99.30.02"],
        (Rate(month_after(granted.date(), 1), 1864), Rate(t.month(-1), 1942)),
        last=t.month(6),
        message="Tilskuddet bliver regnet ud igen, når jeres indkomst ændrer sig.",
    )
    return Grant(
        id=identify("grant", "sofie", "nursery"),
        number="B-000523",
        party=SOFIE.party,
        start=granted,
        by=org.DORTHE,
        reason="Husstandens indkomst er under grænsen for tilskud.",
        in_advance=True,
        benefits=(benefit,),
        case=case.id,
        mistakes={t.month(-3): Fault.DANGLING_GRANT},
    )


def _again(t: Timeline) -> Case:
    """The support is looked at again, and the municipality waits for the family's payslips."""
    opened = t.ago(9, 8, 15)
    subject, by = SUBJECTS["99.30.02"], org.OLE
    number = case_number(org.KLOKKEVAERK, opened.date(), 226)
    paper = Folder(number, subject, SOFIE.party, by)
    asked = paper.letter(1, "Send os jeres lønsedler for oktober", t.ago(7, 9, 40))
    return Case(
        id=paper.case_id,
        number=number,
        title="Ny beregning af tilskud til vuggestue",
        subject=subject,
        party=SOFIE.party,
        handler=by,
        system=org.KLOKKEVAERK,
        others=(MADS,),
        steps=(
            Step(opened, by, state="Opstaaet", status="Modtaget"),
            Step(
                t.ago(7, 9, 40),
                by,
                status="Mangler lønsedler for oktober",
                due=t.ago(-12, 0),
                filed=(asked,),
            ),
        ),
    )


def _language(t: Timeline) -> Case:
    """Alma's own case, which her mother sees because she has custody."""
    opened = t.ago(31, 9, 30)
    subject, by = SUBJECTS["99.30.04"], org.CAMILLA
    number = case_number(org.KLOKKEVAERK, opened.date(), 205)
    paper = Folder(number, subject, ALMA, by)
    return Case(
        id=paper.case_id,
        number=number,
        title="Hjælp til sprog i vuggestuen",
        subject=subject,
        party=ALMA,
        handler=by,
        system=org.KLOKKEVAERK,
        steps=(
            Step(
                opened,
                by,
                state="Opstaaet",
                filed=(paper.incoming(1, "Ønske om hjælp til sprog", opened),),
            ),
            Step(t.ago(24, 10, 15), by, state="Oplyst", status="Bliver vurderet"),
        ),
    )


def _custody(t: Timeline) -> Custody:
    return Custody(t.ago(31, 8), ALMA, SOFIE.party, "alma-sofie")


def _carport(t: Timeline) -> Case:
    opened = t.ago(95, 21, 5)
    subject, by = SUBJECTS["99.40.01"], org.NANNA
    number = case_number(org.STENBRO, opened.date(), 318)
    paper = Folder(number, subject, SOFIE.party, by)
    hearing = paper.letter(4, "NABOORIENTERING, SKYTTEVÆNGET 12", t.ago(43, 10))
    return Case(
        id=paper.case_id,
        number=number,
        title="SKYTTEVÆNGET 12 - CARPORT 32 M2 - BYGGETILLADELSE",
        subject=subject,
        party=SOFIE.party,
        handler=by,
        system=org.STENBRO,
        others=(MADS,),
        sensitivity="IKKE_FORTROLIGE_DATA",
        estate="urn:oio:esr:ejendom:999-012345",
        steps=(
            Step(
                opened,
                by,
                state="Opstaaet",
                filed=(paper.incoming(1, "ANSØGNING OM BYGGETILLADELSE", opened),),
                attached=(paper.incoming(2, "TEGNINGER OG SITUATIONSPLAN", opened),),
            ),
            Step(
                t.ago(81, 9, 50),
                by,
                status="MANGLER AFSTAND TIL SKEL",
                filed=(paper.letter(3, "MANGLER I ANSØGNING", t.ago(81, 9, 50)),),
            ),
            Step(
                t.ago(43, 10),
                by,
                state="Oplyst",
                status="NABOHØRING",
                filed=(hearing,),
                notes=(Note("NABOHØRING", "FRIST 14 DAGE. SENDT TIL NR. 10 OG 14."),),
            ),
            Step(t.ago(22, 13), by, notes=(Note("SVAR FRA NR. 14", "INGEN INDVENDINGER."),)),
        ),
    )
