# SPDX-License-Identifier: EUPL-1.2
"""An address in free text is known by its form, and what is none stays."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.overview.rules.addresses import (
    _ADDRESS,
    MARK,
    _may_hold,
    guarded,
    with_address,
    without_addresses,
)
from gearskifte.overview.rules.texts import texts
from gearskifte.registry.public import (
    CaseCard,
    DatedState,
    DocumentCard,
    GrantCard,
    GrantedBenefit,
    Held,
    JournalEntry,
    Kind,
    PaymentCard,
)
from tests.builders.people import NOW

pytestmark = pytest.mark.unit

_STREETS = (
    *("Nørregade", "Ny Skovvej", "H.C. Andersens Boulevard", "Gl. Kongevej", "Vester Allé"),
    *("Lærkehøj", "Rundingen", "Strøget", "Åboulevarden", "Magistervænget", "SKOVVEJ"),
)
_HOUSES = ("7", "12B", "112", "3 A", "12-14")
_FLOORS = ("", ", 3. tv.", ", st. th", ", 2. sal", ", 7. 2", ", 4. mf.")
_TOWNS = ("", ", 8000 Aarhus C", ", 2100 København Ø", ", 4300 Holbæk")
_SENTENCES = ("Flyttet til {}", "{} er solgt", "Bor nu på {} og vil ikke flytte", "Hegn mod {}.")


@given(
    st.sampled_from(_SENTENCES),
    st.sampled_from(_STREETS),
    st.sampled_from(_HOUSES),
    st.sampled_from(_FLOORS),
    st.sampled_from(_TOWNS),
)
def test_no_address_is_left_and_the_words_about_it_are(
    sentence: str, street: str, house: str, floor: str, town: str
) -> None:
    """Any street, house, floor and town in any sentence goes; doing it again changes nothing."""
    text = sentence.format(f"{street} {house}{floor}{town}")
    shown = without_addresses(text)
    assert not [word for word in street.replace(".", " ").split() if word in shown.split()]
    assert not [digit for digit in shown if digit.isdecimal()]
    assert MARK in shown
    assert without_addresses(shown) == shown
    kept = sentence.replace("{}", "").strip(" .").split()
    assert set(kept) <= set(shown.replace(".", " ").split())


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Ophold på Kvindekrisecenter Nord", "Ophold på [adresse]"),
        ("Flyttet på plejehjem", "Flyttet på [adresse]"),
        ("Byggesag, matr.nr. 12a", "Byggesag, [adresse]"),
        ("Ejendom BFE 1234567", "Ejendom [adresse]"),
        ("Post sendes c/o Bo Nabo, som er enig", "Post sendes [adresse], som er enig"),
        ("Set i Nørregade", "Set i [adresse]"),
        ("skovvej 3 er solgt", "[adresse] er solgt"),
        ("SKYTTEVÆNGET 12 - CARPORT 32 M2", "[adresse] - CARPORT 32 M2"),
    ],
)
def test_what_tells_where_somebody_lives_goes_too(written: str, shown: str) -> None:
    """A home by its name, a plot of land, whom post goes to, a street without a number."""
    assert without_addresses(written) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Ansøgning om rollator",
        "Bevilget 37 timer fra uge 12",
        "Møde den 3. maj 2024 med Karen Holm",
        "Brev af 12. marts",
        "Vurderet i Visitationen 12. november",
        "Efter lov § 83, stk. 2",
        "Bilag 3 er modtaget",
        "Sag 12 om hjælp",
        "Team Hjælpemidler har svaret",
        "Aftale med Udbetaling Danmark",
        "Karen 12 år",
        "Carport 32 m2",
        "NABOHØRING 14 DAGE",
        "Hjemmehjælp 2 timer om ugen",
        "Undervejs",
        "",
    ],
)
def test_what_is_no_address_stays(text: str) -> None:
    """Days, hours, laws, units and numbers of things are left as they were written."""
    assert without_addresses(text) == text


@given(
    st.lists(
        st.sampled_from(
            (
                *(
                    "Nørregade",
                    "SKOVVEJ",
                    "svejsekursus",
                    "O'vej",
                    "St.vej",
                    "Ny-alle",
                    "alle",
                    "Torvet",
                ),
                *(
                    "Gade\u017ftræde",
                    "vej",
                    "12",
                    "3 B",
                    "117",
                    "8000",
                    "Aarhus",
                    "Sag",
                    "uge",
                    "c/o",
                    "C/O",
                ),
                *("matr.", "Bfe-nr", "Plejehjemmet", "st. tv", "Bo", "x", ".", ",", "'", "-"),
            )
        ),
        max_size=8,
    ),
    st.sampled_from((" ", "\u00a0", "\n", "", "-", ", ")),
)
def test_a_quick_look_overlooks_no_address(words: list[str], between: str) -> None:
    """A text that is thought to hold none is left alone by the whole search as well."""
    text = between.join(words)
    assert _may_hold(text) or not _ADDRESS.search(text)


def _held(number: int, kind: Kind, card: CaseCard | DocumentCard | GrantCard | PaymentCard) -> Held:
    return Held(UUID(int=number), kind, "1", "s", NOW, False, card)


def test_every_text_of_every_kind_of_object_is_guarded() -> None:
    """Titles, descriptions, statuses, notes, letters, outcomes and reasons."""
    said = "Flyttet til Nørregade 12"
    case = CaseCard(
        title=said,
        description=said,
        status=said,
        decision=said,
        decisions=(DatedState(said, NOW),),
        journal=(JournalEntry("note", NOW, title=said, text=said),),
    )
    benefit = GrantedBenefit("b", name="Rengøring", reason=said, message=said)
    held = [
        _held(1, Kind.CASE, case),
        _held(2, Kind.DOCUMENT, DocumentCard(title=said)),
        _held(3, Kind.GRANT, GrantCard(reason=said, benefits=(benefit,))),
        _held(4, Kind.PAYMENT, PaymentCard(number="12")),
    ]
    assert with_address(held) == held[:3]
    shown = [guarded(each) for each in held]
    assert "Nørregade" not in repr(shown)
    assert {text for each in shown for text in texts(each)} == {f"Flyttet til {MARK}"}
    assert with_address(shown) == []
