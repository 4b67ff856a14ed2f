# SPDX-License-Identifier: EUPL-1.2
"""What who runs an installation sees of it: metrics, and a log without personal data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.test import Client, override_settings
from prometheus_client.parser import text_string_to_metric_families

from gearskifte.kernel.events import Announcement, publish
from tests.acceptance.conftest import Outcome, Run
from tests.builders.people import ANNA, BO

pytestmark = pytest.mark.acceptance

Connection = psycopg.Connection[tuple[Any, ...]]
KEY = "a key of the monitoring"
MESSAGES = ("gearskifte_messages", "applied")


@pytest.fixture
def monitored() -> Iterator[None]:
    """An installation with a key for its metrics."""
    with override_settings(GEARSKIFTE=replace(settings.GEARSKIFTE, metrics_key=KEY)):
        yield


def _ask(key: str) -> tuple[int, str]:
    client = Client(SERVER_NAME="localhost", headers={"authorization": f"Bearer {key}"})
    answer = client.get("/sundhed/tal")
    return answer.status_code, answer.content.decode()


def _values(text: str) -> dict[tuple[str, ...], float]:
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_the_metrics_count_messages_and_events(
    imported: Outcome, monitored: None, run: Run, owner: Connection
) -> None:
    """Messages by what became of them; events wait until a worker has worked."""
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    with owner.cursor() as cursor:
        publish(cursor, [Announcement("SomethingHappened", {})], long_ago)
    owner.commit()
    status, text = _ask(KEY)
    assert status == 200
    values = _values(text)
    applied = sum(value for key, value in values.items() if key[0::2] == MESSAGES)
    assert applied == imported.json["applied"]
    assert values[("gearskifte_events_waiting",)] >= 1
    assert values[("gearskifte_event_oldest_seconds",)] > 24 * 3600
    run("worker", "--once")
    assert _values(_ask(KEY)[1])[("gearskifte_events_waiting",)] == 0


def test_the_metrics_tell_nothing_of_anybody(imported: Outcome, monitored: None) -> None:
    """No name and no CPR number is among them."""
    _, text = _ask(KEY)
    for person in (ANNA, BO):
        assert person.name not in text
        assert person.cpr not in text


def test_without_the_key_there_are_no_metrics(imported: Outcome, monitored: None) -> None:
    """A wrong key, or none, finds no such page."""
    assert _ask("wrong")[0] == _ask("")[0] == 404


def test_without_a_configured_key_there_is_no_such_page(imported: Outcome) -> None:
    """Nobody gets in with the empty key."""
    assert _ask("")[0] == 404
