# SPDX-License-Identifier: EUPL-1.2
"""What cannot be written in the standard. No text holds anything of what was to be written."""

from __future__ import annotations

from gearskifte.kernel.errors import GearskifteError, Text

_WHAT = Text(
    "Registreringerne kan ikke skrives som besked i standarden.",
    "The registrations cannot be written as a message of the standard.",
)


class Unwritable(GearskifteError):
    """Something has no place in the standard, or no characters in XML."""


def nothing() -> Unwritable:
    """No registrations at all."""
    return _unwritable(
        "GS-CON-050",
        Text("Der er ingen.", "There are none."),
        Text("Giv mindst én registrering.", "Give one registration at least."),
    )


def mixed() -> Unwritable:
    """Registrations that belong in messages of different kinds."""
    return _unwritable(
        "GS-CON-051",
        Text(
            "De hører til i beskeder af forskellig slags.",
            "They belong in messages of different kinds.",
        ),
        Text(
            "En besked har én standard og én operation. Del dem op efter det.",
            "A message has one standard and one operation. Split them up by that.",
        ),
    )


def no_place(name: str) -> Unwritable:
    """A fact or a value, by its name in the registry, that the standard has no element for."""
    return _unwritable(
        "GS-CON-052",
        Text(
            f"Standarden har ikke noget element til {name}.",
            f"The standard has no element for {name}.",
        ),
        Text(
            "Udelad oplysningen, eller udlæs den på en anden måde.",
            "Leave it out, or take it out in another way.",
        ),
    )


def no_role(role: str) -> Unwritable:
    """A role by name alone, of which no UUID is public."""
    return _unwritable(
        "GS-CON-053",
        Text(f"Rollen {role} har intet kendt UUID.", f"The role {role} has no known UUID."),
        Text("Angiv rollens UUID på relationen.", "State the role's UUID on the relation."),
    )


def sealed() -> Unwritable:
    """A person by the registry's own id, which means nothing to anybody else."""
    return _unwritable(
        "GS-CON-054",
        Text("En person står med registrets eget id.", "A person stands by the registry's own id."),
        Text(
            "Sæt CPR-nummeret ind igen, før der skrives.",
            "Put the CPR number back before writing.",
        ),
    )


def no_characters() -> Unwritable:
    """A text with characters that XML has no way to write."""
    return _unwritable(
        "GS-CON-055",
        Text(
            "En tekst har styretegn, som XML ikke kan rumme.",
            "A text has control characters that XML cannot hold.",
        ),
        Text("Fjern dem i kilden.", "Remove them in the source."),
    )


def _unwritable(code: str, why: Text, do: Text) -> Unwritable:
    return Unwritable(code, what=_WHAT, why=why, do=do)
