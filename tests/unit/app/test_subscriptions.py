# SPDX-License-Identifier: EUPL-1.2
"""The table of who hears of what: every event has its hearers, and every hearer its event."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import FunctionType

import pytest

import gearskifte
from gearskifte.app.subscriptions import SUBSCRIPTIONS
from gearskifte.registry import events as registry_events
from gearskifte.robots import events as robots_events

pytestmark = pytest.mark.unit


def _announced() -> set[str]:
    """The events that the rooms declare."""
    return {
        each.__name__
        for events in (registry_events, robots_events)
        for each in vars(events).values()
        if isinstance(each, type) and each.__module__ == events.__name__
    }


def _reactions() -> set[Callable[..., object]]:
    """The public reactions of all rooms."""
    (package,) = gearskifte.__path__
    rooms = sorted(path.parent.name for path in Path(package).glob("*/reactions.py"))
    found: set[Callable[..., object]] = set()
    for room in rooms:
        module = import_module(f"gearskifte.{room}.reactions")
        own = (each for each in vars(module).values() if type(each) is FunctionType)
        found |= {
            each
            for each in own
            if getattr(each, "__module__", "") == module.__name__
            and not each.__name__.startswith("_")
        }
    return found


def test_what_is_announced_is_heard() -> None:
    """An event without a hearer, or a hearer of an event that nobody announces, is a mistake."""
    assert set(SUBSCRIPTIONS) == _announced()
    assert all(SUBSCRIPTIONS.values())


def test_every_reaction_is_in_the_table() -> None:
    """A reaction that is written and never called would look as if it worked."""
    assert {receiver for told in SUBSCRIPTIONS.values() for receiver in told} == _reactions()
