# SPDX-License-Identifier: EUPL-1.2
"""Names of other people in free text: what somebody who acts for a person is not shown.

A citizen reads their own case as the municipality wrote it. Whoever reads it for them was given the
citizen's data, not a neighbour's or a former spouse's. No list of names is complete, so a name is
known by its form: words with capitals beside each other that are no organisation, no place and not
the citizen's own name. A word too many is taken rather than a name too few: what was taken is
marked, and the citizen can always read the whole.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from gearskifte.registry.public import (
    CaseCard,
    DocumentCard,
    GrantCard,
    Held,
    ObjectDetail,
    PersonOverview,
)

MARK: Final = "[navn]"
NUMBER_MARK: Final = "[nummer]"

_NAME: Final = r"[A-ZÆØÅÄÖÜÉ][a-zæøåäöüéè]+(?:-[A-ZÆØÅÄÖÜÉ][a-zæøåäöüéè]+)*"
_BETWEEN: Final = r"(?:,?[ \u00a0]+(?:[A-ZÆØÅ]\.[ \u00a0]*)*(?:(?:af|von|van|de|el|al)[ \u00a0]+)?)"
_NAMES: Final = re.compile(rf"\b{_NAME}(?:{_BETWEEN}{_NAME})+\b")
_CALLED: Final = re.compile(
    rf"\b(nabo\w*|naboen|ægtefælle\w*|samlever\w*|mor|far|moder\w*|fader\w*|datter\w*|søn\w*"
    rf"|bror\w*|søster\w*|hustru\w*|mand\w*|kone\w*|hr\.|fru|frk\.)([ \u00a0]+)({_NAME})",
)
_NUMBER: Final = re.compile(r"\b\d{6}[- ]?\d{4}\b")
_WORD: Final = re.compile(r"[^\W\d_]+")
_NO_PERSON: Final = re.compile(
    r"(kommune|danmark|region|team|center|centret|afdeling|udvalg|styrelse\w*|nævn\w*|ministeri\w*"
    r"|skole\w*|hospital\w*|sygehus\w*|plejehjem\w*|børnehus\w*|børnehave\w*|vuggestue\w*|kontor\w*"
    r"|service|jobcenter|råd\w*|klinik\w*|apotek\w*|forening\w*|bank\w*|forsikring\w*|post"
    r"|\w+(vej|gade|allé|torv|stræde|vænge|bakke|park|toft|plads)(en|et)?)\Z",
    re.IGNORECASE,
)
_FEWEST_CAPITALS: Final = 6


def without_others(text: str, own: str) -> str:
    """A text without names of others and without personal numbers; `own` is the citizen's name.

    A text in capitals only tells no names from other words, so nothing is left of it.

    >>> without_others("Samtale med Bo Nabo om hækken", "Karen Holm")
    'Samtale med [navn] om hækken'
    >>> without_others("Karen Holm har ringet til Udbetaling Danmark", "Karen Holm")
    'Karen Holm har ringet til Udbetaling Danmark'
    """
    if text.isupper() and sum(map(str.isalpha, text)) >= _FEWEST_CAPITALS:
        return ""
    known = {word.casefold() for word in _WORD.findall(own)}

    def kept(words: str) -> bool:
        each = _WORD.findall(words)
        return any(map(_NO_PERSON.match, each)) or all(word.casefold() in known for word in each)

    def names(found: re.Match[str]) -> str:
        return found[0] if kept(found[0]) else MARK

    def called(found: re.Match[str]) -> str:
        return found[0] if kept(found[3]) else f"{found[1]}{found[2]}{MARK}"

    return _CALLED.sub(called, _NAMES.sub(names, _NUMBER.sub(NUMBER_MARK, text)))


def names_others(text: str, own: str) -> bool:
    """Whether a text holds what `without_others` takes out."""
    return without_others(text, own) != text


def for_another(held: Held, own: str) -> Held:
    """An object as it is shown to somebody who acts for the person called `own`."""
    card = held.card
    match card:
        case CaseCard():
            journal = tuple(
                msgspec.structs.replace(
                    entry,
                    title=without_others(entry.title, own),
                    text=without_others(entry.text, own),
                )
                for entry in card.journal
            )
            decisions = tuple(
                msgspec.structs.replace(each, state=without_others(each.state, own))
                for each in card.decisions
            )
            fields = ("title", "description", "status", "decision")
            guarded = _guarded(card, fields, own, journal=journal, decisions=decisions)
            return _replaced(held, guarded)
        case DocumentCard():
            return _replaced(held, _guarded(card, ("title",), own))
        case GrantCard():
            benefits = tuple(
                msgspec.structs.replace(
                    each,
                    reason=without_others(each.reason, own),
                    message=without_others(each.message, own),
                )
                for each in card.benefits
            )
            return _replaced(held, _guarded(card, ("reason",), own, benefits=benefits))
    return held


def overview_for_another(read: PersonOverview) -> PersonOverview:
    """All that was read of a person, as it is shown to somebody who acts for them."""
    objects = tuple(for_another(held, read.name) for held in read.objects)
    return msgspec.structs.replace(read, objects=objects)


def case_for_another(read: ObjectDetail) -> ObjectDetail:
    """One object and what it is linked with, as it is shown to somebody who acts for the person."""
    return msgspec.structs.replace(
        read,
        held=for_another(read.held, read.name),
        linked=tuple(for_another(held, read.name) for held in read.linked),
    )


def _guarded(
    card: CaseCard | DocumentCard | GrantCard, fields: tuple[str, ...], own: str, **more: object
) -> CaseCard | DocumentCard | GrantCard:
    texts = {field: without_others(getattr(card, field), own) for field in fields}
    return msgspec.structs.replace(card, **texts, **more)


def _replaced(held: Held, card: CaseCard | DocumentCard | GrantCard) -> Held:
    return msgspec.structs.replace(held, card=card)
