# SPDX-License-Identifier: EUPL-1.2
"""An object's relations (relationer): those that hold at a moment, and when each ever holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from gearskifte.registry.rules import fields as f
from gearskifte.registry.rules.history import History, Piece

Values = Mapping[str, Any]


class Relations:
    """An object's relations, gone through once.

    Attributes:
        holding: the values of those that hold at the moment, in order of their keys.
        pieces: whenever each held or will hold, by type.
    """

    __slots__ = ("_first", "holding", "pieces")

    def __init__(self, history: History, now: datetime) -> None:
        holding: list[tuple[str, Values]] = []
        self.pieces: dict[str, list[Piece]] = {}
        for key, timeline in history.relations.items():
            for piece in timeline:
                value = piece.value
                self.pieces.setdefault(value.get(f.TYPE, ""), []).append(piece)
                if piece.start <= now and (piece.end is None or now < piece.end):
                    holding.append((key, value))
        holding.sort(key=itemgetter(0))
        self.holding = [relation for _, relation in holding]
        self._first: dict[tuple[str, str], Values] = {}
        for relation in self.holding:
            self._first.setdefault((relation.get(f.TYPE, ""), relation.get(f.ROLE, "")), relation)

    def one(self, kind: str, role: str) -> Values:
        """The first relation of a type and role that holds; empty if none does."""
        return self._first.get((kind, role), {})

    def every(self, kind: str) -> Sequence[Piece]:
        """All of a type."""
        return self.pieces.get(kind, ())
