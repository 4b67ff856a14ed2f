# SPDX-License-Identifier: EUPL-1.2
"""From people, staff and assumptions to the hands lacking, and what each cause and lever does.

Everything is reckoned draw by draw. What is lacking is need less supply where that is above zero,
service by service: a surplus in one place is no help in another before somebody moves. Each bar
of the waterfall is the change in what is lacking when one thing more happens, so they add up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from gearskifte.kernel.errors import Text
from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.hands.inputs import (
    SERVICES,
    Assumption,
    FreedHours,
    Name,
    NeedLine,
    StaffLine,
    drawn,
)
from gearskifte.workforce.rules.hands.need import need
from gearskifte.workforce.rules.hands.supply import (
    Changes,
    Post,
    by_service,
    graduates_of,
    heads_ahead,
    hours_per_head,
    posts_of,
)
from gearskifte.workforce.rules.moves.fair import ALLOWED, Fair, fair_plan
from gearskifte.workforce.rules.moves.loans import Loan
from gearskifte.workforce.rules.moves.plan import Plan, Situation, Willing, best_plan

FULL_TIME: Final = 37.0
SCENARIOS: Final = 12
"""Draws that a plan is made for at once, so that it holds in more than one future."""


class Part(StrEnum):
    """What changes the number of hands lacking, in the order it is let happen."""

    AGEING = "aldring"
    CHILDREN = "boern"
    ADULTS = "voksne"
    HEALTHY = "sund_aldring"
    RETIREMENT = "pension"
    TURNOVER = "afgang"
    ABSENCE = "fravaer"
    ROBOTS = "robotter"
    MORE_HOURS = "timer"
    MOVES = "flyt"

    @property
    def words(self) -> Text:
        """Its name for people."""
        return _PARTS[self]


NEEDS: Final = {Part.AGEING, Part.CHILDREN, Part.ADULTS, Part.HEALTHY}
SUPPLIES: Final = {Part.RETIREMENT, Part.TURNOVER, Part.ABSENCE, Part.ROBOTS}
LEVERS: Final = (Part.ABSENCE, Part.ROBOTS, Part.MORE_HOURS, Part.MOVES)
_PARTS: Final = {
    Part.AGEING: Text("Flere ældre", "More old people"),
    Part.CHILDREN: Text("Børnetal", "Number of children"),
    Part.ADULTS: Text("Voksne under 65", "Adults below 65"),
    Part.HEALTHY: Text("Sund aldring", "Healthy ageing"),
    Part.RETIREMENT: Text("Pension", "Retirement"),
    Part.TURNOVER: Text("Afgang og nyansatte", "Leaving and hires"),
    Part.ABSENCE: Text("Lavere fravær", "Lower absence"),
    Part.ROBOTS: Text("Robotter og forenkling", "Robots and simplification"),
    Part.MORE_HOURS: Text("Deltid op i tid", "More hours for part-timers"),
    Part.MOVES: Text("Flytning og lån", "Moves and loans"),
}


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that an outlook is made from.

    Attributes:
        people: by single age, (draws, years + 1, 101), the present first.
        willing: (occupation, service) from and to, heads, retrained and cost, by post position.
        courses, budget: places and kroner a year, (years,); qualified_share and loan, (services,).
        name: of the municipality; loans: its agreements with others.
    """

    people: Floats
    need: tuple[NeedLine, ...]
    staff: tuple[StaffLine, ...]
    assumptions: tuple[Assumption, ...]
    freed: tuple[FreedHours, ...]
    willing: tuple[Willing, ...]
    courses: Floats
    budget: Floats
    qualified_share: Floats
    loan: Floats
    notice: float
    seed: int
    name: str = ""
    loans: tuple[Loan, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """What a user tries (valg): None or 0 leaves things as they are.

    Attributes:
        absence: absence brought down to this share.
        weekly_hours: part-timers who want it go up to this many hours a week.
        wanting: the share of part-timers who want it.
        robots, moves: whether these are counted.
        fair: the share more of uncovered hours that a fairer plan may cost.
    """

    absence: float | None = None
    weekly_hours: float = 0.0
    wanting: float = 0.0
    robots: bool = True
    moves: bool = True
    fair: float = ALLOWED


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: full-time hands it adds to what is lacking (negative: takes away), and P10, P90."""

    part: Part
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Lacking:
    """What is lacking in a year, in full-time hands: mean, P10, P90, and how likely any is."""

    mean: float
    low: float
    high: float
    likely: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """The hands lacking (udsigt), in full-time hands of 37 hours.

    Attributes:
        today, left: all services together, now and in the last year.
        bars: causes in the order of life, then levers by size; today + bars = left.
        services: by service and coming year.
        need_hours, supply_hours: means, (years + 1, services), without levers.
        fair: who moves, where moves are counted, and what fairness between services costs.
        full_time: hours a year at work of one full-time hand.
    """

    today: Lacking
    left: Lacking
    bars: tuple[Bar, ...]
    services: tuple[tuple[Lacking, ...], ...]
    need_hours: Floats
    supply_hours: Floats
    fair: Fair | None
    posts: tuple[Post, ...]
    full_time: float

    @property
    def plan(self) -> Plan | None:
        """Who moves, where moves are counted."""
        return self.fair.plan if self.fair else None


class _Draws:
    """The reckoning behind one outlook."""

    def __init__(self, inputs: Inputs, choice: Choice) -> None:
        self.inputs, self.choice = inputs, choice
        self.draws, self.years = inputs.people.shape[0], inputs.people.shape[1] - 1
        self.assumed = drawn(inputs.assumptions, self.draws, inputs.seed)
        self.posts, self.by_age = posts_of(inputs.staff)
        weeks = self.assumed[Name.WORK_WEEKS].mean() * (1 - self.assumed[Name.ABSENCE].mean())
        self.full_time = float(FULL_TIME * weeks)
        self._made: dict[tuple[str, frozenset[Part]], Floats] = {}

    def need(self, happened: set[Part]) -> Floats:
        """Hours needed when the parts of the population in `happened` have changed."""
        return self._once("need", happened & NEEDS, self._need)

    def supply(self, happened: set[Part]) -> Floats:
        """Hours there by service, without moves and more hours."""
        return self._once("supply", happened & SUPPLIES, self._supply)

    def _once(self, what: str, happened: set[Part], make: Callable[[set[Part]], Floats]) -> Floats:
        key = (what, frozenset(happened))
        if key not in self._made:
            self._made[key] = make(happened)
        return self._made[key]

    def _need(self, happened: set[Part]) -> Floats:
        people = np.repeat(self.inputs.people[:, :1], self.years + 1, axis=1)
        for part, first, last in (
            (Part.CHILDREN, 0, 18),
            (Part.ADULTS, 18, 65),
            (Part.AGEING, 65, 101),
        ):
            if part in happened:
                people[..., first:last] = self.inputs.people[..., first:last]
        healthy = self.assumed[Name.HEALTHY_AGEING] * (Part.HEALTHY in happened)
        return need(people, self.inputs.need, healthy)

    def heads(self, happened: set[Part]) -> Floats:
        """Heads of the posts, (draws, years + 1, posts)."""
        changes = Changes(Part.RETIREMENT in happened, Part.TURNOVER in happened)
        graduates = graduates_of(self.inputs.staff, self.posts)
        return heads_ahead(self.by_age, self.assumed, self.years, changes, graduates)

    def _supply(self, happened: set[Part]) -> Floats:
        hours = by_service(self.heads(happened) * self.hours(happened)[:, None], self.posts)
        if Part.ROBOTS in happened:
            for freed in self.inputs.freed:
                at = SERVICES.index(freed.service)
                hours[:, 1:, at] += freed.used(self.draws)[:, None]
        return hours

    def hours(self, happened: set[Part]) -> Floats:
        """Hours a year of each head, (draws, posts)."""
        usual = self.assumed[Name.ABSENCE]
        lower = usual
        if Part.ABSENCE in happened and self.choice.absence is not None:
            lower = np.minimum(usual, self.choice.absence)
        return hours_per_head(self.posts, self.assumed, lower)

    def _futures(self, happened: set[Part]) -> npt.NDArray[np.intp]:
        """Draws that stand for all: in order of what is lacking, one from each part of them."""
        lacking = _lacking(self.need(happened), self.supply(happened)).sum(axis=(1, 2))
        count = min(SCENARIOS, self.draws)
        middles = ((np.arange(count) + 0.5) * self.draws / count).astype(np.intp)
        chosen: npt.NDArray[np.intp] = np.argsort(lacking)[middles]
        return chosen

    def situation(self, happened: set[Part]) -> Situation:
        """What a plan for the coming years starts from, on some of the draws."""
        some = self._futures(happened)
        posts = self.posts
        weekly = np.array([post.weekly_hours for post in posts])
        hours = self.hours(happened).mean(axis=0)
        heads = self.heads(happened).mean(axis=0)[1:]
        up = np.maximum(self.choice.weekly_hours - weekly, 0) / np.maximum(weekly, 1e-9)
        wanting = self.choice.wanting if Part.MORE_HOURS in happened else 0.0
        moving = Part.MOVES in happened
        return Situation(
            services=np.array([post.service for post in posts], dtype=np.intp),
            qualified=tuple(post.qualified for post in posts),
            need=self.need(happened)[some, 1:],
            base=self.supply(happened)[some, 1:],
            heads=heads,
            hours=hours,
            more_hours=wanting * up * hours * heads.min(axis=0),
            willing=self.inputs.willing if moving else (),
            courses=self.inputs.courses,
            budget=self.inputs.budget,
            qualified_share=self.inputs.qualified_share,
            loan=self.inputs.loan,
            notice=self.inputs.notice,
            weights=np.ones(len(SERVICES)),
            name=self.inputs.name,
            loans=self.inputs.loans if moving else (),
        )


def outlook(inputs: Inputs, choice: Choice) -> Outlook:
    """What is lacking in the years of `inputs`, and what each cause and lever does to it."""
    draws = _Draws(inputs, choice)
    causes: list[Part] = [part for part in Part if part not in LEVERS]
    happened: set[Part] = set()
    lacking = _lacking(draws.need(happened), draws.supply(happened))
    today = lacking[:, 0].sum(axis=1)
    bars, before = [], lacking[:, -1].sum(axis=1)
    for part in causes:
        happened.add(part)
        after = _lacking(draws.need(happened), draws.supply(happened))[:, -1].sum(axis=1)
        bars.append(_bar(part, after - before, draws.full_time))
        before = after
    need_hours = draws.need(happened).mean(axis=0)
    supply_hours = draws.supply(happened).mean(axis=0)
    fair: Fair | None = None
    gained: Floats = np.zeros_like(need_hours)
    uncovered = _lacking(draws.need(happened), draws.supply(happened))
    for lever in _by_size(draws, happened):
        happened.add(lever)
        if lever in {Part.MORE_HOURS, Part.MOVES}:
            fair = fair_plan(draws.situation(happened), choice.fair)
            gained = _gained(fair.plan, draws.posts)
        uncovered = _lacking(draws.need(happened), draws.supply(happened) + gained)
        after = uncovered[:, -1].sum(axis=1)
        bars.append(_bar(lever, after - before, draws.full_time))
        before = after
    services = tuple(
        tuple(_summary(uncovered[:, year, at], draws.full_time) for year in range(draws.years + 1))
        for at in range(len(SERVICES))
    )
    return Outlook(
        _summary(today, draws.full_time),
        _summary(before, draws.full_time),
        tuple(bars),
        services,
        need_hours,
        supply_hours,
        fair,
        draws.posts,
        draws.full_time,
    )


def situation_of(inputs: Inputs, choice: Choice) -> Situation:
    """What a plan with everything chosen starts from, to be planned beside other municipalities."""
    return _Draws(inputs, choice).situation(set(Part))


def _by_size(draws: _Draws, causes: set[Part]) -> list[Part]:
    """The levers in use, the one that does most by itself first; moves last, of what is left."""
    choice = draws.choice
    used = {
        Part.ABSENCE: choice.absence is not None,
        Part.ROBOTS: choice.robots and bool(draws.inputs.freed),
        Part.MORE_HOURS: bool(choice.wanting and choice.weekly_hours),
    }
    alone: dict[Part, float] = {}
    for part in (part for part, in_use in used.items() if in_use):
        happened = causes | {part}
        supply = draws.supply(happened)
        if part is Part.MORE_HOURS:
            supply = supply + _gained(best_plan(draws.situation(happened)), draws.posts)
        alone[part] = float(_lacking(draws.need(happened), supply)[:, -1].sum())
    some = draws.inputs.willing or draws.inputs.loans
    moves = [Part.MOVES] if choice.moves and some else []
    return [*sorted(alone, key=alone.__getitem__), *moves]


def _gained(plan: Plan, posts: tuple[Post, ...]) -> Floats:
    """Hours a plan brings each service, (years + 1, services), the present untouched."""
    more = by_service(plan.more_hours, posts)
    coming = plan.gained + more + plan.borrowed - plan.lent
    whole: Floats = np.concatenate([np.zeros((1, coming.shape[1])), coming])
    return whole


def _lacking(needed: Floats, there: Floats) -> Floats:
    return np.maximum(needed - there, 0.0)


def _bar(part: Part, change: Floats, full_time: float) -> Bar:
    low, high = np.quantile(change, [0.1, 0.9]) / full_time
    return Bar(part, float(change.mean() / full_time), float(low), float(high))


def _summary(lacking: Floats, full_time: float) -> Lacking:
    low, high = np.quantile(lacking, [0.1, 0.9]) / full_time
    likely = float((lacking > full_time / 2).mean())
    return Lacking(float(lacking.mean() / full_time), float(low), float(high), likely)
