# SPDX-License-Identifier: EUPL-1.2
"""One case's page, who looked at a person's data, and titles made readable."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gearskifte.kernel.access import CASEWORK, OWN, PURPOSES
from gearskifte.kernel.audit import Entry, LogLine
from gearskifte.overview.rules.case import case_page
from gearskifte.overview.rules.readers import readers
from gearskifte.overview.rules.titles import readable
from gearskifte.registry.public import (
    CaseCard,
    DocumentCard,
    GrantCard,
    Held,
    JournalEntry,
    Kind,
    ObjectDetail,
)
from gearskifte.registry.rules.history import History
from tests.builders.facts import START, object_id
from tests.builders.people import ANNA, CARLA, NOW

pytestmark = pytest.mark.unit


def _held(kind: Kind, card: Any, name: str) -> Held:
    return Held(object_id(name), kind, "11111111", "s", START, False, card)


def _detail(held: Held, *linked: Held) -> ObjectDetail:
    return ObjectDetail(ANNA.name, held, History({}, {}), linked, ())


def test_letters_are_shown_and_missing_ones_are_counted() -> None:
    """A journal post whose document is not here, or not to be shown, is told of by number."""
    journal = (
        JournalEntry("filed", START, str(object_id("d")), title="Sagens egen titel"),
        JournalEntry("filed", START, str(object_id("e"))),
        JournalEntry("filed", START, str(object_id("missing"))),
        JournalEntry("note", START, title="Opkald", text="Ringede."),
    )
    document = _held(Kind.DOCUMENT, DocumentCard(title="Dokumentets titel"), "d")
    other = _held(Kind.DOCUMENT, DocumentCard(title="Brev"), "e")
    held = _held(Kind.CASE, CaseCard(title="Sag", journal=journal), "a")
    page = case_page(_detail(held, document, other), NOW)
    assert page is not None
    assert [line.title for line in page.letters] == ["Sagens egen titel", "Brev"]
    assert page.missing_letters == 1
    assert [(note.title, note.text, note.written) for note in page.notes] == [
        ("Opkald", "Ringede.", date(2024, 1, 1))
    ]


@pytest.mark.parametrize(
    ("kind", "card"), [(Kind.GRANT, GrantCard()), (Kind.DOCUMENT, DocumentCard())]
)
def test_what_is_no_case_has_no_cases_page(kind: Kind, card: Any) -> None:
    """The address of a grant or a document is not that of a case."""
    assert case_page(_detail(_held(kind, card, "a")), NOW) is None


def test_an_employees_name_never_reaches_the_log_page() -> None:
    """Role, unit, purpose and legal basis are told; who it was is not even carried along."""
    lines = [
        LogLine(2, NOW, Entry("read", "object", CARLA, CASEWORK.code)),
        LogLine(1, NOW, Entry("read", "overview", ANNA.actor, OWN.code)),
    ]
    official, own = readers(lines, ANNA.id)
    assert (official.own, official.unit, official.purpose) == (False, CARLA.unit, "casework")
    assert official.legal_basis == CASEWORK.legal_basis
    assert own.own
    told = asdict(official)
    assert CARLA.name not in map(str, told.values())
    assert CARLA.id not in map(str, told.values())


@pytest.mark.parametrize("code", PURPOSES)
def test_every_purpose_can_be_shown(code: str) -> None:
    """No reading that the rules allow breaks the page on which it is told."""
    (reader,) = readers([LogLine(1, NOW, Entry("read", "log", CARLA, code))], ANNA.id)
    assert reader.legal_basis == PURPOSES[code].legal_basis
    assert msgspec.json.encode(reader)


@settings(max_examples=300)
@given(st.text(max_size=60), st.text(max_size=20))
def test_a_readable_title_says_the_same(title: str, name: str) -> None:
    """Only letter case changes, only in a title of capitals, and it is not changed twice."""
    made = readable(title, name)
    assert made.casefold() == title.casefold() or made.lower() == title.lower()
    if not title.isupper():
        assert made == title
    assert readable(made, name) == made
