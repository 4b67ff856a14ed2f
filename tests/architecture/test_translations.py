# SPDX-License-Identifier: EUPL-1.2
"""Every Danish text has an English one."""

from __future__ import annotations

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

from scripts.messages import CATALOGUE, danish_texts, translated
from tests.architecture.tree import PACKAGE, ROOMS, refuse

pytestmark = pytest.mark.architecture


def _english(room: str) -> Catalog:
    path = PACKAGE / room / CATALOGUE
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as written:
        return read_po(written, locale="en")


def test_pages_have_texts_to_translate() -> None:
    """The texts of the pages were found."""
    assert len(danish_texts(PACKAGE / "ui")) > 0


@pytest.mark.parametrize("room", ROOMS)
def test_every_danish_text_has_an_english_one(room: str) -> None:
    """What a room asks to have translated stands in its English catalogue, and is settled."""
    english = _english(room)
    asked = [message for message in danish_texts(PACKAGE / room) if message.id]
    refuse(str(message.id) for message in asked if not _translated(message, english))


def test_one_danish_text_has_one_english_text() -> None:
    """Django lays the rooms' catalogues together, so the same text reads the same in all rooms."""
    said: dict[tuple[object, object], set[object]] = {}
    for room in ROOMS:
        for message in _english(room):
            if message.id:
                said.setdefault((message.id, message.context), set()).add(message.string)
    assert said
    refuse(f"{text}: {forms}" for (text, _), forms in said.items() if len(forms) > 1)


def _translated(message: Message, english: Catalog) -> bool:
    known = english.get(message.id, message.context)
    return known is not None and not known.fuzzy and translated(known)
