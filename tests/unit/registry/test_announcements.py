# SPDX-License-Identifier: EUPL-1.2
"""What is news: told once, to those who may see it, and only while it is new."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from gearskifte.registry.events import NEWS_DAYS, CaseProgressed, PaymentAnnounced, news
from gearskifte.registry.rules import fields as f
from gearskifte.registry.rules.cards import Summary
from gearskifte.registry.rules.history import Registered, fold
from gearskifte.registry.rules.intake import Kind, Registration
from gearskifte.registry.rules.summary import summarise
from gearskifte.registry.sealing import Sealer
from tests.builders.facts import (
    START,
    case,
    document,
    grant,
    hidden,
    object_id,
    party,
    payment,
    registration,
    state,
)
from tests.builders.people import ANNA, BO, DAY, NOW, VAULT

pytestmark = pytest.mark.unit


def _summary(*told: Registration, now: datetime = NOW) -> Summary:
    sealer = Sealer(VAULT)
    stored = [
        Registered(UUID(int=number), each.source_time, START, sealed.registration.facts)
        for number, each in enumerate(told)
        for sealed in (sealer.registration(each),)
    ]
    return summarise(told[0].kind, fold(stored), now)


def _news(
    kind: Kind, after: Summary, before: Summary | None = None, now: datetime = NOW
) -> list[tuple[str, dict[str, Any]]]:
    card = msgspec.to_builtins(before.card) if before else {}
    found = news(object_id("a"), kind, card, after, now)
    return [(each.name, each.payload) for each in found]


def _states(news: list[tuple[str, dict[str, Any]]]) -> list[str]:
    return [payload["state"] for _, payload in news]


def test_a_new_state_is_told_to_the_primary_part() -> None:
    """Whoever sees the case hears of its state and of when it took effect."""
    new = state("Afgjort", NOW)
    ((name, payload),) = _news(Kind.CASE, _summary(registration("a", Kind.CASE, new, party(ANNA))))
    told = msgspec.convert(payload, CaseProgressed)
    assert name == "CaseProgressed"
    assert told == CaseProgressed(object_id("a"), (ANNA.id,), "Afgjort", NOW)


def test_what_was_told_is_not_told_again() -> None:
    """A state that stood on the card before is no news, a second one is."""
    first = registration("a", Kind.CASE, state("Oplyst", NOW - DAY), party(ANNA))
    then = registration("a", Kind.CASE, state("Afgjort", NOW), at=NOW)
    before, after = _summary(first), _summary(first, then)
    assert _states(_news(Kind.CASE, after, before)) == ["Afgjort"]
    assert _news(Kind.CASE, after, after) == []


def test_a_history_is_not_news() -> None:
    """What happened more than sixty days ago, or will in more than sixty, is not told."""
    for days, told in ((NEWS_DAYS, True), (NEWS_DAYS + 1, False)):
        for sign in (-1, 1):
            moment = NOW + timedelta(days=sign * days)
            summary = _summary(registration("a", Kind.CASE, state("Oplyst", moment), party(ANNA)))
            assert bool(_news(Kind.CASE, summary)) is told


def test_who_does_not_see_hears_nothing() -> None:
    """A hidden case is told to nobody, a secondary part and a former one hear nothing."""
    new = state("Afgjort", NOW)
    for facts in (
        (new, party(ANNA), hidden()),
        (new, party(ANNA, "unknown")),
        (new, party(ANNA, end=NOW - DAY)),
        (new, party(ANNA, start=NOW + DAY)),
        (new,),
    ):
        assert _news(Kind.CASE, _summary(registration("a", Kind.CASE, *facts))) == []


def test_everyone_who_sees_is_told() -> None:
    """Two primary parts hear the same."""
    told = registration("a", Kind.CASE, state("Afgjort", NOW), party(ANNA), party(BO))
    ((_, payload),) = _news(Kind.CASE, _summary(told))
    assert set(msgspec.convert(payload, CaseProgressed).persons) == {ANNA.id, BO.id}


def test_a_state_that_no_page_can_name_is_not_told() -> None:
    """News are of the standard's four states; what else a vendor writes stays on the case."""
    told = registration(
        "a", Kind.CASE, state("Sendt til refusion i en anden kommune", NOW), party(ANNA)
    )
    assert _news(Kind.CASE, _summary(told)) == []


def test_a_payment_is_told_once() -> None:
    """Money is news when it is first heard of, with its day, and not when it is corrected."""
    first = payment("a", ANNA, on="2024-06-05")
    after = _summary(first, payment("a", ANNA, on="2024-06-06", at=NOW))
    ((name, payload),) = _news(Kind.PAYMENT, _summary(first))
    told = msgspec.convert(payload, PaymentAnnounced)
    assert (name, told.persons) == ("PaymentAnnounced", (ANNA.id,))
    assert told.at == datetime.fromisoformat("2024-06-05T00:00:00+02:00")
    assert _news(Kind.PAYMENT, after, _summary(first)) == []
    assert _news(Kind.PAYMENT, _summary(payment("a", ANNA, on="snart"))) == []


@pytest.mark.parametrize("told", [grant("a", ANNA), document("a"), case("a")], ids=lambda r: r.kind)
def test_other_things_are_no_news(told: Registration) -> None:
    """Grants and documents are not announced, nor is a case that nobody sees."""
    assert _news(told.kind, _summary(told)) == []


def test_an_update_without_a_state_is_no_news() -> None:
    """A corrected title is not told as if the case had moved."""
    first = registration("a", Kind.CASE, state("Oplyst", NOW), party(ANNA))
    then = case("a", title="Rettet", at=NOW + DAY)
    both = _news(Kind.CASE, _summary(first, then), _summary(first))
    assert "Oplyst" not in _states(both)
    assert f.TITLE not in str(both)
