# SPDX-License-Identifier: EUPL-1.2
"""The table of who hears of what: every event has its hearers, and every hearer its event."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gearskifte.app.subscriptions import SUBSCRIPTIONS
from gearskifte.effects import reactions as of_effects
from gearskifte.overview import reactions as of_overview
from gearskifte.registry import events

pytestmark = pytest.mark.unit


def _announced() -> set[str]:
    """The events that the registry declares."""
    own = (each for each in vars(events).values() if isinstance(each, type))
    return {each.__name__ for each in own if each.__module__ == events.__name__}


def _reactions() -> set[Callable[..., object]]:
    """The public reactions of the rooms."""
    return {
        each
        for room in (of_effects, of_overview)
        for each in vars(room).values()
        if callable(each)
        and getattr(each, "__module__", "") == room.__name__
        and not each.__name__.startswith("_")
    }


def test_what_is_announced_is_heard() -> None:
    """An event without a hearer, or a hearer of an event that nobody announces, is a mistake."""
    assert set(SUBSCRIPTIONS) == _announced()
    assert all(SUBSCRIPTIONS.values())


def test_every_reaction_is_in_the_table() -> None:
    """A reaction that is written and never called would look as if it worked."""
    assert {receiver for told in SUBSCRIPTIONS.values() for receiver in told} == _reactions()
