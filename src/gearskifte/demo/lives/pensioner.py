# SPDX-License-Identifier: EUPL-1.2
"""Karen: waits for a walker, gets home help, has a pension and an old parking card."""

from __future__ import annotations

from typing import Final

from gearskifte.demo import organisation as org
from gearskifte.demo.identity import identify
from gearskifte.demo.paperwork import Folder, case_number
from gearskifte.demo.people import KAREN
from gearskifte.demo.story import Benefit, Case, Grant, Life, Note, Rate, Sensitivity, Step
from gearskifte.demo.subjects import GRANTED, SUBJECTS
from gearskifte.demo.timeline import Timeline, month_after

_HEALTH: Final[Sensitivity] = "FOELSOMME_PERSONOPLYSNINGER"


def karen(t: Timeline) -> tuple[Life, ...]:
    """Everything the municipality has on Karen."""
    help_case = _home_help(t)
    return (
        (_parking(t),),
        (_pension(t),),
        (help_case, _cleaning(t, help_case)),
        (_walker(t),),
        (_new_look(t, help_case),),
    )


def _walker(t: Timeline) -> Case:
    opened = t.ago(24, 9, 12)
    subject, by = SUBJECTS["99.10.01"], org.METTE
    number = case_number(org.KLOKKEVAERK, opened.date(), 211)
    paper = Folder(number, subject, KAREN.party, by, _HEALTH)
    call = Note(
        "Telefonsamtale med borger",
        "Karen ringer kl. 10. Hun er faldet to gange i køkkenet og er utryg ved at gå alene.\n"
        "Hun vil gerne have en rollator med kurv. Datteren må gerne ringes op.\n"
        "Jeg har bedt om oplysninger fra egen læge.",
    )
    report = paper.incoming(3, "Oplysninger fra egen læge", t.ago(10, 11, 5))
    return Case(
        id=paper.case_id,
        number=number,
        title="Ansøgning om rollator",
        subject=subject,
        party=KAREN.party,
        handler=by,
        system=org.KLOKKEVAERK,
        legal_basis="LBK om social service (Serviceloven) § 112, Stk. 1",
        sensitivity=_HEALTH,
        steps=(
            Step(
                opened,
                by,
                state="Opstaaet",
                status="Modtaget",
                filed=(paper.incoming(1, "Ansøgning om rollator", opened),),
            ),
            Step(
                t.ago(23, 8, 40),
                by,
                status="Afventer oplysninger fra læge",
                filed=(paper.letter(2, "Vi har modtaget din ansøgning", t.ago(23, 8, 40)),),
            ),
            Step(t.ago(17, 10, 20), by, notes=(call,)),
            Step(
                t.ago(10, 11, 5), by, state="Oplyst", status="Bliver vurderet", attached=(report,)
            ),
        ),
    )


def _home_help(t: Timeline) -> Case:
    opened = t.ago(240, 13, 30)
    subject, by = SUBJECTS["99.10.02"], org.JESPER
    number = case_number(org.KLOKKEVAERK, opened.date(), 187)
    paper = Folder(number, subject, KAREN.party, by, _HEALTH)
    visit = Note(
        "Besøg i hjemmet",
        "Karen klarer selv personlig pleje. Hun kan ikke støvsuge og vaske gulv på grund af gigt.\n"
        "Aftalt: rengøring 45 minutter hver anden uge.",
    )
    decision = paper.letter(3, "Afgørelse om hjælp til rengøring", t.ago(226, 14))
    return Case(
        id=paper.case_id,
        number=number,
        title="HJH – rengøring hver 2. uge, KMH",
        subject=subject,
        party=KAREN.party,
        handler=by,
        system=org.KLOKKEVAERK,
        legal_basis="LBK om social service (Serviceloven) § 83, Stk. 1",
        sensitivity=_HEALTH,
        steps=(
            Step(
                opened,
                by,
                state="Opstaaet",
                filed=(paper.incoming(1, "Ansøgning om praktisk hjælp", opened),),
            ),
            Step(
                t.ago(239, 9),
                by,
                filed=(paper.letter(2, "Kvittering for ansøgning", t.ago(239, 9)),),
            ),
            Step(t.ago(233, 12), by, state="Oplyst", notes=(visit,)),
            Step(
                t.ago(226, 14),
                by,
                state="Afgjort",
                status="Hjælp bevilget",
                title="Hjælp til rengøring",
                outcome=GRANTED,
                filed=(decision,),
            ),
        ),
    )


def _cleaning(t: Timeline, case: Case) -> Grant:
    """Help that is not money: granted with how much, and nothing is paid for it."""
    granted = t.ago(226, 14, 10)
    cleaning = Benefit(
        "1",
        "Rengøring i hjemmet",
        SUBJECTS["99.10.02"],
        (Rate(month_after(granted.date(), 1), 0),),
        message="45 minutter hver anden uge: støvsugning og gulvvask.",
    )
    return Grant(
        id=identify("grant", "karen", "cleaning"),
        number="H-000187",
        party=KAREN.party,
        start=granted,
        by=org.JESPER,
        reason="Du kan ikke selv støvsuge og vaske gulv på grund af gigt.",
        benefits=(cleaning,),
        case=case.id,
        system=org.KLOKKEVAERK,
    )


def _new_look(t: Timeline, parent: Case) -> Case:
    opened = t.ago(11, 10, 45)
    subject, by = SUBJECTS["99.10.02"], org.BIRTE
    number = case_number(org.KLOKKEVAERK, opened.date(), 219)
    paper = Folder(number, subject, KAREN.party, by, _HEALTH)
    return Case(
        id=paper.case_id,
        number=number,
        title="Revurd. hjh., opf. på fald",
        subject=subject,
        party=KAREN.party,
        handler=by,
        system=org.KLOKKEVAERK,
        sensitivity=_HEALTH,
        parent=parent.id,
        steps=(
            Step(opened, by, state="Opstaaet", notes=(Note("Oprettet", "Set efter to fald."),)),
            Step(
                t.ago(10, 9, 15),
                by,
                status="Besøg aftalt",
                filed=(paper.letter(1, "Vi vil gerne besøge dig", t.ago(10, 9, 15)),),
            ),
        ),
    )


def _pension(t: Timeline) -> Grant:
    granted = t.ago(920, 11)
    month, regulated = month_after(granted.date(), 1), t.month(-10)
    base, extra = SUBJECTS["99.50.01"], SUBJECTS["99.50.02"]
    return Grant(
        id=identify("grant", "karen", "pension"),
        number="B-000311",
        party=KAREN.party,
        start=granted,
        by=org.INGER,
        reason="Du har nået alderen for alderspension.",
        in_advance=True,
        benefits=(
            Benefit("1", "Grundbeløb", base, (Rate(month, 6685), Rate(regulated, 6928))),
            Benefit("2", "Pensionstillæg", base, (Rate(month, 6240), Rate(regulated, 6467))),
            Benefit(
                "3",
                "Tillæg til medicin",
                extra,
                (Rate(t.month(-7), 412),),
                message="Beløbet dækker din egen betaling til medicin efter lægens liste.",
            ),
        ),
    )


def _parking(t: Timeline) -> Case:
    opened = t.ago(905, 10)
    subject, by = SUBJECTS["99.60.02"], org.BODIL
    number = case_number(org.STENBRO, opened.date(), 77)
    paper = Folder(number, subject, KAREN.party, by)
    return Case(
        id=paper.case_id,
        number=number,
        title="P-KORT HOLM, KAREN MARGRETHE",
        subject=subject,
        party=KAREN.party,
        handler=by,
        system=org.STENBRO,
        steps=(
            Step(
                opened,
                by,
                state="Opstaaet",
                filed=(paper.incoming(1, "ANSØGNING P-KORT", opened),),
            ),
            Step(
                t.ago(890, 14),
                by,
                state="Afgjort",
                outcome=GRANTED,
                filed=(paper.letter(2, "BEVILLING P-KORT", t.ago(890, 14)),),
            ),
            Step(t.ago(884, 9), by, state="Afsluttet"),
        ),
    )
