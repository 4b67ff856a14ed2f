# SPDX-License-Identifier: EUPL-1.2
"""What the municipality shows of a KLE subject's cases (Borgerblikkets KLE-konfiguration).

Rows hold from a day, the longest number before the shorter ones, a row for one source before one
for all. Until the first row is written everything is shown that the registry lets a citizen see;
from then on what no row opens is closed. This comes on top of the registry's own rule of which
roles see what: a row can hide, and can show nothing that the registry hides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

import msgspec

from gearskifte.kernel.time import local_date
from gearskifte.overview.rules.kle import is_below
from gearskifte.registry.public import CaseCard, DocumentCard, Held, JournalEntry


class Exposure(msgspec.Struct, frozen=True):
    """How the cases of a KLE number, and of all numbers below it, are shown.

    Attributes:
        kle: hovedgruppe, gruppe or emne; "" is every subject.
        starts: the first day the row holds.
        shown: whether the cases are shown at all.
        source: only for the cases of this source system, by name or id; "" is every source.
        created_from: cases that arose before this day are not shown …
        active_too: … unless they still run.
        subject_as_title: call the case by its KLE subject, whatever the source calls it.
        document_titles: whether documents are told of by their titles.
        documents: whether documents are shown.
        notes: whether journal notes are shown.
    """

    kle: str
    starts: date
    shown: bool = True
    source: str = ""
    created_from: date | None = None
    active_too: bool = True
    subject_as_title: bool = False
    document_titles: bool = True
    documents: bool = True
    notes: bool = True


EVERYTHING: Final = Exposure("", date.min)
NOTHING: Final = Exposure(
    "", date.min, shown=False, document_titles=False, documents=False, notes=False
)


def exposure(rows: tuple[Exposure, ...], kle: str, sources: Iterable[str], on: date) -> Exposure:
    """The row that holds for a subject on a day; `sources` are the source's id and name."""
    if not rows:
        return EVERYTHING
    names = set(sources)
    fitting = [
        row
        for row in rows
        if row.starts <= on
        and (not row.kle or is_below(kle, row.kle))
        and (not row.source or row.source in names)
    ]
    return max(
        fitting, key=lambda row: (len(row.kle), bool(row.source), row.starts), default=NOTHING
    )


def source_shown(rows: tuple[Exposure, ...], source: Iterable[str], on: date) -> bool:
    """Whether anything of a source is shown on a day; `source` are its id and name."""
    names = tuple(source)
    subjects = {"", *(row.kle for row in rows)}
    return any(exposure(rows, kle, names, on).shown for kle in subjects)


def shows(row: Exposure, held: Held) -> bool:
    """Whether a row shows an object."""
    if not row.shown or (isinstance(held.card, DocumentCard) and not row.documents):
        return False
    if row.created_from is None or (row.active_too and not held.finished):
        return True
    arisen = _arisen(held)
    return arisen is None or arisen >= row.created_from


def _arisen(held: Held) -> date | None:
    card = held.card
    if isinstance(card, CaseCard) and card.states:
        return local_date(min(state.start for state in card.states))
    return None


def visible(rows: tuple[Exposure, ...], held: Held, names: Mapping[str, str], on: date) -> bool:
    """Whether an object is shown on a day; `names` says what the sources are called."""
    return not rows or shows(row_of(rows, held, names, on), held)


def titled(row: Exposure, title: str, subject: str) -> str:
    """What a case is called where it is only quoted; "" where its row does not show it."""
    if not row.shown:
        return ""
    return subject if row.subject_as_title and subject else title


def opened(row: Exposure, held: Held) -> Held:
    """An object without what its row closes: notes, titles, and documents that are filed on it."""
    card = held.card
    match card:
        case CaseCard():
            journal = tuple(
                entry if row.document_titles or not entry.document else _untitled(entry)
                for entry in card.journal
                if (row.documents if entry.document else row.notes)
            )
            title = "" if row.subject_as_title and card.kle_title else card.title
            shown: CaseCard | DocumentCard = msgspec.structs.replace(
                card, title=title, journal=journal
            )
        case DocumentCard() if not row.document_titles:
            shown = msgspec.structs.replace(card, title="")
        case _:
            return held
    return msgspec.structs.replace(held, card=shown)


def _untitled(entry: JournalEntry) -> JournalEntry:
    return msgspec.structs.replace(entry, title="")


def row_of(rows: tuple[Exposure, ...], held: Held, names: Mapping[str, str], on: date) -> Exposure:
    """The row that holds for an object on a day."""
    if not rows:
        return EVERYTHING
    return exposure(rows, held.kle, (held.system, names.get(held.system, "")), on)


def as_if_now(rows: tuple[Exposure, ...], on: date) -> tuple[Exposure, ...]:
    """The rows as they will hold on a day, holding from the first day there is."""
    newest: dict[tuple[str, str], Exposure] = {}
    for row in sorted(rows, key=lambda each: each.starts):
        if row.starts <= on:
            newest[row.kle, row.source] = msgspec.structs.replace(row, starts=date.min)
    return tuple(newest.values()) or ((NOTHING,) if rows else ())
