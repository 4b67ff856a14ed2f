# SPDX-License-Identifier: EUPL-1.2
"""What is kept of pages, to know their fields again: labels and technical names, never values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from gearskifte.robots.screen.rules.page import Remembered


class Memory(Protocol):
    """Keeps pages by their address without numbers."""

    def recall(self, key: str) -> Sequence[Remembered]:
        """What is kept of a page; nothing of one that is new."""

    def keep(self, key: str, page: Sequence[Remembered]) -> None:
        """Keep a page, instead of what was kept of it."""


class Passing:
    """Keeps pages as long as the process lives; for trying out."""

    def __init__(self) -> None:
        self.pages: dict[str, Sequence[Remembered]] = {}

    def recall(self, key: str) -> Sequence[Remembered]:
        """What is kept of a page."""
        return self.pages.get(key, ())

    def keep(self, key: str, page: Sequence[Remembered]) -> None:
        """Keep a page."""
        self.pages[key] = page
