# SPDX-License-Identifier: EUPL-1.2
"""A small municipality to look at, built once, and ways to find a message in it."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice

from hypothesis import strategies as st
from lxml import etree

from gearskifte.demo.drawing import drawn_lives
from gearskifte.demo.municipality import DemoMessage, Size, build
from gearskifte.demo.population import Population
from gearskifte.demo.timeline import Timeline
from gearskifte.demo.vendors.delivery import Delivery
from gearskifte.demo.vendors.routing import in_order_of_arrival

NOW = datetime(2025, 11, 22, 12, 30, tzinfo=UTC)
SEED = 7
MOMENTS = st.integers(0, 24 * 365 * 6).map(lambda hours: NOW + timedelta(hours=hours))
"""Moments at which the demo may be made, at any time of day and year."""
VENDORS = ("klokkevaerk", "stenbro", "tidevand", "pengepung", "postdue", "folketal")

_BASE64 = re.compile(rb">([A-Za-z0-9+/]{40,}={0,2})<")


@cache
def small() -> tuple[DemoMessage, ...]:
    """Every message of the small municipality."""
    return tuple(build("s", SEED, NOW).messages())


@cache
def beginning(size: Size, count: int) -> tuple[DemoMessage, ...]:
    """The first messages of a larger one."""
    return tuple(islice(build(size, SEED, NOW).messages(), count))


def sent_by(vendor: str) -> tuple[DemoMessage, ...]:
    """The messages of a vendor that nothing is wrong with, in order of arrival."""
    return tuple(each for each in small() if f"-{vendor}-" in each.name and not each.fault)


def about(number: str) -> tuple[DemoMessage, ...]:
    """The messages about a case, grant or payment that nothing is wrong with."""
    return tuple(each for each in small() if f"-{number}-" in each.name and not each.fault)


def drawn(seed: int, citizens: int, now: datetime = NOW) -> list[Delivery]:
    """The messages about some drawn citizens alone."""
    timeline = Timeline.until(now)
    lives = drawn_lives(Population(seed, citizens), timeline)
    return list(in_order_of_arrival(lives, timeline))


def texts(body: bytes, path: str) -> list[str]:
    """The texts of the elements a path leads to, whatever their namespaces."""
    steps = "/".join(f"*[local-name()='{name}']" for name in path.split("/"))
    found = etree.fromstring(body).xpath(f"//{steps}")
    assert isinstance(found, list)
    return [str(each.text or "") for each in found if isinstance(each, etree._Element)]


def opened(body: bytes) -> bytes:
    """The message with what is inside its base64 made readable."""
    inside = b"\n".join(base64.b64decode(found) for found in _BASE64.findall(body))
    return body + b"\n" + inside
