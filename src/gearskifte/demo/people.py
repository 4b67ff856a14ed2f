# SPDX-License-Identifier: EUPL-1.2
"""The people one can be in the demo: citizens with different lives, and those who work there.

All are invented. CPR numbers have sixty added to the day, as fictive ones do, so that none can be a
real person's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal
from uuid import UUID

from gearskifte.demo import organisation as org
from gearskifte.demo.story import Party
from gearskifte.kernel.errors import Text

_NONE: Final = Text("", "")
Part = Literal[
    "citizen",
    "case_worker",
    "department_head",
    "digitalisation_chief",
    "hr",
    "integrator",
    "director",
    "coordinator",
]


def fictive_cpr(born: date, serial: int) -> str:
    """A CPR number that cannot be real, for sixty is added to the day.

    Args:
        born: the birth date.
        serial: the last four digits; the first of them must fit the century, the last the sex.
    """
    return f"{born.day + 60:02}{born:%m%y}{serial:04}"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody one can be at the demo login.

    Attributes:
        key: short name, fit for a command line.
        part: what they are: a citizen, or which kind of employee.
        cpr: a citizen's number; "" for employees.
        id: an employee's UUID as it stands in the messages; None for citizens.
        title, unit: an employee's; empty for citizens.
        story: one sentence about the life behind the page.
    """

    key: str
    name: str
    part: Part
    story: Text
    cpr: str = field(default="", repr=False)
    id: UUID | None = None
    title: Text = _NONE
    unit: str = ""

    @property
    def party(self) -> Party:
        """The person as a party in a case."""
        return Party(self.name, f"urn:oio:cpr-nr:{self.cpr}")


def _citizen(key: str, name: str, born: date, serial: int, story: Text) -> DemoPerson:
    return DemoPerson(key, name, "citizen", story, fictive_cpr(born, serial))


KAREN: Final = _citizen(
    "karen",
    "Karen Margrethe Holm",
    date(1946, 3, 12),
    128,
    Text(
        "Pensionist, som venter på svar om en rollator og får hjemmehjælp og pension.",
        "A pensioner who awaits an answer about a walker and gets home help and a pension.",
    ),
)
JONAS: Final = _citizen(
    "jonas",
    "Jonas Vestergaard Lind",
    date(2001, 8, 27),
    4317,
    Text(
        "Ung og søger arbejde; har fået ja, delvist ja og nej, og hans hjælp er sat ned.",
        "Young and looking for work; was told yes, partly and no, and his support was cut.",
    ),
)
SOFIE: Final = _citizen(
    "sofie",
    "Sofie Brandt Krogh",
    date(1988, 11, 5),
    2436,
    Text(
        "Mor med barn i vuggestue, tilskud til pladsen og en carport, der venter på tilladelse.",
        "A mother with a child in nursery, support for it, and a carport awaiting permission.",
    ),
)
SAMIRA: Final = _citizen(
    "samira",
    "Samira Haddad Noor",
    date(1993, 1, 19),
    2712,
    Text(
        "Flygtning, som kom uden CPR-nummer og fik et siden; hendes sag følger med.",
        "A refugee who came without a CPR number and got one later; her case follows her.",
    ),
)
BENT: Final = _citizen(
    "bent",
    "Bent Aage Lykke",
    date(1958, 6, 30),
    2931,
    Text(
        "Har næsten ikke brug for kommunen: ét pas, fornyet for længe siden.",
        "Hardly needs the municipality: one passport, renewed long ago.",
    ),
)
IDA: Final = _citizen(
    "ida",
    "Ida Thorup Skov",
    date(1999, 4, 8),
    2658,
    Text(
        "Lige flyttet til; kommunen kender hende kun fra folkeregistret og har ingen sager.",
        "Just moved in; known only from the national register, with no cases at all.",
    ),
)
ERIK: Final = _citizen(
    "erik",
    "Erik Damgaard Falk",
    date(1971, 9, 21),
    2173,
    Text(
        "Har en sag, han ikke må se endnu, og en, der er undtaget fra offentligheden.",
        "Has a case he may not see yet, and one that is exempt from public access.",
    ),
)
VIGGO: Final = _citizen(
    "viggo",
    "Viggo Storm Pedersen",
    date(1952, 12, 2),
    2095,
    Text(
        "Ejer mange huse og har 60 sager; hans liste fylder flere sider.",
        "Owns many houses and has 60 cases; his list fills several pages.",
    ),
)

CITIZENS: Final = (KAREN, JONAS, SOFIE, SAMIRA, BENT, IDA, ERIK, VIGGO)

MADS: Final = Party("Mads Krogh", f"urn:oio:cpr-nr:{fictive_cpr(date(1986, 2, 14), 2219)}")
"""Sofie's husband."""
ALMA: Final = Party("Alma Brandt Krogh", f"urn:oio:cpr-nr:{fictive_cpr(date(2023, 5, 3), 4560)}")
"""Sofie's daughter."""
MENTOR: Final = Party("Birgit Thrane", f"urn:oio:cpr-nr:{fictive_cpr(date(1964, 10, 11), 2380)}")
"""Jonas' mentor for some months."""
NAMESAKE: Final = Party("Jonas Lindgaard", f"urn:oio:cpr-nr:{fictive_cpr(date(1979, 7, 16), 2351)}")
"""Somebody else, whose letter was filed on Jonas' case by mistake."""


def _employee(key: str, employee: org.Employee, part: Part, title: Text, story: Text) -> DemoPerson:
    actor = employee.actor
    return DemoPerson(
        key, actor.name, part, story, id=actor.id, title=title, unit=employee.unit.name
    )


STAFF: Final = (
    _employee(
        "mette",
        org.METTE,
        "case_worker",
        Text("Sagsbehandler", "Case worker"),
        Text(
            "Behandler ansøgninger om hjælpemidler og slår borgere op, når de ringer.",
            "Decides on aids and looks citizens up when they call.",
        ),
    ),
    _employee(
        "henrik",
        org.HENRIK,
        "department_head",
        Text("Fagchef", "Department head"),
        Text(
            "Leder sundhed og omsorg og vil vide, om borgerne venter for længe.",
            "Heads health and care and wants to know whether citizens wait too long.",
        ),
    ),
    _employee(
        "signe",
        org.SIGNE,
        "department_head",
        Text("Jobcenterchef", "Head of the job centre"),
        Text(
            "Leder jobcentret og ejer robotten, der læser joblog, så medarbejderne kan tale.",
            "Heads the job centre and owns the robot that reads job logs, so that staff can talk.",
        ),
    ),
    _employee(
        "anders",
        org.ANDERS,
        "department_head",
        Text("Skolechef", "Head of schools"),
        Text(
            "Leder dagtilbud og skoler, hvor der snart er færre børn end ventet.",
            "Heads day care and schools, where there will soon be fewer children than expected.",
        ),
    ),
    _employee(
        "nadia",
        org.NADIA,
        "digitalisation_chief",
        Text("Digitaliseringschef", "Chief of digitalisation"),
        Text(
            "Vil vide, hvad andre allerede har lavet, og hvad der er vist at virke.",
            "Wants to know what others have made already, and what is shown to work.",
        ),
    ),
    _employee(
        "torben",
        org.TORBEN,
        "hr",
        Text("HR-konsulent", "HR consultant"),
        Text(
            "Skal finde ud af, hvem der mangler om fem år, og hvem der kan flytte.",
            "Has to find out who will be lacking in five years, and who can move.",
        ),
    ),
    _employee(
        "frederik",
        org.FREDERIK,
        "integrator",
        Text("Integrationsansvarlig", "Integrator"),
        Text(
            "Holder øje med, om systemerne sender det, de skal, og hvad de sender forkert.",
            "Watches whether the systems send what they should, and what they send wrongly.",
        ),
    ),
    _employee(
        "lise",
        org.LISE,
        "director",
        Text("Direktør", "Director"),
        Text(
            "Har ansvar for velfærd og beskæftigelse og vil se, hvad der virker.",
            "Answers for welfare and employment and wants to see what works.",
        ),
    ),
)

COORDINATOR: Final = DemoPerson(
    "ellen",
    "Ellen Rask Toft",
    "coordinator",
    Text(
        "Følger kommunernes fællesskab for KL og ser, hvem der burde tale sammen.",
        "Follows the municipalities' commons for KL and sees who ought to talk.",
    ),
    title=Text("National koordinator", "National coordinator"),
    unit="KL",
)
"""Works for no municipality, so no message knows her."""
