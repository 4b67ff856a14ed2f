# SPDX-License-Identifier: EUPL-1.2
"""What the robots announce: that one acted in a case, and that a run has ended."""

from __future__ import annotations

from uuid import UUID

import msgspec


class RobotActed(msgspec.Struct, frozen=True):
    """A robot did something in a case (hændelse), at the moment of the event.

    Attributes:
        robot: the robot's slug; `title` its name, and `version` the recipe's number.
        rule: the recipe's legal basis, "" where none is stated.
        case: the case's UUID, or its number in its own system.
        what: what was done; nothing in it names the citizen.
        person: the citizen's id, where the act says whom it is about.
    """

    robot: str
    title: str
    version: int
    item: int
    case: str
    what: str
    rule: str = ""
    person: UUID | None = None


class RobotRunFinished(msgspec.Struct, frozen=True):
    """A work item has ended; `ended` is "done", or "handed" to a person."""

    robot: str
    version: int
    item: int
    ended: str


class WorkTimed(msgspec.Struct, frozen=True):
    """Human time on a robot's work was measured (tidtagning), in minutes.

    Attributes:
        robot: the robot's slug.
        item: whose question somebody answered; 0 where one item was timed by hand.
    """

    robot: str
    item: int
    minutes: float
