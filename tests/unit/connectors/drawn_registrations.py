# SPDX-License-Identifier: EUPL-1.2
"""Draws registrations of every kind, with all that the standards have a place for."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hypothesis import strategies as st

from gearskifte.connectors.sf1470 import roles as sf1470
from gearskifte.connectors.sf1491 import roles as sf1491
from gearskifte.registry.public import Fact, Kind, Operation, Registration, Section
from gearskifte.registry.public import fields as f
from tests.unit.connectors.drawn_values import (
    AMOUNTS,
    BENEFIT,
    CASE_INDEX,
    CASE_PROPERTIES,
    CVRS,
    DOCUMENT_PROPERTIES,
    EXEMPTION,
    GRANT_PROPERTIES,
    ISO,
    KEYS,
    KLE,
    MOMENTS,
    NAMES,
    PAYMENT_PROPERTIES,
    REFERENCES,
    SYSTEM,
    UUIDS,
    WORD,
    Values,
    all_or_none,
    both,
    empty_or,
    links,
    some,
    text,
)


@dataclass(frozen=True)
class Kin:
    """A kind of relation: its roles by UUID, what it may say, and the role its form shows."""

    type: str
    roles: Mapping[str, str]
    content: Values = st.just({})  # noqa: RUF009
    shows: Callable[[Mapping[str, Any]], str] = lambda _: f.UNKNOWN


def always(role: str) -> Callable[[Mapping[str, Any]], str]:
    """The form always shows this role."""
    return lambda _: role


ACTOR: Final = some(user_key=KEYS, name=NAMES, cvr=CVRS)
PARTY: Final = some(user_key=KEYS, name=NAMES)
WORDS: Final = st.lists(
    some(search_word=NAMES, description=empty_or(text(4096)), search_category=NAMES),
    min_size=1,
    max_size=2,
)
CLASS: Final = some(name=NAMES, class_key=KEYS, search_words=WORDS)
NOTE: Final = some(note_text=empty_or(text(200))) | some(
    note_content=st.binary().map(lambda tail: base64.b64encode(b"{\\rtf" + tail).decode())
)
JOURNAL: Final = both(
    both(EXEMPTION, NOTE),
    some(title=NAMES, note_title=text(255), note_format=UUIDS | text(20)),
)
LINE: Final = both(
    both(some(class_key=KLE) | some(name=NAMES), all_or_none(grant_id=UUIDS, benefit_id=NAMES)),
    some(start=empty_or(ISO), end=empty_or(ISO), amount=AMOUNTS),
)
SECURITY: Final = Kin(f.SECURITY, sf1470.SECURITY, shows=always(f.ACCESS))
SYSTEM_OF_OBJECT: Final = Kin(f.SYSTEM, sf1470.SYSTEMS, SYSTEM)


@dataclass(frozen=True)
class Shape:
    """What an object of a kind is made of, in the order of its schema."""

    sets: Sequence[tuple[str, Values]]
    states: Sequence[str]
    relations: Sequence[Kin]
    unordered: Sequence[Kin]
    quiet: bool


SHAPES: Final = {
    Kind.CASE: Shape(
        [(f.PROPERTIES, CASE_PROPERTIES), (f.INDEX, CASE_INDEX)],
        ["Opstaaet", "Oplyst", "Afgjort", "Afsluttet"],
        [
            Kin(f.ACTOR, sf1470.ACTORS, ACTOR),
            Kin(
                f.CLASS,
                sf1470.CLASSES,
                both(CLASS, some(facet_title=NAMES | st.just("Indekser/Visningsklasse"))),
                sf1470.of_class,
            ),
            Kin(f.PARTY, sf1470.PARTIES, PARTY),
            Kin(f.CASE, {}),
            Kin(f.SUBJECT, {}, some(text=empty_or(text(1024)))),
            Kin(f.JOURNAL, {}, JOURNAL, sf1470.of_journal_post),
        ],
        [SYSTEM_OF_OBJECT, SECURITY],
        quiet=True,
    ),
    Kind.DOCUMENT: Shape(
        [(f.PROPERTIES, DOCUMENT_PROPERTIES)],
        ["Modtaget", "Endeligt", "Afleveret"],
        [
            Kin(f.DOCUMENT, {}),
            Kin(f.ACTOR, sf1470.ACTORS, ACTOR),
            Kin(f.PARTY, sf1470.PARTIES, PARTY),
            Kin(f.CLASS, sf1470.CLASSES, CLASS, sf1470.of_class),
        ],
        [SYSTEM_OF_OBJECT, SECURITY],
        quiet=False,
    ),
    Kind.GRANT: Shape(
        [(f.PROPERTIES, GRANT_PROPERTIES), (f.BENEFIT_PREFIX, BENEFIT)],
        [],
        [
            Kin(f.CASE, sf1491.GRANT_CASES, PARTY, always(f.GRANT_CASE)),
            Kin(f.PARTY, sf1491.GRANT_PARTIES, PARTY),
            Kin(f.ACTOR, sf1491.GRANT_ACTORS, ACTOR),
            SECURITY,
        ],
        [],
        quiet=True,
    ),
    Kind.PAYMENT: Shape(
        [(f.PROPERTIES, PAYMENT_PROPERTIES)],
        [],
        [
            Kin(f.LINE, sf1491.PAYMENT_LINES, LINE, always(f.LINE)),
            Kin(f.ACTOR, sf1491.PAYMENT_ACTORS, ACTOR),
            Kin(f.SYSTEM, sf1491.SYSTEMS, SYSTEM),
            Kin(f.PARTY, sf1491.PAYMENT_PARTIES, PARTY),
        ],
        [],
        quiet=False,
    ),
}


@st.composite
def dated(draw: st.DrawFn, section: Section, key: str, values: dict[str, Any]) -> Fact:
    """A fact with any validity."""
    start, end = draw(MOMENTS), draw(empty_or(MOMENTS))
    if end is not None and end < start:
        start, end = end, start
    who = st.sampled_from(["", "Organisation", "Bruger", "ItSystem"])
    return Fact(
        section,
        key,
        start,
        values,
        end,
        draw(empty_or(REFERENCES)),
        draw(who),
        draw(st.just("") | text(1024)),
    )


@st.composite
def related(draw: st.DrawFn, kin: Kin) -> Fact:
    """A relation whose role is known, is in no catalogue, or is not stated."""
    values = draw(both(links(), kin.content))
    known = st.sampled_from(sorted(kin.roles)) if kin.roles else st.nothing()
    stated = draw(known | UUIDS | WORD.map("urn:oio:rolle:{}".format) | st.just(""))
    role = kin.roles.get(stated) or kin.shows(values)
    values |= {f.TYPE: kin.type, f.ROLE: role, **({f.ROLE_ID: stated} if stated else {})}
    in_key = kin.roles.get(stated) or stated or role
    index = draw(st.just("") | text(36))
    return draw(dated(Section.RELATION, f"{kin.type}:{in_key}:{index}", values))


@st.composite
def registrations(draw: st.DrawFn, kind: Kind, operation: Operation) -> Registration:
    """A registration of an object of this kind."""
    shape, facts = SHAPES[kind], []
    for key, content in shape.sets:
        for place, values in enumerate(draw(st.lists(content, max_size=2)), start=1):
            number = values.get(f.BENEFIT_ID, f"#{place}") if key == f.BENEFIT_PREFIX else ""
            facts.append(draw(dated(Section.ATTRIBUTES, f"{key}{number}", values)))
    if shape.states:
        state = st.sampled_from(shape.states).map(lambda code: {f.STATE: code})
        states = state.flatmap(lambda values: dated(Section.STATE, f.PROGRESS, values))
        facts += draw(st.lists(states, max_size=2))
    for kin in shape.relations:
        facts += draw(st.lists(related(kin), max_size=2))
    if shape.unordered:
        facts += draw(st.lists(st.one_of(*map(related, shape.unordered)), max_size=3))
    imported = operation is Operation.IMPORT
    at = draw(MOMENTS)
    of_itself = draw(
        some(
            **({f.INDEX_TIME: ISO} if imported else {}),
            **({f.QUIET: st.booleans()} if shape.quiet else {}),
            **{f.ATTRIBUTES_CHANGED_AT: ISO, f.STATES_CHANGED_AT: ISO, f.RELATIONS_CHANGED_AT: ISO},
        )
    )
    if of_itself:
        facts.append(Fact(Section.ATTRIBUTES, f.REGISTRATION, at, of_itself))
    return Registration(
        draw(st.uuids()),
        kind,
        operation,
        at,
        tuple(facts),
        draw(st.sampled_from(["", "Opstaaet", "Importeret", "Slettet"])) if imported else "",
        draw(empty_or(REFERENCES)) if imported else None,
        draw(st.just("") | text(1024)),
    )
