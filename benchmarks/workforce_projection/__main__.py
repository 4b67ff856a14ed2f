# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.workforce_projection`: prints one JSON."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import time
from collections.abc import Callable
from statistics import median

import click
import numpy as np

from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.population.cohort_component import Rates, bands

AREAS, AGES, YEARS = 98, 101, 25


@click.command()
@click.option("--draws", default=1000, show_default=True)
@click.option("--rounds", default=3, show_default=True)
def main(draws: int, rounds: int) -> None:
    """Time both, and see that the bits do not depend on the chunks."""
    drawn = np.random.default_rng(1)
    start = drawn.uniform(50, 800, (AREAS, 2, AGES))
    mortality = np.exp(-9 + 0.085 * np.arange(AGES)) * np.ones((YEARS, 2, 1))
    rates = Rates(
        mortality,
        np.full((2, AGES), 0.001),
        drawn.normal(0, 0.005, (AREAS, 2, AGES)),
        np.full((YEARS, 35), 1.7 / 35),
        np.ones(AREAS),
        0.513,
    )
    ours = [_timed(lambda: bands(start, rates, draws=range(draws), seed=1)) for _ in range(rounds)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    plain = [_timed(lambda: _plain(start, np.exp(-mortality[0]), draws)) for _ in range(rounds)]
    prints = {
        chunk: hashlib.sha256(
            bands(start, rates, draws=range(40), seed=1, chunk=chunk).tobytes()
        ).hexdigest()
        for chunk in (1, 7, 8, 40)
    }
    wall, processor = (median(each[at] for each in ours) for at in (0, 1))
    result = {
        "draws": draws,
        "seconds": round(wall, 2),
        "processor_seconds": round(processor, 2),
        "plain_seconds": round(median(each[0] for each in plain), 2),
        "plain_processor_seconds": round(median(each[1] for each in plain), 2),
        "ratio_of_seconds": round(wall / median(each[0] for each in plain), 2),
        "peak_mib": peak,
        "same_bits_in_any_chunk": len(set(prints.values())) == 1,
        "load": os.getloadavg()[0],
    }
    print(json.dumps(result, indent=2))


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    started, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started, time.process_time() - used


def _plain(start: Floats, survival: Floats, draws: int) -> Floats:
    """Survival and births alone, without moves, uncertainty or age groups, ten draws at a time."""
    people = start
    for _ in range(0, draws, 10):
        people = np.repeat(start[None], 10, axis=0)
        for _year in range(YEARS):
            older = np.empty_like(people)
            older[..., 1:] = people[..., :-1] * survival[..., :-1]
            older[..., -1] += people[..., -1] * survival[..., -1]
            births = (people[:, :, 1, 15:50] * (1.7 / 35)).sum(axis=-1)
            older[..., 0] = births[..., None] / 2
            people = older
    return people


main()
