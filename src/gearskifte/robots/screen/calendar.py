# SPDX-License-Identifier: EUPL-1.2
"""A day in a calendar that unfolds from a field, as a person turns its months."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from playwright.sync_api import Frame

MOST_TURNS: Final = 240
"""Twenty years of months."""

TURN: Final = Path(__file__).with_name("calendar.js").read_text(encoding="utf-8")


def choose_day(frame: Frame, day: date) -> bool:
    """Turn to the month and press the day; whether that was possible."""
    for _ in range(MOST_TURNS):
        state = frame.evaluate(TURN, [day.year, day.month, day.day])
        if state != "turned":
            return bool(state == "chosen")
    return False
