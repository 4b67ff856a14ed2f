# SPDX-License-Identifier: EUPL-1.2
"""The citizen's page as data: what is told, what is left out, what is never guessed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from gearskifte.kernel.quantities import Money
from gearskifte.overview.rules.amounts import amount
from gearskifte.overview.rules.page import OverviewPage, overview_page
from gearskifte.registry.public import (
    CaseCard,
    DocumentCard,
    GrantCard,
    GrantedBenefit,
    Held,
    Kind,
    PaymentCard,
    PaymentLine,
    PaymentPlan,
    PersonOverview,
    Source,
    Total,
)
from gearskifte.registry.rules.cards import Actor
from tests.builders.facts import START, object_id
from tests.builders.people import ANNA, NOW

pytestmark = pytest.mark.unit

SOURCE = Source("s", "Prøvefag", NOW)
GRANT = object_id("g")


def _held(kind: Kind, card: Any, name: str = "x", *, finished: bool = False) -> Held:
    return Held(object_id(name), kind, "11111111", "s", START, finished, card)


def _page(*objects: Held, sources: tuple[Source, ...] = (SOURCE,)) -> OverviewPage:
    totals = tuple(Total(kind, finished, 7) for kind in Kind for finished in (True, False))
    return overview_page(PersonOverview(ANNA.name, objects, totals, sources), NOW)


def test_an_empty_page_says_whether_nothing_is_known_or_there_is_nothing() -> None:
    """No source means unknown, a source that told of nothing means none: never a false none."""
    assert _page().known
    assert not _page(sources=()).known
    assert [*_page().current, *_page().past, *_page().benefits] == []


def test_a_case_is_called_by_its_title_its_subject_or_its_number() -> None:
    """The subject is told beside the title only where it says something else."""
    cards = [
        CaseCard(number="1", title="Rollator", kle_title="Hjælpemidler"),
        CaseCard(number="2", kle_title="Hjælpemidler"),
        CaseCard(number="3"),
    ]
    page = _page(*(_held(Kind.CASE, card, f"c{n}") for n, card in enumerate(cards)))
    assert [(line.title, line.subject) for line in page.current] == [
        ("Rollator", "Hjælpemidler"),
        ("Hjælpemidler", ""),
        ("3", ""),
    ]


def test_finished_cases_stand_by_themselves_with_their_totals() -> None:
    """What runs and what is over are told apart, and how many there are in all."""
    card = CaseCard(title="x", responsible=Actor(name="Team A"))
    page = _page(_held(Kind.CASE, card, "a"), _held(Kind.CASE, card, "b", finished=True))
    assert [line.id for line in page.current] == [object_id("a")]
    assert [line.id for line in page.finished] == [object_id("b")]
    assert (page.current_total, page.finished_total) == (7, 7)
    assert (page.current[0].unit, page.current[0].source) == ("Team A", "Prøvefag")


def _payment(on: str, *lines: PaymentLine, paid: str = "") -> Held:
    card = PaymentCard(disposal_date=on, paid=paid, gross="100", lines=lines)
    return _held(Kind.PAYMENT, card, on or "none")


def test_money_is_coming_until_its_day_is_past_or_it_is_paid() -> None:
    """Today's payment is still coming, the soonest first; what is settled or has no day is not."""
    today = "2024-06-03"
    page = _page(
        _payment("2024-06-30"),
        _payment("2024-06-10"),
        _payment(today),
        _payment("2024-06-02"),
        _payment("2024-06-05", paid="100"),
        _payment("engang"),
    )
    assert [line.on for line in page.coming] == [
        date(2024, 6, 3),
        date(2024, 6, 10),
        date(2024, 6, 30),
    ]
    assert [line.on for line in page.past] == [date(2024, 6, 2), date(2024, 6, 5), None]


def test_a_payment_is_named_by_the_benefits_it_pays() -> None:
    """By the benefit's name where its grant is seen, else by the KLE number, else by nothing."""
    grant = _held(Kind.GRANT, GrantCard(benefits=(GrantedBenefit("1", "Boligstøtte"),)), "g")
    known = PaymentLine(grant=str(GRANT), benefit_id="1", kle="32.03")
    unknown = PaymentLine(grant=str(UUID(int=1)), benefit_id="1", kle="32.03")
    page = _page(
        grant,
        _payment("2024-01-01", known),
        _payment("2024-01-02", unknown),
        _payment("2024-01-03"),
    )
    assert [line.names for line in page.past] == [("Boligstøtte",), ("32.03",), ()]


def test_the_amount_that_is_nearest_to_the_citizens_account_is_told() -> None:
    """What was paid goes before what was sent, after tax, and gross."""
    cards = [
        PaymentCard(gross="4", net="3", sent="2", paid="1"),
        PaymentCard(gross="4", net="3", sent="2"),
        PaymentCard(gross="4", net="3"),
        PaymentCard(gross="4"),
        PaymentCard(),
    ]
    page = _page(*(_held(Kind.PAYMENT, card, f"p{n}") for n, card in enumerate(cards)))
    told = [line.amount.as_written if line.amount else None for line in page.past]
    assert told == ["1", "2", "3", "4", None]


def test_benefits_that_run_stand_before_those_that_ended() -> None:
    """A benefit has ended when its last day is past, and one without an end runs."""
    benefits = (
        GrantedBenefit("1", "Tilskud A", end="2024-06-03"),
        GrantedBenefit("2", "Tilskud B", end="2024-06-04"),
        GrantedBenefit("3", "", kle="32.03", plans=(PaymentPlan("100"),)),
    )
    page = _page(_held(Kind.GRANT, GrantCard(benefits=benefits), "g"))
    assert [(line.name, line.ended) for line in page.benefits] == [
        ("Tilskud B", False),
        ("32.03", False),
        ("Tilskud A", True),
    ]


def test_letters_are_dated_by_their_own_day() -> None:
    """The letter's date where it has one, else the day it was registered."""
    cards = [DocumentCard(title="Svar", letter_date="2024-02-01"), DocumentCard(number="D-1")]
    page = _page(*(_held(Kind.DOCUMENT, card, f"d{n}") for n, card in enumerate(cards)))
    assert [(line.title, line.dated) for line in page.letters] == [
        ("Svar", date(2024, 2, 1)),
        ("D-1", START.date()),
    ]


def test_a_source_without_a_name_is_called_by_its_id() -> None:
    """Every source is told with when it was last heard."""
    page = _page(sources=(Source("abc", "", NOW - timedelta(days=1)), SOURCE))
    assert [(line.name, line.heard_at) for line in page.sources] == [
        ("abc", NOW - timedelta(days=1)),
        ("Prøvefag", NOW),
    ]


def test_the_page_can_be_written_as_json() -> None:
    """The page for programs is the page for people."""
    page = _page(_held(Kind.CASE, CaseCard(title="Rollator")), _payment("2024-06-30"))
    told = msgspec.json.decode(msgspec.json.encode(page))
    assert told["name"] == ANNA.name
    assert told["current"][0]["title"] == "Rollator"
    assert told["coming"][0]["on"] == "2024-06-30"


@pytest.mark.parametrize(
    ("written", "oere"),
    [("11423.50", 1142350), ("-200", -20000), (" 5 ", 500), ("5.942", None), ("tusind", None)],
)
def test_an_amount_is_in_kroner_only_where_it_is_certain(written: str, oere: int | None) -> None:
    """What could mean two things is shown as it was written."""
    told = amount(written)
    assert told is not None
    assert told.as_written == written
    assert told.money == (None if oere is None else Money(oere))


@pytest.mark.parametrize("written", ["", " ", "\n"])
def test_no_amount_is_not_nought(written: str) -> None:
    """Where nothing was written, nothing is said."""
    assert amount(written) is None
