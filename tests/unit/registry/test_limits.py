# SPDX-License-Identifier: EUPL-1.2
"""What an official may read, against a brute-force reading of the guidance."""

from __future__ import annotations

import random
from typing import Final
from uuid import UUID

import pytest

from gearskifte.registry.rules.limits import (
    Clearance,
    Limits,
    may_read_case,
    may_read_document,
    may_read_grant,
    may_read_payment,
    opens,
    readable_subjects,
)

pytestmark = pytest.mark.unit

OWNERS: Final = ("11111111", "22222222", "")
SUBJECTS: Final = ("", "27", "27.35", "27.35.04", "27.35.08", "27.3", "32.03.04", "2")
PEOPLE: Final = tuple(UUID(int=number) for number in range(1, 4))
WORLDS: Final = 100_000


def _limits(dice: random.Random, most_subjects: int) -> Limits:
    return Limits(
        owner=dice.choice(OWNERS),
        subjects=frozenset(dice.choices(SUBJECTS, k=dice.randint(0, most_subjects))),
        sensitivity=dice.choice((None, 1, 2, 3, 4)),
        profile=frozenset(dice.sample(PEOPLE, k=dice.choice((0, 0, 1, 2)))),
    )


def _clearance(dice: random.Random) -> Clearance:
    return Clearance(
        authority=dice.choice(OWNERS),
        subjects=frozenset(dice.sample([s for s in SUBJECTS if s], k=dice.randint(0, 3))),
        level=dice.randint(1, 4),
        identities=frozenset(dice.sample(PEOPLE, k=dice.randint(0, 2))),
    )


def _covered(subject: str, clearance: Clearance) -> bool:
    """The oracle's own way: a number is covered by itself or by what it begins with, and a dot."""
    return subject != "" and any(
        subject == given or subject.startswith(given + ".") for given in clearance.subjects
    )


def _demands(thing: Limits, clearance: Clearance, *, sensitivity: int | None) -> list[bool]:
    """Every demand of a thing, one by one, as the guidance lists them."""
    return [
        thing.owner != "" and thing.owner == clearance.authority,
        any(_covered(subject, clearance) for subject in thing.subjects),
        (sensitivity if sensitivity is not None else 4) <= clearance.level,
        len(thing.profile) == 0 or any(who in clearance.identities for who in thing.profile),
    ]


def test_no_official_reads_what_a_brute_force_reading_denies() -> None:
    """In 100,000 worlds the rules give exactly what the guidance, read word by word, gives."""
    dice = random.Random(20231207)
    opened = 0
    for _ in range(WORLDS):
        clearance = _clearance(dice)
        cases = [_limits(dice, 1) for _ in range(dice.randint(0, 3))]
        others = [_limits(dice, 2) for _ in range(dice.randint(0, 2))]
        thing = _limits(dice, 2)
        allowed = [all(_demands(c, clearance, sensitivity=c.sensitivity)) for c in cases]
        own = _demands(thing, clearance, sensitivity=thing.sensitivity)
        paid = [_demands(p, clearance, sensitivity=1) for p in others]
        granted = [all(_demands(g, clearance, sensitivity=g.sensitivity)) for g in others]
        as_payment = _demands(thing, clearance, sensitivity=1)
        expected = (
            [all(_demands(c, clearance, sensitivity=c.sensitivity)) for c in cases],
            all(own) if not cases else own[2] and own[3] and any(allowed),
            all(own) and (not paid or any(map(all, paid))),
            all(as_payment) and (any(granted) if others else clearance.level == 4),
        )
        found = (
            [may_read_case(case, clearance) for case in cases],
            may_read_document(thing, cases, clearance),
            may_read_grant(thing, others, clearance),
            may_read_payment(thing, others, clearance),
        )
        assert found == expected
        opened += any(found[0]) + sum(found[1:])
    assert opened > WORLDS // 100, "the worlds must open something, or the test shows nothing"


def test_a_subject_opens_itself_and_what_is_below_it_only() -> None:
    """Number 32 opens 32.03.04, but 27.3 does not open 27.35.04."""
    clearance = Clearance("11111111", frozenset({"27.3", "32"}), 4)
    assert opens(clearance, "32.03.04")
    assert opens(clearance, "27.3")
    assert not opens(clearance, "27.35.04")
    assert not opens(clearance, "")


def test_single_benefits_of_an_open_grant_may_stay_closed() -> None:
    """Of a grant that may be read, only the benefits whose subject is covered are."""
    grant = Limits("11111111", frozenset({"27.35.04", "32.03.04"}), 2)
    clearance = Clearance("11111111", frozenset({"32"}), 2)
    assert may_read_grant(grant, [], clearance)
    assert readable_subjects(grant, clearance) == {"32.03.04"}
