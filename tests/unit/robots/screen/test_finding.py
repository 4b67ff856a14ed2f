# SPDX-License-Identifier: EUPL-1.2
"""Which field is meant: found by agreement, or refused."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.robots.screen.rules.finding import Hit, Miss, find
from gearskifte.robots.screen.rules.page import Candidate, Kind, remembered
from gearskifte.robots.screen.rules.reasons import Why
from gearskifte.robots.screen.rules.wanted import Wanted, wanted
from tests.builders.screen import field, memory, sight, text

pytestmark = pytest.mark.unit

FORM = (
    field("CPR-nummer", id="cpr", name="Cpr", top=0),
    field("Startdato", id="start", name="Start", top=30),
    field("Slutdato", id="slut", name="Slut", top=60),
    field("Logivært", id="vaert", name="Vaert", top=90),
)
NONSENSE = ("Quux", "Zyxel", "Vombat", "Krypt", "Plinge")


def asked(label: str, **more: str) -> Wanted:
    """A field by its label."""
    return wanted(label, (Kind.FIELD,), within=more.get("within", ""))


def changed(labels: Sequence[str], names: Sequence[int]) -> list[Candidate]:
    """The form with other labels, and its ids and names dealt out in another order."""
    return [
        field(label, id=FORM[at].id, name=FORM[at].name, top=30 * place)
        for place, (label, at) in enumerate(zip(labels, names, strict=True))
    ]


def test_the_only_field_with_the_label_is_found() -> None:
    """A visible label that one thing has is enough, whatever its id."""
    found = find(asked("Cpr nr.:"), sight(FORM))
    assert isinstance(found, Hit)
    assert (found.place, found.why.why, found.drifted) == (0, Why.LABEL, False)


def test_two_fields_with_the_label_are_refused() -> None:
    """Where two fields are called so, neither is taken."""
    found = find(asked("Navn"), sight([field("Navn", top=0), field("Navn", top=30)]))
    assert isinstance(found, Miss)
    assert found.why.why is Why.SEVERAL


def test_the_heading_tells_two_fields_apart() -> None:
    """The heading that the recipe names decides between two of a kind."""
    form = [field("Navn", section="Borger"), field("Navn", section="Ægtefælle", top=30)]
    found = find(asked("Navn", within="Ægtefælle"), sight(form))
    assert isinstance(found, Hit)
    assert found.place == 1
    assert isinstance(find(asked("Navn", within="Barn"), sight(form)), Miss)


def test_a_reworded_label_needs_id_and_name() -> None:
    """A label in other words is taken where id and name are as last time, and told as drift."""
    form = [field("Borgerens CPR-nr.", id="cpr", name="Cpr"), *FORM[1:]]
    found = find(asked("CPR-nummer"), sight(form), memory(sight(FORM)))
    assert isinstance(found, Hit)
    assert (found.place, found.why.why, found.drifted) == (0, Why.REWORDED, True)
    assert isinstance(find(asked("CPR-nummer"), sight(form)), Miss)


def test_an_id_that_moved_is_not_followed() -> None:
    """Of two fields that have changed ids, the one with the label is filled."""
    found = find(
        asked("Startdato"),
        sight(changed([each.tied for each in FORM], [0, 2, 1, 3])),
        memory(sight(FORM)),
    )
    assert isinstance(found, Hit)
    assert found.place == 1


def test_a_label_that_moved_to_a_new_field_is_refused() -> None:
    """Where id and name say one field and the label a new one, a person must look."""
    form = [
        *FORM[:3],
        field("Ny logivært", id="vaert", name="Vaert", top=90),
        field("Logivært", id="ny", name="ny", top=120),
    ]
    found = find(asked("Logivært"), sight(form), memory(sight(FORM)))
    assert isinstance(found, Miss)
    assert found.why.why is Why.NAMES_SAY_OTHERWISE


def test_nothing_reliable_is_refused() -> None:
    """With other labels, ids and names at once nothing is taken."""
    form = [field(word, id=f"x{at}", name=f"y{at}") for at, word in enumerate(NONSENSE)]
    for each in FORM:
        assert isinstance(find(asked(each.tied), sight(form), memory(sight(FORM))), Miss)


@given(
    st.lists(
        st.sampled_from([*(each.tied for each in FORM), *NONSENSE]),
        min_size=4,
        max_size=4,
        unique=True,
    ),
    st.permutations(range(4)),
)
def test_a_field_with_another_label_and_another_name_is_never_taken(
    labels: list[str], names: list[int]
) -> None:
    """Whatever is found has the label that was asked for, or stands where all of them stood."""
    now = sight(changed(labels, names))
    for at, each in enumerate(FORM):
        found = find(asked(each.tied), now, memory(sight(FORM)))
        if isinstance(found, Hit):
            labelled = labels[found.place] == each.tied
            untouched = list(names) == [0, 1, 2, 3] and found.place == at
            assert labelled or untouched


@given(st.permutations(range(4)))
def test_the_order_of_fields_does_not_matter(order: list[int]) -> None:
    """A moved field is found where it stands now."""
    now = sight([FORM[at] for at in order])
    for each in FORM:
        found = find(asked(each.tied), now, memory(sight(FORM)))
        assert isinstance(found, Hit)
        assert now.labels[found.place].text == each.tied


def test_what_has_no_words_is_found_by_sort_or_technical_name() -> None:
    """A recipe may say the only text field, the second one, or a technical name."""
    form = [field(id="a"), field(id="b", top=30), field("Gem", kind=Kind.PRESS, id="save")]
    assert isinstance(find(asked("[tekstfelt]"), sight(form)), Miss)
    second = find(asked("[tekstfelt] 2"), sight(form))
    assert isinstance(second, Hit)
    assert second.place == 1
    named = find(wanted("#save"), sight(form))
    assert isinstance(named, Hit)
    assert named.place == 2


def test_any_of_several_labels_will_do() -> None:
    """`A | B` is one field, called either way."""
    found = find(asked("Director | Director Name"), sight([field("Director Name")]))
    assert isinstance(found, Hit)
    both = sight([field("Director"), field("Director Name", top=30)])
    assert isinstance(find(asked("Director | Director Name"), both), Miss)


def test_a_text_labels_one_field_only() -> None:
    """Each free text belongs to the nearest field: to its right, else below it."""
    beside = sight(
        [field(id="a", top=0), field(id="b", top=30)],
        [text("Navn", left=20, top=2), text("Adresse", left=20, top=32)],
    )
    assert [label.text for label in beside.labels] == ["Navn", "Adresse"]
    above = sight(
        [field(id="a", top=20, left=20), field(id="b", top=64, left=20)],
        [text("Navn", left=20, top=2), text("Adresse", left=20, top=46)],
    )
    assert [label.text for label in above.labels] == ["Navn", "Adresse"]


def test_how_a_value_is_written_is_no_label() -> None:
    """A unit, a format in brackets or a sentence is not taken for a label."""
    said = ("kr.", "(dd-mm-åååå)", "Skriv her, hvad borgeren får udbetalt i alt om måneden.")
    for words in said:
        seen = sight([field(top=0)], [text(words, left=100, top=2)])
        assert seen.labels[0].text == ""


def test_a_legend_is_the_label_of_the_only_field_below_it() -> None:
    """Of one field alone, that has no label of its own; never of two."""
    alone = sight([field(id="a", section="Startdato"), field(id="b", top=30, section="Slutdato")])
    assert [label.text for label in alone.labels] == ["Startdato", "Slutdato"]
    both = sight([field(id="a", section="Periode"), field(id="b", top=30, section="Periode")])
    assert [label.text for label in both.labels] == ["", ""]
    own = sight([field("Dato", id="a", section="Periode")])
    assert own.labels[0].text == "Dato"


def test_memory_holds_no_numbers_of_citizens() -> None:
    """A button that is called by a number, and every link, is left out of what is kept."""
    seen = sight([field("Gem", kind=Kind.PRESS), field("Sag 2026-1234", kind=Kind.PRESS), *FORM])
    assert [each.label for each in memory(seen)] == ["Gem", *(each.tied for each in FORM)]


def test_ids_that_have_borne_different_labels_say_nothing() -> None:
    """A page that deals its ids out anew each time is found by its labels alone."""
    first = sight([field("Navn", id="a"), field("By", id="b", top=30)])
    second = sight([field("Land", id="a"), field("Navn", id="b", top=30)])
    kept = remembered(second.page, second.labels, memory(first))
    assert all(each.fickle for each in kept)
    third = sight([field("Farve", id="b"), field("Land", id="c", top=30)])
    found = find(asked("Land"), third, kept)
    assert isinstance(found, Hit)
    assert found.place == 1
