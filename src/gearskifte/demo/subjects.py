# SPDX-License-Identifier: EUPL-1.2
"""Invented subjects under the invented main group 99, and what decisions on them are called.

The numbers have the form of KLE numbers but stand in no edition of KLE, which is KL's and is not
shipped. `classification` writes them out as a subject plan to import.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from gearskifte.demo import organisation as org
from gearskifte.demo.identity import identify

MAIN_GROUP: Final = ("99", "Opdigtede opgaver")
GROUPS: Final = {
    "99.10": "Hjælp i hverdagen",
    "99.20": "Arbejde og uddannelse",
    "99.30": "Børn og familie",
    "99.40": "Byggeri og ejendom",
    "99.50": "Pension og tilskud",
    "99.60": "Borgerservice",
}
ACTION: Final = ("G99", "Behandling af ansøgning", identify("facet", "G99"))
"""The invented handling facet (handlingsfacet): key, title, UUID."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject (emne) and how the municipality usually works on it.

    Attributes:
        informed, decided: median days until the case is informed, and from then until decided.
        weight: how often such a case arises; 0 for those only told by hand.
        ages: the applicants' usual ages.
        refused: share of decisions that go against the applicant, wholly or in part.
        retention: B kept for ever, K may be discarded; `days` until personal data is deleted.
    """

    number: str
    title: str
    unit: org.Actor
    system: org.Actor
    informed: float
    decided: float
    weight: float
    ages: tuple[int, int] = (18, 95)
    refused: float = 0.15
    retention: Literal["B", "K"] = "K"
    days: int = 1825

    @property
    def id(self) -> UUID:
        """The class UUID that messages refer to."""
        return identify("class", self.number)


_K, _S, _T = org.KLOKKEVAERK, org.STENBRO, org.TIDEVAND

SUBJECTS: Final = {
    subject.number: subject
    for subject in (
        Subject("99.10.01", "Hjælpemidler", org.AIDS, _K, 12, 14, 12, (40, 95)),
        Subject("99.10.02", "Hjemmehjælp", org.CARE, _K, 4, 5, 9, (60, 95), 0.1),
        Subject("99.10.03", "Træning efter sygdom", org.CARE, _K, 5, 6, 8, (30, 95), 0.05),
        Subject("99.10.04", "Indretning af bolig", org.AIDS, _K, 25, 30, 4, (40, 95), 0.3),
        Subject("99.20.01", "Samtaler om job", org.JOBS, _T, 7, 40, 8, (18, 66), 0.0),
        Subject("99.20.02", "Kurser og opkvalificering", org.JOBS, _T, 9, 12, 6, (18, 66), 0.35),
        Subject("99.20.03", "Hjælp til forsørgelse", org.JOBS, _T, 8, 9, 7, (18, 66), 0.25),
        Subject("99.20.04", "Enkeltydelser", org.MONEY, _T, 6, 12, 5, (18, 95), 0.55),
        Subject("99.30.01", "Plads i dagtilbud", org.CHILDREN, _K, 3, 20, 7, (20, 45), 0.05),
        Subject("99.30.02", "Tilskud til dagtilbud", org.CHILDREN, _K, 6, 12, 4, (20, 45), 0.3),
        Subject("99.30.03", "Skift af skole", org.CHILDREN, _K, 5, 10, 3, (28, 55), 0.2),
        Subject(
            "99.30.04", "Støtte til børn og unge", org.FAMILY, _K, 20, 40, 0, (22, 60), 0.2, "B"
        ),
        Subject("99.40.01", "Byggetilladelse", org.BUILDING, _S, 28, 35, 7, (25, 85), 0.15, "B"),
        Subject("99.40.02", "Henvendelse om nabo", org.BUILDING, _S, 15, 30, 4, (25, 90), 0.5, "B"),
        Subject("99.40.03", "Nedrivning", org.BUILDING, _S, 10, 15, 2, (25, 85), 0.1, "B"),
        Subject("99.50.01", "Alderspension", org.MONEY, _K, 10, 10, 0, (66, 95), 0.05),
        Subject("99.50.02", "Tillæg til medicin og briller", org.MONEY, _K, 8, 9, 4, (66, 95), 0.4),
        Subject("99.50.03", "Tilskud til bolig", org.MONEY, _K, 7, 8, 8, (18, 95), 0.25),
        Subject(
            "99.60.01", "Pas og legitimation", org.SERVICE, _S, 1, 4, 9, (18, 95), 0.02, "K", 730
        ),
        Subject("99.60.02", "Parkeringskort", org.SERVICE, _S, 6, 9, 4, (40, 95), 0.25),
        Subject("99.60.03", "Velkomst til nye borgere", org.WELCOME, _T, 10, 40, 2, (18, 70), 0.0),
    )
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case was decided (afgørelsesklasse), on the second level of the classification."""

    key: str
    title: str

    @property
    def id(self) -> UUID:
        """The class UUID that messages refer to."""
        return identify("outcome", self.key)


GRANTED: Final = Outcome("DEMO-1.1", "Imødekommet")
REFUSED: Final = Outcome("DEMO-2.1", "Afslag")
PARTLY: Final = Outcome("DEMO-3.1", "Delvist imødekommet")
WITHDRAWN: Final = Outcome("DEMO-4.1", "Ansøgning trukket tilbage")
OUTCOMES: Final = (GRANTED, REFUSED, PARTLY, WITHDRAWN)

NOT_FOR_CITIZEN: Final = ("DEMO-V1", "Visning undtaget for borger", identify("display", "citizen"))
"""The display class (visningsklasse) that keeps a case out of the citizen's own view; as above."""
