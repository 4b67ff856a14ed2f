# SPDX-License-Identifier: EUPL-1.2
"""Reads from when each finished thing may be deleted; deletes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final, LiteralString
from uuid import UUID

import msgspec
from psycopg import Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.time import COPENHAGEN
from gearskifte.registry.histories import histories
from gearskifte.registry.rules import fields as f
from gearskifte.registry.rules.cards import moment_of
from gearskifte.registry.rules.history import History, fold
from gearskifte.registry.rules.intake import Section
from gearskifte.registry.rules.retention import (
    Rule,
    Verdict,
    Why,
    document_verdict,
    money_verdict,
    verdict,
)

SQL: Final[Queries] = load("gearskifte.registry", "retention")
BATCH: Final = 500
_CLOSED: Final = "Afsluttet"
_KEPT: Final = Verdict(None, Why.OPEN)


class Due(msgspec.Struct, frozen=True):
    """A closed case, or what hangs on one, and from when it may be deleted."""

    id: UUID
    kind: str
    kle: str
    verdict: Verdict


def due(cursor: Cursor[Any], now: datetime) -> list[Due]:
    """Every closed case, its documents, and every grant and payment: from when, and why."""
    rules = {
        number: Rule(period, retention)
        for number, period, retention in cursor.execute(SQL.rules).fetchall()
    }
    cases = {each.id: each for each in _cases(cursor, rules, now)}
    found: dict[UUID, list[UUID]] = dict(
        cursor.execute(SQL.documents, {"ids": list(cases)}).fetchall()
    )
    documents = [
        Due(id_, "document", "", document_verdict([_of(cases, case) for case in filed]))
        for id_, filed in found.items()
    ]
    grants = {each.id: each for each in _grants(cursor, rules, cases)}
    payments = _payments(cursor, rules, grants)
    return [*cases.values(), *documents, *grants.values(), *payments]


def _cases(cursor: Cursor[Any], rules: Mapping[str, Rule], now: datetime) -> Iterator[Due]:
    for batch in _batches(cursor, SQL.finished_cases):
        registered = histories(cursor, [id_ for id_, _ in batch])
        for id_, kle in batch:
            _, known = registered[id_]
            history = fold(known)
            properties = history.attributes_at(f.PROPERTIES, now)
            told = verdict(
                _closed(history, now),
                rules.get(kle),
                disposal=str(properties.get(f.DISPOSAL_CODE) or ""),
                delivered=properties.get(f.DELIVERED) is True,
            )
            yield Due(id_, "case", kle, told)


def _grants(
    cursor: Cursor[Any], rules: Mapping[str, Rule], cases: Mapping[UUID, Due]
) -> Iterator[Due]:
    for batch in _batches(cursor, SQL.grants):
        for id_, kle, finished, benefits, on in batch:
            ended = _last_day(each.get("end", "") for each in benefits) if finished else None
            subjects = [rules.get(each.get("kle", "")) for each in benefits]
            held = [_of(cases, case) for case in on]
            yield Due(id_, "grant", kle, money_verdict(ended, subjects, Why.ITS_CASE, held))


def _payments(
    cursor: Cursor[Any], rules: Mapping[str, Rule], grants: Mapping[UUID, Due]
) -> Iterator[Due]:
    for batch in _batches(cursor, SQL.payments):
        for id_, kle, disposal, end, lines, on in batch:
            made = _last_day([disposal, end, *(each.get("end", "") for each in lines)])
            subjects = [rules.get(each.get("kle", "")) for each in lines]
            held = [_of(grants, grant) for grant in on]
            yield Due(id_, "payment", kle, money_verdict(made, subjects, Why.ITS_GRANT, held))


def _batches(cursor: Cursor[Any], statement: LiteralString) -> Iterator[list[tuple[Any, ...]]]:
    after = UUID(int=0)
    while batch := cursor.execute(statement, {"after": after, "most": BATCH}).fetchall():
        after = batch[-1][0]
        yield batch


def _last_day(texts: Iterable[str]) -> date | None:
    """The latest Danish day that is written; None where none is, or one cannot be read."""
    moments = [moment_of(text) for text in texts if text]
    days = [each.astimezone(COPENHAGEN).date() for each in moments if each is not None]
    return max(days) if days and len(days) == len(moments) else None


def _closed(history: History, now: datetime) -> date | None:
    """The Danish day on which the state that holds now, closed, began."""
    pieces = history.fields.get((Section.STATE, f.PROGRESS, f.STATE), [])
    held = [piece for piece in pieces if piece.value == _CLOSED and piece.holds_at(now)]
    return held[0].start.astimezone(COPENHAGEN).date() if held else None


def _of(known: Mapping[UUID, Due], id_: UUID) -> Verdict:
    """The verdict on what something hangs on; what is not finished is kept."""
    return known[id_].verdict if id_ in known else _KEPT
