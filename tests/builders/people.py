# SPDX-License-Identifier: EUPL-1.2
"""Anna, Bo and Dorte are citizens, Carla works on their cases, Frede leads, Gry directs.

All are invented. CPR numbers have sixty added to the day, so that none can be a real person's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from gearskifte.kernel.access import (
    CASEWORK,
    OWN,
    Access,
    Actor,
    Purpose,
    Role,
    grant_access,
)
from gearskifte.kernel.secrets import Vault

VAULT: Final = Vault(bytes.fromhex("7e57" * 16))
"""The vault of the key that the test run is configured with."""

NOW: Final = datetime(2024, 6, 3, 12, 0, tzinfo=UTC)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)

OUR_CVR: Final = "11111111"
OUR_NAME: Final = "Prøveby Kommune"
OTHER_CVR: Final = "22222222"
OTHER_NAME: Final = "Naboby Kommune"


@dataclass(frozen=True, slots=True)
class Person:
    """A citizen with a name and a CPR number."""

    name: str
    cpr: str

    @property
    def id(self) -> UUID:
        """The id the registry gives the person."""
        return VAULT.person_id(self.cpr)

    @property
    def actor(self) -> Actor:
        """The person as a citizen who has logged in."""
        return Actor(str(self.id), self.name, Role.CITIZEN)


ANNA: Final = Person("Anna Prøvesen", "6101709990")
BO: Final = Person("Bo Prøvesen", "7202719991")
DORTE: Final = Person("Dorte Eksempel", "6303829992")
EMIL: Final = Person("Emil Eksempel", "8404039993")
CITIZENS: Final = (ANNA, BO, DORTE, EMIL)

CARLA: Final = Actor("carla", "Carla Kontor", Role.CASE_WORKER, "Team Hjælpemidler", OUR_CVR)
CECIL: Final = Actor("cecil", "Cecil Nabo", Role.CASE_WORKER, "Borgerservice", OTHER_CVR)
FREDE: Final = Actor("frede", "Frede Fagchef", Role.DEPARTMENT_HEAD, "Sundhed", OUR_CVR)
DITTE: Final = Actor("ditte", "Ditte Digital", Role.DIGITALISATION_CHIEF, "Digitalisering", OUR_CVR)
HANNE: Final = Actor("hanne", "Hanne HR", Role.HR, "HR og Løn", OUR_CVR)
IVAN: Final = Actor("ivan", "Ivan Integrator", Role.INTEGRATOR, "Digitalisering", OUR_CVR)
GRY: Final = Actor("gry", "Gry Direktør", Role.DIRECTOR, "Direktionen", OUR_CVR)


def own_access(person: Person, at: datetime = NOW) -> Access:
    """The access of a citizen to their own data."""
    return grant_access(actor=person.actor, subject=person.id, purpose=OWN, at=at)


def official_access(
    person: Person, actor: Actor = CARLA, purpose: Purpose = CASEWORK, at: datetime = NOW
) -> Access:
    """The access of an official to a citizen's data."""
    return grant_access(actor=actor, subject=person.id, purpose=purpose, at=at)
