# SPDX-License-Identifier: EUPL-1.2
"""The fictive Korsbæk Kommune: its units, employees and the systems it has bought.

CVR number 11111111 is the public test authority, and the organisation's UUID is the one of KOMBIT's
published samples. Units, employees and systems are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from gearskifte.demo.identity import identify

ActorKind = Literal["organisation", "unit", "employee", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that acts in the municipality (aktør).

    Attributes:
        code: what older systems call it: CVR number, LOS number, user name or UUID.
    """

    kind: ActorKind
    id: UUID
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Employee:
    """A case worker (bruger) and the unit they belong to."""

    actor: Actor
    unit: Actor


CVR: Final = "11111111"

MUNICIPALITY: Final = Actor(
    "organisation",
    UUID("0235dc7b-11c4-4ee5-b685-9f638f5cd032"),
    "Korsbæk Kommune",
    CVR,
)


def _unit(name: str, los: str) -> Actor:
    return Actor("unit", identify("unit", los), name, los)


def _employee(name: str, user_name: str, unit: Actor) -> Employee:
    return Employee(Actor("employee", identify("employee", user_name), name, user_name), unit)


def _system(name: str) -> Actor:
    key = identify("system", name)
    return Actor("system", key, name, str(key))


AIDS: Final = _unit("Hjælpemidler", "0041")
CARE: Final = _unit("Visitation og Hjemmepleje", "0042")
JOBS: Final = _unit("Jobcenter", "0051")
MONEY: Final = _unit("Ydelse og Pension", "0052")
CHILDREN: Final = _unit("Dagtilbud og Skole", "0061")
FAMILY: Final = _unit("Børn og Familie", "0062")
BUILDING: Final = _unit("Byg og Miljø", "0071")
SERVICE: Final = _unit("Borgerservice", "0081")
WELCOME: Final = _unit("Modtagelse af nye borgere", "0091")

HEALTH: Final = _unit("Sundhed og Omsorg", "0040")
WORK: Final = _unit("Beskæftigelse", "0050")
SCHOOLS: Final = _unit("Børn og Skole", "0060")
DIGITAL: Final = _unit("Digitalisering", "0020")
STAFF_OFFICE: Final = _unit("HR og Løn", "0021")
BOARD: Final = _unit("Direktionen", "0010")

UNITS: Final = (
    AIDS, CARE, JOBS, MONEY, CHILDREN, FAMILY, BUILDING, SERVICE, WELCOME, HEALTH, WORK,
    SCHOOLS, DIGITAL, STAFF_OFFICE, BOARD,
)  # fmt: skip

METTE: Final = _employee("Mette Sandgaard", "MSAN", AIDS)
TOVE: Final = _employee("Tove Lindeskov", "TLIN", AIDS)
JESPER: Final = _employee("Jesper Høgh Dam", "JHDA", CARE)
BIRTE: Final = _employee("Birte Overby", "BOVE", CARE)
KLAUS: Final = _employee("Klaus Henneberg", "KHEN", JOBS)
RIKKE: Final = _employee("Rikke Sommer Toft", "RSTO", JOBS)
INGER: Final = _employee("Inger Maas", "IMAA", MONEY)
DORTHE: Final = _employee("Dorthe Bech Ravn", "DBRA", MONEY)
LINE: Final = _employee("Line Amstrup", "LAMS", CHILDREN)
OLE: Final = _employee("Ole Stensgård", "OSTE", CHILDREN)
CAMILLA: Final = _employee("Camilla Vig", "CVIG", FAMILY)
POUL: Final = _employee("Poul Arnfred", "PARN", BUILDING)
NANNA: Final = _employee("Nanna Ellehøj", "NELL", BUILDING)
BODIL: Final = _employee("Bodil Fuglsang", "BFUG", SERVICE)
YUSUF: Final = _employee("Yusuf Terp", "YTER", WELCOME)
HENRIK: Final = _employee("Henrik Balle Riis", "HBRI", HEALTH)
SIGNE: Final = _employee("Signe Aaberg Holt", "SAHO", WORK)
ANDERS: Final = _employee("Anders Vedel Munk", "AVMU", SCHOOLS)
NADIA: Final = _employee("Nadia Kjær Bruun", "NKBR", DIGITAL)
FREDERIK: Final = _employee("Frederik Lauge", "FLAU", DIGITAL)
TORBEN: Final = _employee("Torben Gram Aagesen", "TGAA", STAFF_OFFICE)
LISE: Final = _employee("Lise Tang Ravnsborg", "LTRA", BOARD)

EMPLOYEES: Final = (
    METTE, TOVE, JESPER, BIRTE, KLAUS, RIKKE, INGER, DORTHE,
    LINE, OLE, CAMILLA, POUL, NANNA, BODIL, YUSUF, HENRIK, SIGNE, ANDERS,
    NADIA, FREDERIK, TORBEN, LISE,
)  # fmt: skip

KLOKKEVAERK: Final = _system("Klokkeværk Omsorg")
STENBRO: Final = _system("STENBRO SAG")
TIDEVAND: Final = _system("Tidevand Job")
PENGEPUNG: Final = _system("Pengepung Ydelse")
POSTDUE: Final = _system("Postdue Digital Post")
FOLKETAL: Final = _system("Folketal")

SYSTEMS: Final = (KLOKKEVAERK, STENBRO, TIDEVAND, PENGEPUNG, POSTDUE, FOLKETAL)


def employees_of(unit: Actor) -> tuple[Employee, ...]:
    """The employees of a unit."""
    return tuple(employee for employee in EMPLOYEES if employee.unit is unit)
