# SPDX-License-Identifier: EUPL-1.2
"""The newest name a source gave wins, whatever order the statements come in."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gearskifte.registry.rules import fields as f
from gearskifte.registry.rules.intake import Fact, Section
from gearskifte.registry.rules.naming import Names, Said, mentioned_systems, names
from gearskifte.registry.rules.references import ReferenceKind
from tests.builders.facts import MASTER_ID, START, attributes, master, owner, relation, unit
from tests.builders.people import ANNA

pytestmark = pytest.mark.unit


def _person(name: str | None) -> Fact:
    """A party as it is stored: by the person's id."""
    target = {"kind": str(ReferenceKind.PERSON), "value": str(ANNA.id)}
    values = {f.TYPE: f.PARTY, f.ROLE: f.PRIMARY, f.TARGET: target, f.NAME: name}
    return Fact(Section.RELATION, "party:primary:", START, values)


def _stored(fact: Fact) -> Fact:
    """A fact with its reference in the form it is stored in."""
    reference = fact.values[f.TARGET]
    target = {"kind": str(reference.kind), "value": reference.value}
    return Fact(fact.section, fact.key, fact.start, {**fact.values, f.TARGET: target})


def _statements(size: int, seed: int) -> list[tuple[datetime, Fact]]:
    """Things said of Anna, of a system and of an authority, by any name, on any of four days."""
    dice = Random(seed)
    told = []
    for _ in range(size):
        name = dice.choice(("", " ", "Anna", "Anna P.", "Ånna"))
        relations = (owner(name=name), master(name), unit(name))
        fact = dice.choice([_person(name), *map(_stored, relations)])
        told.append((START + timedelta(days=dice.randint(0, 3)), fact))
    return told


STATEMENTS = st.builds(_statements, st.integers(0, 8), st.integers(0, 2**32))


def _strongest(said: list[Said]) -> Said:
    return max(said, key=lambda each: (bool(each.name), each.at, each.name))


@settings(max_examples=500)
@given(STATEMENTS, st.integers(0, 2**32))
def test_the_order_of_statements_never_matters(
    told: list[tuple[datetime, Fact]], seed: int
) -> None:
    """The same statements in any order give the same names."""
    shuffled = list(told)
    Random(seed).shuffle(shuffled)
    one, other = names(told), names(shuffled)
    assert _names(one) == _names(other)


def _names(found: Names) -> list[dict[str, str]]:
    groups = (found.persons, found.systems, found.authorities)
    return [{key: said.name for key, said in group.items()} for group in groups]


@settings(max_examples=500)
@given(STATEMENTS)
def test_the_newest_name_that_says_anything_wins(told: list[tuple[datetime, Fact]]) -> None:
    """A later name replaces an earlier one, an empty one replaces nothing."""
    said = [
        Said(at, str(fact.values[f.NAME]).strip())
        for at, fact in told
        if fact.values[f.TYPE] == f.PARTY
    ]
    named = [each for each in said if each.name]
    expected = {str(ANNA.id): _strongest(named)} if named else {}
    assert names(told).persons == expected


def test_a_person_without_a_name_is_not_called_anything() -> None:
    """A party that was sent without a name, or with None, gives no name."""
    assert names([(START, _person(None)), (START, _person(""))]).persons == {}


def test_an_authority_is_known_by_its_cvr_number_if_it_has_one() -> None:
    """The owner is its CVR number where that is told, else what is pointed by."""
    with_cvr = _stored(owner("11111111", "Prøveby"))
    bare = Fact(with_cvr.section, "o", START, {**with_cvr.values, f.CVR: None})
    pointed = {**with_cvr.values, f.CVR: "", f.TARGET: {"kind": "uuid", "value": MASTER_ID}}
    by_uuid = Fact(with_cvr.section, "o", START, pointed)
    nameless = Fact(with_cvr.section, "o", START, {f.TYPE: f.ACTOR, f.ROLE: f.OWNER})
    told = [(START, fact) for fact in (with_cvr, bare, by_uuid, nameless)]
    assert set(names(told).authorities) == {"11111111", MASTER_ID}


def test_systems_are_found_in_relations_and_on_benefits() -> None:
    """A system is heard of as a relation of the object or on a benefit of a grant."""
    on_benefit = attributes(
        "benefit:1",
        systems=[{f.ROLE: f.MASTER, f.NAME: "Ydelser", f.TARGET: {"kind": "uuid", "value": "x"}}],
    )
    pointless = relation(f.SYSTEM, f.SENDER)
    facts = [_stored(master("Prøvefag")), on_benefit, pointless]
    assert mentioned_systems(facts) == {MASTER_ID, "x"}
    told = names((START, fact) for fact in facts)
    assert {key: said.name for key, said in told.systems.items()} == {
        MASTER_ID: "Prøvefag",
        "x": "Ydelser",
    }
