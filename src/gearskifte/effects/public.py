# SPDX-License-Identifier: EUPL-1.2
"""The door of effects: what other rooms may ask about waiting, service and what changed it."""

from __future__ import annotations

from gearskifte.effects.rules.waiting import (
    ExpectedWait,
    PastCase,
    WaitTable,
    expected_wait,
    wait_table,
)

__all__ = [
    "ExpectedWait",
    "PastCase",
    "WaitTable",
    "expected_wait",
    "wait_table",
]
