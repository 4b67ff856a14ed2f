# SPDX-License-Identifier: EUPL-1.2
"""Titles in capitals only, as some systems write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.overview.rules.titles import readable

pytestmark = pytest.mark.unit

NAME = "Karen Margrethe Holm"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("SKYTTEVÆNGET 12 - CARPORT 32 M2", "Skyttevænget 12 - Carport 32 m2"),
        ("P-KORT HOLM, KAREN MARGRETHE", "P-kort Holm, Karen Margrethe"),
        ("BEVILLING P-KORT", "Bevilling P-kort"),
        ("TILSYN HAVNEGADE 8", "Tilsyn Havnegade 8"),
        ("ANSØGNING FRA KAREN", "Ansøgning fra Karen"),
        ("ÆNDRET ANVENDELSE TIL BOLIG", "Ændret anvendelse til bolig"),
    ],
)
def test_a_title_in_capitals_becomes_readable(written: str, shown: str) -> None:
    """Small letters, but a capital for the start of each part, a street and the citizen's name."""
    assert readable(written, NAME) == shown


@pytest.mark.parametrize("written", ["", "SU", "CV 2026", "Ansøgning om SU", "revurd. hjh."])
def test_any_other_title_stays_as_written(written: str) -> None:
    """Short abbreviations, and titles that have small letters already, are left alone."""
    assert readable(written, NAME) == written


@given(st.text())
def test_only_the_size_of_letters_changes(title: str) -> None:
    """Whatever the title is, the reader gets every character of it, in order."""
    assert readable(title, NAME).casefold() == title.casefold()


@given(st.text(), st.text())
def test_a_readable_title_is_left_alone(title: str, name: str) -> None:
    """Made readable once, it does not change again."""
    once = readable(title, name)
    assert readable(once, name) == once
