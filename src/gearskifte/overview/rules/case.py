# SPDX-License-Identifier: EUPL-1.2
"""One case's page as data: where it is, what was decided, letters, notes, who can be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from gearskifte.kernel.time import local_date
from gearskifte.overview.rules.exposure import row_of, shows
from gearskifte.overview.rules.guide import Guide, UnitContact
from gearskifte.overview.rules.money import (
    BenefitLine,
    PaymentLine,
    benefit_lines,
    payment_lines,
)
from gearskifte.overview.rules.page import (
    NOTHING_PUBLISHED,
    CaseLine,
    LetterLine,
    case_line,
    letter_line,
)
from gearskifte.overview.rules.sources import (
    SourceLine,
    UnreadLine,
    source_lines,
    source_names,
    unread_lines,
    waits_unread,
)
from gearskifte.overview.rules.titles import readable
from gearskifte.registry.public import CaseCard, DocumentCard, Held, JournalEntry, ObjectDetail


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A journal note (journalnotat)."""

    title: str
    text: str
    written: date


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything on a case's page.

    Attributes:
        unread, waiting: as on the overview. outdated: whether the reader may know that a message
            about this case, or what lies in it, is not wholly read.
        missing_letters: journal posts whose document we have not received, or may not show; they
            are told of by number, so that the list of letters is never taken for complete.
    """

    name: str
    case: CaseLine
    number: str
    description: str
    legal_basis: str
    letters: tuple[LetterLine, ...]
    missing_letters: int
    notes: tuple[NoteLine, ...]
    benefits: tuple[BenefitLine, ...]
    payments: tuple[PaymentLine, ...]
    sources: tuple[SourceLine, ...]
    contact: UnitContact | None = None
    unread: tuple[UnreadLine, ...] = ()
    waiting: bool = False
    outdated: bool = False

    @property
    def late(self) -> tuple[SourceLine, ...]:
        """The source the case lies in, where it cannot vouch for there being no more."""
        return tuple(source for source in self.sources if source.late)


def case_page(
    read: ObjectDetail, now: datetime, guide: Guide = NOTHING_PUBLISHED
) -> CasePage | None:
    """Make the page of a case; None where the object is no case, or the municipality hides it."""
    card = read.held.card
    if not isinstance(card, CaseCard):
        return None
    names = source_names(read.sources)
    row = row_of(guide.exposures, read.held, names, local_date(now))
    if not shows(row, read.held):
        return None
    documents = {str(h.id): h for h in read.linked if isinstance(h.card, DocumentCard)}
    filed = [entry for entry in card.journal if entry.document]
    shown = documents if row.documents else {}

    def opens(held: Held) -> str:
        return guide.document(names.get(held.system, ""), held.id)

    return CasePage(
        name=read.name,
        case=case_line(read.held, card, names, now, read.name, guide),
        number=card.number,
        description=card.description,
        legal_basis=card.legal_basis,
        letters=tuple(_letters(filed, shown, read.name, opens, titles=row.document_titles)),
        missing_letters=sum(entry.document not in shown for entry in filed),
        notes=tuple(
            NoteLine(entry.title, entry.text, local_date(entry.start))
            for entry in card.journal
            if row.notes and not entry.document
        ),
        benefits=benefit_lines(read.linked, names, now),
        payments=tuple(payment_lines(read.linked, names, now)),
        sources=_own_source(read, guide, now),
        contact=guide.contact(card.responsible.name),
        unread=unread_lines(read.unread, guide, local_date(now)),
        waiting=waits_unread(guide, now),
        outdated=any(each.here for each in read.unread),
    )


def _own_source(read: ObjectDetail, guide: Guide, now: datetime) -> tuple[SourceLine, ...]:
    """The source the case lies in; that others are late is told on the overview."""
    lines = source_lines(read.sources, guide, now)
    return tuple(line for line in lines if line.heard_at is not None)


def _letters(
    filed: Iterable[JournalEntry],
    documents: Mapping[str, Held],
    person: str,
    opens: Callable[[Held], str],
    *,
    titles: bool,
) -> Iterable[LetterLine]:
    """The documents that were filed; the case may give a document a title of its own."""
    for entry in filed:
        held = documents.get(entry.document)
        if held is not None:
            line = letter_line(held, person, titles=titles, address=opens(held))
            own = readable(entry.title, person) if titles else ""
            yield msgspec.structs.replace(line, title=own or line.title)
