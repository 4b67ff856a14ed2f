# SPDX-License-Identifier: EUPL-1.2
"""Invented situations of the size that municipalities have."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np

from gearskifte.workforce.rules.moves.loans import Loan
from gearskifte.workforce.rules.moves.plan import Situation, Willing

SERVICES = 6


def region(first: int, count: int, years: int, posts: int, moves: int) -> list[Situation]:
    """Neighbours in a row, each of which lends to and borrows from the next in every service."""
    found = [situation(seed, years, posts, moves) for seed in range(first, first + count)]
    for here, there in itertools.pairwise(range(count)):
        for service in range(SERVICES):
            for lender, borrower in ((here, there), (there, here)):
                most = float(found[lender].loan[service])
                names = found[lender].name, found[borrower].name
                loan = Loan(*names, service, 0.0, most)
                for side in (here, there):
                    found[side] = replace(found[side], loans=(*found[side].loans, loan))
    return found


def situation(seed: int, years: int, posts: int, moves: int, scenarios: int = 1) -> Situation:
    """One municipality with `posts` posts and `moves` kinds of willing movers."""
    drawn = np.random.default_rng(seed)
    services = np.arange(posts) % SERVICES
    heads = drawn.uniform(5, 200, posts)
    hours = drawn.uniform(1100, 1500, posts)
    supply = np.bincount(services, heads * hours, SERVICES).astype(np.float64)
    fading = 0.985 ** np.arange(years)
    base = supply * fading[:, None] * np.ones((scenarios, 1, 1))
    growth = drawn.uniform(-0.01, 0.03, SERVICES)
    need = supply * (1 + growth) ** np.arange(years)[:, None]
    need = need * drawn.normal(1, 0.02, (scenarios, 1, SERVICES))
    pairs = [(int(drawn.integers(posts)), int(drawn.integers(posts))) for _ in range(moves)]
    willing = tuple(
        Willing(a, b, float(drawn.uniform(0.2, 4)), bool(drawn.random() < 0.5), 20_000.0)
        for a, b in pairs
        if a != b
    )
    return Situation(
        services=services,
        qualified=tuple(bool(value) for value in drawn.random(posts) < 0.7),
        need=need,
        base=base,
        heads=heads * fading[:, None],
        hours=hours,
        more_hours=heads * drawn.uniform(0, 20, posts),
        willing=willing,
        courses=np.full(years, 6.0),
        budget=np.full(years, 900_000.0),
        qualified_share=np.full(SERVICES, 0.5),
        loan=supply * 0.01,
        notice=3.0,
        weights=np.array([1.0, 0.8, 0.8, 0.5, 0.9, 0.4]),
        name=f"Kommune {seed}",
    )
