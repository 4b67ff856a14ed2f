# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.workforce_whatif`: prints one JSON."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace

import click
import numpy as np

from gearskifte.connectors.statfiles.public import read_table
from gearskifte.demo.public import statistics_files
from gearskifte.workforce.public import Kind, file_kind, population_of
from gearskifte.workforce.reading import DRAWS, SEED, YEARS
from gearskifte.workforce.rules.hands import files
from gearskifte.workforce.rules.hands.assembling import assemble, people_ahead
from gearskifte.workforce.rules.hands.inputs import SERVICES, FreedHours
from gearskifte.workforce.rules.hands.outlook import Choice, outlook


@click.command()
@click.option("--times", default=40, show_default=True)
def main(times: int) -> None:
    """Time the first reckoning, with the projection, and many choices after it."""
    bodies = {file_kind(body): body for _, body in statistics_files(2026)}
    started = time.perf_counter()
    population = population_of(read_table(bodies[Kind.POPULATION], "folketal"))
    people = people_ahead(population, YEARS, DRAWS, SEED)
    projection = time.perf_counter() - started
    inputs = assemble(
        people,
        files.need_lines(bodies[Kind.NEED]),
        files.staff_lines(bodies[Kind.STAFF]),
        files.assumed(bodies[Kind.ASSUMPTIONS]),
        files.willing_lines(bodies[Kind.WILLING]),
        SEED,
    )
    drawn = np.random.default_rng(1)
    hours, used = drawn.normal(400, 60, DRAWS), drawn.uniform(0.5, 1, DRAWS)
    freed = FreedHours("Robot", SERVICES[0], hours, used, "målt")
    inputs = replace(inputs, freed=(freed,))
    wall, processor = [], []
    for _ in range(times):
        choice = Choice(
            absence=float(drawn.choice([0.03, 0.04, 0.05])),
            weekly_hours=float(drawn.choice([30.0, 34.0, 37.0])),
            wanting=float(drawn.choice([0.25, 0.5, 1.0])),
        )
        started, before = time.perf_counter(), time.process_time()
        outlook(inputs, choice)
        wall.append(time.perf_counter() - started)
        processor.append(time.process_time() - before)
    result = {
        "years": YEARS,
        "draws": DRAWS,
        "projection_seconds": round(projection, 3),
        "p50_seconds": round(float(np.quantile(wall, 0.5)), 3),
        "p95_seconds": round(float(np.quantile(wall, 0.95)), 3),
        "p95_processor_seconds": round(float(np.quantile(processor, 0.95)), 3),
        "load": os.getloadavg()[0],
    }
    print(json.dumps(result, indent=2))


main()
