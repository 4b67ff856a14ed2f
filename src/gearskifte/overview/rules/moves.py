# SPDX-License-Identifier: EUPL-1.2
"""Whose move it is in a case: the citizen's, the municipality's, somebody else's or nobody's.

Read from the case's state (Fremdrift) and the source's own word for where the case is (Sagsstatus).
The index has no element for it, so the word is read as a Danish case worker writes it. A task that
is not there is worse than one that is not told: only a word that says so makes it the citizen's.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

import msgspec

from gearskifte.kernel.time import local_date
from gearskifte.overview.rules.steps import current_state
from gearskifte.registry.public import CaseCard, Progress


class Mover(StrEnum):
    """Who has to do something now."""

    CITIZEN = "citizen"
    MUNICIPALITY = "municipality"
    OTHER = "other"
    NOBODY = "nobody"


class Move(msgspec.Struct, frozen=True):
    """Whose move it is.

    Attributes:
        what: the source's own word for it; "" where it has none that says more than the state.
        since: the day that word began to hold.
        by: the last day on which it holds, where the source has told one.
    """

    mover: Mover
    what: str = ""
    since: date | None = None
    by: date | None = None


_WAITS: Final = re.compile(
    r"\b(afvent\w*|vent(er)?\b|mangl\w*|indhent\w*|rykke[tr]\b|bedt om|udbedt\w*|til udtalelse)",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(
    r"\b(læge\w*|speciallæge\w*|hospital\w*|sygehus\w*|nabo\w*|politi\w*|ankestyrelse\w*|nævn\w*"
    r"|arbejdsgiver\w*|a-kasse\w*|leverandør\w*|skole\w*|region\w*|udbetaling danmark|stat\w*"
    r"|forvaltning\w*|afdeling\w*|høring\w*|tolk\w*|bank\w*|fra anden|tredjepart\w*)",
    re.IGNORECASE,
)
_CITIZEN: Final = re.compile(
    r"\b(borger\w*|ansøger\w*|part(en|s)?\b|partshøring\w*|dig|dit|din|forældre\w*|klient\w*)",
    re.IGNORECASE,
)
_ONLY_THE_CITIZEN_HAS: Final = re.compile(
    r"\b(lønsed\w*|kontoudtog\w*|budgetskema\w*|samtykke\w*|underskrift\w*|årsopgørelse\w*"
    r"|huslejekontrakt\w*|lejekontrakt\w*|kvittering\w*|dokumentation\w*|ansøgningsskema\w*)",
    re.IGNORECASE,
)
_OUR_OWN: Final = re.compile(
    r"\b(visitation\w*|sagsbehand\w*|behandling\w*|møde\w*|udvalg\w*|vurdering\w*|venteliste\w*"
    r"|afgørelse\w*|betaling\w*)",
    re.IGNORECASE,
)

_HEARING_OF_PARTIES: Final = re.compile(r"\bpartshøring", re.IGNORECASE)
_HEARING: Final = re.compile(r"\b(nabo)?høring", re.IGNORECASE)
_AGAIN: Final = re.compile(r"\b(klage|genvurder|genoptag|remonstr)", re.IGNORECASE)


def move(card: CaseCard, now: datetime) -> Move:
    """Whose move it is in a case at `now`.

    >>> from datetime import UTC
    >>> move(CaseCard(status="Mangler lønsedler"), datetime(2026, 11, 1, tzinfo=UTC)).mover.value
    'citizen'
    """
    state = current_state(card.states, now)
    if state == Progress.CLOSED:
        return Move(Mover.NOBODY)
    since = local_date(card.status_since) if card.status_since else None
    mover = _waited_for(card.status)
    if mover is None:
        decided = state == Progress.DECIDED and not _goes_on(card.status)
        return Move(Mover.NOBODY if decided else Mover.MUNICIPALITY, card.status, since)
    return Move(mover, card.status, since, _last_day(card.status_until))


@lru_cache(maxsize=1024)
def _waited_for(status: str) -> Mover | None:
    """Whom the word says that the case waits for; None where it does not say that it waits."""
    if _HEARING_OF_PARTIES.search(status):
        return Mover.CITIZEN
    if _HEARING.search(status):
        return Mover.OTHER
    if not _WAITS.search(status):
        return None
    if _OTHERS.search(status):
        return Mover.OTHER
    if _CITIZEN.search(status) or _ONLY_THE_CITIZEN_HAS.search(status):
        return Mover.CITIZEN
    return None if _OUR_OWN.search(status) else _whoever_has_it(status)


def _whoever_has_it(status: str) -> Mover | None:
    """What is missing, and nobody is named: the word does not make it the citizen's task."""
    return Mover.OTHER if re.search(r"\bafvent", status, re.IGNORECASE) else None


def _goes_on(status: str) -> bool:
    """Whether a decided case is worked on again: the citizen has complained."""
    return bool(_AGAIN.search(status))


def _last_day(until: datetime | None) -> date | None:
    """The last whole day before a moment: what holds until midnight holds the day before it."""
    return None if until is None else local_date(until - timedelta(microseconds=1))
