# SPDX-License-Identifier: EUPL-1.2
"""Who may read a person's data, in which role and for what purpose (default deny).

Reading begins with an `Access`. It can only be made here, it says who reads whom and why, and the
database writes it to the person's log in the same transaction as the read itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import msgspec

from gearskifte.kernel.errors import AccessDenied, Text


class Role(StrEnum):
    """What somebody is here as."""

    CITIZEN = "citizen"
    CASE_WORKER = "case_worker"
    DEPARTMENT_HEAD = "department_head"
    DIGITALISATION_CHIEF = "digitalisation_chief"
    DIRECTOR = "director"
    HR = "hr"
    INTEGRATOR = "integrator"
    COORDINATOR = "coordinator"
    ROBOT = "robot"
    OPERATOR = "operator"

    @property
    def words(self) -> Text:
        """The role in words."""
        return _TITLES[self]


_TITLES: Final = {
    Role.CITIZEN: Text("Borger", "Citizen"),
    Role.CASE_WORKER: Text("Sagsbehandler", "Case worker"),
    Role.DEPARTMENT_HEAD: Text("Fagchef", "Department head"),
    Role.DIGITALISATION_CHIEF: Text("Digitaliseringschef", "Chief of digitalisation"),
    Role.DIRECTOR: Text("Direktør", "Director"),
    Role.HR: Text("HR-konsulent", "HR consultant"),
    Role.INTEGRATOR: Text("Integrationsansvarlig", "Integrator"),
    Role.COORDINATOR: Text("National koordinator", "National coordinator"),
    Role.ROBOT: Text("Softwarerobot", "Software robot"),
    Role.OPERATOR: Text("Drift", "Operations"),
}

MANAGERS: Final = (Role.DEPARTMENT_HEAD, Role.DIGITALISATION_CHIEF, Role.DIRECTOR)
"""Who leads something: they see how the work goes, and nobody's own data."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why somebody's data is read (formål), with its legal basis."""

    code: str
    text: Text
    legal_basis: str


OWN: Final = Purpose(
    "own",
    Text("Så sine egne oplysninger", "Saw their own data"),
    "Databeskyttelsesforordningen art. 15",
)
CASEWORK: Final = Purpose(
    "casework",
    Text("Behandling af en sag", "Work on a case"),
    "Databeskyttelsesforordningen art. 6, stk. 1, litra e",
)
GUIDANCE: Final = Purpose(
    "guidance",
    Text("Vejledning efter borgerens henvendelse", "Guidance after the citizen asked"),
    "Forvaltningsloven § 7",
)
SUPERVISION: Final = Purpose(
    "supervision",
    Text("Kontrol af sagsbehandlingens kvalitet", "Quality control of case work"),
    "Retssikkerhedsloven § 16",
)
EXPORT: Final = Purpose(
    "export",
    Text(
        "Udlæsning af oplysninger til et andet system",
        "Data taken out for another system",
    ),
    "Databeskyttelsesforordningen art. 6, stk. 1, litra e",
)
NOTICE: Final = Purpose(
    "notice",
    Text("Besked til dig om, at der er nyt", "A message to you that there is news"),
    "Forvaltningsloven § 7",
)
DELAY: Final = Purpose(
    "delay",
    Text("Opslag blev vist senere efter loven", "Readings were shown later, by law"),
    "Databeskyttelsesloven § 22",
)

BEHALF: Final = Purpose(
    "behalf",
    Text("Handlede for en anden efter fuldmagt", "Acted for somebody else by mandate"),
    "Forvaltningsloven § 8",
)
CUSTODY: Final = Purpose(
    "custody",
    Text("Så oplysninger om sit barn", "Saw their child's data"),
    "Forældreansvarsloven § 2",
)
GUARDIAN: Final = Purpose(
    "guardian",
    Text("Handlede som værge", "Acted as a guardian"),
    "Værgemålsloven §§ 5-7",
)

PURPOSES: Final = {
    p.code: p
    for p in (
        OWN,
        CASEWORK,
        GUIDANCE,
        SUPERVISION,
        EXPORT,
        NOTICE,
        DELAY,
        BEHALF,
        CUSTODY,
        GUARDIAN,
    )
}
BY_MANDATE: Final = (BEHALF, CUSTODY, GUARDIAN)
"""Purposes for which a citizen reads somebody else's data, and only with a mandate."""

MAY_READ_FOR: Final[dict[Role, tuple[Purpose, ...]]] = {
    Role.CITIZEN: (OWN,),
    Role.CASE_WORKER: (CASEWORK, GUIDANCE, SUPERVISION),
    Role.DEPARTMENT_HEAD: (),
    Role.DIGITALISATION_CHIEF: (),
    Role.DIRECTOR: (),
    Role.HR: (),
    Role.INTEGRATOR: (),
    Role.COORDINATOR: (),
    Role.ROBOT: (CASEWORK,),
    Role.OPERATOR: (EXPORT, NOTICE),
}
"""Purposes for which a role may read a person's data; none means never."""


class Actor(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody who does something (aktør).

    Attributes:
        id: the person's id for a citizen, the employee's id otherwise.
        authority: the authority an official works for: the owner's id in the registry.
    """

    id: str
    name: str
    role: Role
    unit: str = ""
    authority: str = ""


WHOLE: Final = "all"
"""The scope of a mandate that is not narrowed: all but the log, which is the person's own."""


@dataclass(frozen=True, slots=True)
class Mandate:
    """One person's right to read another's data (fuldmagt, forældremyndighed, værgemål).

    Attributes:
        giver: whose data it is; `holder` is who may read.
        scope: "" for everything, "case:<id>" for one case, "kle:<number>" for a subject.
        starts, ends: from inclusive, until exclusive; `ends` None is until it is taken back.
    """

    id: UUID
    giver: UUID
    holder: UUID
    purpose: Purpose
    scope: str
    starts: datetime
    ends: datetime | None

    def holds_at(self, moment: datetime) -> bool:
        """Whether it gives a right at `moment`."""
        return self.starts <= moment and (self.ends is None or moment < self.ends)


@dataclass(frozen=True, slots=True)
class Access:
    """A right to read one person's data once, at one moment, for one purpose.

    `scope` is what somebody else may read of it by a mandate ("" for the person themselves and for
    officials); the database reads it in the line for the log, which so says what could be seen.
    """

    actor: Actor
    subject: UUID
    purpose: Purpose
    at: datetime
    scope: str = ""
    mandate: UUID | None = None

    @property
    def authority(self) -> str:
        """Whose objects may be read: "" for the citizen's own, else the official's authority."""
        return "" if self.actor.role is Role.CITIZEN else self.actor.authority

    def entry(self, what: str, **details: str) -> str:
        """The line for the log, as JSON: who, as what, why, and what was read."""
        line: dict[str, Any] = {
            "action": "read",
            "what": what,
            "actor": self.actor,
            "purpose": self.purpose.code,
            **({"scope": self.scope} if self.scope else {}),
            **({"mandate": str(self.mandate)} if self.mandate else {}),
            **details,
        }
        return msgspec.json.encode(line).decode()


def grant_access(*, actor: Actor, subject: UUID, purpose: Purpose, at: datetime) -> Access:
    """The right to read, if the rules give it.

    Raises:
        AccessDenied: GS-ACC-001 if the role never reads for this purpose, GS-ACC-002 if a citizen
            asks for somebody else, GS-ACC-003 if an official belongs to no authority.
    """
    if purpose not in MAY_READ_FOR[actor.role]:
        raise _denied("GS-ACC-001", "rollen giver ikke adgang", "the role gives no access")
    if actor.role is Role.CITIZEN and actor.id != str(subject):
        raise _denied("GS-ACC-002", "det er ikke dine oplysninger", "the data is not yours")
    if actor.role is not Role.CITIZEN and not actor.authority:
        raise _denied("GS-ACC-003", "myndigheden er ukendt", "the authority is not known")
    return Access(actor, subject, purpose, at)


def grant_by_mandate(*, actor: Actor, mandate: Mandate, at: datetime) -> Access:
    """The right of a citizen to read what a mandate opens, if it does.

    Raises:
        AccessDenied: GS-ACC-005 if it is somebody else's, or does not hold at this moment.
    """
    theirs = actor.role is Role.CITIZEN and actor.id == str(mandate.holder)
    if not theirs or mandate.purpose not in BY_MANDATE or not mandate.holds_at(at):
        raise _denied("GS-ACC-005", "der er ingen gyldig fuldmagt", "there is no valid mandate")
    return Access(actor, mandate.giver, mandate.purpose, at, mandate.scope or WHOLE, mandate.id)


def _denied(code: str, da: str, en: str) -> AccessDenied:
    return AccessDenied(
        code,
        what=Text("Du har ikke adgang.", "You have no access."),
        why=Text(f"Årsag: {da}.", f"Reason: {en}."),
        do=Text(
            "Log ind i den rigtige rolle, eller spørg din leder.",
            "Log in with the right role, or ask your manager.",
        ),
    )
