# SPDX-License-Identifier: EUPL-1.2
"""How much of something waits, and since when (kø)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Queued:
    """What waits in one state: how many, and since when the oldest of them."""

    state: str
    number: int
    oldest_at: datetime | None
