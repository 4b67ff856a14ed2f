# SPDX-License-Identifier: EUPL-1.2
"""What the page shows of one room."""

from __future__ import annotations

from dataclasses import dataclass

from gearskifte.kernel.quantities import Figure


@dataclass(frozen=True, slots=True)
class Row:
    """One room at a glance (række).

    Attributes:
        key: the room. sentences: what is so, the most important first.
        figure: with its range and source; None where nothing can be said. label: what it counts.
        href: the page that has the rows behind it. waits: whether a decision is waited for.
    """

    key: str
    heading: str
    sentences: tuple[str, ...]
    figure: Figure | None
    label: str
    href: str
    waits: bool = False
