# SPDX-License-Identifier: EUPL-1.2
"""The classes of decision that a case has had, with their times (afgørelsesklasse)."""

from __future__ import annotations

from collections.abc import Iterable

from gearskifte.registry.rules import fields as f
from gearskifte.registry.rules.cards import DatedState
from gearskifte.registry.rules.history import Piece


def classes_of_decision(classes: Iterable[Piece]) -> tuple[DatedState, ...]:
    """Every class of decision by its title, the first first.

    Args:
        classes: the relations of a case with classes of any role, whenever each holds.
    """
    decisions = [
        DatedState(name, piece.start, piece.end)
        for piece in classes
        if piece.value.get(f.ROLE) == f.DECISION and (name := str(piece.value.get(f.NAME) or ""))
    ]
    decisions.sort(key=lambda each: (each.start, each.state))
    return tuple(decisions)
