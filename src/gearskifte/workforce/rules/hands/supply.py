# SPDX-License-Identifier: EUPL-1.2
"""Hours supplied: staff who grow older, retire, leave and are hired, and how much they work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.hands.inputs import SERVICES, Name, StaffLine

YOUNGEST: Final = 15
OLDEST: Final = 80
HIRED_BELOW: Final = 45
"""New staff come in at the ages that present staff below this have."""


@dataclass(frozen=True, slots=True)
class Post:
    """Staff of one occupation in one service; the weekly hours are the mean."""

    occupation: str
    service: int
    qualified: bool
    heads: float
    weekly_hours: float


@dataclass(frozen=True, slots=True)
class Changes:
    """Which flows are let happen: all, or some of them to see what each does."""

    retire: bool = True
    leave_and_hire: bool = True


def posts_of(staff: tuple[StaffLine, ...]) -> tuple[tuple[Post, ...], Floats]:
    """The posts, and their heads by age: (posts, ages from 15 to 80)."""
    keys = sorted({(line.service, line.occupation, line.qualified) for line in staff})
    heads = np.zeros((len(keys), OLDEST - YOUNGEST + 1))
    hours = np.zeros(len(keys))
    for line in staff:
        at = keys.index((line.service, line.occupation, line.qualified))
        heads[at, line.age - YOUNGEST] += line.heads
        hours[at] += line.heads * line.weekly_hours
    total = heads.sum(axis=1)
    found = tuple(
        Post(occupation, SERVICES.index(service), qualified, float(total[at]), float(week))
        for at, ((service, occupation, qualified), week) in enumerate(
            zip(keys, hours / np.maximum(total, 1e-9), strict=True)
        )
    )
    return found, heads


def graduates_of(staff: tuple[StaffLine, ...], posts: tuple[Post, ...]) -> Floats:
    """Heads a year who come to each post straight from their training: (posts, ages)."""
    keys = {(post.occupation, post.service, post.qualified): at for at, post in enumerate(posts)}
    found = np.zeros((len(posts), OLDEST - YOUNGEST + 1))
    for line in staff:
        at = keys[line.occupation, SERVICES.index(line.service), line.qualified]
        found[at, line.age - YOUNGEST] += line.graduates
    return found


def heads_ahead(
    heads: Floats,
    assumed: Mapping[Name, Floats],
    years: int,
    changes: Changes,
    graduates: Floats | None = None,
) -> Floats:
    """Heads of each post: (draws, years + 1, posts), the present first.

    `heads` and `graduates` are (posts, ages); `assumed` has a value for each draw.
    """
    draws = len(assumed[Name.LEAVING])
    ages = np.arange(YOUNGEST, OLDEST + 1)
    stay = np.ones((draws, 1, len(ages)))
    if changes.retire:
        for first, last, name in (
            (60, 64, Name.RETIRED_60),
            (65, 66, Name.RETIRED_65),
            (67, OLDEST, Name.RETIRED_67),
        ):
            within = (ages >= first) & (ages <= last)
            stay[..., within] *= 1 - np.minimum(assumed[name], 1)[:, None, None]
    arrive = np.zeros((draws, *heads.shape))
    if changes.leave_and_hire:
        stay *= 1 - np.minimum(assumed[Name.LEAVING], 1)[:, None, None]
        young = heads * (ages < HIRED_BELOW)
        some = np.where(young.sum(axis=1, keepdims=True) > 0, young, heads)
        spread = some / np.maximum(some.sum(axis=1, keepdims=True), 1e-9)
        yearly = assumed[Name.HIRES][:, None] * heads.sum(axis=1)
        arrive = yearly[:, :, None] * spread
        if graduates is not None:
            arrive += graduates
    now = np.repeat(heads[None], draws, axis=0)
    found = [now.sum(axis=-1)]
    for _ in range(years):
        now = now * stay
        now[..., 1:], now[..., 0] = now[..., :-1].copy(), 0.0
        now += arrive
        found.append(now.sum(axis=-1))
    return np.stack(found, axis=1)


def hours_per_head(
    posts: tuple[Post, ...], assumed: Mapping[Name, Floats], absence: Floats | None = None
) -> Floats:
    """Hours a year at work for each head of each post: (draws, posts)."""
    away = assumed[Name.ABSENCE] if absence is None else absence
    weekly = np.array([post.weekly_hours for post in posts])
    at_work = assumed[Name.WORK_WEEKS] * (1 - np.minimum(away, 1))
    found: Floats = at_work[:, None] * weekly
    return found


def by_service(hours: Floats, posts: tuple[Post, ...]) -> Floats:
    """Hours of the posts added up by service: (…, posts) to (…, services)."""
    found = np.zeros((*hours.shape[:-1], len(SERVICES)))
    for at, post in enumerate(posts):
        found[..., post.service] += hours[..., at]
    return found
