# SPDX-License-Identifier: EUPL-1.2
"""Labels that say the same, that are alike, and that contradict each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.robots.screen.rules.lexicon import other_concept, same_concept
from gearskifte.robots.screen.rules.wording import likeness, opposed, plain, same, tidy

pytestmark = pytest.mark.unit

LABELS = st.text("abcdefgæøå -:*.123", min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CPR-nummer", "CPR-nr.:"),
        ("CPR-nummer", "Cpr nummer *"),
        ("Boligstøtte", "BOLIGSTØTTE"),
        ("Åbningsdato", "Aabningsdato"),
        ("Navn", "Navn (skal udfyldes)"),
        ("Sags-\u00adtitel", "Sagstitel"),
        ("Reg.nr.", "Reg. nr."),
    ],
)
def test_labels_that_say_the_same(one: str, other: str) -> None:
    """Case, hyphens, colons, stars and how a number is abbreviated carry no meaning."""
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fra dato", "Til dato"),
        ("Barn 1", "Barn 2"),
        ("Fornavn", "Efternavn"),
        ("Fødselsdato", "Dødsdato"),
        ("Godkendt", "Ikke godkendt"),
        ("1. beløb", "2. beløb"),
        ("Afsenders navn", "Modtagers navn"),
    ],
)
def test_labels_that_contradict_each_other(one: str, other: str) -> None:
    """Labels that differ in a number, a negation or one of two opposites are not alike at all."""
    assert opposed(one, other)
    assert likeness(one, other) == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [("Boligareal i m2", "Boligens areal i m2"), ("Beløb", "Beløb i kr."), ("Mødested", "Sted")],
)
def test_reworded_labels_are_alike(one: str, other: str) -> None:
    """A label in other words is nearer to the old one than 0.6."""
    assert likeness(one, other) >= 0.6


@given(LABELS, LABELS)
def test_likeness_has_no_direction(one: str, other: str) -> None:
    """Likeness is between 0 and 1, the same both ways, and 1 for the same label."""
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == pytest.approx(likeness(other, one))
    assert likeness(one, one) == 1 or not plain(one)


@given(LABELS)
def test_a_label_is_never_tidied_away(label: str) -> None:
    """What is left of a label that says something still says it."""
    assert same(tidy(label), label) or not plain(label).isalnum()


def test_a_concept_is_known_in_both_languages() -> None:
    """Labels of one row of the lexicon agree, those of two rows speak against each other."""
    assert same_concept("CPR-nummer", "Civil registration number:")
    assert other_concept("Startdato", "End date")
    assert not same_concept("Kanalkode", "Kanalkode")
