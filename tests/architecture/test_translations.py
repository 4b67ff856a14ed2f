# SPDX-License-Identifier: EUPL-1.2
"""Every Danish text has an English one."""

from __future__ import annotations

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

from scripts.messages import CATALOGUE, danish_texts
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


def _translated(message: Message, english: Catalog) -> bool:
    known = english.get(message.id, message.context)
    if known is None or known.fuzzy or not known.string:
        return False
    return isinstance(known.string, str) or all(known.string)
