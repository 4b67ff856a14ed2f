# SPDX-License-Identifier: EUPL-1.2
"""The door of the demo: a municipality to build, its messages, and the people one can be."""

from __future__ import annotations

from gearskifte.demo.building import Build, finish_build, open_build
from gearskifte.demo.delivered import TELLER, delivered_table
from gearskifte.demo.faults import BROKEN, Fault
from gearskifte.demo.guide import published
from gearskifte.demo.looked_up import LOOKED_IN, looked_up
from gearskifte.demo.municipality import DemoMessage, Municipality, Size, build
from gearskifte.demo.neighbours import seed_commons
from gearskifte.demo.parking import (
    ARCHIVE,
    ARCHIVE_MAPPING,
    PARKING,
    archived_cases,
    others_months,
    without_letter_since,
)
from gearskifte.demo.people import CITIZENS, STAFF, DemoPerson
from gearskifte.demo.portfolio import share_robots
from gearskifte.demo.robots import open_robots
from gearskifte.demo.statistics import statistics_files
from gearskifte.demo.tour import COOKIE as TOUR_COOKIE
from gearskifte.demo.tour import TOUR, Stop, at_stop

__all__ = [
    "ARCHIVE",
    "ARCHIVE_MAPPING",
    "BROKEN",
    "CITIZENS",
    "LOOKED_IN",
    "PARKING",
    "STAFF",
    "TELLER",
    "TOUR",
    "TOUR_COOKIE",
    "Build",
    "DemoMessage",
    "DemoPerson",
    "Fault",
    "Municipality",
    "Size",
    "Stop",
    "archived_cases",
    "at_stop",
    "build",
    "delivered_table",
    "finish_build",
    "looked_up",
    "open_build",
    "open_robots",
    "others_months",
    "published",
    "seed_commons",
    "share_robots",
    "statistics_files",
    "without_letter_since",
]
