# SPDX-License-Identifier: EUPL-1.2
"""Whoever acts for a person reads nothing of other people's names in the municipality's texts."""

from __future__ import annotations

from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.overview.rules.case import case_page
from gearskifte.overview.rules.names import (
    MARK,
    case_for_another,
    for_another,
    overview_for_another,
    without_others,
)
from gearskifte.overview.rules.page import overview_page
from gearskifte.registry.public import (
    CaseCard,
    DatedState,
    DocumentCard,
    GrantCard,
    GrantedBenefit,
    Held,
    JournalEntry,
    Kind,
    ObjectDetail,
    PersonOverview,
)
from gearskifte.registry.rules.history import History
from tests.builders.people import NOW

pytestmark = pytest.mark.unit

OWN = "Karen Margrethe Holm"
_FIRST = ("Bo", "Åse", "Jens-Peter", "Özlem", "René", "Mohammed", "Ærø")
_LAST = ("Nabo", "Møller", "von Bülow", "El Khatib", "K. Sørensen", "Lund-Hansen")
_TEXTS = (
    "{} har klaget over hækken",
    "Møde med {} den 3. maj",
    "Talt med {}, som er enig",
    "Brev fra {}.",
    "Aftalt med {} og Karen Holm, at der ses på det",
)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Ansøgning om rollator", "Ansøgning om rollator"),
        ("Karen Holm ringede", "Karen Holm ringede"),
        ("Aftale med Udbetaling Danmark", "Aftale med Udbetaling Danmark"),
        ("Hegn mod Ny Skovvej 3", "Hegn mod Ny Skovvej 3"),
        ("Team Hjælpemidler har svaret", "Team Hjælpemidler har svaret"),
        ("Naboklage fra Bo Nabo", "Naboklage fra [navn]"),
        ("Klage fra nabo Preben", "Klage fra nabo [navn]"),
        ("Holm, Karen og Bo Nabo", "Holm, Karen og [navn]"),
        ("Datter 610203-1234 er hørt", "Datter [nummer] er hørt"),
        ("P-KORT NABO, BO", ""),
        ("P-KORT NABO, BO, [adresse]", ""),
        ("", ""),
    ],
)
def test_names_go_and_the_rest_stays(written: str, shown: str) -> None:
    """Others' names and numbers are marked; organisations, places and one's own name stay."""
    assert without_others(written, OWN) == shown


@given(st.sampled_from(_TEXTS), st.sampled_from(_FIRST), st.sampled_from(_LAST))
def test_no_name_is_left_and_the_words_about_it_are(text: str, first: str, last: str) -> None:
    """Any first and last name in any sentence goes; doing it again changes nothing."""
    shown = without_others(text.format(f"{first} {last}"), OWN)
    assert first not in shown
    assert last.rsplit(maxsplit=1)[-1] not in shown
    assert MARK in shown
    assert without_others(shown, OWN) == shown


def _held(number: int, kind: Kind, card: CaseCard | DocumentCard | GrantCard) -> Held:
    return Held(UUID(int=number), kind, "1", "s", NOW, False, card)


def test_no_class_of_decision_that_is_downloaded_names_others() -> None:
    """The decisions that a case has had are guarded like the one that holds."""
    card = CaseCard(decision="Ja", decisions=(DatedState("Nej, se Bo Nabo", NOW),))
    told = for_another(_held(1, Kind.CASE, card), OWN).card
    assert isinstance(told, CaseCard)
    assert "Nabo" not in told.decisions[0].state
    assert told.decisions[0].start == NOW


def test_no_text_of_a_page_names_others() -> None:
    """Title, description, status, notes, letters and reasons, on the overview and the case."""
    said = "Sagt af Bo Nabo"
    note = JournalEntry("note", NOW, title=said, text=f"{said} til Karen Holm")
    letter = JournalEntry("filed", NOW, document=str(UUID(int=2)), title=said)
    case = CaseCard(
        title=said,
        description=said,
        status="Mangler svar fra Bo Nabo",
        decision=said,
        journal=(note, letter),
    )
    benefit = GrantedBenefit("b", name="Rengøring", reason=said, message=said)
    objects = (
        _held(1, Kind.CASE, case),
        _held(2, Kind.DOCUMENT, DocumentCard(title=said)),
        _held(3, Kind.GRANT, GrantCard(reason=said, benefits=(benefit,))),
    )
    read = PersonOverview(OWN, objects, (), ())
    page = msgspec.json.encode(overview_page(overview_for_another(read), NOW)).decode()
    assert "Nabo" not in page
    assert MARK in page
    assert "Nabo" in msgspec.json.encode(overview_page(read, NOW)).decode()
    detail = ObjectDetail(OWN, objects[0], History({}, {}), objects[1:], ())
    shown = case_page(case_for_another(detail), NOW)
    assert shown is not None
    assert "Nabo" not in repr(shown)
    assert "Karen Holm" in repr(shown)
