# SPDX-License-Identifier: EUPL-1.2
"""Roles of relations on cases and documents: by their UUID, and what a relation's form shows.

Source of the UUIDs: KOMBIT's published sample clients for SF1470. The full list is in
Fælleskommunalt Klassifikationssystem and is not public.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from gearskifte.registry.public import Reference, ReferenceKind, fields

ACTORS: Final = {
    "9e979b84-b846-4472-8622-58007dc63c7e": fields.OWNER,
    "a1263342-d348-44ba-a566-233f37c4cb67": fields.RESPONSIBLE,
    "bf1f93ed-9441-4af4-835b-baeb201f3076": fields.PRIMARY_HANDLER,
}
PARTIES: Final = {"d839f26a-d4d1-4441-b2d6-3dbbb12a9404": fields.PRIMARY}
CLASSES: Final = {
    "a86c6581-ec85-412d-a655-31a1f1d5b14f": fields.PRIMARY,
    "05ef7011-11a7-4e4c-a46b-3de6aa457fc3": fields.ACTION,
}
SYSTEMS: Final = {
    "251c24fd-57b0-4afc-9d73-b063d1957eb3": fields.MASTER,
    "1b3c6a6d-e977-4491-9bf8-b41ee6999f39": fields.SENDER,
}
JOURNAL: Final = {
    "69a0a697-0a77-4916-bea3-226594fa6627": fields.FILED,
    "b21faed9-c4a2-49d3-aa15-35f5181d7735": fields.ATTACHED,
    "1281739d-93ea-486c-8950-607a4263bef0": fields.NOTE,
}
CASES: Final = {"d29c49f0-931e-4d42-8db4-a8fc67c8af58": fields.PARENT_CASE}
DOCUMENT_PARTIES: Final = {
    **PARTIES,
    "808a219f-fb0d-4a54-9519-929f7841bbb6": fields.DOCUMENT_PARTY,
    "ffe7ec2b-4928-47a8-9a73-d7a9931b5621": fields.COPY_PARTY,
}
SECURITY: Final = {"4becdcec-c8bd-44a4-ac0b-5a0162986840": fields.ACCESS}
NONE_KNOWN: Final[Mapping[str, str]] = {}

_DISPLAY_WORDS: Final = ("undtaget for borger", "visningsklasse")
_DECISION_WORDS: Final = (
    "sagsafgorelse",
    "sagsafgoerelse",
    "afgorelsesklasse",
    "afgoerelsesklasse",
)


def of_class(values: Mapping[str, Any]) -> str:
    """Visningsklasse and Afgørelsesklasse are told by the titles of the class and its facet."""
    titles = (values.get(fields.FACET_TITLE), values.get(fields.NAME))
    plain = " ".join(_plain(title) for title in titles if title)
    if any(words in plain for words in _DISPLAY_WORDS):
        return fields.DISPLAY
    if any(words in plain for words in _DECISION_WORDS):
        return fields.DECISION
    return fields.UNKNOWN


def of_journal_post(values: Mapping[str, Any]) -> str:
    """A post that points at no document is a note; one that points at a document is filed.

    A document that is only attached (Vedlagt) cannot be told from a filed one by its form.
    """
    target = values.get(fields.TARGET)
    if isinstance(target, Reference) and target.kind is ReferenceKind.UUID:
        return fields.FILED
    if isinstance(target, Reference) and target.kind is ReferenceKind.EMPTY:
        return fields.NOTE
    has_note = fields.NOTE_TITLE in values or fields.NOTE_TEXT in values
    return fields.NOTE if target is None and has_note else fields.UNKNOWN


def _plain(text: str) -> str:
    """Lower case without diacritics, and one blank between words: "Sagsafgørelse" is alike."""
    folded = text.casefold().replace("ø", "o").replace("æ", "ae")
    letters = (c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return " ".join("".join(letters).split())
