# SPDX-License-Identifier: EUPL-1.2
"""The step-by-step editor: forms that follow from the vocabulary, and texts that stay recipes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from gearskifte.kernel.errors import InputRefused
from gearskifte.robots.rules import editing, forms
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.refusals import RecipeRefused
from gearskifte.robots.rules.sentences import sentences
from gearskifte.robots.rules.vocabulary import FORMS, HEAD

pytestmark = pytest.mark.unit

ROOT: Final = Path(__file__).parents[3]
_FILES: Final = (
    *ROOT.glob("src/gearskifte/demo/recipes/*.yaml"),
    *sorted(ROOT.glob("benchmarks/robots_recreations/processes/*.yaml"))[::4],
    *sorted(ROOT.glob("benchmarks/robots_miniwob/recipes/*.yaml"))[::6],
)
RECIPES: Final = {each.stem: each.read_text("utf-8").split("\n---\n")[-1] for each in _FILES}
SMALL = """
opskrift: Lille
sag: {felter: [nr], nøgle: "{nr}"}
trin:
  - åbn: http://a.test/{nr}
  - læs: Navn
    som: navn
  - hvis: navn er "Ida"
    så: [{afslut: fundet}]
    ellers: [{tryk: Gem, effekt: ingen}, {afslut: gemt}]
  - afslut: "{navn}"
"""


def _told(text: str) -> list[tuple[str, str, str]]:
    return [(each.at, each.text, each.read_back) for each in sentences(read_recipe(text), "da")]


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_that_is_taken_apart_says_the_same(name: str) -> None:
    """Put together again it has the same sentences, read-backs and head."""
    text = RECIPES[name]
    again = editing.text_of(editing.tree_of(text))
    assert _told(again) == _told(text)
    assert read_recipe(again).parameters == read_recipe(text).parameters
    assert editing.headed(text, editing.head_of(text)) == again


@pytest.mark.parametrize("name", RECIPES)
def test_a_form_that_is_sent_unchanged_changes_nothing(name: str) -> None:
    """Each step's form holds all that the step says, and makes the same step of it."""
    text = editing.text_of(editing.tree_of(RECIPES[name]))
    for at, *_said in _told(text)[::3]:
        step = editing.step_at(text, at)
        keyword = forms.keyword_of(step)
        given = {each.name: each.value for each in forms.form_of(keyword, step)}
        made = forms.step_from(keyword, given, step)
        assert _told(editing.changed(text, at, made)) == _told(text), step
    given = {each.name: each.value for each in forms.head_form(editing.head_of(text))}
    headed = read_recipe(editing.headed(text, forms.head_from(given)))
    before = read_recipe(text)
    assert (headed.owner, headed.fields, headed.systems, headed.manual_time) == (
        *(before.owner, before.fields, before.systems, before.manual_time),
    )


def test_every_kind_of_step_has_a_form_in_both_languages() -> None:
    """Nothing of the vocabulary is without words."""
    assert set(forms.kinds()) == set(FORMS)
    for keyword in FORMS:
        asked = forms.form_of(keyword, {})
        assert asked
        assert all(each.label.da and each.label.en for each in asked)
    assert {each.path[0] for each in forms.head_form({})} == set(HEAD) - {"trin"}


def test_steps_move_and_come_back() -> None:
    """Down and up again is where it was; the ends stay; inside a block they stay inside."""
    down = editing.moved(SMALL, "3b.1", 1)
    with pytest.raises(RecipeRefused, match="GS-ROB-008"):
        editing.moved(SMALL, "2", 2)
    assert _told(down) != _told(SMALL)
    assert _told(editing.moved(down, "3b.2", -1)) == _told(SMALL)
    assert _told(editing.moved(SMALL, "1", -1)) == _told(SMALL)


def test_steps_are_added_changed_and_removed() -> None:
    """A new condition has a harmless way to begin with, and another way when it is wanted."""
    more = editing.added(SMALL, "3a.1", {"hvis": 'navn er "Bo"'})
    assert ("3a.2a.1") in [at for at, *_ in _told(more)]
    both = editing.otherwise(more, "3a.2")
    assert ("3a.2b.1") in [at for at, *_ in _told(both)]
    assert _told(editing.removed(both, "3a.2b.1")) == _told(more)
    assert _told(editing.removed(more, "3a.2")) == _told(SMALL)
    first = editing.added(SMALL, "0", {"afslut": "straks"})
    assert _told(first)[0][1] != _told(SMALL)[0][1]
    with pytest.raises(InputRefused, match="GS-ROB-037"):
        editing.removed(SMALL, "3a.1")
    with pytest.raises(InputRefused, match="GS-ROB-038"):
        editing.removed(SMALL, "9.9")


def test_a_change_that_could_not_be_read_is_not_made() -> None:
    """A value that nothing gives any more is told, at its line."""
    with pytest.raises(RecipeRefused, match="navn"):
        editing.removed(SMALL, "2")
    with pytest.raises(RecipeRefused):
        editing.added(SMALL, "1", forms.step_from("tryk", {}, {}))


def test_a_new_recipe_can_be_read() -> None:
    """It begins as work for a person."""
    assert [text for _, text, _ in _told(editing.begun("Kontrol af joblog"))]
