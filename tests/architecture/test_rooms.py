# SPDX-License-Identifier: EUPL-1.2
"""What the import contracts in pyproject.toml cannot say about the rooms."""

from __future__ import annotations

import pytest

from tests.architecture.tree import (
    PACKAGE,
    ROOMS,
    called,
    imported,
    place,
    refuse,
    room_of,
    sources,
)

pytestmark = pytest.mark.architecture

# The kernel is ground that all stand on and has no door; every other room is entered by one.
WITHOUT_DOOR = {"kernel"}
# What the wiring may take from a room besides its door, to hang it up.
WIRING = {"apps", "cli", "reactions", "urls"}
# A room's doors; the registry's API has one of its own, as its `public` sets up no framework.
DOORS = {"public", "api_public"}


def test_there_are_rooms() -> None:
    """The package has its ground and at least one room on it."""
    assert {"kernel", "app"} < set(ROOMS)


def test_a_room_is_entered_only_through_its_door() -> None:
    """A module imports another room's door and nothing behind it."""
    trespassing = [
        f"{place(path, line)} imports {name}"
        for path in sources()
        for line, name in imported(path)
        if not _may_enter(room_of(path), name)
    ]
    refuse(trespassing)


def _may_enter(room: str, name: str) -> bool:
    package, _, rest = name.partition(".")
    other, _, inside = rest.partition(".")
    if package != "gearskifte" or other not in ROOMS or other in {room, *WITHOUT_DOOR}:
        return True
    if not room:  # `python -m gearskifte` starts the commands
        return other == "app"
    parts = inside.split(".")
    # Each format under connectors is a room with its own door.
    doors = parts[:2] if other == "connectors" else parts[:1]
    return not DOORS.isdisjoint(doors) or (room == "app" and not WIRING.isdisjoint(doors))


def test_a_room_with_a_door_says_who_may_enter() -> None:
    """Every `public.py` lists in `__all__` what other rooms may use."""
    doors = list(PACKAGE.glob("**/public.py"))
    assert doors
    for door in doors:
        assert "__all__ = [" in door.read_text(encoding="utf-8"), place(door)


def test_only_the_kernel_reads_the_clock() -> None:
    """Time is passed in: `datetime.now` and its kin are called in kernel/time.py alone."""
    watches = ("now", "today", "utcnow", "time", "time_ns", "localtime", "gmtime")
    owners = ("datetime.datetime", "datetime.date", "time")
    clocks = {f"{owner}.{watch}" for owner in owners for watch in watches}
    readers = {place(path) for path in sources() for _, name in called(path) if name in clocks}
    assert readers == {"src/gearskifte/kernel/time.py"}
