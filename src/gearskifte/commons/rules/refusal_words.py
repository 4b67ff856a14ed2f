# SPDX-License-Identifier: EUPL-1.2
"""Why a package was refused, in words for the person who wanted it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gearskifte.kernel.errors import Text

WORDS: Final[Mapping[str, Text]] = {
    "anywhere": Text(
        "Robotten kan åbne en hvilken som helst adresse.", "The robot can open any address."
    ),
    "code": Text(
        "Opskriften kalder programkode, som ikke er med.",
        "The recipe calls program code that is not in it.",
    ),
    "extra": Text(
        "Pakken har andre filer, end en robot skal have.",
        "The package has other files than a robot should have.",
    ),
    "foreign": Text("Pakken er en andens.", "The package is somebody else's."),
    "hidden": Text(
        "Der er tegn i teksten, som man ikke kan se.",
        "There are characters in the text that cannot be seen.",
    ),
    "key": Text(
        "Der er tidligere godkendt en anden nøgle for kommunen.",
        "Another key was believed for this municipality before.",
    ),
    "licence": Text(
        "Licensen tillader ikke, at andre bruger robotten.",
        "The licence does not allow others to use the robot.",
    ),
    "local": Text(
        "Der står en adresse eller et navn, som hører til i én kommune.",
        "It holds an address or a name that belongs to one municipality.",
    ),
    "malformed": Text("Filen er ikke en robotpakke.", "The file is no robot package."),
    "name": Text(
        "I har allerede jeres egen robot med det navn.",
        "You have a robot of your own by that name already.",
    ),
    "oversize": Text("Pakken er for stor.", "The package is too large."),
    "personal": Text(
        "Der ser ud til at stå et CPR-nummer, et navn, en kontakt eller en kode i den.",
        "It seems to hold a CPR number, a name, a contact or a password.",
    ),
    "publiccode": Text(
        "Beskrivelsen (publiccode.yml) siger noget andet end pakken.",
        "The description (publiccode.yml) says something else than the package.",
    ),
    "recipe": Text("Opskriften kan ikke læses.", "The recipe cannot be read."),
    "rollback": Text(
        "Pakken er ældre end den, I har, eller den samme udgave med andet indhold.",
        "The package is older than the one you have, or the same version with other content.",
    ),
    "schema": Text(
        "Det, der skal udfyldes, passer ikke til opskriften.",
        "What is to be filled in does not fit the recipe.",
    ),
    "tampered": Text(
        "En fil er ændret, efter at pakken blev underskrevet.",
        "A file was changed after the package was signed.",
    ),
    "trial": Text(
        "Prøvesystemet eller prøvesagerne passer ikke til robotten.",
        "The mock system or the cases do not fit the robot.",
    ),
    "unapprovable": Text(
        "Opskriften kan ikke godkendes: en ændring bliver ikke læst tilbage.",
        "The recipe cannot be approved: a change in it is not read back.",
    ),
    "undeclared": Text(
        "Opskriften gør mere, end pakken siger.", "The recipe does more than the package says."
    ),
    "unknown": Text(
        "Afsenderens nøgle er ikke godkendt her. Den godkendes med «gearskifte commons trust».",
        "The sender's key is not believed here. Believe it with `gearskifte commons trust`.",
    ),
    "unsigned": Text(
        "Underskriften passer ikke til afsenderen.", "The signature is not the sender's."
    ),
}
"""Every code of `PackageRefused`."""


def words_of(why: str) -> Text:
    """The words of a code; what is none is words already."""
    return WORDS.get(why, Text(why, why))
