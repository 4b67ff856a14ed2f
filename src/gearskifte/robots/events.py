# SPDX-License-Identifier: EUPL-1.2
"""What the robots announce: that one acted in a case, and that a run has ended.

The first is about a case of the registry, and is shaped there: rooms hear it that know no robots.
"""

from __future__ import annotations

import msgspec

from gearskifte.registry.public import RobotActed

__all__ = ["RobotActed", "RobotRunFinished", "WorkTimed"]


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
