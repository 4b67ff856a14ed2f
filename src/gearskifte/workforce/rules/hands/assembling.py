# SPDX-License-Identifier: EUPL-1.2
"""All the files of a municipality put together as what an outlook is made from."""

from __future__ import annotations

import numpy as np

from gearskifte.kernel.errors import InputRefused, Text
from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.hands.files import Assumed, Limit, WillingLine
from gearskifte.workforce.rules.hands.inputs import SERVICES, NeedLine, StaffLine
from gearskifte.workforce.rules.hands.outlook import Inputs
from gearskifte.workforce.rules.hands.supply import posts_of
from gearskifte.workforce.rules.moves.loans import Loan
from gearskifte.workforce.rules.moves.plan import Willing
from gearskifte.workforce.rules.population.cohort_component import bands
from gearskifte.workforce.rules.population.counts import Population
from gearskifte.workforce.rules.population.rates import rates_of, start_of


def people_ahead(population: Population, years: int, draws: int, seed: int) -> Floats:
    """People of the first area by single age: (draws, years + 1, 101), the present first.

    The other areas are taken together: whoever moves from the first arrives there.
    """
    rates, start = rates_of(population, years), start_of(population)
    ages = start.shape[2]
    drawn = bands(start, rates, draws=range(draws), seed=seed, starts=range(ages))
    now = np.repeat(start[:1].sum(axis=1)[None], draws, axis=0)
    together = np.concatenate([now, drawn[:, :, 0].astype(np.float64)], axis=1)
    missing = 101 - ages
    return np.pad(together, ((0, 0), (0, 0), (0, missing))) if missing else together


def assemble(
    people: Floats,
    need: tuple[NeedLine, ...],
    staff: tuple[StaffLine, ...],
    assumed: Assumed,
    willing: tuple[WillingLine, ...],
    seed: int,
    name: str = "",
    loans: tuple[Loan, ...] = (),
) -> Inputs:
    """The inputs of an outlook of the municipality called `name`; others' loans are left out.

    Raises:
        InputRefused: GS-WRK-023 if somebody is willing to move from or to a post without staff.
    """
    years = people.shape[1] - 1
    posts, heads = posts_of(staff)
    supply = np.zeros(len(SERVICES))
    for post, count in zip(posts, heads.sum(axis=1), strict=True):
        supply[post.service] += count * post.weekly_hours * 45
    limits = assumed.limits
    return Inputs(
        people=people,
        need=need,
        staff=staff,
        assumptions=assumed.drawn,
        freed=(),
        willing=tuple(_willing(line, _posts(staff)) for line in willing),
        courses=np.full(years, limits.get(Limit.COURSES, 0.0)),
        budget=np.full(years, limits.get(Limit.BUDGET, 0.0)),
        qualified_share=np.full(len(SERVICES), limits.get(Limit.QUALIFIED, 0.0)),
        loan=supply * limits[Limit.LOAN] if Limit.LOAN in limits else np.full_like(supply, np.inf),
        notice=limits.get(Limit.NOTICE, 0.0),
        seed=seed,
        name=name,
        loans=tuple(loan for loan in loans if name in (loan.lender, loan.borrower)),
    )


def _posts(staff: tuple[StaffLine, ...]) -> dict[tuple[str, str], int]:
    posts, _ = posts_of(staff)
    return {(post.occupation, SERVICES[post.service]): at for at, post in enumerate(posts)}


def _willing(line: WillingLine, posts: dict[tuple[str, str], int]) -> Willing:
    ends = (line.from_occupation, line.from_service), (line.to_occupation, line.to_service)
    for occupation, service in ends:
        if (occupation, service) not in posts:
            raise InputRefused(
                "GS-WRK-023",
                what=Text(
                    f"Der er intet personale som {occupation} i {service}.",
                    f"There is no staff as {occupation} in {service}.",
                ),
                why=Text(
                    "Nogen har sagt ja til at flytte derfra eller dertil.",
                    "Somebody said yes to moving from or to there.",
                ),
                do=Text(
                    "Ret filen over villige, eller send personalefilen igen.",
                    "Correct the file of the willing, or send the staff file again.",
                ),
            )
    origin, target = (posts[end] for end in ends)
    return Willing(origin, target, line.heads, line.retrained, line.cost)
