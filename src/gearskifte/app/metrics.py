# SPDX-License-Identifier: EUPL-1.2
"""The numbers of running it, in Prometheus' text format; nothing in them is about a person.

They are read from the database at each request, so that every process gives the same ones. The
address is there only when `metrics_key` is set, and answers who sends it (`Bearer`).
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from psycopg import Cursor

from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.events import waiting
from gearskifte.kernel.time import system_now
from gearskifte.registry.public import read_quality

_STATUSES: Final = ("applied", "unchanged", "quarantined")


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """All metrics, for who has the key.

    Raises:
        Http404: without a configured key, or with another.
    """
    key = settings.GEARSKIFTE.metrics_key
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not key or not hmac.compare_digest(given.encode(), key.encode()):
        raise Http404
    registry = CollectorRegistry()
    registry.register(_Numbers(system_now()))
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Numbers(Collector):
    """What the database says at one moment."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def collect(self) -> Iterator[Metric]:
        """Every metric."""
        yield from reading(self._read)

    def _read(self, cursor: Cursor[Any]) -> list[Metric]:
        return [*_intake(cursor, self._now), *_events(cursor, self._now)]


def _intake(cursor: Cursor[Any], now: datetime) -> Iterator[Metric]:
    quality = read_quality(cursor, now)
    messages = GaugeMetricFamily(
        "gearskifte_messages",
        "Messages kept, by interface and what became of them.",
        labels=("interface", "status"),
    )
    for each in quality.messages:
        for status in _STATUSES:
            messages.add_metric((each.interface, status), getattr(each, status))
    yield messages
    silent = GaugeMetricFamily(
        "gearskifte_source_silent_seconds",
        "Since a source system was last heard.",
        labels=("source",),
    )
    states = GaugeMetricFamily(
        "gearskifte_source_state",
        "1 for the state a source is in: fresh, late, silent, lying or unagreed.",
        labels=("source", "state"),
    )
    for source in quality.sources:
        name = source.name or source.id
        states.add_metric((name, source.state.value), 1)
        if source.heard_at is not None:  # one that was never heard has not fallen silent
            silent.add_metric((name,), _seconds(source.heard_at, now))
    yield silent
    yield states


def _events(cursor: Cursor[Any], now: datetime) -> Iterator[Metric]:
    left = waiting(cursor)
    yield _gauge("gearskifte_events_waiting", "Events not delivered yet.", left.number)
    yield _gauge("gearskifte_events_failing", "Of these, tried before in vain.", left.failing)
    yield _gauge(
        "gearskifte_event_oldest_seconds",
        "Age of the oldest event not delivered yet: how far behind the worker is.",
        _seconds(left.oldest_at, now),
    )


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(name, words, value=value)


def _seconds(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
