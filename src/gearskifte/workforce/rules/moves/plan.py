# SPDX-License-Identifier: EUPL-1.2
"""One municipality's plan: people who said they are willing move to where hands are lacking.

Columns: moves of the willing, more hours for part-timers who want them, hours of every agreement of
loan with another municipality, and the hours that stay uncovered. There is no column for dismissal,
and a move is bounded by the people who declared themselves willing (an essential change of a job
takes notice or consent: funktionærloven, PAV 32.3). All amounts are hours a year; moves are heads.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.moves.loans import Loan, sign
from gearskifte.workforce.rules.moves.program import Places, Program, RowName, Solution

SMALL: Final = 1e-3
"""Cost of a moved hour or a borrowed one, so that nobody moves for nothing."""


@dataclass(frozen=True, slots=True)
class Willing:
    """Heads who said they would move from one post to another (villige), never named.

    Attributes:
        origin, target: positions of the posts; heads: how many.
        retrained: takes a course place, and a year away.
        cost: kroner for each who moves.
    """

    origin: int
    target: int
    heads: float
    retrained: bool
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Situation:
    """What a plan starts from, for `years` years and some scenarios (draws).

    Attributes:
        services: the position of each post's service; qualified: trained for it, by post.
        need, base: hours needed and hours there without a plan, (scenarios, years, services).
        heads: (years, posts); hours: a year at work for each head, (posts,).
        more_hours: hours a year part-timers want on top, (posts,).
        willing: who would move. courses: places, (years,). budget: kroner, (years,).
        qualified_share: the least share of qualified hours, (services,).
        loan: most hours borrowed, and most lent, a year in all, (services,).
        notice: months before a move.
        weights: what an uncovered hour weighs, (services,); set by politicians, and shown.
        name: who plans; loans: its agreements, as lender or as borrower.
    """

    services: Places
    qualified: tuple[bool, ...]
    need: Floats
    base: Floats
    heads: Floats
    hours: Floats
    more_hours: Floats
    willing: tuple[Willing, ...]
    courses: Floats
    budget: Floats
    qualified_share: Floats
    loan: Floats
    notice: float
    weights: Floats
    name: str = ""
    loans: tuple[Loan, ...] = ()

    @property
    def years(self) -> int:
        """How many years are planned."""
        return int(self.need.shape[1])


@dataclass(frozen=True, slots=True)
class Plan:
    """The best plan (flytteplan).

    Attributes:
        objective: weighted uncovered hours, mean of the scenarios, with small costs.
        moved: heads by (willing, years); more_hours: (years, posts).
        loaned: hours by (loans, years); borrowed, lent: the same by (years, services).
        gained: hours that moves bring each service, (years, services); negative where people left.
        uncovered: hours, mean of the scenarios, (years, services); share: of what is needed.
        prices: what one more of each limit would save, by row.
    """

    objective: float
    moved: Floats
    more_hours: Floats
    loaned: Floats
    borrowed: Floats
    lent: Floats
    gained: Floats
    uncovered: Floats
    share: Floats
    prices: dict[RowName, float]

    @property
    def worst(self) -> float:
        """The largest share of its need that any service lacks in any year."""
        return float(self.share.max(initial=0.0))


@dataclass(slots=True)
class Draft:
    """A programme under way, with the places of its columns, all from `first` to `last`."""

    situation: Situation
    program: Program
    moves: Places = field(init=False)
    more: Places = field(init=False)
    loaned: Places = field(init=False)
    uncovered: Places = field(init=False)
    worst: int = field(init=False)
    first: int = field(init=False)
    last: int = field(init=False)

    def __post_init__(self) -> None:
        at, add = self.situation, self.program.columns
        years, services, posts = at.years, at.need.shape[2], len(at.services)
        scenarios = at.need.shape[0]
        longest = float(at.hours.max(initial=1.0))
        self.first = len(self.program.cost)
        self.moves = add(len(at.willing) * years, SMALL * longest).reshape(-1, years)
        more = add(posts * years, SMALL, np.tile(at.more_hours, years))
        self.more = more.reshape(years, posts)
        self.loaned = add(len(at.loans) * years, SMALL).reshape(-1, years)
        uncovered = add(scenarios * years * services)
        self.uncovered = uncovered.reshape(scenarios, years, services)
        for service in range(services):
            for place in self.uncovered[:, :, service].ravel():
                self.program.cost[place] = float(at.weights[service]) / scenarios
        self.worst = int(add(1)[0])
        self.last = len(self.program.cost)


def draft(situation: Situation, program: Program | None = None) -> Draft:
    """The programme of a situation, every row named; added to `program` if there is one."""
    made = Draft(situation, program or Program())
    _people(made)
    _courses_and_money(made)
    _qualified(made)
    _limit_loans(made)
    _cover(made)
    return made


def best_plan(situation: Situation) -> Plan:
    """The plan with the fewest uncovered hours."""
    made = draft(situation)
    return plan_of(made, made.program.solve())


def plan_of(made: Draft, solution: Solution) -> Plan:
    """The columns of a solution as a plan."""
    at, values = made.situation, solution.values
    moved, more = values[made.moves], values[made.more]
    gained = np.zeros((at.years, at.need.shape[2]))
    for number in range(len(at.willing)):
        for start in range(at.years):
            for year, service, hours in effects(at, number, start):
                gained[year, service] += hours * moved[number, start]
    loans: dict[float, Floats] = {way: np.zeros_like(gained) for way in (1.0, -1.0)}
    for loan, columns in zip(at.loans, made.loaned, strict=True):
        loans[sign(at.name, loan)][:, loan.service] += values[columns]
    uncovered = values[made.uncovered].mean(axis=0)
    needed = at.need.mean(axis=0)
    share = np.divide(uncovered, needed, out=np.zeros_like(needed), where=needed > 0)
    return Plan(
        solution.objective, moved, more, values[made.loaned], loans[1.0], loans[-1.0], gained,
        uncovered, share, solution.prices,
    )  # fmt: skip


def effects(at: Situation, number: int, start: int) -> list[tuple[int, int, float]]:
    """What one head of the `number`th willing who moves in `start` does: (year, service, hours).

    In the first year the notice is still worked where one was. Who is retrained is away for a year
    before the new post has them.
    """
    who = at.willing[number]
    hours = float(at.hours[who.origin])
    found = []
    for year in range(start, at.years):
        part = 1 - at.notice / 12 if year == start else 1.0
        found.append((year, int(at.services[who.origin]), -hours * part))
        arrived = year - start - (1 if who.retrained else 0)
        if arrived >= 0:
            there = 1 - at.notice / 12 if arrived == 0 else 1.0
            found.append((year, int(at.services[who.target]), hours * there))
    return found


def _people(made: Draft) -> None:
    at, program = made.situation, made.program
    for number, who in enumerate(at.willing):
        terms = [(column, 1.0) for column in made.moves[number]]
        program.row(RowName("willing", (number,)), terms, most=who.heads)
    for post in range(len(at.services)):
        leaving = [n for n, who in enumerate(at.willing) if who.origin == post]
        if leaving:
            for year in range(at.years):
                terms = [(c, 1.0) for n in leaving for c in made.moves[n, : year + 1]]
                name = RowName("staff", (post, year))
                program.row(name, terms, most=float(at.heads[year, post]))


def _courses_and_money(made: Draft) -> None:
    at, program = made.situation, made.program
    for year in range(at.years):
        retrained = [n for n, who in enumerate(at.willing) if who.retrained]
        if retrained:
            terms = [(made.moves[n, year], 1.0) for n in retrained]
            program.row(RowName("courses", (year,)), terms, most=float(at.courses[year]))
        paid = [(made.moves[n, year], who.cost) for n, who in enumerate(at.willing) if who.cost]
        if paid:
            program.row(RowName("budget", (year,)), paid, most=float(at.budget[year]))


def _qualified(made: Draft) -> None:
    """Qualified hours of a service stay above their share, or where they were if that is less."""
    at, program = made.situation, made.program
    above = np.array(at.qualified) - at.qualified_share[at.services]
    terms: dict[tuple[int, int], list[tuple[int, float]]] = defaultdict(list)
    for year in range(at.years):
        for post, service in enumerate(at.services):
            terms[year, int(service)].append((int(made.more[year, post]), float(above[post])))
    for number, who in enumerate(at.willing):
        for start in range(at.years):
            for year, service, hours in effects(at, number, start):
                post = who.origin if hours < 0 else who.target
                column = int(made.moves[number, start])
                terms[year, service].append((column, hours * float(above[post])))
    for (year, service), listed in terms.items():
        if at.qualified_share[service]:
            there = at.heads[year] * at.hours * above * (at.services == service)
            name = RowName("qualified", (service, year))
            program.row(name, listed, least=-max(float(there.sum()), 0.0))


def _limit_loans(made: Draft) -> None:
    """Each agreement's hours, and all that a service lends or borrows, stay within their limits."""
    at, program = made.situation, made.program
    for number, loan in enumerate(at.loans):
        for year in range(at.years):
            terms = [(int(made.loaned[number, year]), 1.0)]
            program.row(RowName("loan", (number, year)), terms, least=loan.least, most=loan.most)
    for service, limit in enumerate(at.loan):
        for kind, way in (("borrows", 1.0), ("lends", -1.0)):
            some = [
                n
                for n, each in enumerate(at.loans)
                if each.service == service and sign(at.name, each) == way
            ]
            promised = sum(at.loans[n].least for n in some)
            for year in range(at.years if some else 0):
                terms = [(int(made.loaned[n, year]), 1.0) for n in some]
                most = max(float(limit), promised)
                program.row(RowName(kind, (service, year)), terms, most=most)


def _cover(made: Draft) -> None:
    """Uncovered hours make up for what need is more than hours; the worst service is followed."""
    at, program = made.situation, made.program
    scenarios, years, services = at.need.shape
    terms: dict[tuple[int, int], list[tuple[int, float]]] = {
        (year, service): [
            (int(made.loaned[n, year]), sign(at.name, loan))
            for n, loan in enumerate(at.loans)
            if loan.service == service
        ]
        for year in range(years)
        for service in range(services)
    }
    for number in range(len(at.willing)):
        for start in range(years):
            for year, service, hours in effects(at, number, start):
                terms[year, service].append((int(made.moves[number, start]), hours))
    for post, service in enumerate(at.services):
        for year in range(years):
            terms[year, int(service)].append((int(made.more[year, post]), 1.0))
    for (year, service), gains in terms.items():
        for scenario in range(scenarios):
            column = int(made.uncovered[scenario, year, service])
            lacking = at.need[scenario, year, service] - at.base[scenario, year, service]
            name = RowName("cover", (scenario, year, service))
            program.row(name, [(column, 1.0), *gains], least=float(lacking))
        mean_need = float(at.need[:, year, service].mean())
        if mean_need > 0:
            share = 1 / (scenarios * mean_need)
            followed = [(int(c), -share) for c in made.uncovered[:, year, service]]
            name = RowName("fair", (year, service))
            program.row(name, [(made.worst, 1.0), *followed], least=0.0)
