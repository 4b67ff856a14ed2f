# SPDX-License-Identifier: EUPL-1.2
"""Who asks, for which municipality, and what every page of the commons shares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from psycopg import Cursor

from gearskifte.commons.catalogue import Catalogue, Found
from gearskifte.commons.embedding import Embedder, OfflineEmbedder, RememberingEmbedder
from gearskifte.commons.queries import Entry, find_entry
from gearskifte.commons.rules.overlap import MOST_SHOWN
from gearskifte.commons.rules.portfolio import UNNAMED, Answer, Field, Origin, Phase
from gearskifte.commons.telling import Here
from gearskifte.commons.thesaurus import Written
from gearskifte.kernel.access import MANAGERS, Actor, Role
from gearskifte.kernel.database.reading import ALIAS, reading
from gearskifte.kernel.errors import ConfigurationError
from gearskifte.kernel.identity import employee

_MEMBERS: Final = (Role.CASE_WORKER, *MANAGERS, Role.HR, Role.INTEGRATOR)
_READERS: Final = (*_MEMBERS, Role.COORDINATOR)


def member(request: HttpRequest) -> tuple[Actor, Here]:
    """Who asks, and the municipality that they work for.

    Raises:
        AccessDenied: GS-ACC-403 for everybody but the municipality's own staff.
    """
    return employee(request, _MEMBERS), here()


def reader(request: HttpRequest) -> tuple[Actor, Here]:
    """Who asks, where a national coordinator may read along.

    Raises:
        AccessDenied: GS-ACC-403 for everybody else but the municipality's own staff.
    """
    return employee(request, _READERS), here()


def here() -> Here:
    """This installation's municipality."""
    config = settings.GEARSKIFTE
    return Here(str(config.organisation or UNNAMED), str(config.cvr))


@cache
def catalogue() -> Catalogue:
    """This process's catalogue."""
    return Catalogue()


@cache
def embedder() -> Embedder:
    """This process's language model."""
    return RememberingEmbedder(OfflineEmbedder())


def by_meaning(
    text: Written, *, without: UUID | None = None, most: int = MOST_SHOWN
) -> list[Found]:
    """What is probably the same; nothing where the model does not run, since words find too."""
    reading(catalogue().freshen)
    try:
        return catalogue().by_meaning(text, embedder(), without=without, most=most)
    except ConfigurationError:
        return []


def entry_or_404(entry: UUID) -> Entry:
    """The entry of an address.

    Raises:
        Http404: if there is none.
    """
    found = reading(lambda cursor: find_entry(cursor, entry))
    if found is None:
        raise Http404
    return found


def own_or_404(entry: UUID, municipality: str) -> Entry:
    """The own entry of an address.

    Raises:
        Http404: if there is none, or it is another's.
    """
    found = entry_or_404(entry)
    if found.municipality != municipality:
        raise Http404
    return found


def writing(work: Callable[[Cursor[Any]], object]) -> None:
    """Do it in one transaction on the web role's connection."""
    with transaction.atomic(using=ALIAS), Cursor(connections[ALIAS].connection) as cursor:
        work(cursor)


def day_of(written: str) -> date | None:
    """A day as a form gives it; None for an empty field.

    Raises:
        ValueError: if it is no day.
    """
    return date.fromisoformat(written) if written.strip() else None


def oere_of(written: str) -> int | None:
    """Whole kroner as a form gives them, in øre; None for an empty field.

    Raises:
        ValueError: if it is no whole number from 0 to ten milliard.
    """
    digits = written.replace(".", "").replace(" ", "").strip()
    if not digits:
        return None
    kroner = int(digits)
    if not 0 <= kroner <= 10_000_000_000:
        raise ValueError(written)
    return kroner * 100


def ids(entries: Sequence[Entry]) -> list[UUID]:
    """The ids of entries."""
    return [each.id for each in entries]


def words() -> dict[str, Any]:
    """The words of phases, answers, fields and origins, for every template."""
    return {
        "phases": {
            Phase.IDEA: _("Idé"),
            Phase.PILOT: _("Prøves"),
            Phase.PROJECT: _("Projekt"),
            Phase.RUNNING: _("I drift"),
            Phase.STOPPED: _("Stoppet"),
        },
        "answers": {
            Answer.JOIN: _("Gå sammen"),
            Answer.SHARE: _("Del jeres"),
            Answer.WAIT: _("Vent på resultatet"),
        },
        "fields": {
            Field.CARE: _("Sundhed, ældre og social"),
            Field.CHILDREN: _("Børn, unge og skole"),
            Field.WORK: _("Job og ydelser"),
            Field.TECHNICAL: _("Teknik, miljø og veje"),
            Field.CITIZEN_SERVICE: _("Borgerservice og demokrati"),
            Field.ADMINISTRATION: _("Økonomi, personale og it"),
            Field.CULTURE: _("Kultur, fritid og erhverv"),
        },
        "origins": {
            Origin.LEADER: _("En leder"),
            Origin.STAFF: _("En medarbejder"),
            Origin.CITIZEN: _("En borger"),
            Origin.VENDOR: _("En leverandør"),
        },
    }
