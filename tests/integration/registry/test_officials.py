# SPDX-License-Identifier: EUPL-1.2
"""Officials see what the guidance lets them see, and nothing else; brute force is the judge."""

from __future__ import annotations

from random import Random
from typing import Any

import psycopg
import pytest

from tests.builders.desk import Desk
from tests.integration.registry.guidance import covers
from tests.integration.registry.mutants import MUTANTS, is_missed, without
from tests.integration.registry.officials import Score, judge, random_world, take_in

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]
WORLDS = 40


def test_officials_and_citizens_see_what_the_guidance_says(desk: Desk, web: Connection) -> None:
    """§12.1 to 12.4, security profiles, display exclusion; no plain query sees more than a page."""
    dice = Random(20)
    worlds = [random_world(dice, number) for number in range(WORLDS)]
    take_in(desk, worlds, dice)
    score = Score()
    for world in worlds:
        judge(web, world, score)
    assert (+score.leaks, +score.wrongly_hidden) == ({}, {})
    assert score.decisions > 120 * WORLDS
    assert 0.1 < score.shown / score.decisions < 0.6


def test_no_rule_can_be_left_out_unseen(desk: Desk, web: Connection, owner: Connection) -> None:
    """With any one rule switched off, the judge finds what is then shown or hidden."""
    dice = Random(3)
    worlds = [random_world(dice, number) for number in range(WORLDS)]
    take_in(desk, worlds, dice)
    unseen = []
    for rule in MUTANTS:
        with without(owner, rule):
            if not is_missed(web, worlds):
                unseen.append(rule)
    assert unseen == []


def test_the_judge_knows_what_a_number_covers() -> None:
    """A number covers what lies below it; what is wider than the entitlement is not covered."""
    assert covers("27.35", "27.35.04")
    assert covers("27.35-27.36", "27.36.04")
    assert not covers("27.35", "27")
    assert not covers("27.35", "")
    assert covers("*", "")
