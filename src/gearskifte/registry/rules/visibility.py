# SPDX-License-Identifier: EUPL-1.2
"""Who may see what (default deny). Never derived from "not confidential" or from "has a role".

A citizen sees an object only through a role named here. Documents are seen through a case that is
seen, payments through a grant that is seen (generel vejledning til anvisninger §12). What a source
has excluded from the citizen's view (Visningsklasse) is seen through nothing, and neither are the
documents of such a case.

What an official sees is decided by the database (`registry_shown` in `sql/functions.sql`), by
owner, subject and sensitivity as they stand; here is what restricts it further.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from gearskifte.registry.rules import fields as f
from gearskifte.registry.rules.history import History
from gearskifte.registry.rules.intake import Kind
from gearskifte.registry.rules.references import parse_uuid

CITIZEN_SEES_AS: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.CASE: (f.PRIMARY,),
    Kind.DOCUMENT: (),
    Kind.GRANT: (f.GRANT_RECIPIENT, f.BENEFIT_RECIPIENT),
    Kind.PAYMENT: (f.PAYMENT_RECIPIENT,),
}


OF_THEIR_OWN: Final = frozenset({Kind.CASE, Kind.GRANT})
"""Kinds that concern their own parties alone; documents and payments go by others too."""


def audience(
    kind: Kind,
    parties: Sequence[tuple[UUID, str, datetime, datetime | None]],
    *,
    hidden: bool,
) -> list[tuple[UUID, datetime, bool, datetime | None]]:
    """Whom an object concerns through its own parties: person, from, whether as a citizen, until.

    Args:
        kind: of the object.
        parties: person, role, from and until, each once.
        hidden: whether the object is kept from the citizen's view.
    """
    roles = () if hidden else CITIZEN_SEES_AS[kind]
    if len(parties) == 1:
        ((person, role, start, end),) = parties
        return [(person, start, role in roles, end)]
    last: dict[tuple[UUID, datetime, bool], datetime | None] = {}
    for person, role, start, end in parties:
        key = (person, start, role in roles)
        before = last.get(key, end)
        last[key] = None if before is None or end is None else max(before, end)
    return [(*key, end) for key, end in last.items()]


def shown_roles() -> list[str]:
    """The pairs "kind:role" through which a citizen sees an object."""
    return [f"{kind}:{role}" for kind, roles in CITIZEN_SEES_AS.items() for role in roles]


_DECIDES: Final = (f.ACTOR, f.CLASS, f.JOURNAL, f.SECURITY)
_DECIDING_FIELDS: Final = (f.SENSITIVITY, f.CLASS_KEY, f.PLANS, f.REPAYABLE)


def named(relations: Iterable[Mapping[str, Any]]) -> tuple[UUID, ...] | None:
    """Whom the security profiles among relations that hold let see the object; None without any.

    A profile that points at nobody who can be known lets nobody see it.
    """
    profiles = [each for each in relations if each.get(f.TYPE) == f.SECURITY]
    if not profiles:
        return None
    targets = (parse_uuid(str((each.get(f.TARGET) or {}).get("value", ""))) for each in profiles)
    return tuple(sorted({target for target in targets if target is not None}))


def decided_until(history: History, now: datetime) -> datetime | None:
    """The first moment after `now` at which something that decides who may see it changes."""
    relations = (
        piece
        for timeline in history.relations.values()
        for piece in timeline
        if piece.value.get(f.TYPE) in _DECIDES
    )
    fields = (
        piece
        for (_, _, name), timeline in history.fields.items()
        if name in _DECIDING_FIELDS
        for piece in timeline
    )
    edges = (edge for piece in (*relations, *fields) for edge in (piece.start, piece.end))
    return min((edge for edge in edges if edge is not None and edge > now), default=None)
