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

from gearskifte.overview.rules.addresses import MARK as ADDRESS_MARK
from gearskifte.overview.rules.texts import detail_rewritten, overview_rewritten, rewritten
from gearskifte.registry.public import Held, ObjectDetail, PersonOverview

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
    written = text.replace(ADDRESS_MARK, "")
    if written.isupper() and sum(map(str.isalpha, written)) >= _FEWEST_CAPITALS:
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
    return rewritten(held, lambda text: without_others(text, own))


def overview_for_another(read: PersonOverview) -> PersonOverview:
    """All that was read of a person, as it is shown to somebody who acts for them."""
    return overview_rewritten(read, lambda held: for_another(held, read.name))


def case_for_another(read: ObjectDetail) -> ObjectDetail:
    """One object and what it is linked with, as it is shown to somebody who acts for the person."""
    return detail_rewritten(read, lambda held: for_another(held, read.name))
