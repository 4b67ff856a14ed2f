# SPDX-License-Identifier: EUPL-1.2
"""Who may see what by the words of the guidance, tried out one thing at a time.

Written from generel vejledning til anvisninger §12 and the sections on Sikkerhedsprofil and
Visningsklasse alone. It knows nothing of the product: no database, no rule, no name of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final

HIGHEST: Final = 4
"""What is not stated counts as the most sensitive."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A benefit of a grant, or a line of a payment and the grant it is paid of.

    `money` is whether the grant says that the benefit is money: how it is paid, or is repaid.
    """

    name: str
    kle: str
    grant: str = ""
    money: bool = False


@dataclass(frozen=True, slots=True)
class Thing:
    """A case, document, grant or payment as it stands today.

    `profile` is None where it has no security profile, else who is named; `filed` the documents on
    a case; `mine` whether the person who is looked up is a part of it; `excluded` Visningsklasse.
    """

    name: str
    kind: str
    owner: str
    kle: str = ""
    level: int | None = None
    profile: frozenset[str] | None = None
    pieces: tuple[Piece, ...] = ()
    filed: tuple[str, ...] = ()
    mine: bool = True
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What an official may see: of whom, on which subjects, how sensitive, and as whom."""

    authority: str
    subjects: str
    benefits: str
    level: int
    identities: frozenset[str] = frozenset()


@dataclass(slots=True)
class Guidance:
    """The judge of one small world, for an official of one authority with these entitlements."""

    things: dict[str, Thing]
    authority: str = ""
    entitlements: tuple[Entitlement, ...] = ()
    decided_by: str = field(default="", init=False)

    def official_sees(self, name: str) -> bool:
        """Whether the official may see a thing; `decided_by` is then the rule that said no."""
        self.decided_by = "no right"
        thing = self.things[name]
        if not self._concerns(thing):
            self.decided_by = "does not concern the person"
            return False
        return any(self._by(thing, each) for each in self.entitlements)

    def official_sees_piece(self, thing: Thing, piece: Piece) -> bool:
        """Whether a benefit, or a line, of a thing that may be seen may be seen too."""
        return any(
            self._by(thing, each)
            and covers(each.benefits, piece.kle)
            and (thing.kind == "grant" or self._line_of_open_grant(piece, each))
            for each in self.entitlements
        )

    def citizen_sees(self, name: str) -> bool:
        """Whether the citizen may see a thing: nothing that is excluded, or lies on such a case."""
        thing = self.things[name]
        cases = list(self._cases_of(thing))
        if thing.excluded or any(case.excluded for case in cases):
            return False
        if thing.kind == "document":
            return any(case.mine for case in cases)
        return thing.mine or any(grant.mine for grant in self._grants_of(thing))

    def _concerns(self, thing: Thing) -> bool:
        around = (*self._cases_of(thing), *self._grants_of(thing))
        return thing.mine or any(each.mine for each in around)

    def _by(self, thing: Thing, right: Entitlement) -> bool:
        if right.authority not in (self.authority, "*"):
            return False
        match thing.kind:
            case "case":
                # 12.1: owner, primary class and sensitivity of the case itself, all three.
                return self._own(thing, right)
            case "document" if cases := list(self._cases_of(thing)):
                # 12.2: one of its cases is enough, but its own sensitivity counts too.
                return self._all(
                    ("document level", level_of(thing) <= right.level),
                    ("document profile", named(thing, right)),
                    ("no open case", any(self._own(case, right) for case in cases)),
                )
            case "document":
                return self._own(thing, right)
            case "grant":
                # 12.3: and at least one of the payments that belong to it. Help in kind, which has
                # none and will have none, by its own three alone.
                paid = [each for each in self.things.values() if thing in self._grants_of(each)]
                in_kind = not paid and not any(piece.money for piece in thing.pieces)
                return self._own(thing, right) and self._all(
                    ("no open payment", in_kind or any(self._own(each, right) for each in paid))
                )
            case _:
                # 12.4: and at least one of the grants that it is paid of.
                grants = list(self._grants_of(thing))
                return self._own(thing, right) and self._all(
                    ("no open grant", any(self._own(each, right) for each in grants))
                )

    def _own(self, thing: Thing, right: Entitlement) -> bool:
        """What follows from the thing's own values."""
        if thing.kind in ("case", "document"):
            subject = covers(right.subjects, thing.kle)
        else:
            subject = any(covers(right.benefits, piece.kle) for piece in thing.pieces)
        return self._all(
            (f"{thing.kind} owner", thing.owner == self.authority),
            (f"{thing.kind} subject", subject),
            # A payment has no sensitivity of its own.
            (f"{thing.kind} level", thing.kind == "payment" or level_of(thing) <= right.level),
            (f"{thing.kind} profile", named(thing, right)),
        )

    def _all(self, *conditions: tuple[str, bool]) -> bool:
        for rule, holds in conditions:
            if not holds:
                self.decided_by = rule
                return False
        return True

    def _line_of_open_grant(self, piece: Piece, right: Entitlement) -> bool:
        grant = self.things.get(piece.grant)
        return grant is not None and self._own(grant, right)

    def _cases_of(self, thing: Thing) -> Iterator[Thing]:
        return (each for each in self.things.values() if thing.name in each.filed)

    def _grants_of(self, thing: Thing) -> Iterator[Thing]:
        names = {piece.grant for piece in thing.pieces} - {""}
        return (self.things[name] for name in names if name in self.things)


def level_of(thing: Thing) -> int:
    """A thing's sensitivity; the highest where none is stated."""
    return HIGHEST if thing.level is None else thing.level


def named(thing: Thing, right: Entitlement) -> bool:
    """Whether the security profiles, if there are any, name the official."""
    return thing.profile is None or bool(thing.profile & right.identities)


@cache
def covers(words: str, kle: str) -> bool:
    """Whether every subject that a number stands for is among those of an entitlement."""
    if "*" in words:
        return True
    allowed = {subject for word in words.split(",") if word.strip() for subject in _within(word)}
    wanted = set(_below(kle))
    return bool(wanted) and wanted <= allowed


def _within(word: str) -> Iterable[int]:
    first, _, last = word.strip().partition("-")
    return range(min(_below(first)), max(_below(last or first)) + 1)


@cache
def _below(kle: str) -> tuple[int, ...]:
    """Every subject of six digits that lies at or below a number, counted one by one."""
    digits = kle.replace(".", "")
    if not digits:
        return ()
    return tuple(n for n in range(1_000_000) if f"{n:06}".startswith(digits))
