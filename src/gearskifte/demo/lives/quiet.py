# SPDX-License-Identifier: EUPL-1.2
"""Bent, who hardly needs the municipality, and Erik, who may not see all it has on him."""

from __future__ import annotations

from typing import Final

from gearskifte.demo import organisation as org
from gearskifte.demo.paperwork import Folder, case_number
from gearskifte.demo.people import BENT, ERIK
from gearskifte.demo.story import Case, Life, Note, Sensitivity, Step
from gearskifte.demo.subjects import GRANTED, SUBJECTS
from gearskifte.demo.timeline import Timeline

_HEALTH: Final[Sensitivity] = "FOELSOMME_PERSONOPLYSNINGER"


def bent(t: Timeline) -> tuple[Life, ...]:
    """One closed case."""
    opened = t.ago(640, 12)
    subject, by = SUBJECTS["99.60.01"], org.BODIL
    number = case_number(org.STENBRO, opened.date(), 142)
    paper = Folder(number, subject, BENT.party, by)
    passport = Case(
        id=paper.case_id,
        number=number,
        title="Fornyelse af pas",
        subject=subject,
        party=BENT.party,
        handler=by,
        system=org.STENBRO,
        steps=(
            Step(opened, by, state="Opstaaet"),
            Step(t.ago(634, 10), by, state="Afgjort", outcome=GRANTED),
            Step(t.ago(627, 15), by, state="Afsluttet", status="UDLEVERET"),
        ),
    )
    return ((passport,),)


def erik(t: Timeline) -> tuple[Life, ...]:
    """An ordinary case, one he may not see, and one that is exempt from public access."""
    return ((_training(t),), (_hidden(t),), (_exempt(t),))


def _training(t: Timeline) -> Case:
    opened = t.ago(74, 10)
    subject, by = SUBJECTS["99.10.03"], org.BIRTE
    number = case_number(org.KLOKKEVAERK, opened.date(), 203)
    paper = Folder(number, subject, ERIK.party, by, _HEALTH)
    return Case(
        id=paper.case_id,
        number=number,
        title="Træning efter operation i knæet",
        subject=subject,
        party=ERIK.party,
        handler=by,
        system=org.KLOKKEVAERK,
        sensitivity=_HEALTH,
        steps=(
            Step(
                opened,
                by,
                state="Opstaaet",
                filed=(paper.incoming(1, "Plan for træning fra sygehuset", opened),),
            ),
            Step(t.ago(71, 9), by, state="Oplyst"),
            Step(
                t.ago(67, 13),
                by,
                state="Afgjort",
                outcome=GRANTED,
                filed=(paper.letter(2, "Du får træning på et hold", t.ago(67, 13)),),
            ),
            Step(t.ago(14, 11), by, state="Afsluttet", status="Forløb slut"),
        ),
    )


def _hidden(t: Timeline) -> Case:
    """Kept out of his own view until somebody has talked with him; so are its documents."""
    opened = t.ago(32, 9)
    subject, by = SUBJECTS["99.30.04"], org.CAMILLA
    number = case_number(org.KLOKKEVAERK, opened.date(), 208)
    paper = Folder(number, subject, ERIK.party, by, _HEALTH)
    return Case(
        id=paper.case_id,
        number=number,
        title="Samtale med forældre skal aftales",
        subject=subject,
        party=ERIK.party,
        handler=by,
        system=org.KLOKKEVAERK,
        sensitivity=_HEALTH,
        hidden=True,
        steps=(
            Step(
                opened,
                by,
                state="Opstaaet",
                filed=(paper.incoming(1, "Henvendelse fra skolen", opened),),
            ),
            Step(
                t.ago(31, 14),
                by,
                attached=(paper.internal(2, "Vurdering af henvendelse", t.ago(31, 14)),),
                notes=(Note("Næste skridt", "Far orienteres ved møde, før sagen vises."),),
            ),
        ),
    )


def _exempt(t: Timeline) -> Case:
    """The public may read the title; the secret one is for those who work on the case."""
    opened = t.ago(58, 11)
    subject, by = SUBJECTS["99.40.02"], org.POUL
    number = case_number(org.STENBRO, opened.date(), 327)
    paper = Folder(number, subject, ERIK.party, by)
    return Case(
        id=paper.case_id,
        number=number,
        title="TILSYN HAVNEGADE 8",
        subject=subject,
        party=ERIK.party,
        handler=by,
        system=org.STENBRO,
        exemption=(
            "Henvendelse om ulovlig udlejning, Havnegade 8, Erik Damgaard Falk",
            "LOV nr 606 af 2013 om offentlighed i forvaltningen (Offentlighedsloven) § 30, Nr. 1",
        ),
        steps=(
            Step(
                opened,
                by,
                state="Opstaaet",
                filed=(paper.incoming(1, "HENVENDELSE", opened),),
            ),
            Step(
                t.ago(35, 10),
                by,
                state="Oplyst",
                attached=(paper.internal(2, "NOTAT EFTER TILSYN", t.ago(35, 10)),),
            ),
        ),
    )
