# SPDX-License-Identifier: EUPL-1.2
"""A proposed mend changes one name on one line, and nothing else of the recipe."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.robots.rules.evaluating import fill_in
from gearskifte.robots.rules.mending import mended
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.steps import Fill

pytestmark = pytest.mark.unit

RECIPE = """# Recipe with remarks
opskrift: Prøve   # keeps its remarks
trin:
  - udfyld: {felt: Emne, med: Emne}
  - hvis: 1 = 1
    så:
      - tryk: Gem
        effekt: Gem
        bekræft: Gem
  - udfyld:
      felter:
        Navn: Ida
        "Emne": By
  - læs: Emne
    som: emne
  - tryk: {på: Gem, i: Gem}
    effekt: ingen
"""


@pytest.mark.parametrize(
    ("line", "was", "old", "new"),
    [
        (4, "Emne", "felt: Emne", 'felt: "Overskrift"'),
        (7, "Gem", "tryk: Gem\n", 'tryk: "Overskrift"\n'),
        (13, "Emne", '"Emne": By', '"Overskrift": By'),
        (14, "Emne", "læs: Emne", 'læs: "Overskrift"'),
        (16, "Gem", "på: Gem", 'på: "Overskrift"'),
    ],
)
def test_only_the_name_on_that_line_is_changed(line: int, was: str, old: str, new: str) -> None:
    """What is written in the field, what it changes, how it is read back and remarks stay."""
    assert mended(RECIPE, line, was, "Overskrift") == RECIPE.replace(old, new)


@pytest.mark.parametrize(("line", "was"), [(4, "Andet"), (2, "Prøve"), (99, "Gem"), (5, "Gem")])
def test_what_is_not_there_is_not_mended(line: int, was: str) -> None:
    """A line that does not call anything so is left alone, and somebody else looks."""
    assert mended(RECIPE, line, was, "Overskrift") is None


@given(st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=30).map(str.strip))
def test_the_words_of_a_page_are_never_a_value(words: str) -> None:
    """Whatever a page calls something, the mended recipe means just those words."""
    text = mended(RECIPE, 4, "Emne", words)
    assert text is not None
    if words:
        (step, *_rest) = read_recipe(text).steps
        assert isinstance(step, Fill)
        assert fill_in(step.field.label, {}) == words
