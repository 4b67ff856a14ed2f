# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.workforce_moves`: prints one JSON."""

from __future__ import annotations

import json
import resource
import time
from dataclasses import replace

import click
import numpy as np

from benchmarks.workforce_moves.invented import situation
from gearskifte.workforce.rules.moves.plan import best_plan, draft
from gearskifte.workforce.rules.moves.prices import coordinate, joint


@click.command()
@click.option("--municipalities", default=98, show_default=True)
@click.option("--region", default=10, show_default=True, help="Municipalities that share courses.")
@click.option("--years", default=5, show_default=True)
@click.option("--posts", default=24, show_default=True, help="Occupation and service together.")
@click.option("--moves", default=80, show_default=True, help="Kinds of willing movers.")
@click.option("--joint-regions", default=1, show_default=True, help="Regions solved jointly too.")
def main(
    municipalities: int, region: int, years: int, posts: int, moves: int, joint_regions: int
) -> None:
    """Plan every municipality alone, then coordinated by region, and some regions jointly."""
    every = [situation(seed, years, posts, moves) for seed in range(municipalities)]
    program = draft(every[0]).program
    started = time.perf_counter()
    alone = [best_plan(replace(each, loan=each.loan * 0)).objective for each in every]
    alone_seconds = time.perf_counter() - started
    regions = [every[at : at + region] for at in range(0, municipalities, region)]
    started, used = time.perf_counter(), time.process_time()
    found = [coordinate(some, np.full(years, 6.0 * len(some))) for some in regions]
    seconds = time.perf_counter() - started
    processor = time.process_time() - used
    started = time.perf_counter()
    exact = [
        joint(some, np.full(years, 6.0 * len(some))).objective for some in regions[:joint_regions]
    ]
    joint_seconds = time.perf_counter() - started
    gaps = [(ours.objective - best) / best for ours, best in zip(found, exact, strict=False)]
    result = {
        "columns": len(program.cost),
        "rows": len(program.names),
        "alone_seconds": round(alone_seconds, 2),
        "coordinated_seconds": round(seconds, 2),
        "coordinated_processor_seconds": round(processor, 2),
        "joint_seconds_of_regions": round(joint_seconds, 2),
        "rounds": [each.rounds for each in found],
        "proven_gap": [round(each.gap, 5) for each in found],
        "gap_to_joint": [round(gap, 5) for gap in gaps],
        "uncovered_alone": round(sum(alone)),
        "uncovered_coordinated": round(sum(each.objective for each in found)),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(result, indent=2))


main()
