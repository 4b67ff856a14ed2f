# SPDX-License-Identifier: EUPL-1.2
"""The answer times of an older version's guide stand in the one list after an upgrade."""

from __future__ import annotations

import json
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connections

from gearskifte.effects.public import DeadlineRule, PublishedDeadline, publish_deadline
from gearskifte.kernel.database.migrate import ALIAS
from gearskifte.overview.public import Guide, newest_guide, publish_guide
from tests.builders.people import NOW
from tests.conftest import Connection

pytestmark = pytest.mark.integration

OWNER = "11111111"


def test_answer_times_are_carried_over(worker: Connection) -> None:
    """Each number keeps its days; one that a longer number left out is told to have none."""
    old = [
        {"kle": "27", "starts": "2020-01-01", "answer_days": 56, "published_at": "https://a.dk/"},
        {"kle": "27.35", "starts": "2021-01-01", "answer_days": None},
        {"kle": "32", "starts": "2021-01-01", "appeal_weeks": 4},
    ]
    with worker.transaction():
        worker.execute(
            "INSERT INTO overview_guide (published_at, published_by, content) VALUES (%s, '', %s)",
            (NOW, json.dumps({"subjects": old})),
        )
    move = import_module("gearskifte.overview.migrations.0003_deadlines_to_effects")
    with connections[ALIAS].schema_editor() as editor:
        move.carry_over(apps, editor)
    with worker.transaction(), worker.cursor() as cursor:
        listed = newest_guide(cursor).deadlines
    held = listed.on(OWNER, "27.36.04", date(2024, 1, 1))
    assert held is not None
    assert (held.rule, held.link) == (DeadlineRule(56), "https://a.dk/")
    assert listed.on(OWNER, "27.35.04", date(2024, 1, 1)) is None
    assert {row.topic for row in listed.entered} == {"27", "27.35"}


def test_the_guide_and_the_service_page_read_the_same_list(worker: Connection) -> None:
    """What the guide publishes is entered once; what a manager enters is what citizens are told."""
    guide = Guide(
        deadlines=type(Guide().deadlines).of(
            (PublishedDeadline(DeadlineRule(28), date(2020, 1, 1), "27"),)
        )
    )
    with worker.transaction(), worker.cursor() as cursor:
        for _ in range(2):
            publish_guide(cursor, guide, by="test", now=NOW)
        assert len(newest_guide(cursor).deadlines.entered) == 1
        entered = PublishedDeadline(DeadlineRule(14), date(2023, 1, 1), "27.35.04", OWNER)
        assert publish_deadline(cursor, entered, by="Frede", now=NOW)
        assert not publish_deadline(cursor, entered, by="Frede", now=NOW)
        told = newest_guide(cursor).deadlines
    days = [
        found.rule.days
        for kle in ("27.35.04", "27.36.04")
        if (found := told.on(OWNER, kle, date(2024, 1, 1))) and found.rule
    ]
    assert days == [14, 28]
