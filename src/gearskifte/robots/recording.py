# SPDX-License-Identifier: EUPL-1.2
"""The journal that a run keeps in the ledger.

An intent is committed before its act. Steps that change nothing wait in memory and are written with
the next intent, or at the end: if they are lost, they are done again, and harm nobody.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from gearskifte.kernel.access import CASEWORK, Role
from gearskifte.robots.ledger import Held, Kept, Ledger, Sealed
from gearskifte.robots.rules.journal import Done, Entry, Happening, LeaseLost, State
from gearskifte.robots.rules.masking import bare_cpr, masked
from gearskifte.robots.rules.steps import (
    Field,
    Get,
    Look,
    LookUp,
    Open,
    Read,
    ReadTable,
    Step,
    changes,
)

READING: Final = (Open, Read, LookUp, ReadTable, Look, Get)
"""Steps that look at what another system has on a citizen."""

Describe = Callable[[str, str], bytes]
"""The message that tells the registry of an act in a case: from the case and what was done."""

Clock = Callable[[], datetime]


class Stopped(LeaseLost):
    """The robot was stopped by a person: nothing more is done."""


@dataclass(frozen=True, slots=True)
class About:
    """Who does it, for the citizen's log, and the citizen whose case it is.

    `systems` is what each system is called, by the name that the recipe has for it.
    """

    robot: str
    slug: str
    version: int
    subject: UUID | None = None
    rule: str = ""
    systems: Mapping[str, str] = field(default_factory=dict)

    def told(self, happening: Happening, person: UUID | None, at: datetime) -> dict[str, Any]:
        """What other rooms are told of an act (`RobotActed`), and when it was done."""
        return {
            "at": at.isoformat(),
            "robot": self.slug,
            "title": self.robot,
            "version": self.version,
            "case": masked(happening.case),
            "what": masked(happening.what),
            "rule": self.rule,
            "person": str(person) if person else None,
        }

    def did(self, verb: str, system: str, effect: str = "") -> str:
        """What was done in which system, as a citizen reads it in the log."""
        place = self.systems.get(system, "")
        where = f"{verb} i {place}" if place else f"{verb} i dine oplysninger"
        return f"{where}: {effect}" if effect else where

    def entry(self, what: str, action: str = "act") -> dict[str, Any]:
        """The line in the citizen's log: what the robot did, or read."""
        return {
            "action": action,
            "what": what,
            "actor": {
                "id": f"robot:{self.slug}:{self.version}",
                "name": self.robot,
                "role": Role.ROBOT.value,
                "unit": f"softwarerobotten {self.robot}",
            },
            "purpose": CASEWORK.code,
        }


class LedgerJournal:
    """Remembers one item's steps in the ledger."""

    def __init__(
        self, ledger: Ledger, held: Held, about: About, describe: Describe, clock: Clock
    ) -> None:
        """`describe` makes the message about an act; `clock` says when it was done."""
        self.pictures = False
        self._ledger = ledger
        self._held = held
        self._about = about
        self._describe = describe
        self._clock = clock
        self._entries: dict[str, Entry] = ledger.remembered(held) if held.attempts > 1 else {}
        self._unwritten: list[Kept] = []
        self._reading_told = held.attempts > 1

    def recall(self, at: str) -> Entry | None:
        """What is remembered of a step."""
        return self._entries.get(at)

    def begin(self, at: str, step: Step, said: str, picture: bytes) -> None:
        """Commit an intent.

        Raises:
            LeaseLost: if the item is another worker's now, or the robot was stopped.
        """
        self._entries[at] = Entry(State.BEGUN)
        sealed = self._ledger.seal(Sealed(said=said))
        shot = self._sealed_picture(picture)
        self._write(Kept(at, step.line, State.BEGUN, True, masked(said), "", sealed, shot))

    def withdraw(self, at: str) -> None:
        """The change was certainly not made."""
        del self._entries[at]
        sealed = self._ledger.seal(Sealed())
        self._write(Kept(at, 0, "withdrawn", True, "", "", sealed))

    def done(self, at: str, step: Step, result: Done) -> None:
        """Keep a result: at once for a change, with the next write for the rest."""
        self._entries[at] = Entry(State.DONE, result.value)
        hit = result.hit
        sealed = Sealed(
            value=result.value,
            said=result.said,
            element=hit.element if hit else "",
            why=hit.why.da if hit else "",
            proposal=hit.proposal if hit else "",
        )
        change = changes(step)
        subject, line = self._whose_log(step, result, change=change)
        happening = result.happening
        kept = Kept(
            at=at,
            line=step.line,
            state=State.DONE,
            changes=change,
            said=masked(result.said),
            verified=result.verified,
            sealed=self._ledger.seal(sealed),
            picture=self._sealed_picture(result.picture),
            act=self._message(happening) if happening else "",
            subject=subject,
            citizen=line,
            told=self._about.told(happening, subject, self._clock()) if happening else None,
            **_drift(step, result),
        )
        if change or happening is not None:
            self._write(kept)
        else:
            self._unwritten.append(kept)

    def take(self) -> list[Kept]:
        """What waits, for whoever writes it along with the end of the item."""
        waiting, self._unwritten = self._unwritten, []
        return waiting

    def _write(self, *steps: Kept) -> None:
        waiting, self._unwritten = [*self._unwritten, *steps], []
        outcome = self._ledger.keep(self._held, waiting)
        if outcome == "stopped" and any(step.state == State.BEGUN for step in steps):
            withdrawn = Kept(steps[0].at, 0, "withdrawn", True, "", "", steps[0].sealed)
            self._ledger.keep(self._held, [withdrawn])
            raise Stopped
        if outcome == "lost":
            raise LeaseLost

    def _whose_log(
        self, step: Step, result: Done, *, change: bool
    ) -> tuple[UUID | None, dict[str, Any] | None]:
        """The citizen in whose log it stands, and the line; an act says who, a change need not.

        The first look at the citizen's data is told too, once for each item.
        """
        if isinstance(step, READING) and not self._reading_told and self._about.subject:
            self._reading_told = True
            what = self._about.did("Læste", result.system)
            return self._about.subject, self._about.entry(what, "read")
        subject = self._about.subject if change else None
        what = self._about.did("Ændrede", result.system, result.effect)
        if result.happening is not None:
            cpr = bare_cpr(result.happening.citizen)
            subject = self._ledger.vault.person_id(cpr) if cpr else self._about.subject
            what = result.happening.what
        return subject, self._about.entry(masked(what)) if subject else None

    def _message(self, happening: Happening) -> str:
        """The message to the registry, enciphered."""
        message = self._describe(happening.case, happening.what)
        return b64encode(self._ledger.vault.encipher(message)).decode()

    def _sealed_picture(self, picture: bytes) -> str:
        return b64encode(self._ledger.vault.encipher(picture)).decode() if picture else ""


def _drift(step: Step, result: Done) -> dict[str, str]:
    """What the page calls the thing now, where the recipe calls it something else."""
    named = getattr(step, "field", None)
    if result.hit is None or not result.hit.proposal or not isinstance(named, Field):
        return {}
    becomes = masked(result.hit.proposal)
    return {"was": named.label.source, "becomes": becomes, "why": masked(result.hit.why.da)}


def values_of(held: Held, today: str) -> Mapping[str, Any]:
    """What a recipe has to work with: the item's fields, its business key, and the day."""
    return {"i_dag": today, **held.values}
