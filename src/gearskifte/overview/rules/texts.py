# SPDX-License-Identifier: EUPL-1.2
"""The free texts of an object: everything that somebody in the municipality wrote by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from gearskifte.registry.public import (
    CaseCard,
    DocumentCard,
    GrantCard,
    Held,
    ObjectDetail,
    PersonOverview,
)

Change = Callable[[str], str]
"""What a text becomes."""


def texts(held: Held) -> Iterator[str]:
    """Every free text of an object; one that is empty may be among them."""
    card = held.card
    match card:
        case CaseCard():
            yield from (card.title, card.description, card.status, card.decision)
            for entry in card.journal:
                yield from (entry.title, entry.text)
            yield from (each.state for each in card.decisions)
        case DocumentCard():
            yield card.title
        case GrantCard():
            yield card.reason
            for benefit in card.benefits:
                yield from (benefit.reason, benefit.message)


def listed_texts(held: Held) -> Iterable[str]:
    """The free texts of an object that a list of many shows: what it is called, and where it is."""
    card = held.card
    return (card.title, card.status) if isinstance(card, CaseCard) else texts(held)


def rewritten(held: Held, change: Change) -> Held:
    """An object with every free text changed."""
    card = held.card
    match card:
        case CaseCard():
            shown: CaseCard | DocumentCard | GrantCard = _case(card, change)
        case DocumentCard():
            shown = msgspec.structs.replace(card, title=change(card.title))
        case GrantCard():
            shown = _grant(card, change)
        case _:
            return held
    return msgspec.structs.replace(held, card=shown)


def overview_rewritten(read: PersonOverview, change: Callable[[Held], Held]) -> PersonOverview:
    """All that was read of a person, with each object changed."""
    return msgspec.structs.replace(read, objects=tuple(map(change, read.objects)))


def detail_rewritten(read: ObjectDetail, change: Callable[[Held], Held]) -> ObjectDetail:
    """One object and what it is linked with, each changed."""
    linked = tuple(map(change, read.linked))
    return msgspec.structs.replace(read, held=change(read.held), linked=linked)


def _case(card: CaseCard, change: Change) -> CaseCard:
    journal = tuple(
        msgspec.structs.replace(each, title=change(each.title), text=change(each.text))
        for each in card.journal
    )
    decisions = tuple(
        msgspec.structs.replace(each, state=change(each.state)) for each in card.decisions
    )
    return msgspec.structs.replace(
        card,
        title=change(card.title),
        description=change(card.description),
        status=change(card.status),
        decision=change(card.decision),
        journal=journal,
        decisions=decisions,
    )


def _grant(card: GrantCard, change: Change) -> GrantCard:
    benefits = tuple(
        msgspec.structs.replace(each, reason=change(each.reason), message=change(each.message))
        for each in card.benefits
    )
    return msgspec.structs.replace(card, reason=change(card.reason), benefits=benefits)
