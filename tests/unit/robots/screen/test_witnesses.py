# SPDX-License-Identifier: EUPL-1.2
"""When a label alone is not believed: what was kept of the page contradicts it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.robots.screen.rules.finding import Hit, Miss, Sight, find
from gearskifte.robots.screen.rules.page import Candidate, Kind
from gearskifte.robots.screen.rules.persons import other_person
from gearskifte.robots.screen.rules.reasons import Reason, Why, in_language
from gearskifte.robots.screen.rules.wanted import wanted
from tests.builders.screen import field, memory, sight, text

pytestmark = pytest.mark.unit

LABELS = ("Husleje", "Areal", "Beboere", "Varenummer", "Kontonavn")
NAMES = ("rent", "size", "count", "item", "account")


def form(
    labels: Sequence[str] = LABELS,
    names: Sequence[str] = NAMES,
    section: str = "Boligstøtte",
) -> list[Candidate]:
    """A form with these labels, ids and names, from the top."""
    return [
        field(label, id=f"txt-{name}", name=name, top=30 * at, section=section)
        for at, (label, name) in enumerate(zip(labels, names, strict=True))
    ]


def asked(label: str, now: Sight, then: Sight, *, within: str = "", number: int = 0) -> Hit | Miss:
    """What is found now of a field that was kept then."""
    return find(wanted(label, (Kind.FIELD,), within=within, number=number), now, memory(then))


def why(found: Hit | Miss) -> Why:
    """Why it was refused."""
    assert isinstance(found, Miss)
    return found.why.why


def test_one_label_alone_is_not_enough_where_all_else_has_changed() -> None:
    """With every id, name and other label new, one label that looks the same is refused."""
    new = ("Leje", "m2", "Personer", "Vare nr.", "Kontoindehaver")
    now = sight(form(new, tuple("abcde")))
    assert why(asked("Varenummer", now, sight(form()))) is Why.NOTHING_RELIABLE


def test_a_label_that_is_written_otherwise_is_found_among_known_labels() -> None:
    """With the labels around it as they were, new ids and names do not matter."""
    new = (*LABELS[:3], "Vare nr.", LABELS[4])
    found = asked("Varenummer", sight(form(new, tuple("abcde"))), sight(form()))
    assert isinstance(found, Hit)
    assert found.place == 3


def test_another_view_of_the_page_is_met_with_its_labels() -> None:
    """A view that was never seen, with another heading and other fields, is believed."""
    view = [field("Husleje", id="q", section="Fremsøg"), field("Fritekst", id="r", top=30)]
    assert isinstance(asked("Husleje", sight(view), sight(form())), Hit)


@given(st.permutations(range(5)))
def test_words_that_change_places_alone_are_never_followed(order: list[int]) -> None:
    """Whatever labels are exchanged while ids and names stand, no field is taken for another."""
    now = sight(form([LABELS[at] for at in order]))
    for at, label in enumerate(LABELS):
        found = asked(label, now, sight(form()))
        assert isinstance(found, Miss) or found.place == at == order[at]


@given(st.permutations(range(5)))
def test_ids_that_are_dealt_out_anew_do_not_matter(order: list[int]) -> None:
    """Whatever ids are exchanged while the words stand, each label is found."""
    now = sight(form(names=[NAMES[at] for at in order]))
    for at, label in enumerate(LABELS):
        found = asked(label, now, sight(form()))
        assert isinstance(found, Hit)
        assert found.place == at


def test_columns_that_change_headings_are_refused() -> None:
    """In a table of fields, too, exchanged headings are no new places."""

    def grid(*columns: str) -> Sight:
        return sight(
            [
                field(id=f"{row}-{n}", name=f"{row}.{n}", top=30 * at, column=column, row=row)
                for at, row in enumerate(("Anna", "Bo"))
                for n, column in zip("ab", columns, strict=True)
            ]
        )

    then = grid("Fornavn", "Skole")
    assert isinstance(asked("Skole", then, then, within="Bo"), Hit)
    assert why(asked("Skole", grid("Skole", "Fornavn"), then, within="Bo")) is Why.WORDS_MOVED


def people(first: str = "Ansøger", second: str = "Ægtefælle") -> list[Candidate]:
    """The same two fields for each of two people."""
    return [
        field(label, id=f"{who}-{label}", name=f"{who}.{label}", top=30 * at, section=section)
        for at, (who, section, label) in enumerate(
            (who, section, label)
            for who, section in (("a", first), ("b", second))
            for label in ("Navn", "Telefon")
        )
    ]


def test_the_same_field_of_another_person_is_another_field() -> None:
    """Where only the spouse's part is left, the applicant's name is not written there."""
    then, now = sight(people()[:2]), sight(people()[2:])
    assert why(asked("Navn", now, then)) is Why.ANOTHER_PERSON
    assert isinstance(asked("Navn", now, then, within="Ægtefælle"), Hit)


def test_headings_that_change_places_are_refused() -> None:
    """A heading over fields with another's ids and names is not believed."""
    now = sight(people("Ægtefælle", "Ansøger"))
    for within in ("Ansøger", "Ægtefælle"):
        assert isinstance(asked("Navn", now, sight(people()), within=within), Miss)


def test_a_heading_in_other_words_is_no_hindrance() -> None:
    """With the words, and id or name as they were, the field is found below the new heading."""
    found = asked("Navn", sight(people("Oplysninger")), sight(people()), within="Ansøger")
    assert isinstance(found, Hit)
    assert (found.place, found.why.why) == (0, Why.HEADING_CHANGED)
    swapped = asked("Navn", sight(people("Barn")), sight(people()), within="Ansøger")
    assert why(swapped) is Why.ANOTHER_PERSON


def test_the_number_among_its_like_and_the_names_must_agree() -> None:
    """When the first of two is gone, the second is not taken for it."""
    then = sight(people("Periode", "Periode"))
    gone = sight(people("Periode", "Periode")[1:])
    assert isinstance(asked("Navn", then, then, number=1), Hit)
    assert why(asked("Navn", gone, then, number=1)) is Why.WORDS_MOVED


def test_a_field_that_is_hidden_is_not_replaced_by_its_like() -> None:
    """Where the field of last time lies on a closed tab, another with its label is not it."""
    first, other = field("Navn", id="a", name="a"), field("Navn", id="b", name="b")
    now = sight([other])
    hidden = msgspec.structs.replace(now.page, unseen=(("a", "a"),))
    assert isinstance(asked("Navn", now, sight([first])), Hit)
    assert why(asked("Navn", Sight(hidden, now.labels), sight([first]))) is Why.OUT_OF_SIGHT


def test_a_field_that_left_its_like_is_refused() -> None:
    """A form to search with is not the form, though its field is called the same."""
    search = field("Husleje", id="q", name="q", section="Fremsøg")
    now = sight([search, *form()[1:]])
    assert why(asked("Husleje", now, sight(form()))) is Why.LEFT_ITS_LIKE


def test_ties_that_the_eye_contradicts_are_not_believed() -> None:
    """Of two labels that are tied crosswise, neither is followed; tied straight, both are."""

    def crossed(first: int, second: int) -> Sight:
        words = [text("Navn", left=20, top=2, owner=0), text("By", left=20, top=32, owner=1)]
        tied = [
            msgspec.structs.replace(each, labels=to)
            for each, to in zip(words, (first, second), strict=True)
        ]
        labels = {first: "Navn", second: "By"}
        return sight([field(labels[0], id="a"), field(labels[1], id="b", top=30)], tied)

    straight, crosswise = crossed(0, 1), crossed(1, 0)
    assert isinstance(find(wanted("Navn", (Kind.FIELD,)), straight), Hit)
    assert why(find(wanted("Navn", (Kind.FIELD,)), crosswise)) is Why.TIED_ELSEWHERE


def test_a_form_whose_fields_are_numbered_is_not_known_by_its_numbers() -> None:
    """In another language, ids that only count say nothing of which field is which."""
    then = sight([field(x, id=f"f{n}", top=30 * n) for n, x in enumerate(("Navn", "Sted", "Art"))])
    now = sight([field(x, id=f"f{n}", top=30 * n) for n, x in enumerate(("Qua", "Zyx", "Vom"))])
    assert isinstance(asked("Sted", now, then), Miss)


def test_a_dialogue_lies_above_the_page() -> None:
    """Of two fields alike, the one in the open dialogue is meant."""
    behind = field("Navn", id="a")
    above = msgspec.structs.replace(field("Navn", id="b", top=30), front=True)
    found = find(wanted("Navn", (Kind.FIELD,)), sight([behind, above]))
    assert isinstance(found, Hit)
    assert found.place == 1


def test_headings_are_about_different_people_only_if_both_name_one() -> None:
    """The spouse is not the applicant; the citizen may be; no person says nothing."""
    assert other_person("Ansøger", "Oplysninger om ægtefællen")
    assert not other_person("Borgeren", "Ansøger")
    assert not other_person("Ansøger", "Ansøgers ægtefælle")
    assert not other_person("Ansøger", "Kontakt")


def test_a_reason_that_was_written_down_is_read_in_both_languages() -> None:
    """Every reason has both, and its Danish leads to its English."""
    for reason in Why:
        told = Reason(reason, ("Navn", "Adresse", "Borger")).text
        assert in_language(told.da, "en") == told.en
        assert in_language(told.da, "da") == told.da
    assert in_language("noget andet", "en") == "noget andet"
