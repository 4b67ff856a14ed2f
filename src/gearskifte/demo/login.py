# SPDX-License-Identifier: EUPL-1.2
"""Whom one can be at the demo login: the demo's own people, and whoever was imported since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from gearskifte.demo import organisation
from gearskifte.demo.people import CITIZENS, COORDINATOR, STAFF, DemoPerson
from gearskifte.kernel.access import Actor, Role
from gearskifte.kernel.errors import Text
from gearskifte.kernel.secrets import Vault
from gearskifte.registry.public import KnownPerson


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody one can be, and what to know about them."""

    key: str
    actor: Actor
    story: Text


_NO_NAME: Final = Text("Borger uden oplyst navn", "Citizen without a stated name")
_IMPORTED: Final = Text(
    "Kendt fra beskeder, der er læst ind.", "Known from messages that were imported."
)


def citizens(vault: Vault) -> list[Choice]:
    """The demo's own citizens."""
    return [
        Choice(
            person.key,
            Actor(str(vault.person_id(person.cpr)), person.name, Role.CITIZEN),
            person.story,
        )
        for person in CITIZENS
    ]


def imported(known: list[KnownPerson], vault: Vault, language: str) -> list[Choice]:
    """Citizens met in other messages; one whom no message has named is called so."""
    own = {vault.person_id(person.cpr) for person in CITIZENS}
    return [
        Choice(
            f"person-{person.id}",
            Actor(str(person.id), person.name or _NO_NAME.in_language(language), Role.CITIZEN),
            _IMPORTED,
        )
        for person in known
        if person.id not in own
    ]


def staff() -> list[Choice]:
    """The municipality's own people, and one who works for all of them."""
    return [Choice(person.key, _employee(person), person.story) for person in (*STAFF, COORDINATOR)]


def case_workers_elsewhere(authorities: dict[str, str]) -> list[Choice]:
    """A case worker for every other authority that owns something in the registry."""
    story = Text("Ser de sager, som {} ejer.", "Sees the cases that {} owns.")
    return [
        Choice(
            f"authority-{key}",
            Actor(f"case-worker-{key}", "Sagsbehandler", Role.CASE_WORKER, name or key, key),
            Text(story.da.format(name or key), story.en.format(name or key)),
        )
        for key, name in authorities.items()
        if key != organisation.MUNICIPALITY.code
    ]


def _employee(person: DemoPerson) -> Actor:
    return Actor(
        str(person.id or UUID(int=0)),
        person.name,
        Role(person.part),
        person.unit,
        organisation.MUNICIPALITY.code,
    )
