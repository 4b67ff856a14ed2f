# SPDX-License-Identifier: EUPL-1.2
"""What strains an event log, though it could be used, and the notebook of one case's reading.

A finding's rule is `LOG-2026-11.what`. Of each rule only the first place in a case is kept.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from gearskifte.connectors.findings import Remark
from gearskifte.kernel.errors import Text
from gearskifte.registry.public import Finding, Severity

EDITION: Final = "LOG-2026-11"

ZONE_ASSUMED: Final = Remark(
    "zone",
    Severity.INFO,
    Text(
        da="Tidspunktet har ingen tidszone og er læst som dansk tid.",
        en="The time has no zone and was read as Danish time.",
    ),
)
TIME_UNREADABLE: Final = Remark(
    "time",
    Severity.WARNING,
    Text(
        da="Sagens dato kan ikke læses og er udeladt. Skriv den som ÅÅÅÅ-MM-DD.",
        en="The case's date cannot be read and was left out. Write it as YYYY-MM-DD.",
    ),
)
OWNER_MISSING: Final = Remark(
    "owner",
    Severity.WARNING,
    Text(
        da="Loggen er indlæst uden en ejer. Ingen myndighed ser de sager, der ikke selv nævner en. "
        "Skriv kommunens CVR-nummer i oversættelsen (owner).",
        en="The log was imported without an owner. No authority sees the cases that name none "
        "themselves. State the municipality's CVR number in the mapping (owner).",
    ),
)
SAME_TWICE: Final = Remark(
    "same-twice",
    Severity.WARNING,
    Text(
        da="Hændelsen er magen til en tidligere i alle attributter. Begge er beholdt. "
        "Giv hver hændelse sit eget id, hvis de er to.",
        en="The event equals an earlier one in every attribute. Both were kept. "
        "Give every event an id of its own if they are two.",
    ),
)
ID_REUSED: Final = Remark(
    "id-reused",
    Severity.WARNING,
    Text(
        da="Hændelsens id er brugt før i sagen. Kun den første er beholdt.",
        en="The event's id was used before in the case. Only the first was kept.",
    ),
)
OUT_OF_ORDER: Final = Remark(
    "milestone-order",
    Severity.INFO,
    Text(
        da="En aktivitet peger på en tilstand, sagen allerede var forbi. Tilstanden er uændret.",
        en="An activity points to a state the case was past already. The state was left as it was.",
    ),
)
NUMBER_REMOVED: Final = Remark(
    "cpr",
    Severity.ERROR,
    Text(
        da="Teksten rummer noget, der ligner et CPR-nummer. Det er fjernet. "
        "Personnumre hører ikke til i en hændelseslog.",
        en="The text holds what looks like a CPR number. It was taken out. "
        "Persons' numbers have no place in an event log.",
    ),
)
KLE_UNREADABLE: Final = Remark(
    "kle",
    Severity.WARNING,
    Text(
        da="KLE-nummeret har ikke formen 00.00.00 og er udeladt.",
        en="The KLE number does not have the form 00.00.00 and was left out.",
    ),
)
UUID_UNREADABLE: Final = Remark(
    "uuid",
    Severity.WARNING,
    Text(
        da="Sagens UUID kan ikke læses. Et nyt er dannet af loggens navn og sagens id.",
        en="The case's UUID cannot be read. Another was made of the log's name and the case's id.",
    ),
)
GAP: Final = Remark(
    "gap",
    Severity.INFO,
    Text(
        da="Loggen siger, at disse attributter findes overalt, men de mangler nogle steder.",
        en="The log says that these attributes are everywhere, but they are missing in places.",
    ),
)


class Notes:
    """Gathers the findings of one message."""

    def __init__(self) -> None:
        self._first: dict[Remark, str] = {}

    def add(self, remark: Remark, path: str) -> None:
        """Note `remark`; the first path it was met at is kept."""
        self._first.setdefault(remark, path)

    def findings(self, object_id: UUID | None) -> tuple[Finding, ...]:
        """What was found, about the object."""
        return tuple(
            Finding(f"{EDITION}.{remark.what}", remark.severity, path, remark.text, object_id)
            for remark, path in self._first.items()
        )
