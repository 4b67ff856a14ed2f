# SPDX-License-Identifier: EUPL-1.2
"""What the attributes and columns of event logs are called, in Danish, English and XES.

Letter case, spaces and signs in a name make no difference: "Case ID", "case_id" and "caseid" are
one. A mapping names what is called something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from gearskifte.connectors.mapping import Role

OF_CASE: Final = frozenset(
    (
        Role.CASE_UUID,
        Role.SOURCE,
        Role.OWNER,
        Role.SUBJECT,
        Role.KLE,
        Role.START,
        Role.ENDED,
        Role.CLOSED,
        Role.DEADLINE,
        Role.STATUS,
    )
)

_NAMES: Final[Mapping[Role, str]] = {
    Role.CASE: "caseid case caseconceptname casename traceid sagsid sagid sagsnummer sagsnr sagnr",
    Role.ACTIVITY: "activity activityname conceptname event eventname task aktivitet handling trin "
    "hændelse haendelse",
    Role.TIMESTAMP: "timetimestamp timestamp time datetime completetimestamp endtimestamp endtime "
    "tidspunkt tid dato datotid sluttidspunkt udført",
    Role.STARTED: "starttimestamp starttime starttidspunkt påbegyndt",
    Role.RESOURCE: "orgresource resource user ressource medarbejder bruger sagsbehandler",
    Role.LIFECYCLE: "lifecycletransition lifecycle transition livscyklus",
    Role.EVENT_ID: "identityid eventid hændelsesid haendelsesid",
    Role.CASE_UUID: "identityid caseuuid sagsuuid",
    Role.SOURCE: "source sourcesystem kilde kildesystem",
    Role.OWNER: "owner authority municipality ejer myndighed kommune cvr cvrnr",
    Role.SUBJECT: "subject emne sagstype",
    Role.KLE: "kle klenr klenummer klesubject kleemne",
    Role.START: "startdate startdato received modtaget oprettet",
    Role.ENDED: "enddate slutdato ended",
    Role.CLOSED: "closed afsluttet lukket",
    Role.DEADLINE: "deadline frist sagsfrist",
    Role.STATUS: "casestatus sagsstatus",
}
NAMES: Final[Mapping[Role, tuple[str, ...]]] = {
    role: tuple(names.split()) for role, names in _NAMES.items()
}
"""Role → its names, the likeliest first."""

CASE_PREFIX: Final = "case:"
"""What an attribute of the case is marked by in a table of events."""


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A name as it is compared; a log repeats the same few names in every case."""
    return "".join(sign for sign in name.lower() if sign.isalnum())


def column_of(role: Role, columns: Iterable[str], mapping: Mapping[Role, str]) -> str | None:
    """Which of the columns or keys has this role, None where none has.

    Args:
        role: what is asked for.
        columns: as they are called in the log.
        mapping: role → column, where their receiver has said so.
    """
    named = mapping.get(role)
    if named is not None:
        return named if named in columns else None
    prefix = CASE_PREFIX if role in OF_CASE else ""
    by_name: dict[str, str] = {}
    for column in columns:
        by_name.setdefault(plain(column.removeprefix(prefix)), column)
    return next((by_name[name] for name in NAMES[role] if name in by_name), None)
