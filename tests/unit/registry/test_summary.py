# SPDX-License-Identifier: EUPL-1.2
"""A card can be made of whatever was told, is good until it says, and says what was told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gearskifte.registry.rules import fields as f
from gearskifte.registry.rules.cards import (
    Card,
    CaseCard,
    DatedState,
    DocumentCard,
    GrantCard,
    PaymentCard,
    Summary,
)
from gearskifte.registry.rules.history import Registered, fold
from gearskifte.registry.rules.intake import Fact, Kind, Registration, Section
from gearskifte.registry.rules.references import ReferenceKind
from gearskifte.registry.rules.summary import summarise
from gearskifte.registry.sealing import Sealer
from tests.builders.facts import (
    MASTER_ID,
    START,
    attributes,
    case,
    document,
    filed,
    grant,
    hidden,
    object_id,
    party,
    payment,
    relation,
    state,
)
from tests.builders.people import ANNA, BO, DAY, NOW, OTHER_CVR, OUR_CVR, VAULT

pytestmark = pytest.mark.unit

CARDS: Final[dict[Kind, type[Card]]] = {
    Kind.CASE: CaseCard,
    Kind.DOCUMENT: DocumentCard,
    Kind.GRANT: GrantCard,
    Kind.PAYMENT: PaymentCard,
}
FLAGS: Final = {f.REPAYABLE, f.IN_ADVANCE, f.MANUAL_APPROVAL, f.DELIVERED, f.PRINCIPAL}
NAMES: Final = tuple(
    value
    for name, value in vars(f).items()
    if name.isupper() and value not in {f.TARGET, f.PLANS, f.SYSTEMS, f.BENEFIT_PREFIX}
)
TEXTS: Final = ("", " ", "Anna", "2024-01-05", "2024-01-05T12:00:00Z", "9999-12-31", "5.942", "æ\n")
OBJECTS: Final = tuple(str(uuid4()) for _ in range(3))


def _value(dice: Random, name: str) -> Any:
    if name in FLAGS:
        return dice.choice((True, False, None))
    if name == f.STATE:
        return dice.choice(("Opstaaet", "Oplyst", "Afgjort", "Afsluttet", "Andet", "", None))
    if name in (f.GRANT_ID, f.BENEFIT_ID):
        return dice.choice((*OBJECTS, "1", "", None))
    return dice.choice((*TEXTS, None))


def _target(dice: Random) -> dict[str, str]:
    kind = dice.choice(list(ReferenceKind))
    return {"kind": str(kind), "value": dice.choice((*OBJECTS, "x", ""))}


def _values(dice: Random) -> dict[str, Any]:
    """Any of the values a connector can tell, of the type it tells them in."""
    values = {name: _value(dice, name) for name in dice.sample(NAMES, dice.randint(0, 12))}
    if dice.random() < 0.5:
        values[f.TARGET] = dice.choice((_target(dice), None))
    if dice.random() < 0.2:
        names = (f.AMOUNT, f.FREQUENCY, f.DISPOSAL_DAY, f.START, f.END, f.IN_ADVANCE)
        values[f.PLANS] = [{name: _value(dice, name) for name in names} for _ in range(2)]
    if dice.random() < 0.2:
        role = dice.choice((f.MASTER, f.SENDER, f.UNKNOWN))
        values[f.SYSTEMS] = [{f.ROLE: role, f.TARGET: _target(dice), f.NAME: "S"}, {f.ROLE: role}]
    return values


def _fact(dice: Random) -> Fact:
    section = dice.choice(list(Section))
    values = _values(dice)
    if section is Section.RELATION:
        kinds = (f.ACTOR, f.PARTY, f.CLASS, f.CASE, f.JOURNAL, f.DOCUMENT, f.SYSTEM, f.LINE)
        roles = (f.OWNER, f.RESPONSIBLE, f.PRIMARY, f.DISPLAY, f.DECISION, f.MASTER, f.GRANT_CASE)
        values |= {f.TYPE: dice.choice(kinds), f.ROLE: dice.choice((*roles, f.UNKNOWN, f.FILED))}
    keys = (f.PROPERTIES, f.INDEX, f.PROGRESS, "benefit:1", "benefit:2", "a", "b", "c")
    start = START + DAY * dice.randint(0, 6)
    end = None if dice.random() < 0.5 else start + DAY * dice.randint(0, 4)
    return Fact(section, dice.choice(keys), start, values, end)


def _registered(size: int, seed: int) -> list[Registered]:
    dice = Random(seed)
    return [
        Registered(
            UUID(int=number),
            START + DAY * dice.randint(0, 3),
            START,
            tuple(_fact(dice) for _ in range(dice.randint(0, 8))),
        )
        for number in range(size)
    ]


ANYTHING = st.builds(_registered, st.integers(0, 4), st.integers(0, 2**32))


@settings(max_examples=1000)
@given(ANYTHING, st.sampled_from(list(Kind)), st.integers(-1, 11))
def test_a_card_can_be_made_of_anything_and_read_again(
    registered: list[Registered], kind: Kind, day: int
) -> None:
    """No facts are too odd for a summary, and its card comes back from the database as it was."""
    summary = summarise(kind, fold(registered), START + DAY * day)
    card = msgspec.json.encode(summary.card)
    assert msgspec.json.decode(card, type=CARDS[kind]) == summary.card
    assert len(set(summary.links)) == len(summary.links)


@settings(max_examples=1000)
@given(ANYTHING, st.sampled_from(list(Kind)), st.integers(-1, 11))
def test_a_card_is_good_until_it_says(registered: list[Registered], kind: Kind, day: int) -> None:
    """Until `good_until` a summary made later is the same, so no card is stale before its time."""
    history = fold(registered)
    now = START + DAY * day
    summary = summarise(kind, history, now)
    assert summary.good_until is None or summary.good_until > now
    for later in (now + timedelta(hours=12) * step for step in range(40)):
        if summary.good_until is None or later < summary.good_until:
            assert summarise(kind, history, later) == summary


@settings(max_examples=300)
@given(ANYTHING)
def test_nobody_is_a_party_whom_nobody_named(registered: list[Registered]) -> None:
    """A party is a person that a relation of that type points at, for no longer than it says."""
    told = [fact for each in registered for fact in each.facts if fact.section is Section.RELATION]
    summary = summarise(Kind.CASE, fold(registered), START)
    for found in summary.parties:
        assert any(
            fact.values[f.TYPE] == f.PARTY
            and (fact.values.get(f.TARGET) or {}).get("value") == str(found.person)
            and (fact.values.get(f.TARGET) or {}).get("kind") == ReferenceKind.PERSON
            and fact.values[f.ROLE] == found.role
            and fact.start <= found.start
            for fact in told
        )


def _summary(told: Registration, *more: Registration, now: datetime = NOW) -> Summary:
    """The summary of an object after some registrations, as they are stored."""
    sealer = Sealer(VAULT)
    stored = [
        Registered(UUID(int=number), each.source_time, START, sealed.registration.facts)
        for number, each in enumerate((told, *more))
        for sealed in (sealer.registration(each),)
    ]
    return summarise(told.kind, fold(stored), now)


def test_a_case_says_what_it_was_told() -> None:
    """Number, title, states, owner, unit, system and sensitivity are those that were told."""
    summary = _summary(case("a", ANNA, title="Rollator", more=[state("Oplyst", START + DAY)]))
    card = summary.card
    assert isinstance(card, CaseCard)
    assert (card.number, card.title, card.responsible.name) == (
        "2024-a",
        "Rollator",
        "Team Hjælpemidler",
    )
    assert [each.state for each in card.states] == ["Opstaaet", "Oplyst"]
    assert [each.start for each in card.states] == [START, START + DAY]
    assert (summary.owner, summary.system, summary.sensitivity) == (OUR_CVR, MASTER_ID, 2)
    assert [(each.person, each.role, each.name) for each in summary.parties] == [
        (ANNA.id, f.PRIMARY, ANNA.name)
    ]
    assert not summary.hidden
    assert not summary.finished


def test_a_case_keeps_every_class_it_was_decided_by() -> None:
    """A refusal that became a grant is both on the card, each with its time; the grant holds."""
    refused = relation(f.CLASS, f.DECISION, start=START + DAY, name="Afslag")
    granted = relation(f.CLASS, f.DECISION, start=START + 3 * DAY, name="Imødekommet")
    first, second = case("a", more=[refused]), case("a", more=[granted])
    second = msgspec.structs.replace(second, source_time=first.source_time + DAY)
    card = _summary(first, second).card
    assert isinstance(card, CaseCard)
    assert card.decision == "Imødekommet"
    assert card.decisions == (
        DatedState("Afslag", START + DAY, START + 3 * DAY),
        DatedState("Imødekommet", START + 3 * DAY),
    )


def test_a_closed_case_is_finished_and_an_opened_one_is_not() -> None:
    """A case is finished while its closing holds, and not before or after."""
    closing = state("Afsluttet", NOW, NOW + DAY)
    made = [_summary(case("a", more=[closing]), now=NOW + DAY * day) for day in (-1, 0, 1)]
    assert [each.finished for each in made] == [False, True, False]
    assert made[0].good_until == NOW


def test_a_sensitivity_that_is_not_told_is_the_highest() -> None:
    """Unknown counts as the strictest; a payment has none of its own."""
    unknown = attributes(f.INDEX, sensitivity="NOGET_ANDET")
    odd = case("a", more=[unknown])
    assert _summary(odd).sensitivity == 4
    assert (
        _summary(document("d", more=[attributes(f.PROPERTIES, sensitivity=None)])).sensitivity == 4
    )
    assert _summary(payment("p")).sensitivity is None


def test_an_object_is_hidden_as_soon_as_its_hiding_is_known() -> None:
    """What is or will be excluded from the citizen's view is hidden until that is over."""
    hiding = hidden(NOW, NOW + DAY)
    made = [_summary(case("a", more=[hiding]), now=NOW + DAY * day) for day in (-1, 0, 1)]
    assert [each.hidden for each in made] == [True, True, False]


def test_a_class_that_may_be_the_hiding_one_hides() -> None:
    """A class with neither known role nor name could be the Visningsklasse, so it hides."""
    nameless = relation(f.CLASS, f.UNKNOWN, index="1")
    named = relation(f.CLASS, f.UNKNOWN, index="1", name="Byggeri")
    assert _summary(case("a", more=[nameless])).hidden
    assert not _summary(case("a", more=[named])).hidden


def test_an_authority_is_its_cvr_number_before_anything_else() -> None:
    """Who owns an object is told by CVR number, else by what is pointed at, else by nobody."""
    assert _summary(case("a", cvr=OTHER_CVR)).owner == OTHER_CVR
    bare = Registration(object_id("x"), Kind.CASE, case("a").operation, START, ())
    assert (_summary(bare).owner, _summary(bare).system) == ("", "")


def test_journal_posts_point_at_documents_or_carry_notes() -> None:
    """A journal post is a filed document by its id or a note with title and text, in order."""
    note = relation(
        f.JOURNAL, f.NOTE, index="n", start=START + DAY, note_title="Opkald", note_text="Ringede."
    )
    summary = _summary(case("a", more=[note, filed("d1"), filed("d2", end=NOW)]))
    assert isinstance(summary.card, CaseCard)
    posts = [(each.document, each.title, each.text) for each in summary.card.journal]
    assert posts == [(str(object_id("d1")), "", ""), ("", "Opkald", "Ringede.")]
    assert [link.target for link in summary.links] == [object_id("d1")]


def test_a_grant_ends_with_the_last_of_its_benefits() -> None:
    """A grant is finished when every benefit has ended, and says when that will be."""
    ends = datetime(2024, 6, 30, 22, 0, tzinfo=UTC)  # midnight in Denmark
    told = grant("g", ANNA, benefit_end="2024-07-01")
    before, after = _summary(told), _summary(told, now=ends)
    assert (before.finished, before.good_until, after.finished) == (False, ends, True)
    second = attributes("benefit:2", name="Varmehjælp")
    assert not _summary(grant("g", benefit_end="2024-07-01", more=[second]), now=ends).finished
    assert isinstance(before.card, GrantCard)
    assert before.card.benefits[0].plans[0].amount == "1500.00"


def test_a_payment_keeps_the_lines_of_past_periods() -> None:
    """A line holds for the period it pays for, and is shown when that is over."""
    past = relation(
        f.LINE, f.LINE, index="2", start=START, end=START + DAY, amount="1.00", grant_id="x"
    )
    summary = _summary(payment("p", ANNA, of="g", more=[past]))
    assert isinstance(summary.card, PaymentCard)
    assert [line.amount for line in summary.card.lines] == ["1500.00", "1.00"]
    assert [(link.target, link.role) for link in summary.links] == [(object_id("g"), f.LINE)]


def test_a_party_keeps_its_time() -> None:
    """Someone who was or will be a party is one for that time."""
    gone = party(BO, end=START + DAY)
    summary = _summary(case("a", ANNA, more=[gone]))
    times = {each.person: (each.start, each.end) for each in summary.parties}
    assert times == {ANNA.id: (START, None), BO.id: (START, START + DAY)}
